package automation

import (
	"context"
	"slices"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// progress is how far the steps of a unit are. One goroutine, that of
// [frame.steps], owns it.
type progress struct {
	f      *frame
	steps  []*Step
	values map[string]any
	states []stepState
	cancel []context.CancelFunc
	done   chan finished
	// ended is the first step in file order that ended the unit; len(steps) if
	// none has.
	ended int
	fail  *failure
}

type stepState int

const (
	waiting stepState = iota
	running
	over
)

type finished struct {
	index int
	value any
	fail  *failure
}

// steps runs the steps from top to bottom. Reads that do not mention each other
// are under way together; then the first in file order that ends the unit
// decides, whichever was faster. It returns a scope with all values.
func (f *frame) steps(steps []*Step) (*value.Scope, *failure) {
	p := &progress{
		f: f, steps: steps, values: make(map[string]any, len(steps)),
		states: make([]stepState, len(steps)), cancel: make([]context.CancelFunc, len(steps)),
		done: make(chan finished), ended: len(steps),
	}
	for {
		p.start()
		if p.count(running) == 0 {
			break
		}
		p.finish(<-p.done)
	}
	if p.fail != nil {
		return nil, p.fail
	}
	scope := f.base.Child()
	for _, s := range steps {
		scope.Set(s.Name, p.values[s.Name])
	}
	return scope, nil
}

// start begins every step that may begin. A step that is alone runs here, so
// that most runs need no goroutine.
func (p *progress) start() {
	for {
		ready := p.ready()
		if len(ready) == 1 && p.count(running) == 0 {
			i := ready[0]
			value, fail := p.f.step(p.f.ctx, p.steps[i], p.scope(i))
			p.states[i] = running
			p.finish(finished{i, value, fail})
			continue
		}
		for _, i := range ready {
			p.launch(i)
		}
		return
	}
}

func (p *progress) launch(i int) {
	ctx, cancel := context.WithCancel(p.f.ctx)
	p.states[i], p.cancel[i] = running, cancel
	step, scope := p.steps[i], p.scope(i)
	go func() {
		value, fail := p.f.step(ctx, step, scope)
		cancel()
		p.done <- finished{i, value, fail}
	}()
}

// finish notes a step's end. If it ends the unit, the steps after it in the
// file are given up; those before it may still decide.
func (p *progress) finish(d finished) {
	p.states[d.index] = over
	p.values[p.steps[d.index].Name] = d.value
	if d.fail == nil || d.index >= p.ended {
		return
	}
	p.ended, p.fail = d.index, d.fail
	for i := d.index + 1; i < len(p.steps); i++ {
		if p.states[i] == running {
			p.cancel[i]()
		}
	}
}

// ready are the steps that may begin now: before the one that ended the unit,
// with all they mention known, and no barrier between.
func (p *progress) ready() []int {
	var ready []int
	open := false // whether a step above is not over
	for i := 0; i < p.ended; i++ {
		s := p.steps[i]
		alone := p.f.run.tracer != nil || s.barrier()
		if p.states[i] == waiting && !(alone && open) && p.known(s) {
			ready = append(ready, i)
			if p.f.run.tracer != nil {
				return ready
			}
		}
		if p.states[i] != over {
			open = true
			if s.barrier() {
				return ready
			}
		}
	}
	return ready
}

// barrier steps wait for all above, and all below wait for them: whatever
// changes something, and the guards that keep a run from coming so far.
func (s *Step) barrier() bool {
	return s.Effect == erp.Write || s.Fail != nil || s.Repeatable != nil && !*s.Repeatable
}

// mentions are the steps above that it, or its lookup, needs.
func (s *Step) mentions() []string {
	if s.Lookup == nil {
		return s.Uses
	}
	return slices.Concat(s.Uses, s.Lookup.Uses)
}

func (p *progress) known(s *Step) bool {
	for i, other := range p.steps {
		if p.states[i] != over && slices.Contains(s.mentions(), other.Name) {
			return false
		}
	}
	return true
}

// scope is what step i sees: its own copy, since other steps are under way.
func (p *progress) scope(i int) *value.Scope {
	scope := p.f.base.Child()
	for _, name := range p.steps[i].mentions() {
		scope.Set(name, p.values[name])
	}
	return scope
}

func (p *progress) count(state stepState) int {
	n := 0
	for _, s := range p.states {
		if s == state {
			n++
		}
	}
	return n
}
