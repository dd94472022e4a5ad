package automation

import (
	"slices"
	"sync"
	"time"
)

// timing is what a run notes of its steps while it is under way. It costs a few
// clock readings a step, and no memory of its own: timings are used again. Nil
// notes nothing.
type timing struct {
	begun time.Time
	mu    sync.Mutex
	of    []*Step // whose steps are; a lookup is another one than its step
	steps []StepRun
}

var timings = sync.Pool{New: func() any { return &timing{} }}

func newTiming() *timing {
	t := timings.Get().(*timing)
	t.begun = time.Now()
	return t
}

// release gives the timing back. Its run is over and so are all its steps.
func (t *timing) release() {
	clear(t.of)
	t.of, t.steps = t.of[:0], t.steps[:0]
	timings.Put(t)
}

// at is the line of a step. It is called with mu held.
func (t *timing) at(u *Unit, s *Step, begun time.Time) *StepRun {
	i := slices.Index(t.of, s)
	if i < 0 {
		i = len(t.of)
		t.of = append(t.of, s)
		t.steps = append(t.steps, StepRun{Unit: u.Name, Step: s.Name, Begun: begun.Sub(t.begun), Outcome: RunOK})
	}
	return &t.steps[i]
}

// step notes that a step, or one item of it, has ended.
func (t *timing) step(u *Unit, s *Step, begun time.Time, fail *failure) {
	if t == nil {
		return
	}
	took := time.Since(begun)
	t.mu.Lock()
	defer t.mu.Unlock()
	line := t.at(u, s, begun)
	line.Begun = min(line.Begun, begun.Sub(t.begun))
	line.Took += took
	if fail != nil {
		line.Outcome = outcomeOfStep(fail)
	}
}

// failed notes why an optional step has no value, which its run gets over.
func (t *timing) failed(u *Unit, s *Step, fail *failure) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at(u, s, time.Now()).Outcome = outcomeOfStep(fail)
}

// sent notes a request; status is 0 for one without an answer.
func (t *timing) sent(u *Unit, s *Step, begun time.Time, status int) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	line := t.at(u, s, begun)
	line.Requests++
	line.Status = status
}

func outcomeOfStep(fail *failure) Outcome {
	if fail.cause == ErrStopped {
		return RunStopped
	}
	return Outcome(fail.kind)
}

// noted hands what a run has come to over to those who look after it.
func (r *run) noted(function string, inputs int, err error) {
	t := r.timing
	if t == nil {
		return
	}
	r.timing = nil
	defer t.release()
	slices.SortStableFunc(t.steps, func(a, b StepRun) int { return int(a.Begun - b.Begun) })
	r.c.runs.add(Run{
		Function: function, At: r.begun, Took: time.Since(t.begun), Inputs: inputs, Outcome: OutcomeOf(err), Error: errorText(err),
		Manual: r.tracer != nil, Origin: r.c.runs.origin(r.ctx), Steps: t.steps,
	})
}
