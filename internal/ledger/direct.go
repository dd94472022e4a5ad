package ledger

import (
	"context"
	"fmt"
	"sync"

	"balcao/erp"
)

// Runner carries a write out against an ERP and judges what came of it. An
// error means that provably nothing was sent.
type Runner func(ctx context.Context, pipe erp.Pipe, in erp.Input) (Outcome, error)

// Direct submits to one tenant's ERP at once. It keeps no rows: whether a write
// was handed in before is known only from what the ERP and the function's Runner
// know of its reference.
type Direct struct {
	pipe    erp.Pipe
	runners map[string]Runner

	mu      sync.Mutex
	closed  bool
	running map[string]*attempt // by RowID
	group   sync.WaitGroup
}

// attempt is a write under way; equal ones wait for the same.
type attempt struct {
	done    chan struct{}
	outcome Outcome
	err     error
}

// NewDirect makes a submitter for the tenant whose connection pipe is. Runners
// are by function name.
func NewDirect(pipe erp.Pipe, runners map[string]Runner) *Direct {
	return &Direct{pipe: pipe, runners: runners, running: map[string]*attempt{}}
}

// Submit implements [Submitter]. When ctx ends first, the write goes on and the
// row says [Sending].
func (d *Direct) Submit(ctx context.Context, w Write) (Row, error) {
	row := Row{ID: RowID(w), Write: w}
	a, err := d.start(ctx, row)
	if err != nil {
		return Row{}, err
	}
	select {
	case <-a.done:
		row.Outcome = a.outcome
		return row, a.err
	case <-ctx.Done():
		row.Outcome = Outcome{State: Sending}
		return row, nil
	}
}

// start begins the write, or joins the equal one that is under way.
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
	a := &attempt{done: make(chan struct{})}
	d.running[row.ID] = a
	d.group.Go(func() { d.carryOut(ctx, row, run, a) })
	return a, nil
}

// carryOut runs to the end whoever hangs up: a payment is not cut in the middle.
// The pack's own limits bound it.
func (d *Direct) carryOut(ctx context.Context, row Row, run Runner, a *attempt) {
	defer close(a.done)
	defer func() {
		if r := recover(); r != nil {
			a.outcome, a.err = Outcome{State: Unknown, Reason: NoAnswer}, nil
		}
		d.mu.Lock()
		delete(d.running, row.ID)
		d.mu.Unlock()
	}()
	a.outcome, a.err = run(context.WithoutCancel(ctx), d.pipe, row.Input)
}

// Close takes no more writes and waits for those under way.
func (d *Direct) Close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.group.Wait()
}
