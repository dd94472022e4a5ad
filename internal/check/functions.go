package check

import (
	"context"
	"net/http"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

// functions goes through the contract in its order: lists before what is asked
// for with an id of theirs.
func (r *run) functions(ctx context.Context) {
	asked := false
	for _, f := range erp.Functions {
		if ctx.Err() != nil {
			return
		}
		if left, ok := r.leftOut(f); ok {
			r.tell(left)
			continue
		}
		in, why := r.asking.Input(f)
		if in == nil {
			r.tell(Finding{Stage: StageRead, What: f.Name, Verdict: NotAsked, Detail: why})
			continue
		}
		asked = true
		if !r.ask(ctx, f, in) {
			return
		}
	}
	if !asked {
		r.tell(Finding{Stage: StageLogIn, What: r.pack(), Verdict: NotAsked, Detail: "nothing was asked, so nobody knows whether the ERP lets the connection in",
			Advice: "name a customer who agrees, with --document"})
	}
}

func (r *run) pack() string { return r.target.Connection.Pack().Name }

// leftOut tells functions that are not asked, whatever their input.
func (r *run) leftOut(f *erp.Info) (Finding, bool) {
	left := Finding{Stage: StageRead, What: f.Name, Verdict: NotAsked}
	if f.Effect == erp.Write {
		left.Stage = StageWrite
	}
	if ok, reason := r.target.Connection.Supports(f); !ok {
		left.Verdict, left.Detail = NotSupported, reason
		return left, true
	}
	if f.Effect == erp.Write {
		left.Detail = "a check changes nothing"
		return left, true
	}
	if hasSideEffects(unitOf(r.target.Connection.Pack(), f)) {
		left.Detail = "its automation says that reading has side effects (repeatable: false)"
		return left, true
	}
	return Finding{}, false
}

// unitOf is what runs a function, of itself or of the one it is derived from.
func unitOf(p *automation.Pack, f *erp.Info) *automation.Unit {
	if u := p.Functions[f.Name]; u != nil || f.From == nil {
		return u
	}
	return unitOf(p, f.From)
}

// hasSideEffects is true if a step of the unit, or of what it calls, changes
// something or must not be sent twice.
func hasSideEffects(u *automation.Unit) bool {
	if u == nil || u.Effect == erp.Write {
		return true
	}
	for _, s := range u.Steps {
		if s.Repeatable != nil && !*s.Repeatable || s.Call != nil && hasSideEffects(s.Call.Unit) {
			return true
		}
	}
	return false
}

// ask calls a function and tells what came of it; false where asking on would
// do harm or is of no use.
func (r *run) ask(ctx context.Context, f *erp.Info, in erp.Input) bool {
	seen := &r.seen
	*seen = answers{}
	r.target.Notes.take()
	began := time.Now()
	result := r.target.Connection.Do(automation.WithTracer(ctx, r.tracer), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
	if ctx.Err() != nil {
		return false
	}
	found := Finding{Stage: StageRead, What: f.Name, Took: time.Since(began)}
	if erp.IsKind(result.Err, erp.Unauthenticated) && !r.letIn {
		return r.knock(found, f, result.Err)
	}
	r.judge(&found, f, result)
	if !r.letIn && (found.Verdict == Works || found.Verdict == Slow) {
		r.letIn = true
		r.tell(Finding{Stage: StageLogIn, What: r.pack(), Verdict: Works, Detail: "the ERP lets the connection in"})
	}
	r.asking.Remember(result.Value)
	r.tell(found)
	if gone(result.Err) {
		r.tell(Finding{Stage: StageRead, What: "the others", Verdict: NotAsked, Detail: "the server is away, so nothing more is asked"})
		return false
	}
	return true
}

// mostForbidden is how many functions are asked for that answer 403 before one has
// worked: a token that is dead answers so to all, one with few rights to some.
const mostForbidden = 3

// knock tells of a refusal before anything has worked, and whether to ask on: 403
// may be about this one function, and locks nobody.
func (r *run) knock(f Finding, info *erp.Info, err error) bool {
	r.forbidden++
	if r.seen.status != http.StatusForbidden || r.forbidden >= mostForbidden {
		r.tell(r.notLetIn(f, err))
		return false
	}
	r.judgeError(&f, info, err)
	r.tell(f)
	return true
}

// notLetIn ends the check: an ERP may lock a user after some wrong log-ins.
func (r *run) notLetIn(f Finding, err error) Finding {
	return Finding{
		Stage: StageLogIn, What: r.pack(), Verdict: Refused, Took: f.Took, Detail: f.What + ", " + operators(err),
		Advice: "check the connection's token, or user and password, and whether the ERP's side allows this machine's address. Nothing more is tried, so that no user is locked",
	}
}
