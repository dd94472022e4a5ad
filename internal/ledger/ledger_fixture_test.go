package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// database gives a new database, as stores of which each is a node's. Those of
// SQLite are all the same one.
type database func(*testing.T) func() *store.Store

// scenarios are what every store passes.
var scenarios = map[string]func(*testing.T, database){
	"random sequences":                        randomSequences,
	"a frozen holder changes nothing":         frozenHolderChangesNothing,
	"a frozen reader sends nothing":           frozenReaderSendsNothing,
	"an expired lease sends nothing":          expiredLeaseSendsNothing,
	"one row is run once":                     oneRowIsRunOnce,
	"one object, one attempt":                 oneObjectOneAttempt,
	"one key a hundred times":                 oneKeyAHundredTimes,
	"durable before it is sent":               durableBeforeItIsSent,
	"the same key, other substance":           sameKeyOtherSubstance,
	"a payment is not exceeded":               paymentIsNotExceeded,
	"steps survive":                           stepsSurvive,
	"steps that are known stay":               stepsThatAreKnownStay,
	"notes are kept":                          notesAreKept,
	"absence needs two looks in a row":        absenceNeedsTwoLooks,
	"an ERP that never has it":                erpThatNeverHasIt,
	"patience ends where nobody can tell":     patienceEnds,
	"giving up":                               givingUp,
	"an outcome that is not allowed":          outcomeThatIsNotAllowed,
	"pauses grow":                             pausesGrow,
	"waking drains the oldest first":          wakingDrains,
	"waking looks for what is unknown":        wakingLooks,
	"the sweeper finds orphans":               sweeperFindsOrphans,
	"the sweeper is not held up by a job":     sweeperIsNotHeldUp,
	"retries without being asked":             retriesByItself,
	"lanes are apart":                         lanesAreApart,
	"closing waits":                           closingWaits,
	"lists under changes":                     listsUnderChanges,
	"decisions by state":                      decisionsByState,
	"decisions for many":                      decisionsForMany,
	"pause and resume":                        pauseAndResume,
	"retention keeps the keys":                retentionKeepsTheKeys,
	"a row of another version hides no other": rowOfAnotherVersion,
	"news comes from other nodes":             newsFromOtherNodes,
}

func TestLedger(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		template := migrated(t, store.Options{SQLite: filepath.Join(t.TempDir(), "template.db")}).SQLite
		t.Run("a full disk", func(t *testing.T) { fullDisk(t, template) })
		t.Run("a full file system", func(t *testing.T) { fullFileSystem(t, template) })
		run(t, func(t *testing.T) func() *store.Store {
			s := open(t, store.Options{SQLite: copied(t, t.TempDir(), template)})
			// No power is cut here, and no test should wait for a disk.
			if _, err := s.Writer().Exec("PRAGMA synchronous = OFF"); err != nil {
				t.Fatal(err)
			}
			return func() *store.Store { return s }
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		cluster := storetest.StartPostgres(t)
		t.Run("PostgreSQL goes and comes", func(t *testing.T) { postgresGoesAndComes(t, cluster) })
		template := migrated(t, store.Options{Postgres: cluster.Database(t)}).Postgres
		elsewhere := cluster.Database(t)
		run(t, func(t *testing.T) func() *store.Store {
			address := cloned(t, elsewhere, template)
			return func() *store.Store { return open(t, store.Options{Postgres: address}) }
		})
	})
}

// migrated makes a database that others are copies of: migrations take longer
// than most scenarios.
func migrated(t *testing.T, o store.Options) store.Options {
	t.Helper()
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	return o
}

func copied(t *testing.T, dir, template string) string {
	t.Helper()
	data, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "balcao.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var clones atomic.Int64

func cloned(t *testing.T, elsewhere, template string) string {
	t.Helper()
	db, err := sql.Open("pgx", elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	u, err := url.Parse(template)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("clone%d", clones.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+u.Path[1:]); err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func run(t *testing.T, db database) {
	for name, scenario := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, db)
		})
	}
}

func open(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

const (
	acme   = "acme"
	within = 20 * time.Minute
)

// calm are times in which nothing happens by itself during a test: the tests
// make the time pass with [node.later].
var calm = ledger.Times{
	Lease: 10 * time.Minute, FirstRetry: time.Minute, LongestRetry: 8 * time.Minute, GiveUp: 10 * time.Hour,
	Patience: 30 * time.Minute, Sweep: time.Hour, Wait: 30 * time.Second, Keep: 24 * time.Hour,
}

// quick are times for tests of what happens by itself.
func quick() ledger.Times {
	times := calm
	times.FirstRetry, times.LongestRetry, times.Sweep = 20*time.Millisecond, 100*time.Millisecond, 200*time.Millisecond
	return times
}

// node is a process with a ledger.
type node struct {
	*ledger.Ledger
	tenant *ledger.Tenant
	store  *store.Store
	t      *testing.T
}

type setting func(*ledger.Options, *ledger.Connection)

func timed(times ledger.Times) setting {
	return func(o *ledger.Options, _ *ledger.Connection) { o.Times = times }
}

func settles(within time.Duration) setting {
	return func(_ *ledger.Options, c *ledger.Connection) {
		c.SettlesWithin = func() time.Duration { return within }
	}
}

func atOnce(n int) setting { return func(o *ledger.Options, _ *ledger.Connection) { o.AtOnce = n } }

// newNode makes a ledger with one tenant, all of whose writes have the same
// runner. It does not come for rows by itself before it is started.
func newNode(t *testing.T, s *store.Store, name string, runner ledger.Runner, settings ...setting) *node {
	t.Helper()
	o := ledger.Options{Store: s, Node: name, Times: calm, Logger: slog.New(slog.DiscardHandler)}
	c := ledger.Connection{
		SettlesWithin: func() time.Duration { return within },
		Handlers:      map[string]ledger.Handler{erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](runner), erp.CreateLead.Name: ledger.Handle[erp.LeadInput](runner)},
	}
	for _, set := range settings {
		set(&o, &c)
	}
	l, err := ledger.New(o)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{Ledger: l, tenant: l.Serve(acme, c), store: s, t: t}
	t.Cleanup(func() { _ = l.Close() })
	return n
}

