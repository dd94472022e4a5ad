package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"balcao/erp"
)

// progress is what an attempt left: when there is something to do again.
type progress struct {
	open bool
	next time.Duration
	// held is true if the ERP was not asked: its breaker is open.
	held bool
}

// attempt works on a row if it is due. Its error is the store's.
func (l *Ledger) attempt(ctx context.Context, id string) (progress, error) {
	r, err := l.claim(ctx, id)
	if err != nil {
		return progress{}, err
	}
	if r == nil {
		l.news.tell(id) // it may have been postponed
		return l.pending(ctx, id)
	}
	l.news.tell(id)
	outcome, runErr := l.carryOut(ctx, r)
	return l.conclude(ctx, r, outcome, runErr)
}

// leasedPause is how long a job waits for a row that somebody else works on.
const leasedPause = time.Second

// pending tells what is to be done of a row that could not be claimed.
func (l *Ledger) pending(ctx context.Context, id string) (progress, error) {
	r, err := l.find(ctx, l.store.Read(), id)
	if errors.Is(err, ErrNotFound) {
		return progress{}, nil
	}
	if err != nil {
		return progress{}, err
	}
	return r.progress(), nil
}

// progress tells what is to be done of a row by itself.
func (r *Row) progress() progress {
	next := max(r.record.until(r.record.nextAttempt), 0)
	if r.record.hasLease() {
		// Who works on it may be done long before the lease ends.
		next = min(next, leasedPause)
	}
	return progress{open: r.State.IsOpen(), next: next}
}

// mostSendings is how often a write is sent that the ERP takes and then does not
// have. After that a person has to look at the ERP.
const mostSendings = 6

// margin is what a lease is longer than the work under it: the request's own
// deadline ends before another node may take the row over.
func (l *Ledger) margin() time.Duration { return l.times.Lease / 10 }

// carryOut runs the use case under the lease. Who was waiting may leave: a
// payment is not cut in the middle.
func (l *Ledger) carryOut(ctx context.Context, r *Row) (outcome Outcome, err error) {
	t := l.tenant(r.Tenant)
	ctx, cancel := context.WithDeadline(ctx, r.record.begun.Add(l.times.Lease-l.margin()))
	defer cancel()
	a := &Attempt{
		Row: r, Input: r.Input, Pipe: t.pipe, Number: int(r.record.attempt), Looking: r.State == Unknown,
		Sent: r.record.sentAt.Valid, ledger: l, steps: readSteps(r.record.steps), notes: r.record.notes,
	}
	defer func() {
		if thrown := recover(); thrown != nil {
			// What was thrown may hold an ERP's values: only its type is logged.
			l.logger.ErrorContext(ctx, "ledger: a write panicked", "id", r.ID, "function", r.Function.Name,
				"type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
			outcome, err = l.afterPanic(a), nil
		}
	}()
	return t.handlers[r.Function.Name].run(context.WithValue(ctx, attemptKey{}, a), a)
}

// afterPanic says what is known of a write whose run was broken off.
func (l *Ledger) afterPanic(a *Attempt) Outcome {
	for _, one := range a.steps {
		if one.Attempt == a.Row.record.attempt {
			return Outcome{State: Unknown, Reason: Fault}
		}
	}
	return Outcome{State: NeedsAttention, Reason: Fault}
}

// conclude writes down what came of an attempt. The database may be away just
// now: until the lease ends it is tried again.
func (l *Ledger) conclude(ctx context.Context, r *Row, outcome Outcome, runErr error) (progress, error) {
	l.meter.attempted(r, outcome, runErr)
	end := time.Now().Add(l.times.Lease - l.margin())
	for {
		p, err := l.settle(context.WithoutCancel(ctx), r, outcome, runErr)
		if err == nil || errors.Is(err, errLost) || time.Now().After(end) {
			l.news.tell(r.ID)
			if errors.Is(err, errLost) {
				l.logger.WarnContext(ctx, "ledger: a result came too late, another attempt goes on", "id", r.ID, "attempt", r.record.attempt)
				return l.pending(ctx, r.ID)
			}
			return p, err
		}
		l.logger.WarnContext(ctx, "ledger: the result of an attempt could not be stored yet", "id", r.ID, "error", err)
		if !l.sleep(ctx, time.Second) {
			return progress{}, err
		}
	}
}

func (l *Ledger) settle(ctx context.Context, r *Row, outcome Outcome, runErr error) (p progress, err error) {
	var row Row
	err = l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		// The row is moved in memory as well: a try that fails must not have moved it.
		row = *r
		c := l.next(&row, outcome, runErr)
		p = progress{open: c.to.IsOpen(), next: c.next, held: isHeld(runErr)}
		err := l.move(ctx, tx, &row, c)
		row.Reason = c.event.Reason
		return err
	})
	if err == nil {
		l.logEnd(ctx, &row)
	}
	return p, err
}

