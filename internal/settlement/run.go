package settlement

import (
	"context"
	"errors"
	"slices"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// Rules are what a tenant decides about settlements.
type Rules struct {
	// Zone is where the tenant's days begin and end.
	Zone *time.Location
	// Partial tells whether a payment of less than is due is sent. It depends on
	// the pack, which may be changed at any time.
	Partial func() bool
	// ByAmount tells whether the ERP keeps no references, so that the fallen open
	// amount is proof. It depends on the pack, too.
	ByAmount func() bool
	// Quoted tells whether an invoice was offered for an amount on a day.
	Quoted func(ctx context.Context, invoice string, day br.Date, amount erp.Money) (bool, error)
}

// notes are what an attempt leaves for the next one: the invoice as it was
// before the payment was sent.
type notes struct {
	Open     erp.Money `json:"open"`
	Payments int       `json:"payments"`
}

func noteOf(i *erp.Invoice) *notes { return &notes{Open: i.OpenAmount, Payments: len(i.Payments)} }

// Runner is the [ledger.Runner] of settle_boleto: it reads the invoice, sends
// the payment unless the ERP has it or may still get it by an earlier attempt,
// and reads again for evidence.
func Runner(rules Rules) ledger.Runner {
	return func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		r := run{rules: rules, a: a, in: a.Input.(erp.SettleInput)}
		if a.Looking {
			return r.look(ctx)
		}
		return r.send(ctx)
	}
}

type run struct {
	rules Rules
	a     *ledger.Attempt
	in    erp.SettleInput
}

// look judges a payment that may have been sent by the invoice alone.
func (r run) look(ctx context.Context) (ledger.Outcome, error) {
	now, err := read(ctx, r.a.Pipe, r.in)
	switch {
	case erp.IsKind(err, erp.NotSupported):
		return attention(ledger.NoAnswer, ""), nil
	case err != nil:
		return ledger.Outcome{}, err
	}
	var before notes
	var known *notes
	if r.a.Notes(&before) {
		known = &before
	}
	evidence, ok, err := r.judge(ctx, known, now)
	switch {
	case err != nil:
		return ledger.Outcome{}, err
	case ok:
		return r.confirmed(now, evidence), nil
	}
	if r.absent(known, now) {
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer, Absent: true}, nil
	}
	return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoEvidence}, nil
}

func (r run) send(ctx context.Context) (ledger.Outcome, error) {
	before, err := read(ctx, r.a.Pipe, r.in)
	if err != nil && !erp.IsKind(err, erp.NotFound) && !erp.IsKind(err, erp.NotSupported) {
		return ledger.Outcome{}, err
	}
	gateway, gatewayErr := r.byGateway(ctx, before)
	if gatewayErr != nil {
		return ledger.Outcome{}, gatewayErr
	}
	if outcome, done := r.known(before, err, gateway); done {
		return outcome, nil
	}
	reason, err := r.amount(ctx, before)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if reason != "" {
		return attention(reason, ""), nil
	}
	if err := r.a.Keep(ctx, noteOf(before)); err != nil {
		return ledger.Outcome{}, err
	}
	return r.settle(ctx, before)
}

// amount judges the amount as of the day of the payment.
func (r run) amount(ctx context.Context, i *erp.Invoice) (ledger.Reason, error) {
	paid := r.in.Settlement
	day := br.DateOf(paid.PaidAt.In(r.rules.Zone))
	quoted, err := r.rules.Quoted(ctx, r.in.InvoiceID, day, paid.Amount)
	if err != nil {
		return "", err
	}
	return judgeAmount(i, paid.Amount, quoted, r.rules.Partial()), nil
}

