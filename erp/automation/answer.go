package automation

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// kinds are the errors that verdicts become.
var kinds = map[Verdict]erp.Kind{
	Empty: erp.NotFound, Refused: erp.Refused, NotDone: erp.NotDone,
	Unauthenticated: erp.Unauthenticated, Unavailable: erp.Unavailable,
}

// judge says what an answer means, in the order of "How an answer is judged":
// rules, status, shape; and gives the part of it that is kept.
func (f *frame) judge(s *Step, scope *value.Scope, r *reply) (any, *failure) {
	seen := r.on(scope)
	rule, fail := f.verdict(s, seen)
	switch {
	case fail != nil:
		return nil, fail
	case rule != nil && rule.Verdict != OK:
		return nil, f.ruled(rule, seen)
	case rule == nil:
		if fail := byStatus(r); fail != nil {
			return nil, fail
		}
	}
	v, fail := r.shaped(s.expects())
	if fail != nil && rule != nil && s.expects() == PlainText { // a page, and the pack has said that it is well
		v, fail = r.text, nil
	}
	seen.Set("answer", v)
	leaveForNext(seen)
	if fail != nil || s.Take == nil {
		return v, fail
	}
	return take(s, seen)
}

// judgeCall judges the answer of a called unit by the step's own rules.
func (f *frame) judgeCall(s *Step, scope *value.Scope, answer any) (any, *failure) {
	seen := scope.Child()
	seen.Set("answer", answer)
	rule, fail := firstRule(s.Rules, false, seen)
	switch {
	case fail != nil:
		return nil, fail
	case rule != nil && rule.Verdict != OK:
		return nil, f.ruled(rule, seen)
	}
	leaveForNext(seen)
	if s.Take == nil {
		return answer, nil
	}
	return take(s, seen)
}

func take(s *Step, scope *value.Scope) (any, *failure) {
	v, err := s.Take.Eval(scope)
	if err != nil {
		return nil, failed(err)
	}
	return v, nil
}

func (s *Step) expects() Shape {
	if s.Download != nil {
		return s.Download.Expect
	}
	return s.Request.Expect
}

// verdict is the first rule that holds: the step's, then the pack's. The pack's
// "empty" is passed over on a write, where the same code often means that a
// field is missing.
func (f *frame) verdict(s *Step, scope *value.Scope) (*AnswerRule, *failure) {
	rule, fail := firstRule(s.Rules, false, scope)
	if rule != nil || fail != nil {
		return rule, fail
	}
	return firstRule(f.run.b.pack.Rules, s.Effect == erp.Write, scope)
}

func firstRule(rules []*AnswerRule, notEmpty bool, scope *value.Scope) (*AnswerRule, *failure) {
	for _, rule := range rules {
		if notEmpty && rule.Verdict == Empty {
			continue
		}
		holds, fail := flag(rule.When, scope)
		if fail != nil {
			return nil, fail
		}
		if holds {
			return rule, nil
		}
	}
	return nil, nil
}

// ruled is the failure that a rule says. It stands even if the ERP's words come in
// a shape that the pack cannot read.
func (f *frame) ruled(rule *AnswerRule, scope *value.Scope) *failure {
	detail := fmt.Sprintf("by the rule %q at %s", rule.Verdict, rule.Pos)
	words, fail := message(rule.Message, scope)
	if fail != nil {
		detail += "; its message cannot be read: " + fail.detail
	}
	return &failure{
		kind: kinds[rule.Verdict], message: words,
		detail: detail,
		renew:  rule.Verdict == Unauthenticated,
	}
}

// byStatus judges an answer that no rule knew.
func byStatus(r *reply) *failure {
	fail := &failure{detail: "HTTP status " + strconv.Itoa(r.status)}
	switch {
	case r.status >= 200 && r.status < 300:
		return nil
	case r.status == http.StatusUnauthorized:
		fail.kind, fail.renew = erp.Unauthenticated, true
	case r.status == http.StatusForbidden:
		fail.kind = erp.Unauthenticated
	case r.status == http.StatusRequestTimeout, r.status == http.StatusTooManyRequests, r.status >= 500:
		fail.kind, fail.after = erp.Unavailable, retryAfter(r.header)
	case r.status >= 400:
		fail.kind = erp.Refused
	default:
		fail.kind, fail.settled = erp.BadAnswer, true
	}
	return fail
}

// retryAfter reads the header's seconds; ERPs write no dates there.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
