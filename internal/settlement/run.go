package settlement

import (
	"context"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Run carries a settlement into the ERP; it is the [ledger.Runner] of
// settle_boleto. It reads the invoice, sends the payment unless the ERP already
// has it, and reads again for evidence. An error means that provably nothing
// was sent.
func Run(ctx context.Context, pipe erp.Pipe, input erp.Input) (ledger.Outcome, error) {
	in := input.(erp.SettleInput)
	before, err := read(ctx, pipe, in)
	if err != nil && !erp.IsKind(err, erp.NotFound) && !erp.IsKind(err, erp.NotSupported) {
		return ledger.Outcome{}, err
	}
	if outcome, done := known(before, err, in); done {
		return outcome, nil
	}
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
	if settled != nil {
		outcome.RemoteID = settled.RemoteID
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
		return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}, true
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
