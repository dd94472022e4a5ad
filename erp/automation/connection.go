package automation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"balcao/erp"
	"balcao/erp/guard"
)

// Options make a [Connection].
type Options struct {
	// Name tells this connection from all others, of this tenant and of others;
	// the session of the ERP is stored under it. It changes when the settings
	// do, and is no secret: the application derives it.
	Name string
	// Pack gives the pack to run. It is asked at the beginning of every call, so
	// a [Source]'s Pack makes edited packs take effect at once; a run ends with
	// the pack it began with.
	Pack func() *Pack
	// Settings are what the provider filled in, by setting name.
	Settings map[string]string
	// Zone is the tenant's; it decides what day it is.
	Zone *time.Location
	// Guard sends the requests. The connection closes it.
	Guard *guard.Connection
	// Sessions keeps log-ins; in memory of this process if nil.
	Sessions SessionStore
	// Runs remembers the last runs; nil for nobody who would look at them.
	Runs *Runs
	// Now is the clock; time.Now if nil.
	Now func() time.Time
	// Logger is told of dropped rows, log-ins that fail and incomplete answers;
	// slog.Default if nil.
	Logger *slog.Logger
}

// Connection runs a pack against one tenant's ERP. It is the innermost
// [erp.Pipe], and safe for concurrent use.
type Connection struct {
	name     string
	pack     func() *Pack
	settings map[string]string
	zone     *time.Location
	guard    *guard.Connection
	store    SessionStore
	runs     *Runs
	now      func() time.Time
	log      *slog.Logger
	kept     *kept
	// stage is the server that plays the ERP in examples.
	stage *url.URL

	mu      sync.Mutex // guards changes of bound
	bound   atomic.Pointer[bound]
	refused *Pack // the pack that could not be bound, so that it is said once

	ctx    context.Context // of log-ins, which outlive the run that began them
	cancel context.CancelFunc
	logins sync.WaitGroup
}

// NewConnection makes a connection. The error names every setting that is
// unknown or has a value it cannot have. A setting that is not filled in is no
// error: the functions that need it are not supported, the others work.
func NewConnection(o Options) (*Connection, error) {
	c := &Connection{
		name: o.Name, pack: o.Pack, settings: o.Settings, zone: o.Zone, guard: o.Guard,
		store: o.Sessions, runs: o.Runs, now: o.Now, log: o.Logger, kept: newKept(),
	}
	if c.zone == nil {
		c.zone = time.UTC
	}
	if c.store == nil {
		c.store = NewMemorySessions()
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.Default()
	}
	b, err := c.bind(c.pack())
	if err != nil {
		return nil, err
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.use(b)
	return c, nil
}

// Close ends log-ins under way and closes the guard. Calls under way end with
// an error.
func (c *Connection) Close() {
	c.cancel()
	c.logins.Wait()
	c.guard.Close()
}

// current binds the pack of the moment. A new version that does not fit the
// settings is not taken: the connection goes on with the one it has.
func (c *Connection) current() *bound {
	b, pack := c.bound.Load(), c.pack()
	if b.pack == pack {
		return b
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if b = c.bound.Load(); b.pack == pack || c.refused == pack {
		return b
	}
	next, err := c.bind(pack)
	if err != nil {
		c.refused = pack
		c.log.Error("the new version of the pack does not fit this connection; the former one stays", "pack", pack.Name, "error", err)
		return b
	}
	c.use(next)
	return next
}

func (c *Connection) use(b *bound) {
	l := b.pack.Limits
	c.guard.SetLimits(guard.Limits{AtOnce: l.AtOnce, PerMinute: l.PerMinute, Timeout: l.Timeout, AnswerSize: l.AnswerSize})
	c.bound.Store(b)
}

// Pack is the pack that the next call runs.
func (c *Connection) Pack() *Pack { return c.current().pack }

// Supports tells whether the connection can run a function, and if not, why: a
// text for the operator.
func (c *Connection) Supports(f *erp.Info) (ok bool, reason string) { return c.current().supports(f) }

func (b *bound) supports(f *erp.Info) (ok bool, reason string) {
	_, err := b.unit(f)
	if e, is := errors.AsType[*erp.Error](err); is {
		return false, e.Detail
	}
	return true, ""
}

// Do implements [erp.Pipe].
func (c *Connection) Do(ctx context.Context, call erp.Call) []erp.Result {
	b := c.current()
	u, err := b.unit(call.Function)
	if err != nil {
		return erp.Fail(call, err)
	}
	if u.Effect == erp.Write {
		ctx = guard.WithClass(ctx, guard.Write)
	}
	if u.Batch != nil {
		return c.batches(ctx, b, u, call)
	}
	return c.singles(ctx, b, u, call)
}

// keep drops what was not asked for, see [erp.Info.Keep].
func (c *Connection) keep(f *erp.Info, in erp.Input, r *erp.Result) {
	if r.Err != nil {
		return
	}
	kept, dropped := f.Keep(in, r.Value)
	r.Value = kept
	if dropped > 0 {
		c.log.Warn("the ERP's answer held what was not asked for; it was dropped", "function", f.Name, "rows", dropped)
	}
	switch {
	case kept != nil:
	case dropped > 0:
		r.Err = &erp.Error{Kind: erp.NotFound, Function: f.Name, Detail: "the answer was not what was asked for"}
	default:
		r.Err = &erp.Error{Kind: erp.NotFound, Function: f.Name, Detail: "the ERP has none, or take found none in its answer"}
	}
}

// singles runs the unit once for each input, at_once side by side.
func (c *Connection) singles(ctx context.Context, b *bound, u *Unit, call erp.Call) []erp.Result {
	results := make([]erp.Result, len(call.Inputs))
	sideBySide(len(call.Inputs), c.guard.Limits().AtOnce, func(i int) {
		r := c.newRun(ctx, b, u)
		defer r.end()
		results[i] = r.single(u, call.Inputs[i])
		c.keep(call.Function, call.Inputs[i], &results[i])
		r.noted(call.Function.Name, 1, results[i].Err)
	})
	return results
}

func (r *run) single(u *Unit, in erp.Input) erp.Result {
	if fail := r.recall(u); fail != nil {
		return r.result(nil, fail)
	}
	answer, fail := r.unit(r.ctx, u, invocation{input: in, subject: in.Subject()})
	if fail != nil {
		return r.result(nil, fail)
	}
	if answer.nothing && u.Effect == erp.Write {
		return r.result(nil, &failure{kind: erp.NotFound, detail: "a step found nothing, and nothing was sent"})
	}
	return r.result(answer.value, nil)
}

// sideBySide calls do for 0 to n-1, at most atOnce at the same time, and returns
// when all are done.
func sideBySide(n, atOnce int, do func(i int)) {
	if n == 1 || atOnce <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	places := make(chan struct{}, atOnce)
	var group sync.WaitGroup
	for i := range n {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			do(i)
		})
	}
	group.Wait()
}

func unsupported(f *erp.Info, format string, args ...any) *erp.Error {
	return &erp.Error{Kind: erp.NotSupported, Function: f.Name, Detail: fmt.Sprintf(format, args...)}
}

func namesOf(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }
