package erptest

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

const billed erp.Money = 13640

var settlements = []scenario{
	{erp.SettleBoleto.Info, Done, "by PIX", settleOnce, nil},
	{erp.SettleBoleto.Info, Done, "by card", settleByCard, nil},
	{erp.SettleBoleto.Info, Done, "a part", settlePart, []need{takesParts}},
	{erp.SettleBoleto.Info, Repeated, "", settleTwice, []need{recognises}},
	{erp.SettleBoleto.Info, Repeated, "is paid already then", settleAgain, []need{not(recognises, "the ERP keeps our reference")}},
	{erp.SettleBoleto.Info, Refusal, "a part", func(t *testing.T, d desk) { d.settleMisfit(t, billed-5000) },
		[]need{not(takesParts, "the ERP takes parts")}},
	{erp.SettleBoleto.Info, Refusal, "already paid", settlePaid, nil},
	{erp.SettleBoleto.Info, PaidElsewhere, "between reading and sending", settlePaidElsewhere, nil},
	{erp.SettleBoleto.Info, Anothers, "", settleAnothers, nil},
	{erp.SettleBoleto.Info, AnswerLost, "", settleUnanswered, nil},
	{erp.SettleBoleto.Info, AppliedLate, "", settleLate, nil},
}

func settleOnce(t *testing.T, d desk) {
	in := d.payment(t, billed)
	if _, err := d.settle(t, in); err != nil {
		t.Fatal(err)
	}
	d.checkPaid(t, in)
}

// settleAgain hands a payment in twice to an ERP that keeps no reference: the
// second time it is paid already, and only the ledger knows by whom.
func settleAgain(t *testing.T, d desk) {
	in := d.payment(t, billed)
	if _, err := d.settle(t, in); err != nil {
		t.Fatal(err)
	}
	_, err := d.settle(t, in)
	wantKind(t, err, erp.NotDone, erp.Refused)
	d.checkPaid(t, in)
	if got := d.proxy.Count(d.carries(t, erp.SettleBoleto.Info)); got != 1 {
		t.Errorf("the payment was sent %d times, want once", got)
	}
}

// settleUnanswered loses the ERP's answer: reading the invoice tells that it is
// paid.
func settleUnanswered(t *testing.T, d desk) {
	in := d.payment(t, billed)
	d.proxy.Lose(d.carries(t, erp.SettleBoleto.Info))
	_, err := d.settle(t, in)
	wantKind(t, err, erp.MaybeSent)
	d.checkPaid(t, in)
}

// settleLate has the ERP work the payment off only after the connection is cut.
func settleLate(t *testing.T, d desk) {
	in := d.payment(t, billed)
	apply := d.delay(t, erp.SettleBoleto.Info)
	_, err := d.settle(t, in)
	wantKind(t, err, erp.MaybeSent)
	if got := d.payments(t, in); got.OpenAmount != billed {
		t.Errorf("%s open before it is applied, want %s", got.OpenAmount, billed)
	}
	apply()
	d.checkPaid(t, in)
}

func settleTwice(t *testing.T, d desk) {
	in := d.payment(t, billed)
	first, err := d.settle(t, in)
	if err != nil {
		t.Fatal(err)
	}
	d.checkPaid(t, in)
	second, err := d.settle(t, in)
	if err != nil {
		t.Fatal(err)
	}
	if first == nil || second == nil || first.RemoteID == nil || second.RemoteID == nil || *first.RemoteID != *second.RemoteID {
		t.Errorf("the first try gave %+v, the second %+v", first, second)
	}
	d.checkPaid(t, in)
}

func settleByCard(t *testing.T, d desk) {
	in := d.payment(t, billed)
	in.Reference = "000123456"
	in.Settlement.Method, in.Settlement.EndToEndID, in.Settlement.NSUHost = erp.TEF, nil, &in.Reference
	if _, err := d.settle(t, in); err != nil {
		t.Fatal(err)
	}
	d.checkPaid(t, in)
}

func settlePart(t *testing.T, d desk) {
	in := d.payment(t, billed-5000)
	if _, err := d.settle(t, in); err != nil {
		t.Fatal(err)
	}
	got := d.payments(t, in)
	if got.Status != erp.PartiallyPaid || got.OpenAmount != 5000 {
		t.Errorf("the invoice is %s with %s open", got.Status, got.OpenAmount)
	}
}

// settleMisfit pays an amount that the ERP does not take; nothing may change.
func (d desk) settleMisfit(t *testing.T, amount erp.Money) {
	t.Helper()
	in := d.payment(t, amount)
	_, err := d.settle(t, in)
	wantKind(t, err, erp.NotDone, erp.Refused)
	wantMessage(t, err)
	if got := d.payments(t, in); got.Status != erp.Open || got.OpenAmount != billed || len(got.Payments) != 0 {
		t.Errorf("the invoice is %s with %s open and %d payments", got.Status, got.OpenAmount, len(got.Payments))
	}
}

