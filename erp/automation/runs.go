package automation

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"balcao/erp"
)

// keptRuns is how many runs are remembered of each sort: those that went well,
// and those that did not, so that a busy hour does not push out why an ERP failed
// in the night.
const keptRuns = 100

// longestError is how many bytes of an error are remembered.
const longestError = 300

// Outcome is what a run or step came to: "ok", "stopped" before its first effect
// step, or the [erp.Kind] of its failure.
type Outcome string

// The outcomes that are no kind of failure.
const (
	RunOK      Outcome = "ok"
	RunStopped Outcome = "stopped"
)

// OutcomeOf is what a call with this error came to.
func OutcomeOf(err error) Outcome {
	switch {
	case err == nil:
		return RunOK
	case errors.Is(err, ErrStopped):
		return RunStopped
	}
	return Outcome(erp.KindOf(err))
}

// Run is one run of a function or part, as it is remembered: names of the pack,
// times and statuses. Nothing that a person or the ERP has said is in it.
type Run struct {
	// Seq counts a connection's runs from 1, in the order in which they ended.
	Seq int64
	// Function is the function asked for, a part that a setting picks from, or
	// [SessionRun].
	Function string
	// At is when it began, Took how long it lasted.
	At   time.Time
	Took time.Duration
	// Inputs is how many questions it answered.
	Inputs  int
	Outcome Outcome
	// Error says for operators why it failed, as the log does; at most
	// 300 bytes.
	Error string
	// Manual is true for a run that was traced: somebody tried it by hand.
	Manual bool
	Origin Origin
	// Steps are those that ran, in the order in which they began.
	Steps []StepRun
}

// SessionRun is what a log-in is called among the runs.
const SessionRun = "session"

// StepRun is what a step has cost a run, all its items and tries together.
type StepRun struct {
	// Unit is the function or part that it belongs to.
	Unit, Step string
	// Begun is how long after the run, Took how long it lasted.
	Begun, Took time.Duration
	// Requests is how many were sent; Status is the last answer's, 0 for none.
	Requests, Status int
	// Outcome is of the step alone: an optional one may fail in a run that is ok.
	Outcome Outcome
}

// Origin is why a run was made, by what the log calls it.
type Origin struct {
	// RequestID is the request's, Write the ledger row's; empty for none.
	RequestID, Write string
}

// Runs remembers a connection's last runs and counts all of them. It is of this
// process alone. Its memory is bounded by the number of runs: what it keeps of one
// is bounded by the pack's steps.
type Runs struct {
	origin func(context.Context) Origin
	since  time.Time

	mu     sync.Mutex
	seq    int64
	well   ring
	failed ring
	byName map[string]*Summary
}

// Summary is what became of the runs of one function.
type Summary struct {
	// Last is the last run, by hand or not.
	Last Run
	// Counts are those of all runs but the manual ones.
	Counts map[Outcome]int64
}

// NewRuns remembers from now on. Origin says why a run is made; nil says nothing.
func NewRuns(now time.Time, origin func(context.Context) Origin) *Runs {
	if origin == nil {
		origin = func(context.Context) Origin { return Origin{} }
	}
	return &Runs{origin: origin, since: now, byName: map[string]*Summary{}}
}

// Since is when counting began.
func (r *Runs) Since() time.Time { return r.since }

// List gives the runs that are remembered, the latest first: those of a function
// ("" for all) that came to one of these outcomes (none for all).
func (r *Runs) List(function string, outcomes ...Outcome) []Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []Run
	for _, kept := range [][]Run{r.well.runs, r.failed.runs} {
		for i := range kept {
			if run := &kept[i]; (function == "" || run.Function == function) && (len(outcomes) == 0 || slices.Contains(outcomes, run.Outcome)) {
				found = append(found, run.shown())
			}
		}
	}
	slices.SortFunc(found, func(a, b Run) int { return int(b.Seq - a.Seq) })
	return found
}

// Of is what became of a function's runs; nil if there was none.
func (r *Runs) Of(function string) *Summary {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.byName[function]
	if s == nil {
		return nil
	}
	return &Summary{Last: s.Last.shown(), Counts: maps.Clone(s.Counts)}
}

// add remembers a run. Its steps are copied, into memory that is used again.
func (r *Runs) add(run Run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seq++
	run.Seq = r.seq
	if run.Outcome.isFailure() {
		r.failed.put(&run)
	} else {
		r.well.put(&run)
	}
	s := r.byName[run.Function]
	if s == nil {
		s = &Summary{Counts: map[Outcome]int64{}}
		r.byName[run.Function] = s
	}
	s.Last.become(&run)
	if !run.Manual {
		s.Counts[run.Outcome]++
	}
}

func (o Outcome) isFailure() bool {
	return o != RunOK && o != RunStopped && o != Outcome(erp.NotFound)
}

// ring keeps the last runs in no order.
type ring struct {
	runs []Run
	next int
}

func (r *ring) put(run *Run) {
	if len(r.runs) < keptRuns {
		r.runs = append(r.runs, Run{})
	}
	r.runs[r.next].become(run)
	r.next = (r.next + 1) % keptRuns
}

// become copies a run over another one.
func (r *Run) become(other *Run) {
	steps := append(r.Steps[:0], other.Steps...)
	*r = *other
	r.Steps = steps
}

// shown is a copy of a run, without what looks personal in the error: an ERP has
// its own ways to fail.
func (r *Run) shown() Run {
	own := *r
	own.Steps = slices.Clone(r.Steps)
	own.Error = newMasker().text(own.Error)
	return own
}

// errorText is an error as the log has it. That there is nothing is no error.
func errorText(err error) string {
	if err == nil || erp.IsKind(err, erp.NotFound) {
		return ""
	}
	text := err.Error()
	if len(text) > longestError {
		text = strings.ToValidUTF8(text[:longestError], "") + "…"
	}
	return text
}
