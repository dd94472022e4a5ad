// Package selfservice carries out what customers ask for by themselves
// (autoatendimento): tickets, trust unlocks and changes of their data. Each has
// a [ledger.Runner], and a result that is kept with its row.
package selfservice

import (
	"context"
	"encoding/json"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// RunTicket is the runner of create_ticket; the result is an [erp.TicketOpened].
func RunTicket(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	opened, _, err := erp.CreateTicket.Call(ctx, a.Pipe, a.Input.(erp.TicketInput))
	o, err := ledger.OutcomeOf(ctx, err)
	if opened != nil && opened.RemoteID != nil {
		o.RemoteID = *opened.RemoteID
	}
	return with(o, opened), err
}

// UnlockRunner is the runner of unlock_on_trust; the result is an
// [erp.TrustUnlock]. An ERP that says no, in whichever way, has decided: that is
// confirmed. Where the ERP does not count, a contract gets so many unlocks in a
// calendar month of the tenant's zone; 0 leaves it to the ERP.
func UnlockRunner(perMonth int, zone *time.Location) ledger.Runner {
	return func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if perMonth > 0 && !a.Sent {
			used, err := unlocksThisMonth(ctx, a, zone)
			if err != nil {
				return ledger.Outcome{}, err
			}
			if used >= perMonth {
				o := ledger.Outcome{State: ledger.Confirmed, Reason: ledger.LimitReached}
				return with(o, &erp.TrustUnlock{}), nil
			}
		}
		return runUnlock(ctx, a)
	}
}

// unlocksThisMonth counts what was granted before in the month in which this one
// was asked for, and what may have been.
func unlocksThisMonth(ctx context.Context, a *ledger.Attempt, zone *time.Location) (int, error) {
	asked := a.Row.CreatedAt.In(zone)
	month := time.Date(asked.Year(), asked.Month(), 1, 0, 0, 0, 0, zone)
	others, err := a.Siblings(ctx, month)
	used := 0
	for _, other := range others {
		answer := ResultOf[erp.TrustUnlock](other.Outcome)
		if other.State == ledger.Sending || other.State == ledger.Unknown || answer != nil && answer.Granted {
			used++
		}
	}
	return used, err
}

func runUnlock(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	answer, _, err := erp.UnlockOnTrust.Call(ctx, a.Pipe, a.Input.(erp.UnlockInput))
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
	o, err := ledger.OutcomeOf(ctx, err)
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
func RunUpdate(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	updated, _, err := erp.UpdateCustomer.Call(ctx, a.Pipe, a.Input.(erp.UpdateInput))
	o, err := ledger.OutcomeOf(ctx, err)
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
