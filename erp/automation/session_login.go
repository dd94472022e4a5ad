package automation

import (
	"context"
	"fmt"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// A session that does not say when it ends is stored for a day: the ERP's
// "unauthenticated" is what ends it.
const storedFor = 24 * time.Hour

// beforeEnd is how much earlier a session is taken for ended: a request may
// wait for its place.
const beforeEnd = 10 * time.Second

// logIn runs the pack's session steps, each once: what fails is not tried
// again here.
func (s *sessions) logIn(ctx context.Context) (*session, *failure) {
	spec := s.b.pack.Session
	u := &Unit{Name: SessionRun, Steps: spec.Steps, Effect: erp.Read, Pos: spec.Pos}
	r := s.c.newRun(ctx, s.b, u)
	defer r.end()
	r.login = true
	made, fail := s.made(&frame{ctx: r.ctx, run: r, unit: u, base: r.root}, spec)
	if fail != nil {
		r.noted(u.Name, 1, fail.error(u.Name))
		return nil, fail
	}
	r.noted(u.Name, 1, nil)
	return made, nil
}

// made is the session that the log-in's steps give.
func (s *sessions) made(f *frame, spec *Session) (*session, *failure) {
	scope, fail := f.steps(spec.Steps)
	if fail != nil {
		return nil, notIn(fail)
	}
	made := &session{values: map[string]any{}, left: s.uses, untried: true}
	for _, out := range spec.Output {
		v, err := out.Expr.Eval(scope)
		if err != nil {
			return nil, notIn(failed(err))
		}
		if v == nil {
			return nil, &failure{kind: erp.Unauthenticated, detail: fmt.Sprintf("the log-in's answer has no %q", out.Name), pos: out.Expr.Pos(), settled: true}
		}
		made.values[out.Name] = v
	}
	if made.expires, fail = s.expiry(spec.Expires, scope); fail != nil {
		return nil, fail
	}
	s.letServe(made)
	return made, s.encode(made)
}

// letServe gives a new session that is over by our clock a while: the server's
// clock may be wrong, and one that is never used is asked for again and again.
func (s *sessions) letServe(made *session) {
	least := s.c.now().Add(beforeEnd)
	if made.expires.IsZero() || made.expires.After(least) {
		return
	}
	s.c.log.Warn("the ERP's session ends as it begins; is its clock right?", "ends", made.expires.Add(beforeEnd), "used_until", least)
	made.expires = least
}

// notIn is the failure of a log-in: either the ERP cannot be asked, or it does
// not let us in; who asks for an invoice has neither refused nor found nothing.
func notIn(fail *failure) *failure {
	in := *fail
	if in.kind != erp.Unavailable {
		in.kind = erp.Unauthenticated
	}
	in.detail, in.message, in.renew, in.settled = "log-in: "+fail.detail, "", false, true
	return &in
}

// expiry reads an instant, or a number of seconds from now.
func (s *sessions) expiry(e *value.Expr, scope *value.Scope) (time.Time, *failure) {
	if e == nil {
		return time.Time{}, nil
	}
	v, err := e.Eval(scope)
	if err != nil {
		return time.Time{}, failed(err)
	}
	switch v := v.(type) {
	case time.Time:
		return v.Add(-beforeEnd), nil
	case int64:
		return s.c.now().Add(time.Duration(v)*time.Second - beforeEnd), nil
	case nil:
		return time.Time{}, nil
	}
	return time.Time{}, &failure{kind: erp.Unauthenticated, detail: "expires is neither an instant nor whole seconds", pos: e.Pos(), settled: true}
}

// encode writes a session for the store.
func (s *sessions) encode(made *session) *failure {
	var ends any
	if !made.expires.IsZero() {
		ends = made.expires.Unix()
	}
	raw, err := value.AppendJSON(nil, map[string]any{"values": made.values, "expires": ends})
	if err != nil {
		return &failure{kind: erp.Internal, detail: "the session's values cannot be stored", cause: err, settled: true}
	}
	made.raw = raw
	return nil
}

// decode reads a stored session; nil if it is over or cannot be read.
func (s *sessions) decode(raw []byte) *session {
	v, err := value.DecodeJSON(raw, value.JSONLimits{})
	stored, ok := v.(map[string]any)
	if err != nil || !ok {
		return nil
	}
	values, ok := stored["values"].(map[string]any)
	if !ok {
		return nil
	}
	session := &session{values: values, raw: raw}
	if ends, ok := stored["expires"].(int64); ok {
		session.expires = time.Unix(ends, 0)
		if !s.c.now().Before(session.expires) {
			return nil
		}
	}
	return session
}

func (s *sessions) lasts(made *session) time.Duration {
	if made.expires.IsZero() {
		return storedFor
	}
	return min(storedFor, max(time.Second, made.expires.Sub(s.c.now())))
}
