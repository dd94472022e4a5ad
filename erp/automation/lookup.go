package automation

import (
	"context"
	"fmt"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// Attempt is what the ledger knows of a write when it begins it. The zero value
// is a first attempt that nobody keeps a record of.
type Attempt struct {
	// Number is 1 for the first. From the second on, a step that may have been
	// sent before is looked up by its `lookup` before it is sent.
	Number int
	// Look is true to only look: effect steps are not sent, whatever Number is.
	// What Done or a `lookup` knows is a step's value, and the run goes on; at
	// the first step that is not there it ends with [erp.ErrAbsent], at one
	// without a `lookup` with [erp.ErrCannotLook]. A look that fails for another
	// reason says so by its kind; maybe_sent is a poll that came to no end.
	Look bool
	// Done are values of effect steps from earlier attempts, by the names that
	// Record was given: these steps are not run again. If the pack was changed
	// since and has none of these names, the run ends with [erp.ErrCannotLook].
	Done map[string][]byte
	// Record keeps the run's way; nil keeps none.
	Record Recorder
}

// Recorder keeps which effect steps were begun and done, durably. It is the
// seam between the engine, which knows the steps, and the ledger, which
// outlives a process. A step is named by its place: "paid", "paid[2]" of one with
// each, "made.paid" within what it calls.
type Recorder interface {
	// Before is called before an effect step's request. If it fails, the step is
	// not sent and the run ends with this error as the cause, even if the step is
	// optional: the lease may be another node's by now.
	Before(ctx context.Context, step string) error
	// After is called with the step's value, as JSON.
	After(ctx context.Context, step string, value []byte) error
}

type attemptKey struct{}

// WithAttempt gives the writes made under ctx what is known of earlier ones.
func WithAttempt(ctx context.Context, a Attempt) context.Context {
	return context.WithValue(ctx, attemptKey{}, a)
}

func attemptOf(ctx context.Context) Attempt {
	a, _ := ctx.Value(attemptKey{}).(Attempt)
	return a
}

// effect runs an effect step: not at all if an earlier attempt is known to have
// done it, else once.
func (f *frame) effect(ctx context.Context, s *Step, scope *value.Scope, name string) (any, *failure) {
	place := f.in.path + name
	if done, ok := f.run.attempt.Done[place]; ok {
		f.run.changed.Store(true)
		return f.remembered(done)
	}
	if v, fail := f.lookup(ctx, s, scope, place); fail != nil || v != nil {
		return v, fail
	}
	if f.run.attempt.Look {
		return nil, unseen(s)
	}
	if f.run.mayBe(s) {
		return nil, uncertain()
	}
	if f.run.tracer != nil && f.run.tracer.StopBeforeEffect {
		return nil, f.stopped(ctx, s, scope)
	}
	return f.perform(ctx, s, scope, place)
}

// unseen is the end of a run that only looks.
func unseen(s *Step) *failure {
	if s.Lookup == nil {
		return &failure{kind: erp.Unavailable, detail: "nothing was sent", cause: erp.ErrCannotLook, settled: true, final: true}
	}
	return &failure{kind: erp.Unavailable, detail: "nothing was sent", cause: erp.ErrAbsent, settled: true, final: true}
}

// perform has an effect step done, between two lines of the record.
func (f *frame) perform(ctx context.Context, s *Step, scope *value.Scope, place string) (any, *failure) {
	record := f.run.attempt.Record
	if record != nil {
		if err := record.Before(ctx, place); err != nil {
			return nil, &failure{kind: erp.Unavailable, detail: "nothing was sent: the step could not be recorded", cause: err, settled: true, final: true}
		}
	}
	v, fail := f.withSession(ctx, s, scope, true)
	f.run.memo.forget()
	if fail == nil || fail.kind == erp.MaybeSent || fail.kind == erp.NotDone {
		f.run.changed.Store(true)
		f.run.sent.Store(true)
	}
	if fail != nil {
		return nil, fail
	}
	if record != nil {
		return v, f.record(ctx, record, place, v)
	}
	return v, nil
}

func (f *frame) record(ctx context.Context, record Recorder, place string, v any) *failure {
	text, err := value.AppendJSON(nil, v)
	if err == nil {
		err = record.After(ctx, place, text)
	}
	if err != nil {
		return &failure{kind: erp.MaybeSent, detail: "it was done, and could not be recorded", cause: err, settled: true, final: true}
	}
	return nil
}

func (f *frame) remembered(text []byte) (any, *failure) {
	v, err := value.DecodeJSON(text, value.JSONLimits{})
	if err != nil {
		return nil, &failure{kind: erp.Internal, detail: "the record of this step cannot be read", cause: err, settled: true}
	}
	return v, nil
}

// lookup asks for what an earlier attempt may have made; null if there is
// nothing, no earlier attempt, or its value is known.
func (f *frame) lookup(ctx context.Context, s *Step, scope *value.Scope, place string) (any, *failure) {
	if s.Lookup == nil || f.run.attempt.first() || f.run.attempt.knows(place) {
		return nil, nil
	}
	now := *f
	now.in.live = true // what is kept may be older than the earlier attempt
	v, _, fail := now.one(ctx, s.Lookup, scope, s.Name+".lookup")
	switch {
	case fail != nil && fail.kind == erp.NotFound:
		return nil, nil
	case fail != nil:
		fail.detail = "an earlier attempt could not be looked up; " + fail.detail
		return nil, fail
	}
	if l, ok := v.([]any); ok && len(l) == 0 {
		return nil, nil
	}
	if v != nil {
		f.run.changed.Store(true)
		f.run.missing.Add(-1)
	}
	return v, nil
}

// first tells whether there is nothing to look for.
func (a Attempt) first() bool { return a.Number <= 1 && !a.Look }

// knows tells whether the value of a step, or of one within what it calls, is
// recorded.
func (a Attempt) knows(place string) bool {
	for name := range a.Done {
		if name == place || strings.HasPrefix(name, place+".") {
			return true
		}
	}
	return false
}

// sendEffect sends an effect step's request, once. Whatever is no verdict of
// the pack means that the ERP may have done it.
func (f *frame) sendEffect(ctx context.Context, s *Step, scope *value.Scope, request guard.Request) (any, *failure) {
	reply, fail := f.exchange(ctx, s, request)
	if fail != nil {
		return nil, fail
	}
	v, fail := f.judge(s, scope, reply)
	if fail != nil && (fail.kind == erp.Unavailable || fail.kind == erp.BadAnswer || fail.kind == erp.Internal) {
		unclear := *fail
		unclear.kind = erp.MaybeSent
		unclear.detail = fmt.Sprintf("%s (%s)", fail.detail, fail.kind)
		fail = &unclear
	}
	return v, fail
}
