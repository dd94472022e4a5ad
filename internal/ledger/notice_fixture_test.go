package ledger_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

// notices are what every store passes. A test that has two nodes asks twice for
// a store, which is the same one on SQLite.
var notices = map[string]func(*testing.T, func() *store.Store){
	"the webhook is told in the end":         webhookIsToldInTheEnd,
	"the webhook is told of every way":       webhookOfEveryWay,
	"the webhook is not told of the rest":    webhookIsNotToldOfTheRest,
	"the webhook is told of old payments":    webhookOfOldPayments,
	"metrics":                                metrics,
	"one line for each end":                  oneLineForEachEnd,
	"daily work is done once":                dailyWorkIsDoneOnce,
	"notes stand in the trail and move none": notesStandInTheTrail,
}

func TestNotices(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		allNotices(t, func(t *testing.T) func() *store.Store {
			s := storeAt(t, store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")})
			return func() *store.Store { return s }
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		cluster := storetest.StartPostgres(t)
		allNotices(t, func(t *testing.T) func() *store.Store {
			url := cluster.Database(t)
			return func() *store.Store { return storeAt(t, store.Options{Postgres: url}) }
		})
	})
}

func allNotices(t *testing.T, stores func(*testing.T) func() *store.Store) {
	for name, test := range notices {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, stores(t))
		})
	}
}

func storeAt(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// hasty are times that a test can wait for.
var hasty = ledger.Times{
	Lease: 3 * time.Second, FirstRetry: 50 * time.Millisecond, LongestRetry: 200 * time.Millisecond, GiveUp: time.Hour,
	Patience: time.Minute, Sweep: time.Second, Wait: 20 * time.Second, Keep: 24 * time.Hour,
}

// office is a ledger with a tenant, whose writes end as the test says.
type office struct {
	*ledger.Tenant
	ledger   *ledger.Ledger
	registry *prometheus.Registry
	log      *lines
}

// openOffice begins a process. It ends with the test, or with close.
func openOffice(t *testing.T, s *store.Store, times ledger.Times, hook *ledger.Webhook, run ledger.Runner, daily func(*ledger.Tenant) *ledger.Daily) *office {
	t.Helper()
	o := &office{registry: prometheus.NewRegistry(), log: &lines{}}
	l, err := ledger.New(ledger.Options{
		Store: s, Node: "node", Times: times, Webhook: hook, Registerer: o.registry,
		Logger:   slog.New(slog.NewJSONHandler(o.log, nil)),
		GlobalID: func(tenant string, f *erp.Info, row string) string { return tenant + "/" + f.Name + "/" + row },
	})
	if err != nil {
		t.Fatal(err)
	}
	o.ledger = l
	handlers := map[string]ledger.Handler{
		erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](run), erp.CreateLead.Name: ledger.Handle[erp.LeadInput](run),
	}
	o.Tenant = l.Serve("acme", ledger.Connection{SettlesWithin: func() time.Duration { return time.Minute }, Handlers: handlers, Daily: daily})
	if err := l.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.close(t) })
	return o
}

func (o *office) close(t *testing.T) {
	t.Helper()
	if o.ledger == nil {
		return
	}
	if err := o.ledger.Close(); err != nil {
		t.Error(err)
	}
	o.ledger = nil
}

const paidBy = "E1234567820261124120012345678901"

func paymentOf(invoice string, amount, total erp.Money) ledger.Write {
	return ledger.Write{
		Tenant: "acme", Client: "app", Function: erp.SettleBoleto.Info, Key: "PIX|" + paidBy + "|" + invoice, Substance: amount.String(), Object: invoice,
		Payment: &ledger.Payment{Method: erp.PIX, Reference: paidBy, Total: total, Amount: amount},
		Input: erp.SettleInput{
			InvoiceID: invoice, Document: "52998224725", Reference: paidBy, Settlement: erp.Settlement{Amount: amount, Method: erp.PIX},
		},
	}
}

func (o *office) hand(t *testing.T, w ledger.Write) ledger.Row {
	t.Helper()
	row, err := o.Submit(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// ends makes a runner that always comes to one outcome.
func ends(o ledger.Outcome) ledger.Runner {
	return func(context.Context, *ledger.Attempt) (ledger.Outcome, error) { return o, nil }
}

// away is the runner of an ERP that cannot be reached.
func away(context.Context, *ledger.Attempt) (ledger.Outcome, error) {
	return ledger.Outcome{}, &erp.Error{Kind: erp.Unavailable}
}

// lines are what was logged.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// with gives the lines that have a message.
func (l *lines) with(t *testing.T, message string) (list []map[string]any) {
	t.Helper()
	for line := range strings.Lines(l.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m["msg"] == message {
			list = append(list, m)
		}
	}
	return list
}

const hookSecret = "0123456789abcdef0123456789abcdef"

// request is what the webhook's receiver got.
type request struct {
	id, signature, body string
	at                  time.Time
	event               map[string]any
}

// receiver is the webhook's other end. What it answers is said for one request
// after the other; the last answer holds for all others.
type receiver struct {
	*httptest.Server
	got chan request
	mu  sync.Mutex
	// answers are HTTP statuses; 0 is no answer within the time.
	answers []int
}

// newReceiver listens at an address, or anywhere if it is empty.
func newReceiver(t *testing.T, address string, answers ...int) *receiver {
	t.Helper()
	r := &receiver{got: make(chan request, 100), answers: answers}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(r.take))
	if address != "" {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Listener.Close()
		r.Listener = listener
	}
	r.Start()
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, in *http.Request) {
	body, _ := io.ReadAll(in.Body)
	got := request{id: in.Header.Get("Balcao-Event-Id"), signature: in.Header.Get("Balcao-Signature"), body: string(body), at: time.Now()}
	_ = json.Unmarshal(body, &got.event)
	status := r.next()
	r.got <- got
	if status == 0 {
		<-in.Context().Done()
		return
	}
	if status == http.StatusFound {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(status)
}

func (r *receiver) next() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	status := r.answers[0]
	if len(r.answers) > 1 {
		r.answers = r.answers[1:]
	}
	return status
}

func (r *receiver) wait(t *testing.T) request {
	t.Helper()
	select {
	case got := <-r.got:
		return got
	case <-time.After(30 * time.Second):
		t.Fatal("the webhook was not told")
	}
	return request{}
}

// check fails the test unless the request is signed with the secret, just now.
func (got request) check(t *testing.T) {
	t.Helper()
	at, mac, _ := strings.Cut(strings.TrimPrefix(got.signature, "t="), ",v1=")
	want := hmac.New(sha256.New, []byte(hookSecret))
	want.Write([]byte(at + "." + got.body))
	if mac != hex.EncodeToString(want.Sum(nil)) {
		t.Errorf("the signature %q is not that of %s", got.signature, got.body)
	}
	if strings.Contains(got.body, "52998224725") || strings.Contains(got.body, paidBy) {
		t.Errorf("personal data: %s", got.body)
	}
}