func settlePaid(t *testing.T, d desk) {
	in := d.payment(t, billed)
	d.Clerk.Pay(t, in.InvoiceID)
	_, err := d.settle(t, in)
	wantKind(t, err, erp.NotDone, erp.Refused)
	wantMessage(t, err)
	d.checkOnlyElsewhere(t, in)
}

func settlePaidElsewhere(t *testing.T, d desk) {
	in := d.payment(t, billed)
	d.proxy.Before(func(r Request) {
		if d.carries(t, erp.SettleBoleto.Info)(r) {
			d.proxy.Before(nil)
			d.Clerk.Pay(t, in.InvoiceID)
		}
	})
	_, err := d.settle(t, in)
	wantKind(t, err, erp.NotDone, erp.Refused)
	wantMessage(t, err)
	if got := d.proxy.Count(d.carries(t, erp.SettleBoleto.Info)); got != 1 {
		t.Errorf("the payment was sent %d times, want once", got)
	}
	d.checkOnlyElsewhere(t, in)
}

func settleAnothers(t *testing.T, d desk) {
	in := d.payment(t, billed)
	owner := in.Document
	in.Document = d.Facts.Customers[1].Document
	_, err := d.settle(t, in)
	wantKind(t, err, erp.NotFound, erp.Refused)
	in.Document = owner
	if got := d.payments(t, in); got.OpenAmount != billed {
		t.Errorf("%s open, want %s", got.OpenAmount, billed)
	}
}

// payment is a PIX of this amount for a fresh invoice of [billed].
func (d desk) payment(t *testing.T, amount erp.Money) erp.SettleInput {
	t.Helper()
	customer, reference := d.Facts.Customers[0].Document, newReference()
	return erp.SettleInput{
		InvoiceID:  d.Clerk.Bill(t, customer, billed),
		Document:   customer,
		Reference:  reference,
		Settlement: erp.Settlement{Amount: amount, PaidAt: time.Now(), Method: erp.PIX, EndToEndID: &reference},
	}
}

func (d desk) settle(t *testing.T, in erp.SettleInput) (*erp.Settled, error) {
	t.Helper()
	got, _, err := erp.SettleBoleto.Call(t.Context(), d.pipe, in)
	return got, err
}

func (d desk) payments(t *testing.T, in erp.SettleInput) *erp.Invoice {
	t.Helper()
	got, err := d.invoice(t, in.InvoiceID, in.Document)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// checkPaid fails the test unless exactly our payment is found, by our reference
// where the ERP keeps it.
func (d desk) checkPaid(t *testing.T, in erp.SettleInput) {
	t.Helper()
	got := d.payments(t, in)
	if got.Status != erp.Paid || got.OpenAmount != 0 || len(got.Payments) != 1 {
		t.Fatalf("the invoice is %s with %s open and %d payments", got.Status, got.OpenAmount, len(got.Payments))
	}
	p := got.Payments[0]
	if d.recognises(t) && !references(p, in.Reference) || p.Amount != nil && *p.Amount != in.Settlement.Amount {
		t.Errorf("the payment is %+v, want our reference and amount", p)
	}
	if day := br.DateOf(in.Settlement.PaidAt.In(saoPaulo(t))); p.PaidOn == nil || *p.PaidOn != day {
		t.Errorf("paid on %v, want %s", p.PaidOn, day)
	}
}

// checkOnlyElsewhere fails the test if a payment of ours is in the ERP.
func (d desk) checkOnlyElsewhere(t *testing.T, in erp.SettleInput) {
	t.Helper()
	got := d.payments(t, in)
	if got.Status != erp.Paid || len(got.Payments) != 1 {
		t.Errorf("the invoice is %s with %d payments, want one", got.Status, len(got.Payments))
	}
	if slices.ContainsFunc(got.Payments, func(p erp.Payment) bool { return references(p, in.Reference) }) {
		t.Error("our payment was registered too")
	}
}

func references(p erp.Payment, reference string) bool {
	return p.Reference != nil && *p.Reference == reference
}

// wantMessage fails the test if the error has no words for the reader.
func wantMessage(t *testing.T, err error) {
	t.Helper()
	if e, ok := err.(*erp.Error); !ok || e.Message == "" {
		t.Errorf("the error has no message: %v", err)
	}
}

// newReference is a PIX end-to-end id that was not used before.
func newReference() string {
	return "E12345678" + time.Now().UTC().Format("200601021504") + rand.Text()[:11]
}

// saoPaulo is the zone that all targets are in.
func saoPaulo(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// recognises tells whether payments carry our reference when they are read back.
func (d desk) recognises(t *testing.T) bool {
	t.Helper()
	from, _ := sourceOf(Load(t, d.Pack), erp.SettleBoleto.Info)
	return recognises(from) == ""
}