// next decides what follows from an attempt.
func (l *Ledger) next(r *Row, o Outcome, runErr error) change {
	e := Event{Attempt: r.record.attempt, Cause: causeOf(runErr)}
	switch {
	case runErr != nil || o.State == Accepted:
		return l.again(r, o, e, runErr)
	case o.State == Unknown && r.State == Unknown:
		return l.lookedAt(r, o, e)
	case o.State == Unknown:
		e.Reason = o.Reason
		return change{
			to: Unknown, outcome: kept(r, o), next: l.times.FirstRetry, event: e,
			// What the ERP said it had done is not there: it is looked for, not believed.
			disbelieve: o.Reason == NotDone,
			set:        []string{"sendings = sendings + 1", "looks = 0", "failures = 0", "sent_at = " + l.store.Clock()},
		}
	}
	if !May(r.State, o.State, r.record.settlement) {
		// Money is never lost by a use case that says what cannot be.
		l.logger.Error("ledger: a use case gave an outcome that is not allowed", "id", r.ID, "function", r.Function.Name, "from", r.State, "to", o.State)
		o.State, o.Reason = NeedsAttention, cmp.Or(o.Reason, Fault)
	}
	if r.State == Unknown && o.State == NeedsAttention && o.Reason == NoAnswer {
		// Nobody can look for it: why it was looked for is what that person has to know.
		o.Reason = cmp.Or(r.Reason, o.Reason)
	}
	e.Reason, e.Cause = o.Reason, string(o.Evidence)
	return change{to: o.State, outcome: kept(r, o), next: -1, event: e, set: []string{"failures = 0"}}
}

// again is what follows where provably nothing was sent, or nothing was seen.
func (l *Ledger) again(r *Row, o Outcome, e Event, runErr error) change {
	to, reason := Accepted, Unreachable
	if r.State == Unknown {
		to, reason = Unknown, r.Reason
	}
	e.Reason = reason
	o = *kept(r, o)
	o.Reason = reason
	c := change{to: to, outcome: &o, next: l.backoff(r.record.failures), event: e, set: []string{"failures = failures + 1"}}
	if asked := retryAfter(runErr); asked > 0 {
		c.next = min(max(asked, 100*time.Millisecond), l.times.LongestRetry)
	}
	if isHeld(runErr) {
		// The breaker is open: it was not an attempt.
		c.set = nil
	}
	return c
}

// lookedAt is what follows from a look that did not bring evidence.
func (l *Ledger) lookedAt(r *Row, o Outcome, e Event) change {
	within := l.tenant(r.Tenant).settlesWithin()
	e.Reason = o.Reason
	o = *kept(r, o)
	silent := r.record.since(r.record.sentAt.Int64)
	switch {
	case within <= 0 && silent > l.times.Patience, r.record.sendings >= mostSendings && o.Absent && silent > within:
		return change{to: NeedsAttention, outcome: &o, next: -1, event: e}
	case !o.Absent && r.record.settlement && silent > max(within, l.times.Patience):
		// The invoice has changed, and whether by this payment cannot be told.
		return change{to: NeedsAttention, outcome: &o, next: -1, event: e}
	case !o.Absent:
		// Something is there: what was not there before proves nothing any more.
		return change{to: Unknown, outcome: &o, next: l.backoff(r.record.failures), event: e, disbelieve: o.Reason == NotDone, set: []string{"looks = 0", "failures = failures + 1"}}
	case within <= 0:
		return change{to: Unknown, outcome: &o, next: l.backoff(r.record.failures), event: e, set: []string{"failures = failures + 1"}}
	case silent < within:
		return change{to: Unknown, outcome: &o, next: min(within-silent, l.backoff(r.record.failures)), event: e, set: []string{"failures = failures + 1"}}
	case r.record.looks == 0:
		e.Cause = "not there, first look"
		return change{to: Unknown, outcome: &o, next: l.times.FirstRetry, event: e, set: []string{"looks = 1"}}
	}
	e.Cause = "absence proved by two looks"
	// A settlement is judged by the invoice, so all of it is absent. Of other writes
	// only the step that was looked for is.
	return change{
		to: Accepted, outcome: &o, next: 0, event: e, forget: true, disbelieve: r.record.settlement, set: []string{"looks = 0", "failures = 0"},
	}
}

// kept leaves what a use case has said of the row before, where it says nothing
// new.
func kept(r *Row, o Outcome) *Outcome {
	if o.Result == "" {
		o.Result = r.Result
	}
	if o.RemoteID == "" {
		o.RemoteID = r.RemoteID
	}
	return &o
}

// backoff is the pause after some failures in a row, with a tenth of jitter, so
// that an ERP that comes back is not met by all rows at once.
func (l *Ledger) backoff(failures int64) time.Duration {
	pause := l.times.FirstRetry << min(failures, 20)
	if pause <= 0 || pause > l.times.LongestRetry {
		pause = l.times.LongestRetry
	}
	return pause - time.Duration(rand.Int64N(int64(pause)/10+1))
}

// retryAfter is how long an ERP, or the guard before it, wants not to be asked.
func retryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*erp.Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

func isHeld(err error) bool {
	e, ok := errors.AsType[*erp.Error](err)
	return ok && e.Held
}

// sleep tells false if ctx or the ledger ends first.
func (l *Ledger) sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-l.ctx.Done():
		return false
	}
}
