package selfservice_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/selfservice"
	"balcao/internal/store"
)

// generous grants every unlock, and counts them.
type generous struct{ asked atomic.Int32 }

func (g *generous) Do(context.Context, erp.Call) []erp.Result {
	g.asked.Add(1)
	return []erp.Result{{Value: &erp.TrustUnlock{Granted: true}}}
}

// An ERP that does not count would unlock a contract every day.
func TestUnlocksOfAMonthAreCounted(t *testing.T) {
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
	erpOf := &generous{}
	tenant := l.Serve("acme", ledger.Connection{
		Pipe: erpOf, SettlesWithin: func() time.Duration { return time.Minute },
		Handlers: map[string]ledger.Handler{erp.UnlockOnTrust.Name: ledger.Handle[erp.UnlockInput](selfservice.UnlockRunner(2, time.UTC))},
	})
	unlock := func(n int, contract string) bool {
		row, err := tenant.Submit(t.Context(), ledger.Write{
			Tenant: "acme", Client: "app", Function: erp.UnlockOnTrust.Info, Key: fmt.Sprint(contract, n), Object: contract,
			Input: erp.UnlockInput{Document: "52998224725", ContractID: contract, Reference: fmt.Sprint(contract, n)},
		})
		if err != nil || row.State != ledger.Confirmed {
			t.Fatalf("%+v %v", row.Outcome, err)
		}
		granted := selfservice.ResultOf[erp.TrustUnlock](row.Outcome).Granted
		if granted == (row.Reason == ledger.LimitReached) {
			t.Errorf("granted %t for the reason %q", granted, row.Reason)
		}
		return granted
	}
	for n, want := range []bool{true, true, false, false} {
		if got := unlock(n, "5001"); got != want {
			t.Errorf("unlock %d: %t", n+1, got)
		}
	}
	// The month before does not count, another contract has its own, and asking
	// again is no other unlock.
	lastMonth := store.Micros(time.Now().UTC().AddDate(0, 0, -time.Now().UTC().Day()))
	if _, err := db.Writer().Exec(`UPDATE write SET created_at = $1 WHERE object = '5001'`, lastMonth); err != nil {
		t.Fatal(err)
	}
	for _, contract := range []string{"5001", "5001", "5002"} {
		if !unlock(9, contract) {
			t.Errorf("%s: an unlock of this month was refused", contract)
		}
	}
	if n := erpOf.asked.Load(); n != 4 {
		t.Errorf("the ERP was asked %d times, want 4", n)
	}
}
