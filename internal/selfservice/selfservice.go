// Package selfservice carries out what customers ask for by themselves
// (autoatendimento): tickets, trust unlocks and changes of their data. Each has
// a [ledger.Runner], and a result that is kept with its row.
package selfservice

import (
	"context"
	"encoding/json"

	"balcao/erp"
	"balcao/internal/ledger"
)

// RunTicket is the runner of create_ticket; the result is an [erp.TicketOpened].
func RunTicket(ctx context.Context, pipe erp.Pipe, in erp.Input, _ *ledger.Prior) (ledger.Outcome, error) {
	opened, _, err := erp.CreateTicket.Call(ctx, pipe, in.(erp.TicketInput))
	o, err := ledger.OutcomeOf(err)
	if opened != nil && opened.RemoteID != nil {
		o.RemoteID = *opened.RemoteID
	}
	return with(o, opened), err
}

// RunUnlock is the runner of unlock_on_trust; the result is an
// [erp.TrustUnlock]. An ERP that says no, in whichever way, has decided: that is
// confirmed.
func RunUnlock(ctx context.Context, pipe erp.Pipe, in erp.Input, _ *ledger.Prior) (ledger.Outcome, error) {
	answer, _, err := erp.UnlockOnTrust.Call(ctx, pipe, in.(erp.UnlockInput))
	var decided *erp.TrustUnlock
	switch {
	case erp.IsKind(err, erp.Refused):
		decided, err = &erp.TrustUnlock{Reason: words(erp.WordsOf(err))}, nil
	case answer != nil:
		decided = &erp.TrustUnlock{Granted: answer.Granted, Until: answer.Until}
		if answer.Reason != nil {
			decided.Reason = words(*answer.Reason)
		}
	}
	o, err := ledger.OutcomeOf(err)
	return with(o, decided), err
}

// words are the ERP's for the customer; nil if there are none.
func words(text string) *string {
	if text = erp.Readable(text); text == "" {
		return nil
	}
	return &text
}

// RunUpdate is the runner of update_customer; the result is an [erp.Updated].
func RunUpdate(ctx context.Context, pipe erp.Pipe, in erp.Input, _ *ledger.Prior) (ledger.Outcome, error) {
	updated, _, err := erp.UpdateCustomer.Call(ctx, pipe, in.(erp.UpdateInput))
	o, err := ledger.OutcomeOf(err)
	return with(o, updated), err
}

// with keeps what the ERP answered.
func with[T any](o ledger.Outcome, answer *T) ledger.Outcome {
	if answer == nil {
		return o
	}
	text, err := json.Marshal(answer)
	if err != nil {
		panic("selfservice: an answer cannot be written: " + err.Error()) // plain data always can
	}
	o.Result = string(text)
	return o
}

// ResultOf reads what a runner has kept; nil if the ERP has not answered.
func ResultOf[T any](o ledger.Outcome) *T {
	if o.Result == "" {
		return nil
	}
	var answer T
	if err := json.Unmarshal([]byte(o.Result), &answer); err != nil {
		return nil
	}
	return &answer
}
