package sandbox_test

import (
	"testing"

	"balcao/erp/sandbox"
)

func TestCharges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, today, amount, due        string
		status, fine, interest, current string
	}{
		{"due today", "2026-11-24", "100.00", "2026-11-24", "OPEN", "0.00", "0.00", "100.00"},
		{"a day late", "2026-11-24", "100.00", "2026-11-23", "OVERDUE", "2.00", "0.03", "102.03"},
		{"two weeks late", "2026-11-24", "100.00", "2026-11-10", "OVERDUE", "2.00", "0.47", "102.47"},
		{"a month is 30 days", "2026-11-24", "100.00", "2026-10-25", "OVERDUE", "2.00", "1.00", "103.00"},
		{"a year is simple interest", "2026-11-24", "100.00", "2025-11-24", "OVERDUE", "2.00", "12.17", "114.17"},
		{"due on a holiday", "2026-11-23", "100.00", "2026-11-20", "OPEN", "0.00", "0.00", "100.00"},
		{"interest counts from the holiday", "2026-11-24", "100.00", "2026-11-20", "OVERDUE", "2.00", "0.13", "102.13"},
		{"due on Carnival Saturday", "2026-02-18", "100.00", "2026-02-14", "OPEN", "0.00", "0.00", "100.00"},
		{"after Carnival", "2026-02-19", "100.00", "2026-02-14", "OVERDUE", "2.00", "0.17", "102.17"},
		{"half a centavo is rounded up", "2026-11-24", "0.25", "2026-07-27", "OVERDUE", "0.01", "0.01", "0.27"},
		{"rounded once and not twice", "2026-11-24", "0.15", "2026-09-25", "OVERDUE", "0.00", "0.01", "0.16"},
		{"a large amount", "2026-11-24", "98765432.10", "2026-11-23", "OVERDUE", "1975308.64", "32921.81", "100773662.55"},
	}
	servers := map[string]*erp{"2026-11-24": open(t, sandbox.Options{})}
	for _, tt := range tests {
		e := servers[tt.today]
		if e == nil {
			e = open(t, sandbox.Options{Now: at(t, tt.today)})
			servers[tt.today] = e
		}
		got := e.invoice(maria, e.newInvoice(tt.amount, tt.due))
		if got.Status != tt.status || got.Fine != tt.fine || got.Interest != tt.interest || got.Current != tt.current || got.Open != tt.current {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

func TestDiscountUpToTheLastFreeDay(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{Now: at(t, "2026-11-23")})
	for due, want := range map[string]string{"2026-11-20": "95.00", "2026-12-10": "95.00", "2026-11-19": "102.13"} {
		var made struct{ ID string }
		e.call("POST", "/_sandbox/invoices", "", map[string]any{"document": maria, "amount": "100.00", "discount": "5.00", "due_on": due}, 201, &made)
		if got := e.invoice(maria, made.ID); got.Current != want {
			t.Errorf("due %s: current amount %s, discount %s; want %s", due, got.Current, got.Discount, want)
		}
	}
}

func TestInterestRunsOnlyOnWhatIsUnpaid(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("100.00", "2026-11-10")
	pay := func(amount, day string) {
		e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": id, "amount": amount, "paid_on": day}, 201, nil)
	}
	pay("40.00", "2026-11-10")
	// 60.00 unpaid: fine 1.20, 14 days 0.28.
	if got := e.invoice(maria, id); got.Status != "PARTIALLY_PAID" || got.Current != "101.48" || got.Open != "61.48" {
		t.Errorf("after 40.00: %+v", got)
	}
	pay("30.00", "2026-11-17")
	// Fine 1.20, 7 days of 60.00 0.14, 7 days of 30.00 0.07.
	if got := e.invoice(maria, id); got.Current != "101.41" || got.Open != "31.41" {
		t.Errorf("after 70.00: %+v", got)
	}
	pay("31.41", "2026-11-24")
	if got := e.invoice(maria, id); got.Status != "PAID" || got.Open != "0.00" || len(got.Payments) != 3 || got.Line != "" {
		t.Errorf("after all: %+v", got)
	}
}