// settle sends the payment and judges by what the ERP shows afterwards.
func (r run) settle(ctx context.Context, before *erp.Invoice) (ledger.Outcome, error) {
	settled, _, err := erp.SettleBoleto.Call(ctx, r.a.Pipe, r.in)
	switch {
	case erp.IsKind(err, erp.InvalidInput):
		return attention(ledger.CannotBeSent, ""), nil
	case errors.Is(err, erp.ErrCannotLook):
		return attention(ledger.NoAnswer, ""), nil
	case erp.IsKind(err, erp.Unavailable), erp.IsKind(err, erp.Unauthenticated):
		return ledger.Outcome{}, err
	}
	after, readErr := read(ctx, r.a.Pipe, r.in)
	if readErr != nil {
		after = nil
	}
	outcome, judgeErr := r.verdict(ctx, before, after, err)
	if judgeErr != nil {
		// Whether it is alone could not be asked: the proof is only late.
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoEvidence}, nil
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

// known is the outcome where nothing is to be sent. Gateway is true if the ERP has
// the payment by itself.
func (r run) known(before *erp.Invoice, readErr error, gateway bool) (ledger.Outcome, bool) {
	switch {
	case erp.IsKind(readErr, erp.NotSupported):
		return attention(ledger.NotSupported, ""), true
	case readErr != nil:
		return attention(ledger.InvoiceNotFound, ""), true
	case find(before, r.in.Reference) != nil && r.a.Sent:
		return r.confirmed(before, ledger.ByReference), true
	case gateway:
		return r.confirmed(before, ledger.ByERP), true
	case before.Status == erp.Cancelled:
		return attention(ledger.InvoiceCancelled, ""), true
	case before.Status == erp.Paid:
		return attention(ledger.PaidElsewhere, ""), true
	}
	return ledger.Outcome{}, false
}

// byGateway tells whether the ERP has the payment without our having sent it:
// its own gateway took the PIX. A charge (txid) can be paid twice: once a payment
// of the invoice is confirmed here, the charge is proof of no second one.
func (r run) byGateway(ctx context.Context, i *erp.Invoice) (bool, error) {
	if find(i, r.in.Reference) != nil {
		return true, nil
	}
	txid := r.in.Settlement.TxID
	if txid == nil || find(i, *txid) == nil || paidBy(i, *txid) != r.in.Settlement.Amount {
		return false, nil
	}
	others, err := r.a.Siblings(ctx, time.Time{})
	return !slices.ContainsFunc(others, func(row ledger.Row) bool { return row.State == ledger.Confirmed }), err
}

func (r run) confirmed(i *erp.Invoice, evidence ledger.Evidence) ledger.Outcome {
	return ledger.Outcome{State: ledger.Confirmed, Evidence: evidence, Paid: paidBy(i, r.in.Reference)}
}

// verdict judges by what the ERP shows, and only then by what it answered. A
// payment that it says it has and does not show is no payment yet, and may
// become one: it is looked for.
func (r run) verdict(ctx context.Context, before, after *erp.Invoice, callErr error) (ledger.Outcome, error) {
	evidence, ok, err := r.judge(ctx, noteOf(before), after)
	if err != nil {
		return ledger.Outcome{}, err
	}
	kind := erp.KindOf(callErr)
	if ok && (callErr == nil || evidence == ledger.ByReference || kind == erp.MaybeSent) {
		return r.confirmed(after, evidence), nil
	}
	switch kind {
	case erp.NotSupported:
		return attention(ledger.NotSupported, ""), nil
	case erp.Refused, erp.NotDone:
		if after != nil && after.Status == erp.Paid {
			return attention(ledger.PaidElsewhere, ""), nil
		}
	}
	switch kind {
	case erp.Refused:
		return attention(ledger.RefusedByERP, erp.WordsOf(callErr)), nil
	case erp.NotDone:
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NotDone, Message: erp.WordsOf(callErr)}, nil
	case "":
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoEvidence}, nil
	}
	return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}, nil
}

func attention(reason ledger.Reason, message string) ledger.Outcome {
	return ledger.Outcome{State: ledger.NeedsAttention, Reason: reason, Message: message}
}
