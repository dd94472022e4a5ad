package settlement_test

import (
	"log/slog"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
	"balcao/internal/store"
)

// A QR code that was paid twice is one charge and two payments. The ERP's own
// gateway has taken one of them: the other one is somebody's money.
func TestAChargeProvesOnePayment(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.New(ledger.Options{Store: db, Node: "test", Times: ledger.DefaultTimes, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = l.Close(), db.Close() })
	const txid = "cobranca7"
	amount := erp.Money(10000)
	paid := &erp.Invoice{ID: "7", Status: erp.Paid, Payments: []erp.Payment{{Reference: text(txid), Amount: &amount}}}
	f := &fakeERP{reads: []erp.Result{{Value: paid}}}
	tenant := l.Serve("acme", ledger.Connection{
		Pipe: f, SettlesWithin: func() time.Duration { return time.Minute },
		Handlers: map[string]ledger.Handler{erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](settlement.Runner(rules()))},
	})
	pay := func(e2e string) ledger.Row {
		s := erp.Settlement{Amount: amount, Method: erp.PIX, EndToEndID: &e2e, TxID: text(txid), PaidAt: now}
		row, err := tenant.Submit(t.Context(), settlement.Write("acme", "payments", erp.InvoiceInput{InvoiceID: "7", Document: "52998224725"}, s, 0))
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	if first := pay(e2e); first.State != ledger.Confirmed || first.Evidence != ledger.ByERP {
		t.Errorf("first: %+v", first.Outcome)
	}
	if second := pay("E9" + e2e[2:]); second.State != ledger.NeedsAttention || second.Reason != ledger.PaidElsewhere || f.settled != 0 {
		t.Errorf("second: %+v, sent %d times", second.Outcome, f.settled)
	}
}
