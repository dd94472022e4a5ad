package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"balcao/erp"
	"balcao/internal/store"
)

// Times are the ledger's. All have to be above zero; see [DefaultTimes].
type Times struct {
	// Lease is how long an attempt may take. A node that dies holds its rows up
	// for as long.
	Lease time.Duration
	// FirstRetry and LongestRetry are the least and the most pause between two
	// attempts; it doubles in between.
	FirstRetry, LongestRetry time.Duration
	// GiveUp is how long a write is tried before a person has to look at it.
	GiveUp time.Duration
	// Patience is how long an unanswered write is looked for where the pack does
	// not say when the ERP has settled it.
	Patience time.Duration
	// Sweep is how often rows are looked for that nobody works on.
	Sweep time.Duration
	// Wait is how long [Tenant.Submit] waits for what becomes of the write.
	Wait time.Duration
	// Keep is how long rows are kept whole; after that their inputs go and their
	// keys stay.
	Keep time.Duration
}

// DefaultTimes are those of the config.
var DefaultTimes = Times{
	Lease: 75 * time.Second, FirstRetry: time.Second, LongestRetry: 5 * time.Minute, GiveUp: 72 * time.Hour,
	Patience: 15 * time.Minute, Sweep: 10 * time.Second, Wait: 3 * time.Second, Keep: 400 * 24 * time.Hour,
}

// Options of a [Ledger]. Store, Node and Logger are required.
type Options struct {
	Store *store.Store
	// Node names this process in the audit trail: letters, digits, "-", "_", ".".
	Node   string
	Times  Times
	Logger *slog.Logger
	// Registerer gets the ledger's metrics; nil for none.
	Registerer prometheus.Registerer
	// AtOnce bounds the attempts that this node makes at a time. Defaults to 64.
	AtOnce int
	// Webhook is told of what needs a person; nil for nobody.
	Webhook *Webhook
	// GlobalID gives the id by which front ends know a row, for the webhook and
	// the log. Nil for the row's own.
	GlobalID func(tenant string, f *erp.Info, row string) string
}

// Ledger keeps the writes of all tenants of a process.
type Ledger struct {
	store  *store.Store
	times  Times
	node   string
	logger *slog.Logger
	meter  *meter
	news   *news
	jobs   *river.Client[*sql.Tx]
	// webhook is nil if there is none.
	webhook  *sender
	globalID func(tenant string, f *erp.Info, row string) string

	// atOnce bounds the attempts of this node.
	atOnce int
	// ctx ends with the ledger; group are the attempts under way. Quit is closed
	// before: no attempt begins any more.
	ctx    context.Context
	cancel context.CancelFunc
	group  sync.WaitGroup
	quit   chan struct{}

	mu      sync.RWMutex
	tenants map[string]*Tenant
	closed  bool
	// unwritable is why the last write to the store failed; nil if it did not.
	unwritable error
}

// plainName is the form of a node's name, which becomes part of statements.
var plainName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)

// New makes a ledger. Nothing runs before [Ledger.Start].
func New(o Options) (*Ledger, error) {
	if o.AtOnce <= 0 {
		o.AtOnce = 64
	}
	if !plainName.MatchString(o.Node) {
		return nil, fmt.Errorf("ledger: %q is no name of a node", o.Node)
	}
	ctx, cancel := context.WithCancel(context.Background())
	l := &Ledger{
		store: o.Store, times: o.Times, node: o.Node, logger: o.Logger, atOnce: o.AtOnce,
		ctx: ctx, cancel: cancel, quit: make(chan struct{}), tenants: map[string]*Tenant{}, globalID: o.GlobalID,
	}
	if o.Webhook != nil {
		l.webhook = newSender(*o.Webhook)
	}
	l.news = newNews(l)
	l.meter = newMeter(l, o.Registerer)
	jobs, err := l.newJobs(o.AtOnce)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l.jobs = jobs
	return l, nil
}

// Handler is how the writes of one function are carried out.
type Handler struct {
	run   Runner
	input reflect.Type
}

// Handle makes a handler of a runner whose rows carry inputs of type In.
func Handle[In erp.Input](run Runner) Handler { return Handler{run, reflect.TypeFor[In]()} }

// Connection is what the ledger needs of a tenant.
type Connection struct {
	// Pipe leads to the ERP. Reads go past the cache; a write that passes has to
	// invalidate it.
	Pipe erp.Pipe
	// SettlesWithin is how long after an unanswered request the ERP may still
	// apply it; zero if nobody knows.
	SettlesWithin func() time.Duration
	// Handlers by function name.
	Handlers map[string]Handler
	// Daily is nil for a tenant without such work.
	Daily func(*Tenant) *Daily
}

// Tenant hands in the writes of one tenant; it is a [Submitter].
type Tenant struct {
	id            string
	ledger        *Ledger
	pipe          erp.Pipe
	settlesWithin func() time.Duration
	handlers      map[string]Handler
	daily         *Daily
	lane          *lane
}

// Serve makes a tenant's writes be taken and carried out on this node.
func (l *Ledger) Serve(id string, c Connection) *Tenant {
	t := &Tenant{id: id, ledger: l, pipe: c.Pipe, settlesWithin: c.SettlesWithin, handlers: c.Handlers, lane: newLane(l.atOnce)}
	if c.Daily != nil {
		t.daily = c.Daily(t)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tenants[id] = t
	return t
}

func (l *Ledger) tenant(id string) *Tenant {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.tenants[id]
}

// Start begins to work on what is open, also of earlier processes.
func (l *Ledger) Start(ctx context.Context) error {
	if err := l.jobs.Start(l.ctx); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	l.group.Go(l.sweepAgain)
	return l.sweep(ctx)
}

// stopTime is how long a node that stops waits for its attempts. What is cut
// then is found again by its lease.
const stopTime = 30 * time.Second

// Close takes no more writes, waits for the attempts under way and gives up what
// it cannot finish; another process goes on with that.
func (l *Ledger) Close() error {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		close(l.quit)
	}
	l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	err := l.jobs.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		l.logger.Warn("ledger: attempts are cut because the process stops; their rows are found again when the leases end")
		err = l.jobs.StopAndCancel(context.Background())
	}
	l.finish(ctx)
	l.news.close()
	if l.webhook != nil {
		l.webhook.close()
	}
	return err
}

// finish waits for the attempts of the fast path, and cuts them when ctx ends.
func (l *Ledger) finish(ctx context.Context) {
	ended := make(chan struct{})
	go func() {
		l.group.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	l.cancel()
	<-ended
}
