package archive_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/ledger/archive"
	"balcao/internal/store"
)

// times make a life short.
func times() ledger.Times {
	t := ledger.DefaultTimes
	t.Lease, t.FirstRetry, t.LongestRetry, t.Sweep, t.Wait = 3*time.Second, 20*time.Millisecond, 50*time.Millisecond, 200*time.Millisecond, 20*time.Millisecond
	return t
}

// working is a ledger at work on a store.
func working(t *testing.T, s *store.Store, run ledger.Runner) (*ledger.Ledger, *ledger.Tenant) {
	t.Helper()
	l, err := ledger.New(ledger.Options{Store: s, Node: "n1", Times: times(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	tenant := l.Serve("acme", ledger.Connection{
		SettlesWithin: func() time.Duration { return time.Millisecond },
		Handlers:      map[string]ledger.Handler{erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](run)},
	})
	if err := l.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return l, tenant
}

// moody fails at first, does not know at second, and succeeds then.
func moody(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	switch a.Number {
	case 1:
		return ledger.Outcome{}, &erp.Error{Kind: erp.Unavailable, Detail: "away"}
	case 2:
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}, nil
	}
	return sure(ctx, a)
}

// sure succeeds.
func sure(context.Context, *ledger.Attempt) (ledger.Outcome, error) {
	return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}, nil
}

func settlementOf(n int) ledger.Write {
	reference := fmt.Sprintf("E%031d", n)
	payment := ledger.Payment{Method: erp.PIX, Reference: reference, Amount: 100}
	return ledger.Write{
		Tenant: "acme", Client: "site", Function: erp.Function(erp.SettleBoleto.Name), Key: reference, Substance: "100", Object: fmt.Sprint("i", n),
		Payment: &payment, Input: erp.SettleInput{InvoiceID: fmt.Sprint("i", n)},
	}
}

// load hands settlements in until it is stopped, and remembers those that were taken.
type load struct {
	mu    sync.Mutex
	taken []string
	next  int
}

func (l *load) one(ctx context.Context, t *testing.T, tenant *ledger.Tenant) {
	l.mu.Lock()
	l.next++
	n := l.next
	l.mu.Unlock()
	row, err := tenant.Submit(ctx, settlementOf(n))
	for errors.Is(err, ledger.ErrNotTaken) && ctx.Err() == nil {
		row, err = tenant.Submit(ctx, settlementOf(n)) // with the same key, as clients do
	}
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.taken = append(l.taken, row.ID)
}

func (l *load) list() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string{}, l.taken...)
}

func backupDuringLoad(t *testing.T, d databases) {
	for kind, source := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := source(t)
			s := open(t, opts)
			server, tenant := working(t, s, moody)
			var handedIn load
			ctx, stop := context.WithCancel(context.Background())
			var clients sync.WaitGroup
			for range 4 {
				clients.Go(func() {
					for ctx.Err() == nil {
						handedIn.one(ctx, t, tenant)
					}
				})
			}
			var files []string
			var before [][]string
			for i := range 2 {
				for len(handedIn.list()) < 100*(i+1) && !t.Failed() {
					time.Sleep(time.Millisecond)
				}
				before = append(before, handedIn.list())
				files = append(files, backup(t, opts))
			}
			stop()
			clients.Wait()
			if err := server.Close(); err != nil {
				t.Fatal(err)
			}
			restoredIsConsistent(t, files[0], d.sqlite(t), before[0])
			restoredIsConsistent(t, files[1], d.postgres(t), before[1])
		})
	}
}

// inconsistent are rows that do not fit their events or payments.
const inconsistent = `SELECT w.id FROM write w WHERE w.version <> (SELECT count(*) FROM write_event e WHERE e.write = w.id)
OR w.version <> (SELECT max(seq) FROM write_event e WHERE e.write = w.id)
OR w.state <> (SELECT to_state FROM write_event e WHERE e.write = w.id AND e.seq = w.version)
OR NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = w.payment)`

// restoredIsConsistent wants at least the writes that were taken before the
// backup, and that a server goes on with those that were open.
func restoredIsConsistent(t *testing.T, file string, opts store.Options, taken []string) {
	t.Helper()
	done, err := archive.Restore(context.Background(), file, opts, true, nil)
	if err != nil || len(done.Paused) != 1 || done.Paused[0] != "acme" {
		t.Fatalf("paused %v, %v", done.Paused, err)
	}
	s := open(t, opts)
	resume(t, s)
	if wrong := texts(t, s, inconsistent); len(wrong) > 0 {
		t.Errorf("%s: inconsistent: %v", filepath.Base(file), wrong)
	}
	there := map[string]bool{}
	for _, id := range texts(t, s, `SELECT id FROM write`) {
		there[id] = true
	}
	for _, id := range taken {
		if !there["id="+id+";"] {
			t.Errorf("write %s was taken before the backup and is not in it", id)
		}
	}
	open := `SELECT id FROM write WHERE state IN ('ACCEPTED', 'SENDING', 'UNKNOWN')`
	if len(texts(t, s, open)) == 0 {
		t.Error("nothing was under way: the backup proves little")
	}
	server, _ := working(t, s, sure)
	for deadline := time.Now().Add(time.Minute); len(texts(t, s, open)) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("still open: %v", texts(t, s, `SELECT id, state, attempt, next_attempt_at FROM write WHERE state <> 'CONFIRMED' LIMIT 3`))
			break
		}
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if wrong := texts(t, s, inconsistent); len(wrong) > 0 {
		t.Errorf("inconsistent afterwards: %v", wrong)
	}
	shut(t, s)
}

// resume ends the pause that a restore makes where writes are open, as an
// admin's mutation does.
func resume(t *testing.T, s *store.Store) {
	t.Helper()
	if paused := texts(t, s, "SELECT tenant, client FROM pause"); len(paused) != 1 || paused[0] != "tenant=acme;client=balcao ledger restore;" {
		t.Errorf("paused: %v", paused)
	}
	err := s.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM pause")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
