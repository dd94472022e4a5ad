package automation

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// step runs one step with all its items. Nil is the value of a step that was
// skipped, of one that is optional and failed, and of a write that answers
// nothing.
func (f *frame) step(ctx context.Context, s *Step, scope *value.Scope) (v any, fail *failure) {
	defer func() {
		if p := recover(); p != nil {
			v, fail = nil, f.panicked(s, p)
		}
	}()
	begun := time.Now()
	if s.Each != nil {
		v, fail := f.each(ctx, s, scope)
		f.run.timing.step(f.unit, s, begun, fail)
		return v, fail.at(s)
	}
	v, skipped, fail := f.one(ctx, s, scope, s.Name)
	if fail == nil && v == nil && !skipped && s.mustFind() {
		fail = &failure{kind: erp.NotFound, detail: "it found nothing"}
	}
	if !skipped {
		f.run.timing.step(f.unit, s, begun, fail)
	}
	if fail != nil && fail.cause != ErrStopped {
		f.trace(s, Event{What: "failed", Text: string(fail.kind) + " " + fail.detail})
	}
	return v, fail.at(s)
}

// panicked keeps a fault of our own from taking the process down: steps run in
// goroutines of their own. What was thrown may hold an ERP's values, so only the
// stack is logged.
func (f *frame) panicked(s *Step, thrown any) *failure {
	f.run.c.log.Error("a step panicked", "function", f.run.function, "step", s.Name, "place", s.Pos.String(),
		"type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
	fail := &failure{kind: erp.Internal, detail: "a fault of Balcão itself", settled: true}
	if s.Effect == erp.Write {
		fail.kind = erp.MaybeSent
	}
	return fail.at(s)
}

// mustFind is true for steps that end the unit where they find nothing.
func (s *Step) mustFind() bool {
	return s.Effect != erp.Write && s.Until == nil && !s.Optional
}

// one runs a step, or one item of it. name is the step's place for the ledger.
func (f *frame) one(ctx context.Context, s *Step, scope *value.Scope, name string) (v any, skipped bool, fail *failure) {
	if s.If != nil {
		yes, fail := flag(s.If, scope)
		if fail != nil || !yes {
			f.trace(s, Event{What: "skipped"})
			return nil, true, fail
		}
	}
	v, fail = f.until(ctx, s, scope, name)
	if fail != nil && s.Optional && ctx.Err() == nil && !fail.final {
		f.run.timing.failed(f.unit, s, fail)
		if fail.kind != erp.NotFound && fail.kind != erp.Refused {
			f.run.incomplete.Store(true)
			f.run.c.log.Warn("an optional step failed", "function", f.run.function, "error", fail.at(s).error(f.run.function))
		}
		return nil, false, nil
	}
	if fail == nil {
		f.trace(s, Event{What: "value", Value: v})
	}
	return v, false, fail
}

// flag evaluates a condition; null is no.
func flag(e *value.Expr, scope *value.Scope) (bool, *failure) {
	v, err := e.Eval(scope)
	if err != nil {
		return false, failed(err)
	}
	yes, ok := v.(bool)
	if !ok && v != nil {
		return false, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("%s: a condition gave neither yes nor no", e.Pos())}
	}
	return yes, nil
}

// until asks again until the condition holds. What the run remembers of equal
// reads is of no use here.
func (f *frame) until(ctx context.Context, s *Step, scope *value.Scope, name string) (any, *failure) {
	if s.Until == nil {
		return f.pages(ctx, s, scope, name, f.in.fresh)
	}
	every, within := s.Every, s.For
	end := time.Now().Add(within)
	for try := time.Duration(1); ; try++ {
		v, fail := f.pages(ctx, s, scope, name, true)
		if fail != nil && fail.kind != erp.NotFound {
			return nil, fail
		}
		own := scope.Child()
		own.Set(s.Name, v)
		yes, fail := flag(s.Until, own)
		if fail != nil || yes {
			return v, fail
		}
		if try*every > within || time.Now().Add(every).After(end) {
			return nil, never(s)
		}
		if !f.run.c.pause(ctx, every) {
			return nil, gone(ctx)
		}
	}
}

func never(s *Step) *failure {
	fail := &failure{kind: erp.NotDone, detail: "what was waited for did not come about", settled: true}
	if s.IfNever == Unknown {
		fail.kind = erp.MaybeSent
	}
	return fail
}

