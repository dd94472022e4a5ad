package automation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// run is one run of a function: what its units and steps share.
type run struct {
	c        *Connection
	b        *bound
	function string
	root     *value.Scope
	tracer   *Tracer
	// timing is nil if nobody remembers runs.
	timing  *timing
	attempt Attempt
	memo    memo
	begun   time.Time
	// login is true for a run of the session's steps.
	login bool

	incomplete atomic.Bool
	// changed is true once a request of an effect step may have changed
	// something.
	changed atomic.Bool
	// sent is true once that was a request of this run itself, and not of an
	// earlier attempt.
	sent atomic.Bool
	// missing is how many steps of an earlier attempt are not yet found in the
	// pack as it is now, edited whether there were any.
	missing atomic.Int32
	edited  bool
	// told are the fields of which the log has heard.
	told sync.Map

	ctx    context.Context
	cancel context.CancelFunc
}

func (c *Connection) newRun(ctx context.Context, b *bound, u *Unit) *run {
	r := &run{c: c, b: b, function: u.Name, tracer: tracerOf(ctx), attempt: attemptOf(ctx), begun: c.now()}
	if c.runs != nil {
		r.timing = newTiming()
	}
	r.ctx, r.cancel = context.WithTimeout(ctx, b.total(u.Effect))
	r.root = value.NewScope(c.now, c.zone)
	r.root.Set("settings", b.settings)
	return r
}

func (r *run) end() { r.cancel() }

// failure is why a step, a unit or a run has no value.
type failure struct {
	kind    erp.Kind
	step    string
	pos     value.Pos
	message string // the ERP's words
	detail  string // for the operator
	cause   error
	// renew is true where a new log-in may help.
	renew bool
	// settled is true for a verdict of the pack itself, which a second try
	// would not change.
	settled bool
	// final is true for what ends the run even in an optional step.
	final bool
	// after is how long the ERP wants not to be asked.
	after time.Duration
	// held is true if nothing was tried, see [erp.Error].
	held bool
}

// failed makes a failure of an error of the value package or of our own.
func failed(err error) *failure {
	e, ok := errors.AsType[*erp.Error](err)
	if !ok {
		return &failure{kind: erp.Internal, cause: err}
	}
	return &failure{kind: e.Kind, detail: e.Detail, cause: e.Cause, message: e.Message, settled: true}
}

// at notes the step that failed; the innermost stays.
func (f *failure) at(s *Step) *failure {
	if f != nil && f.step == "" {
		f.step, f.pos = s.Name, s.Pos
	}
	return f
}

func (f *failure) error(function string) *erp.Error {
	detail := f.detail
	if f.pos.Line > 0 {
		detail = fmt.Sprintf("%s: %s", f.pos, detail)
	}
	return &erp.Error{
		Kind: f.kind, Function: function, Step: f.step, Message: f.message, Detail: detail,
		RetryAfter: f.after, Held: f.held, Cause: f.cause,
	}
}

// result is the run's answer to one input.
func (r *run) result(v any, fail *failure) erp.Result {
	result := erp.Result{Value: v, Meta: erp.Meta{FetchedAt: r.begun, Incomplete: r.incomplete.Load()}}
	if fail != nil {
		result.Value, result.Err = nil, r.judged(fail).error(r.function)
	}
	return result
}

// judged corrects a failure by what the run has already changed: "nothing was
// sent" and "nothing was done" may be said only if that is so. Why a look
// ended stays that: it has sent nothing, and who asked for it knows of what was.
func (r *run) judged(f *failure) *failure {
	looked := f.cause == erp.ErrCannotLook || r.attempt.Look && f.kind != erp.Refused
	if !r.changed.Load() || looked && !r.sent.Load() {
		return f
	}
	corrected := *f
	corrected.held = f.held && !r.sent.Load()
	switch f.kind {
	case erp.NotDone, erp.MaybeSent:
	case erp.Refused:
		corrected.kind = erp.NotDone
		corrected.detail = "refused after an earlier step had changed something; " + f.detail
	default:
		corrected.kind = erp.MaybeSent
		corrected.detail = "failed after something was sent; " + f.detail
	}
	return &corrected
}

// invocation is what a unit is given.
type invocation struct {
	// input is an [erp.Input], or a map for a call from within the pack.
	input any
	// keys are set for a batch.
	keys []any
	// subject is the document asked for, where there is one.
	subject br.Document
	// path names the steps that led here, for the ledger: "paid.".
	path string
	// keep is how long requests may be kept across runs.
	keep time.Duration
	// fresh is true where nothing remembered may be used.
	fresh bool
	// live is true where nothing may be used that was kept from another run.
	live  bool
	depth int
}

// outcome is what a unit gives.
type outcome struct {
	value any
	rows  []row // of a batch
	// nothing is true if a step found nothing.
	nothing bool
}

// maxCalls bounds calls within calls; circles are refused when a pack is
// loaded.
const maxCalls = 32

// unit runs a function or part.
func (r *run) unit(ctx context.Context, u *Unit, in invocation) (outcome, *failure) {
	if in.depth > maxCalls {
		return outcome{}, &failure{kind: erp.Internal, detail: "calls are nested too deeply"}
	}
	f := &frame{ctx: ctx, run: r, unit: u, in: in, base: r.root.Child()}
	f.base.Set("input", in.input)
	if u.Batch != nil {
		f.base.Set("keys", in.keys)
	}
	scope, fail := f.steps(u.Steps)
	switch {
	case fail != nil && fail.kind == erp.NotFound:
		return outcome{value: f.none(), nothing: true}, nil
	case fail != nil:
		return outcome{}, fail
	}
	out, fail := f.output(scope)
	if fail == nil {
		f.traceOutput(out)
	}
	return out, fail
}

// frame is a unit that is being run.
type frame struct {
	ctx  context.Context
	run  *run
	unit *Unit
	in   invocation
	// base holds what all steps see; it is not written to once they run.
	base *value.Scope
}

// memo shares equal reads of a run.
type memo struct {
	mu      sync.Mutex
	replies map[digest]*flight
}

// flight is a request that is or was under way; done is closed when reply and
// fail are there.
type flight struct {
	done  chan struct{}
	reply *reply
	fail  *failure
}

// join gives the flight of a request, and whether the caller is to make it.
func (m *memo) join(d digest) (f *flight, first bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok := m.replies[d]; ok {
		return f, false
	}
	if m.replies == nil {
		m.replies = map[digest]*flight{}
	}
	f = &flight{done: make(chan struct{})}
	m.replies[d] = f
	return f, true
}

// land ends a flight. A failed one is not remembered.
func (m *memo) land(d digest, f *flight, reply *reply, fail *failure) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f.reply, f.fail = reply, fail
	if fail != nil && m.replies[d] == f {
		delete(m.replies, d)
	}
	close(f.done)
}

// forget is called after a write.
func (m *memo) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.replies = nil
}
