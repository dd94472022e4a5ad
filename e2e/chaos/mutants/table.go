package main

import "balcao/e2e/mutation"

// The tests that have to notice.
var (
	chaos = []string{"./e2e/chaos", "-run", "TestChaosOnSQLite"}
	// late gives a hasty ledger the time to send again before the first is applied.
	late = []string{"./e2e/chaos", "-run", "TestChaosOnSQLite", "-late", "25s"}
	// overlay is noticed by what nodes show while the ERP is away.
	overlay = []string{"./e2e", "-run", "TestAnInvoiceWhosePaymentWaitsIsNotPaidAgain"}
	// leases are frozen by hand in the ledger's own tests: at the worst moment.
	leases = []string{"./internal/ledger", "-run", "TestLedger/SQLite"}
)

var mutants = []mutation.Mutant{
	{
		Name: "resend after UNKNOWN without proof", Test: late,
		Edits: []mutation.Edit{mutation.In("internal/ledger/run.go", "case silent < within:", "case silent < 0:")},
	},
	{ // whoever has begun an attempt goes on with it
		Name: "no lease check", Test: leases,
		Edits: []mutation.Edit{mutation.In("internal/ledger/attempt.go",
			`WHERE id = $2 AND attempt = $3 AND state IN ('SENDING', 'UNKNOWN') AND lease_until > %s`,
			`WHERE id = $2 AND attempt >= 0 * $3 AND 0 < %s`)},
	},
	{
		Name: "no read-back", Test: chaos,
		Edits: []mutation.Edit{mutation.In("internal/settlement/run.go", "evidence, ok, err := r.judge(ctx, noteOf(before), after)",
			"evidence, ok, err := ledger.ByReference, true, error(nil)")},
	},
	{
		Name: "key without terminal", Test: chaos,
		Edits: []mutation.Edit{mutation.In("internal/settlement/payment.go",
			`parts := []string{"TEF", *s.Network, *s.Store, *s.Terminal, date, nsu(s)}`,
			`parts := []string{"TEF", *s.Network, *s.Store, date, nsu(s)}`)},
	},
	{
		Name: "amount compared with today's", Test: chaos,
		Edits: []mutation.Edit{mutation.In("internal/settlement/amount.go", "case amount < least && !partial && !quoted:", "case amount < i.OpenAmount:")},
	},
	{
		Name: "no overlay", Test: overlay,
		Edits: []mutation.Edit{mutation.In("internal/settlement/overlay.go",
			"case ok && (h.State.Holds() || !fetchedAt.After(h.ConfirmedAt)):", `case ok && h.State == "NONE":`)},
	},
}
