package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// BenchmarkLedger compares, for each database, what 64 clients can hand in with
// what they can insert into a bare table, each row in a transaction of its own
// that is on the disk when it is over. All of it is measured in turns within one
// run; docs/performance.md says what the figures mean.
func BenchmarkLedger(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		dir := b.TempDir()
		s := openFor(b, store.Options{SQLite: filepath.Join(dir, "balcao.db")})
		measure(b, dir, s, s)
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		o := store.Options{Postgres: harness.StartPostgres(b).URL}
		measure(b, b.TempDir(), openFor(b, o), openFor(b, o))
	})
}

const (
	benchClients = 64
	// benchTime is how long each of the three is measured in each of the rounds.
	benchTime   = time.Second
	benchRounds = 3
)

func openFor(b *testing.B, o store.Options) *store.Store {
	b.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// measure works on one database; other is the same one, as another node has it.
func measure(b *testing.B, dir string, s, other *store.Store) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(syncTime(b, dir), "ms/fsync")
	bare, off, on := bareInsert(b, s), acceptance(b, s, false), acceptance(b, s, true)
	var rates [3][]float64
	for range benchRounds {
		for i, work := range []func() error{bare, off, on} {
			rates[i] = append(rates[i], rate(b, work))
		}
	}
	medians := [3]float64{}
	for i := range rates {
		slices.Sort(rates[i])
		medians[i] = rates[i][benchRounds/2]
	}
	b.ReportMetric(medians[0], "bare/s")
	b.ReportMetric(medians[1]/medians[0], "×bare-accepted")
	b.ReportMetric(medians[2]/medians[0], "×bare-with-workers")
	b.ReportMetric(visible(b, s, other, medians[2]/2), "ms-p99-visible")
}

// syncTime is the median time of writing 4 KB and having them on the disk.
func syncTime(b *testing.B, dir string) float64 {
	b.Helper()
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var took []time.Duration
	for range 100 {
		began := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)/2].Seconds() * 1000
}

// rate is how often a second 64 clients together get work done.
func rate(b *testing.B, work func() error) float64 {
	b.Helper()
	var done atomic.Int64
	var group sync.WaitGroup
	end := time.Now().Add(benchTime)
	for range benchClients {
		group.Go(func() {
			for time.Now().Before(end) {
				if err := work(); err != nil {
					b.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	return float64(done.Load()) / benchTime.Seconds()
}

// bareInsert inserts rows as large as a settlement's into a table with a key.
func bareInsert(b *testing.B, s *store.Store) func() error {
	b.Helper()
	if _, err := s.Writer().Exec(`CREATE TABLE bare (id TEXT PRIMARY KEY, input TEXT NOT NULL)`); err != nil {
		b.Fatal(err)
	}
	input := strings.Repeat("x", 400)
	var n atomic.Int64
	return func() error {
		return s.Write(context.Background(), func(tx *sql.Tx) error {
			_, err := tx.Exec(`INSERT INTO bare (id, input) VALUES ($1, $2)`, fmt.Sprintf("bare-%020d", n.Add(1)), input)
			return err
		})
	}
}

var benchKey atomic.Int64

// payment is a settlement that was not handed in before.
func payment() ledger.Write {
	n := benchKey.Add(1)
	reference := fmt.Sprintf("E123456782026112412%013d", n)
	invoice := fmt.Sprintf("i%d", n)
	return ledger.Write{
		Tenant: "acme", Client: "totem", Function: erp.SettleBoleto.Info, Key: reference, Object: invoice, Substance: "PIX|129.90",
		Payment: &ledger.Payment{Method: erp.PIX, Reference: reference, Amount: 12990},
		Input: erp.SettleInput{InvoiceID: invoice, Document: "52998224725", Reference: reference, Settlement: erp.Settlement{
			Amount: 12990, Method: erp.PIX, PaidAt: time.Now(), EndToEndID: &reference,
		}},
	}
}

// acceptance hands payments in. With workers each client waits, as a mutation
// does, until its payment is confirmed, at an ERP that costs nothing.
func acceptance(b *testing.B, s *store.Store, workers bool) func() error {
	b.Helper()
	l, tenant := benchLedger(b, s, fmt.Sprintf("bench-%t", workers))
	return func() error {
		if workers {
			_, err := tenant.Submit(context.Background(), payment())
			return err
		}
		_, _, err := l.Take(context.Background(), payment())
		return err
	}
}

func benchLedger(b *testing.B, s *store.Store, node string) (*ledger.Ledger, *ledger.Tenant) {
	b.Helper()
	l, err := ledger.New(ledger.Options{Store: s, Node: node, Times: ledger.DefaultTimes, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	return l, l.Serve("acme", ledger.Connection{
		SettlesWithin: func() time.Duration { return time.Minute },
		Handlers: map[string]ledger.Handler{erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			// As the engine does: a settlement has one effect step.
			if err := a.Before(ctx, "receipt"); err != nil {
				return ledger.Outcome{}, err
			}
			return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}, a.After(ctx, "receipt", []byte(`{"id":"1"}`))
		})},
	})
}

// visible is how long after its confirmation another node tells who follows a
// payment of it, while payments come in at a rate: the 99th of a hundred of 200, in
// milliseconds.
func visible(b *testing.B, s, other *store.Store, perSecond float64) float64 {
	b.Helper()
	_, tenant := benchLedger(b, s, "bench-taking")
	_, follower := benchLedger(b, other, "bench-following")
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { load(tenant, perSecond, stop) })
	var mu sync.Mutex
	var late []time.Duration
	var following sync.WaitGroup
	for range 20 {
		following.Go(func() {
			for range 10 {
				took := follow(b, tenant, follower)
				mu.Lock()
				late = append(late, took)
				mu.Unlock()
			}
		})
	}
	following.Wait()
	close(stop)
	group.Wait()
	slices.Sort(late)
	return late[len(late)*99/100].Seconds() * 1000
}

// load hands payments in, as evenly as a timer of 5 ms can.
func load(tenant *ledger.Tenant, perSecond float64, stop <-chan struct{}) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	var group sync.WaitGroup
	defer group.Wait()
	for owed := 0.0; ; {
		select {
		case <-tick.C:
		case <-stop:
			return
		}
		for owed += perSecond / 200; owed >= 1; owed-- {
			group.Go(func() { _, _ = tenant.Submit(context.Background(), payment()) })
		}
	}
}

// follow hands one payment in and waits until the other node shows it confirmed.
func follow(b *testing.B, tenant, follower *ledger.Tenant) time.Duration {
	b.Helper()
	w := payment()
	seen, stop := follower.Watch(ledger.RowID(w))
	defer stop()
	var group sync.WaitGroup
	defer group.Wait()
	group.Go(func() {
		if _, err := tenant.Submit(context.Background(), w); err != nil {
			b.Error(err)
		}
	})
	for {
		row, err := follower.Find(context.Background(), ledger.RowID(w))
		if err != nil && !errors.Is(err, ledger.ErrNotFound) {
			b.Error(err)
			return 0
		}
		if err == nil && row.State == ledger.Confirmed {
			return max(time.Since(row.ConfirmedAt), 0)
		}
		select {
		case <-seen:
		case <-time.After(30 * time.Second):
			b.Error("a payment was not confirmed within 30 s")
			return 0
		}
	}
}