// pause waits between two tries; examples do not.
func (c *Connection) pause(ctx context.Context, d time.Duration) bool {
	if c.stage != nil {
		return ctx.Err() == nil
	}
	return pause(ctx, d)
}

// pause waits; false if the run is over before.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func gone(ctx context.Context) *failure {
	return &failure{kind: erp.Unavailable, detail: "the time for it was over, or nobody waits any more", cause: context.Cause(ctx), settled: true}
}

// act does what the step does, once.
func (f *frame) act(ctx context.Context, s *Step, scope *value.Scope, name string, fresh bool) (any, *failure) {
	switch {
	case s.Value != nil:
		v, err := s.Value.Eval(scope)
		if err != nil {
			return nil, failed(err)
		}
		return v, nil
	case s.Fail != nil:
		return nil, f.stop(s.Fail, scope)
	case s.Call != nil:
		return f.call(ctx, s, scope, name, fresh)
	case s.Effect == erp.Write:
		return f.effect(ctx, s, scope, name)
	}
	return f.read(ctx, s, scope, fresh)
}

func (f *frame) stop(stop *Fail, scope *value.Scope) *failure {
	message, fail := message(stop.Message, scope)
	if fail != nil {
		return fail
	}
	return &failure{kind: kinds[stop.Verdict], message: message, detail: "the pack ends the run here", settled: true}
}

// call runs another unit of the pack. Of its answer, only the step's own rules
// judge.
func (f *frame) call(ctx context.Context, s *Step, scope *value.Scope, name string, fresh bool) (any, *failure) {
	if s.Effect == erp.Write {
		place := f.in.path + name
		if v, fail := f.lookup(ctx, s, scope, place); fail != nil || v != nil {
			return v, fail
		}
		if f.run.attempt.Look && s.Lookup != nil && !f.run.attempt.knows(place) {
			return nil, unseen(s)
		}
	}
	args, fail := f.arguments(s.Call, scope)
	if fail != nil {
		return nil, fail
	}
	in := invocation{input: args, path: f.in.path + name + ".", keep: orElse(s.Keep, f.in.keep), fresh: fresh, live: f.in.live, depth: f.in.depth + 1}
	if document, ok := args["document"].(string); ok {
		in.subject = plainDocument(document)
	}
	if b := s.Call.Unit.Batch; b != nil {
		in.keys = []any{args[b.Key]}
	}
	got, fail := f.run.unit(ctx, s.Call.Unit, in)
	if fail != nil {
		return nil, fail
	}
	if got.nothing && s.Effect == erp.Write {
		return nil, &failure{kind: erp.NotFound, detail: "what it calls found nothing"}
	}
	if s.Call.Unit.Batch != nil {
		if got, fail = f.called(ctx, s.Call.Unit, in, got); fail != nil {
			return nil, fail
		}
	}
	return f.judgeCall(s, scope, listed(got))
}

// called takes from a batch's rows those of the one key that a call asks for.
func (f *frame) called(ctx context.Context, u *Unit, in invocation, got outcome) (outcome, *failure) {
	byKey, _ := underKeys(got.rows, in.keys)
	inner := &frame{ctx: ctx, run: f.run, unit: u, in: in}
	v, fail := inner.gathered(byKey[plainKey(in.keys[0])], in.subject)
	if fail != nil && fail.kind == erp.NotFound {
		return outcome{nothing: true}, nil
	}
	return outcome{value: v}, fail
}

// arguments are the inputs of a call by name, converted by their types; what is
// not given is null.
func (f *frame) arguments(call *Invocation, scope *value.Scope) (map[string]any, *failure) {
	args := make(map[string]any, len(call.Unit.Inputs))
	for _, p := range call.Unit.Inputs {
		args[p.Name] = nil
	}
	for _, a := range call.With {
		v, _, err := plainNode(a.Value, a.Optional, scope)
		if err != nil {
			return nil, failed(err)
		}
		if args[a.Param.Name], err = f.run.b.pack.Formats.Convert(a.Param.Type, v, scope); err != nil {
			return nil, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("the input %q: %v", a.Param.Name, err), settled: true}
		}
	}
	return args, nil
}

func plainDocument(s string) br.Document {
	document, err := br.ParseDocument(s)
	if err != nil {
		return br.Document(s)
	}
	return document
}

func orElse(d, other time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return other
}
