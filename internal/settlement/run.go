package settlement

import (
	"context"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Runner is the [ledger.Runner] of settle_boleto. settlesWithin is how long after
// an unanswered request the ERP may still apply it; zero if nobody knows.
func Runner(settlesWithin func() time.Duration) ledger.Runner {
	return func(ctx context.Context, pipe erp.Pipe, in erp.Input, prior *ledger.Prior) (ledger.Outcome, error) {
		return run(ctx, pipe, in.(erp.SettleInput), prior, settlesWithin())
	}
}

// run reads the invoice, sends the payment unless the ERP has it or may still
// get it by an earlier try, and reads again for evidence.
func run(ctx context.Context, pipe erp.Pipe, in erp.SettleInput, prior *ledger.Prior, settlesWithin time.Duration) (ledger.Outcome, error) {
	before, err := read(ctx, pipe, in)
	if err != nil && !erp.IsKind(err, erp.NotFound) && !erp.IsKind(err, erp.NotSupported) {
		return ledger.Outcome{}, err
	}
	if outcome, done := known(before, err, in); done {
		return outcome, nil
	}
	if prior != nil && !absent(prior, settlesWithin) {
		return prior.Outcome, nil
	}
	return send(ctx, pipe, in, before)
}

// absent tells whether an earlier try is proved to have come to nothing: no
// payment is there, and the time in which the ERP may still apply it is over.
// What a person has to look at is never sent again.
func absent(prior *ledger.Prior, settlesWithin time.Duration) bool {
	return prior.State == ledger.Unknown && settlesWithin > 0 && prior.Since >= settlesWithin
}

func send(ctx context.Context, pipe erp.Pipe, in erp.SettleInput, before *erp.Invoice) (ledger.Outcome, error) {
	settled, _, err := erp.SettleBoleto.Call(ctx, pipe, in)
	if erp.IsKind(err, erp.Unavailable) || erp.IsKind(err, erp.Unauthenticated) || erp.IsKind(err, erp.InvalidInput) {
		return ledger.Outcome{}, err
	}
	after, readErr := read(ctx, pipe, in)
	outcome := verdict(before, after, in, err)
	if readErr != nil && outcome.State == ledger.NeedsAttention && outcome.Reason == ledger.NoEvidence {
		// The ERP said yes and could not be read: the proof is only late.
		outcome.State = ledger.Unknown
	}
	if settled != nil && settled.RemoteID != nil {
		outcome.RemoteID = *settled.RemoteID
	}
	return outcome, nil
}

func read(ctx context.Context, pipe erp.Pipe, in erp.SettleInput) (*erp.Invoice, error) {
	invoice, _, err := erp.GetInvoice.Call(ctx, pipe, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document})
	if err == nil && invoice == nil {
		err = &erp.Error{Kind: erp.NotFound, Function: erp.GetInvoice.Name}
	}
	return invoice, err
}

// known is the outcome where nothing is to be sent.
func known(before *erp.Invoice, readErr error, in erp.SettleInput) (ledger.Outcome, bool) {
	switch {
	case erp.IsKind(readErr, erp.NotSupported):
		return attention(ledger.NotSupported, ""), true
	case readErr != nil:
		return attention(ledger.InvoiceNotFound, ""), true
	case find(before, in.Reference) != nil:
		return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference, Paid: paidBy(before, in.Reference)}, true
	case before.Status == erp.Cancelled:
		return attention(ledger.InvoiceCancelled, ""), true
	case before.Status == erp.Paid:
		return attention(ledger.PaidElsewhere, ""), true
	}
	return ledger.Outcome{}, false
}

// verdict judges by what the ERP shows, and only then by what it answered.
func verdict(before, after *erp.Invoice, in erp.SettleInput, callErr error) ledger.Outcome {
	if evidence, ok := judge(before, after, in); ok && (callErr == nil || evidence == ledger.ByReference || erp.IsKind(callErr, erp.MaybeSent)) {
		return ledger.Outcome{State: ledger.Confirmed, Evidence: evidence}
	}
	// An answer that left no trace is no refusal: the ERP may apply it late.
	if callErr != nil && erp.KindOf(callErr) != erp.Refused && erp.KindOf(callErr) != erp.NotDone && erp.KindOf(callErr) != erp.NotSupported {
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}
	}
	if erp.IsKind(callErr, erp.NotSupported) {
		return attention(ledger.NotSupported, "")
	}
	if after != nil && after.Status == erp.Paid {
		return attention(ledger.PaidElsewhere, "")
	}
	switch erp.KindOf(callErr) {
	case erp.Refused:
		return attention(ledger.RefusedByERP, erp.WordsOf(callErr))
	case erp.NotDone:
		return attention(ledger.NotDone, erp.WordsOf(callErr))
	}
	return attention(ledger.NoEvidence, "")
}

func attention(reason ledger.Reason, message string) ledger.Outcome {
	return ledger.Outcome{State: ledger.NeedsAttention, Reason: reason, Message: message}
}
