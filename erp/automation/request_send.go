package automation

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// How often a read is tried, and how long is waited before the second try; the
// wait doubles. All of it stays within the run's total.
const (
	maxTries   = 4
	firstPause = 200 * time.Millisecond
)

// read sends a request that changes nothing, again if it failed for a reason
// that may pass.
func (f *frame) read(ctx context.Context, s *Step, scope *value.Scope, fresh bool) (any, *failure) {
	wait := firstPause
	for try := 1; ; try++ {
		begun := time.Now()
		v, fail := f.withSession(ctx, s, scope, fresh || try > 1)
		if fail == nil || !passing(fail) || try == f.tries() || s.Repeatable != nil && !*s.Repeatable {
			return v, fail
		}
		delay := max(wait/2+rand.N(wait), fail.after)
		needed := delay
		if s.Optional { // another try must not cost the run the time that the other steps need
			needed += time.Since(begun)
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < needed || !pause(ctx, delay) {
			return nil, fail
		}
		wait *= 2
	}
}

// tries is 1 for a log-in, which locks users if it is repeated, and in
// examples, which say what is sent.
func (f *frame) tries() int {
	if f.run.login || f.run.c.stage != nil || f.run.records() {
		return 1
	}
	return maxTries
}

func passing(fail *failure) bool {
	return !fail.settled && (fail.kind == erp.Unavailable || fail.kind == erp.BadAnswer)
}

// withSession sends a step's request with the ERP's session, if its host has
// one, and once more with a new session if the ERP does not let it in.
func (f *frame) withSession(ctx context.Context, s *Step, scope *value.Scope, fresh bool) (any, *failure) {
	if s.Request == nil || !s.Request.Host.NeedsSession {
		return f.send(ctx, s, scope, fresh)
	}
	sessions := f.run.b.sessions
	session, fail := sessions.get(ctx)
	if fail != nil {
		return nil, fail
	}
	v, fail := f.send(ctx, s, session.on(scope), fresh)
	if fail != nil && fail.kind == erp.Unauthenticated && fail.renew {
		if session, fail = sessions.renew(ctx, session); fail != nil {
			return nil, fail
		}
		v, fail = f.send(ctx, s, session.on(scope), true)
	}
	if fail == nil || fail.kind != erp.Unauthenticated {
		sessions.works(session)
	}
	return v, fail
}

// send makes one request, or takes an equal one's answer, and judges it.
func (f *frame) send(ctx context.Context, s *Step, scope *value.Scope, fresh bool) (any, *failure) {
	request, fail := f.requestOf(s, scope)
	if fail != nil {
		return nil, fail
	}
	if s.Effect == erp.Write {
		return f.sendEffect(ctx, s, scope, request)
	}
	reply, fail := f.share(ctx, s, request, fresh)
	if fail != nil {
		return nil, fail
	}
	v, fail := f.judge(s, scope, reply)
	if keep := orElse(s.Keep, f.in.keep); keep > 0 && fail == nil && s.Request != nil {
		f.run.c.kept.put(digestOf(request), reply, f.run.c.now().Add(keep))
	}
	return v, fail
}

func (f *frame) requestOf(s *Step, scope *value.Scope) (guard.Request, *failure) {
	var request guard.Request
	var fail *failure
	if s.Download != nil {
		request, fail = f.link(s, scope)
	} else {
		request, fail = f.build(s, scope)
	}
	switch {
	case fail != nil, s.Download != nil:
	case s.Effect == erp.Write, s.Repeatable != nil && !*s.Repeatable:
		request.Way = guard.Effect
	}
	return request, fail
}

// share sends a read, unless an equal one was sent in this run or is kept from
// an earlier one.
func (f *frame) share(ctx context.Context, s *Step, request guard.Request, fresh bool) (*reply, *failure) {
	if fresh || request.Way != guard.Safe {
		return f.exchange(ctx, s, request)
	}
	d := digestOf(request)
	if orElse(s.Keep, f.in.keep) > 0 && !f.in.live {
		if reply := f.run.c.kept.get(d, f.run.c.now()); reply != nil {
			return reply, nil
		}
	}
	flight, first := f.run.memo.join(d)
	if first {
		reply, fail := f.exchange(ctx, s, request)
		f.run.memo.land(d, flight, reply, fail)
		return reply, fail
	}
	select {
	case <-flight.done:
		if flight.fail != nil && ctx.Err() == nil {
			return f.exchange(ctx, s, request) // its maker may only have been given up
		}
		return flight.reply, flight.fail
	case <-ctx.Done():
		return nil, gone(ctx)
	}
}

// exchange sends a request and decodes the answer.
func (f *frame) exchange(ctx context.Context, s *Step, request guard.Request) (*reply, *failure) {
	f.traceRequest(s, request)
	begun := time.Now()
	answer, err := f.run.c.guard.Do(ctx, request)
	if err != nil {
		f.run.timing.sent(f.unit, s, begun, 0)
		return nil, unsent(err, request.Way == guard.Effect && s.Effect == erp.Write)
	}
	defer answer.Release()
	f.run.timing.sent(f.unit, s, begun, answer.Status)
	reply := decode(s, answer)
	f.traceAnswer(s, reply)
	f.recordAnswer(request.Method, request.URL, reply)
	return reply, nil
}

// unsent is the failure of a request without a whole answer.
func unsent(err error, effect bool) *failure {
	e, ok := errors.AsType[*guard.Error](err)
	if !ok {
		return &failure{kind: erp.Internal, cause: err}
	}
	fail := &failure{kind: erp.Unavailable, detail: "no answer", cause: e, after: e.RetryAfter, held: !guard.Tried(e)}
	switch e.Reason {
	case guard.BadRequest:
		fail.kind, fail.settled, fail.held = erp.InvalidInput, true, false
	case guard.TooLarge:
		fail.kind, fail.settled = erp.BadAnswer, true
	case guard.Private:
		fail.kind, fail.settled = erp.BadAnswer, true
	case guard.Cancelled, guard.Closed, guard.Crowded:
		fail.settled = true
	}
	if effect && e.Sent {
		fail.kind = erp.MaybeSent
	}
	return fail
}
