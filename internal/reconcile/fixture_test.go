package reconcile_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/erp/packs"
	"balcao/erp/sandbox"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/reconcile"
	"balcao/internal/settlement"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	maria = "52998224725"
	token = "segredo-de-teste"
)

// noon is a zone in which it is the middle of the day, whenever the test runs.
var noon = time.FixedZone("noon", 12*60*60-int(time.Since(time.Now().UTC().Truncate(24*time.Hour)).Seconds()))

// bank is a sandbox ERP with something between it and us that can lose an
// invoice, and the ERP.
type bank struct {
	*httptest.Server
	mu   sync.Mutex
	gone map[string]bool
	away bool
	// read counts how often each invoice was asked for.
	read map[string]int
}

func openBank(t *testing.T) *bank {
	t.Helper()
	s, err := sandbox.Open(t.Context(), sandbox.Options{Token: token, Zone: noon, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b := &bank{gone: map[string]bool{}, read: map[string]int{}}
	handler := s.Handler()
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := b.hides(r); status != 0 {
			w.WriteHeader(status)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		b.Close()
		_ = s.Close()
	})
	return b
}

// hides gives the status that the request ends with, 0 for none.
func (b *bank) hides(r *http.Request) int {
	id, ok := strings.CutPrefix(r.URL.Path, "/faturas/")
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case !ok || r.Method != http.MethodGet:
		return 0
	case b.away:
		return http.StatusServiceUnavailable
	}
	b.read[id]++
	if b.gone[id] {
		return http.StatusNotFound
	}
	return 0
}

func (b *bank) set(away bool, gone ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.away = away
	b.read = map[string]int{}
	for _, id := range gone {
		b.gone[id] = true
	}
}

// reads gives how often each invoice was asked for since the last set.
func (b *bank) reads() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprint(b.read)
}

// control calls a path for tests and reads the answer's id.
func (b *bank) control(t *testing.T, path string, body map[string]any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.URL+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	defer func() { _ = response.Body.Close() }()
	answer, _ := io.ReadAll(response.Body)
	var made struct {
		ID json.RawMessage `json:"id"`
	}
	if err := json.Unmarshal(answer, &made); err != nil || response.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %d %s", path, response.StatusCode, answer)
	}
	return strings.Trim(string(made.ID), `"`)
}

// bill makes an invoice of R$ 100,00.
func (b *bank) bill(t *testing.T) string {
	t.Helper()
	due := br.DateOf(time.Now().In(noon)).AddDays(5)
	return b.control(t, "/_sandbox/invoices", map[string]any{"document": maria, "amount": "100.00", "due_on": due})
}

func (b *bank) connect(t *testing.T) *automation.Connection {
	t.Helper()
	folder, _ := packs.FS("standard")
	pack, problems := automation.Load(folder, "standard", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	quiet := slog.New(slog.DiscardHandler)
	g, err := guard.New(guard.Options{Logger: quiet, BreakerDelay: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	c, err := automation.NewConnection(automation.Options{
		Name: t.Name(), Pack: func() *automation.Pack { return pack }, Zone: noon, Guard: g, Logger: quiet,
		Settings: map[string]string{"url": b.URL, "token": token},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// classed fails the test where a read of the comparison is not of the least
// urgent class.
type classed struct {
	t    *testing.T
	next erp.Pipe
}

func (c classed) Do(ctx context.Context, call erp.Call) []erp.Result {
	if guard.ClassOf(ctx) != guard.Reconcile || len(call.Inputs) != 1 {
		c.t.Errorf("%d reads of %s are of class %d", len(call.Inputs), call.Function.Name, guard.ClassOf(ctx))
	}
	return c.next.Do(ctx, call)
}

// node is a process of Balcão's, as far as payments go.
type node struct {
	*ledger.Tenant
	*reconcile.Reconciler
	ledger   *ledger.Ledger
	registry *prometheus.Registry
	log      *bytes.Buffer
}

// openNode begins a process; daily tells whether it compares by itself, as if it
// were tomorrow.
func openNode(t *testing.T, s *store.Store, b *bank, name, hook string, daily bool) *node {
	t.Helper()
	n := &node{registry: prometheus.NewRegistry(), log: &bytes.Buffer{}}
	times := ledger.DefaultTimes
	times.Wait, times.FirstRetry, times.LongestRetry = 20*time.Second, 50*time.Millisecond, 200*time.Millisecond
	quiet := slog.New(slog.DiscardHandler)
	l, err := ledger.New(ledger.Options{
		Store: s, Node: name, Times: times, Logger: quiet, Webhook: &ledger.Webhook{URL: hook, Secret: token, Age: time.Hour},
	})
	if err != nil {
		t.Fatal(err)
	}
	connection := b.connect(t)
	n.ledger = l
	n.Tenant = l.Serve("acme", ledger.Connection{
		Pipe: connection, SettlesWithin: func() time.Duration { return time.Minute },
		Handlers: map[string]ledger.Handler{erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](settlement.Runner(settlement.Rules{
			Zone: noon, Partial: func() bool { return true },
			Quoted: func(context.Context, string, br.Date, erp.Money) (bool, error) { return false, nil },
		}))},
		Daily: func(tenant *ledger.Tenant) *ledger.Daily {
			n.Reconciler = &reconcile.Reconciler{
				ID: "acme", Zone: noon, Tenant: tenant, Pipe: classed{t, connection}, Meter: reconcile.NewMeter(n.registry),
				Logger: slog.New(slog.NewTextHandler(n.log, nil)),
			}
			n.Meter.Serve("acme")
			if !daily {
				return nil
			}
			return &ledger.Daily{Zone: noon, Now: func() time.Time { return time.Now().AddDate(0, 0, 1) }, Do: n.Day}
		},
	})
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.close(t) })
	return n
}

func (n *node) close(t *testing.T) {
	t.Helper()
	if n.ledger == nil {
		return
	}
	if err := n.ledger.Close(); err != nil {
		t.Error(err)
	}
	n.ledger = nil
}

// pay settles an invoice and gives the row, which is confirmed.
func (n *node) pay(t *testing.T, invoice string, amount erp.Money) ledger.Row {
	t.Helper()
	e2e := fmt.Sprintf("E12345678202611241200%011s", invoice)
	paid := erp.Settlement{Amount: amount, PaidAt: time.Now(), Method: erp.PIX, EndToEndID: &e2e}
	row, err := n.Submit(t.Context(), settlement.Write("acme", "app", erp.InvoiceInput{InvoiceID: invoice, Document: maria}, paid, 0))
	if err != nil || row.State != ledger.Confirmed {
		t.Fatalf("the payment of %s is %s %s: %v", invoice, row.State, row.Reason, err)
	}
	return row
}

// onBothStores runs a test on SQLite and on PostgreSQL.
func onBothStores(t *testing.T, test func(*testing.T, *store.Store)) {
	for name, options := range map[string]func(*testing.T) store.Options{
		"SQLite": func(t *testing.T) store.Options {
			return store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
		},
		"PostgreSQL": func(t *testing.T) store.Options {
			return store.Options{Postgres: storetest.StartPostgres(t).Database(t)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), options(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			test(t, s)
		})
	}
}
