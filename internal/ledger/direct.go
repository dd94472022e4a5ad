package ledger

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"balcao/erp"
)

// Prior is what came of an earlier try of the same write.
type Prior struct {
	Outcome
	// Since is how long ago that try ended.
	Since time.Duration
}

// Runner carries a write out against an ERP and judges what came of it. Prior is
// nil for what was not tried before, as far as this node remembers. An error
// means that provably nothing was sent.
type Runner func(ctx context.Context, pipe erp.Pipe, in erp.Input, prior *Prior) (Outcome, error)

// Direct submits to one tenant's ERP at once. It keeps no rows but those of the
// last day, in memory: beyond these, whether a write was handed in before is
// known only from what the ERP and the function's Runner know of its reference.
type Direct struct {
	pipe    erp.Pipe
	runners map[string]Runner
	logger  *slog.Logger

	mu      sync.Mutex
	closed  bool
	running map[string]*attempt // by RowID
	recent  *recent
	group   sync.WaitGroup
}

// attempt is a write under way; equal ones wait for the same.
type attempt struct {
	done chan struct{}
	row  Row
	err  error
}

// NewDirect makes a submitter for the tenant whose connection pipe is. Runners
// are by function name.
func NewDirect(pipe erp.Pipe, runners map[string]Runner, logger *slog.Logger) *Direct {
	return &Direct{pipe: pipe, runners: runners, logger: logger, running: map[string]*attempt{}, recent: newRecent()}
}

// Submit implements [Submitter]. When ctx ends first, the write goes on and the
// row says [Sending].
func (d *Direct) Submit(ctx context.Context, w Write) (Row, error) {
	a, err := d.start(ctx, Row{ID: RowID(w), Write: w})
	if err != nil {
		return Row{}, err
	}
	select {
	case <-a.done:
		return a.row.asked(w), a.err
	case <-ctx.Done():
		row := Row{ID: RowID(w), Write: w, Outcome: Outcome{State: Sending}}
		return row, nil
	}
}

// asked is the row as who hands the write in sees it.
func (r Row) asked(w Write) Row {
	r.Reused = r.Substance != w.Substance
	return r
}

// start begins the write, joins the equal one that is under way, or finds the
// one that has ended.
func (d *Direct) start(ctx context.Context, row Row) (*attempt, error) {
	run, ok := d.runners[row.Function.Name]
	if !ok {
		return nil, fmt.Errorf("no runner for %s", row.Function.Name)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if a, ok := d.running[row.ID]; ok {
		return a, nil
	}
	if d.closed {
		return nil, &erp.Error{Kind: erp.Unavailable, Function: row.Function.Name, Detail: "shutting down"}
	}
	a := &attempt{done: make(chan struct{}), row: row}
	prior, ended := d.prior(a)
	if ended {
		close(a.done)
		return a, nil
	}
	d.running[row.ID] = a
	d.group.Go(func() { d.carryOut(ctx, a, run, prior) })
	return a, nil
}

// prior finds an earlier try, which is then what the attempt goes on with. It
// tells whether that is all there is to do: what is confirmed or refused is
// final, and a key with other substance is not sent at all.
func (d *Direct) prior(a *attempt) (*Prior, bool) {
	now := time.Now()
	earlier, ok := d.recent.find(a.row.ID, now)
	if !ok {
		return nil, false
	}
	other := earlier.Substance != a.row.Substance
	a.row = earlier.Row
	final := earlier.State == Confirmed || earlier.State == Refused
	return &Prior{Outcome: earlier.Outcome, Since: now.Sub(earlier.at)}, final || other
}

// carryOut runs to the end whoever hangs up: a payment is not cut in the middle.
// The pack's own limits bound it.
func (d *Direct) carryOut(ctx context.Context, a *attempt, run Runner, prior *Prior) {
	defer close(a.done)
	defer func() {
		if thrown := recover(); thrown != nil {
			// What was thrown may hold an ERP's values: only its type is logged.
			d.logger.Error("ledger: a write panicked", "function", a.row.Function.Name,
				"type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
			a.row.Outcome, a.err = Outcome{State: Unknown, Reason: NoAnswer}, nil
		}
		d.end(a, prior)
	}()
	a.row.Outcome, a.err = run(context.WithoutCancel(ctx), d.pipe, a.row.Input, prior)
}

// end remembers what came of it. A try that sent nothing changes nothing; one
// that only looked does not make the earlier sending younger.
func (d *Direct) end(a *attempt, prior *Prior) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.running, a.row.ID)
	if a.err != nil || prior != nil && prior.Outcome == a.row.Outcome {
		return
	}
	d.recent.keep(a.row, time.Now())
}

// Close takes no more writes and waits for those under way.
func (d *Direct) Close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.group.Wait()
}