// settling is a payment of an invoice.
func settling(key, invoice string) ledger.Write {
	return ledger.Write{
		Tenant: acme, Client: "site", Function: erp.SettleBoleto.Info, Key: key, Substance: "100", Object: invoice,
		Payment: &ledger.Payment{Method: erp.PIX, Reference: key, Amount: 100, Total: 100},
		Input:   erp.SettleInput{InvoiceID: invoice, Reference: key},
	}
}

// lead is a write that is about nothing else.
func lead(key string) ledger.Write {
	return ledger.Write{Tenant: acme, Client: "site", Function: erp.CreateLead.Info, Key: key, Substance: key, Input: erp.LeadInput{Reference: key}}
}

func (n *node) take(w ledger.Write) string {
	n.t.Helper()
	row, _, err := n.Take(context.Background(), w)
	if err != nil {
		n.t.Fatal(err)
	}
	return row.ID
}

func (n *node) submit(w ledger.Write) ledger.Row {
	n.t.Helper()
	row, err := n.tenant.Submit(context.Background(), w)
	if err != nil {
		n.t.Fatal(err)
	}
	return row
}

// try makes an attempt if the row is due.
func (n *node) try(id string) {
	n.t.Helper()
	if _, _, err := n.Try(context.Background(), id); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) row(id string) *ledger.Row {
	n.t.Helper()
	row, err := n.tenant.Find(context.Background(), id)
	if err != nil {
		n.t.Fatal(err)
	}
	return row
}

// is fails the test unless a row is in a state for a reason.
func (n *node) is(id string, state ledger.State, reason ledger.Reason) *ledger.Row {
	n.t.Helper()
	row := n.row(id)
	if row.State != state || row.Reason != reason {
		n.t.Fatalf("the row is %s %q, want %s %q; its way: %v", row.State, row.Reason, state, reason, n.way(id))
	}
	return row
}

// becomes waits until a row is in a state.
func (n *node) becomes(id string, state ledger.State) *ledger.Row {
	n.t.Helper()
	seen, stop := n.tenant.Watch(id)
	defer stop()
	end := time.After(2 * time.Minute) // a test machine may be very busy
	for {
		row := n.row(id)
		if row.State == state {
			return row
		}
		select {
		case <-seen:
		case <-end:
			n.t.Fatalf("the row is still %s %q, want %s; its way: %v", row.State, row.Reason, state, n.way(id))
		}
	}
}

func (n *node) events(id string) []ledger.Event {
	n.t.Helper()
	list, err := n.tenant.Events(context.Background(), id)
	if err != nil {
		n.t.Fatal(err)
	}
	return list
}

// way is a row's audit trail in short.
func (n *node) way(id string) (way []string) {
	for _, e := range n.events(id) {
		way = append(way, fmt.Sprintf("%d:%s→%s %s (%s)", e.Attempt, e.From, e.To, e.Reason, e.Cause))
	}
	return way
}

func (n *node) exec(statement string, args ...any) {
	n.t.Helper()
	err := n.store.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(context.Background(), statement, args...)
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

// later makes time pass: every instant of every row is so much longer ago.
func (n *node) later(d time.Duration) {
	n.t.Helper()
	n.exec(fmt.Sprintf(`UPDATE write SET next_attempt_at = next_attempt_at - %[1]d, lease_until = lease_until - %[1]d, sent_at = sent_at - %[1]d,
opened_at = opened_at - %[1]d, created_at = created_at - %[1]d, updated_at = updated_at - %[1]d`, d.Microseconds()))
}

func (n *node) decide(id string, to ledger.State) error {
	_, err := n.tenant.Decide(context.Background(), id, ledger.Decision{To: to, Client: "office", Note: "looked at it"})
	return err
}

// book is an ERP: what was sent to it.
type book struct {
	mu   sync.Mutex
	sent map[string]int
}

func (b *book) send(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sent == nil {
		b.sent = map[string]int{}
	}
	b.sent[id]++
}

func (b *book) count(id string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sent[id]
}

// deliver is a runner whose requests arrive and are confirmed.
func (b *book) deliver(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	if a.Looking {
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer, Absent: b.count(a.Row.ID) == 0}, nil
	}
	if err := a.Before(ctx, "paid"); err != nil {
		return ledger.Outcome{}, err
	}
	b.send(a.Row.ID)
	return confirmed, a.After(ctx, "paid", []byte(`1`))
}

var (
	confirmed = ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}
	unknown   = ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}
	absent    = ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer, Absent: true}
	attention = ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.PaidElsewhere}
	unreached = &erp.Error{Kind: erp.Unavailable}
)

// says is a runner that sends nothing and says the same always.
func says(o ledger.Outcome, err error) ledger.Runner {
	return func(context.Context, *ledger.Attempt) (ledger.Outcome, error) { return o, err }
}

// sends is a runner that sends and then says something.
func sends(o ledger.Outcome) ledger.Runner {
	return func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if err := a.Before(ctx, "paid"); err != nil {
			return ledger.Outcome{}, err
		}
		return o, nil
	}
}
