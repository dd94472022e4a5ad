package main

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

// noLeaseCheck lets whoever has begun an attempt go on with it.
var noLeaseCheck = edit{"internal/ledger/attempt.go", `WHERE id = $2 AND attempt = $3 AND state IN ('SENDING', 'UNKNOWN') AND lease_until > %s`,
	`WHERE id = $2 AND attempt >= 0 * $3 AND 0 < %s`}

var mutants = []mutant{
	{
		name: "resend after UNKNOWN without proof", test: late,
		edits: []edit{{"internal/ledger/run.go", "case silent < within:", "case silent < 0:"}},
	},
	{name: "no lease check", test: leases, edits: []edit{noLeaseCheck}},
	{
		name: "no read-back", test: chaos,
		edits: []edit{{"internal/settlement/run.go", "evidence, ok, err := r.judge(ctx, noteOf(before), after)",
			"evidence, ok, err := ledger.ByReference, true, error(nil)"}},
	},
	{
		name: "key without terminal", test: chaos,
		edits: []edit{{"internal/settlement/payment.go", `parts := []string{"TEF", *s.Network, *s.Store, *s.Terminal, date, nsu(s)}`,
			`parts := []string{"TEF", *s.Network, *s.Store, date, nsu(s)}`}},
	},
	{
		name: "amount compared with today's", test: chaos,
		edits: []edit{{"internal/settlement/amount.go", "case amount < least && !partial && !quoted:", "case amount < i.OpenAmount:"}},
	},
	{
		name: "no overlay", test: overlay,
		edits: []edit{{"internal/settlement/overlay.go", "case ok && (h.State.Holds() || !fetchedAt.After(h.ConfirmedAt)):", `case ok && h.State == "NONE":`}},
	},
}
