package settlement_test

import (
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
)

// Where no reference is kept, the amount and the day are the proof; where one is
// kept, only it is.
func TestWhatAnUnansweredPaymentIsKnownBy(t *testing.T) {
	t.Parallel()
	today := br.DateOf(now)
	on := func(day br.Date) erp.Result {
		i := &erp.Invoice{ID: "7", Status: erp.Paid, OriginalAmount: 10000, CurrentAmount: 10000}
		i.Payments = []erp.Payment{{PaidOn: &day}}
		return erp.Result{Value: i}
	}
	untold := invoice(erp.Paid, 0)
	for name, tc := range map[string]struct {
		byAmount bool
		after    erp.Result
		state    ledger.State
	}{
		"paid today":                                      {true, on(today), ledger.Confirmed},
		"booked a day later":                              {true, on(today.AddDays(1)), ledger.Confirmed},
		"the bank's, of the day before":                   {true, on(today.AddDays(-1)), ledger.Unknown},
		"the ERP tells no days":                           {true, untold, ledger.Confirmed},
		"the ERP keeps references, and ours is not there": {false, on(today), ledger.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rules()
			r.ByAmount = func() bool { return tc.byAmount }
			in := input()
			in.Settlement.PaidAt = now.Add(-time.Hour)
			f := &fakeERP{reads: []erp.Result{invoice(erp.Open, 10000), tc.after}, settle: failed(erp.MaybeSent, "")}
			got, err := settlement.Runner(r)(t.Context(), ledger.Detached(f, in))
			if err != nil || got.State != tc.state {
				t.Errorf("got %+v %v, want %s", got, err, tc.state)
			}
		})
	}
}

// What a bank's file has brought is not ours: ours is not there, and may be sent
// again, or be seen to be one too many.
func TestABanksPaymentIsNotOurs(t *testing.T) {
	t.Parallel()
	yesterday := br.DateOf(now).AddDays(-1)
	paid := erp.Result{Value: &erp.Invoice{ID: "7", Status: erp.Paid, Payments: []erp.Payment{{PaidOn: &yesterday}}}}
	in := input()
	in.Settlement.PaidAt = now
	f := &fakeERP{reads: []erp.Result{invoice(erp.Open, 10000), paid}, settle: failed(erp.MaybeSent, "")}
	a := ledger.Detached(f, in)
	if first, err := settlement.Runner(rules())(t.Context(), a); err != nil || first.State != ledger.Unknown {
		t.Fatalf("%+v %v", first, err)
	}
	a.Looking, a.Sent = true, true
	if got, err := settlement.Runner(rules())(t.Context(), a); err != nil || !got.Absent {
		t.Errorf("got %+v %v, want it to be absent", got, err)
	}
}

// A cancelled invoice has nothing open, and nobody has paid it.
func TestACancelledInvoiceIsNotPaid(t *testing.T) {
	t.Parallel()
	f := &fakeERP{reads: []erp.Result{invoice(erp.Open, 10000), invoice(erp.Cancelled, 0)}, settle: failed(erp.MaybeSent, "")}
	a := ledger.Detached(f, input())
	if first, err := settlement.Runner(rules())(t.Context(), a); err != nil || first.State != ledger.Unknown {
		t.Fatalf("%+v %v", first, err)
	}
	a.Looking, a.Sent = true, true
	if got, err := settlement.Runner(rules())(t.Context(), a); err != nil || !got.Absent {
		t.Errorf("got %+v %v, want it to be absent", got, err)
	}
}
