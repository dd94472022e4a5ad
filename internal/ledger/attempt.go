package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"balcao/erp"
	"balcao/internal/store"
)

// Runner carries one attempt of a write out against an ERP and judges what came
// of it. An error means that provably nothing was sent; the outcome's Result is
// then still kept.
type Runner func(ctx context.Context, a *Attempt) (Outcome, error)

// Attempt is one go at a row, under its lease.
type Attempt struct {
	// Row is the write as it stood when the attempt began.
	Row *Row
	// Input is what the function is given.
	Input erp.Input
	// Pipe leads to the ERP, past every cache.
	Pipe erp.Pipe
	// Number is 1 for the first.
	Number int
	// Looking is true for a write that is [Unknown]: it is looked for, and
	// nothing is sent.
	Looking bool
	// Sent tells whether anything may have been sent by an earlier attempt.
	Sent bool

	ledger *Ledger
	steps  steps
	// notes are what [Attempt.Keep] has written.
	notes string
}

type attemptKey struct{}

// AttemptOf is the attempt that ctx belongs to; nil for none.
func AttemptOf(ctx context.Context) *Attempt {
	a, _ := ctx.Value(attemptKey{}).(*Attempt)
	return a
}

// steps are the effect steps of a write, by their places in the automation.
type steps map[string]*step

type step struct {
	// Attempt is the last one that has begun the step.
	Attempt int64 `json:"attempt"`
	// Value is what it gave, as JSON; nil if that is not known.
	Value json.RawMessage `json:"value,omitempty"`
}

func readSteps(text string) steps {
	s := steps{}
	if text != "" {
		// It was written by us.
		_ = json.Unmarshal([]byte(text), &s)
	}
	return s
}

// sent tells whether an attempt has begun a step.
func sent(text string, attempt int64) bool {
	for _, one := range readSteps(text) {
		if one.Attempt == attempt {
			return true
		}
	}
	return false
}

// Done are the values of the steps that are known to be done.
func (a *Attempt) Done() map[string][]byte {
	done := map[string][]byte{}
	for place, one := range a.steps {
		if one.Value != nil {
			done[place] = one.Value
		}
	}
	return done
}

// errFenced is what a request ends with that was not sent because the lease is
// over.
var errFenced = &erp.Error{Kind: erp.Unavailable, Detail: "the lease is over: another attempt goes on with this write"}

// Before writes down that an effect step's request is about to be sent. It is
// the last transaction before the request: if the lease is over, or nothing can
// be written, it fails and nothing is sent.
func (a *Attempt) Before(ctx context.Context, place string) error {
	if a.Looking {
		return errors.New("ledger: nothing is sent while a write is looked for")
	}
	a.steps[place] = &step{Attempt: a.Row.record.attempt}
	return a.write(ctx, "sent_at = "+a.ledger.store.Clock()+", steps = $1", a.steps.text())
}

// After writes down what an effect step gave.
func (a *Attempt) After(ctx context.Context, place string, value []byte) error {
	a.steps[place] = &step{Attempt: a.Row.record.attempt, Value: value}
	return a.write(ctx, "steps = $1", a.steps.text())
}

// unproved gives the steps without what was looked for and is not there: those
// that were begun and have no value. If all have one, what they gave has come to
// nothing, and none is left.
func unproved(text string) string {
	all, known := readSteps(text), steps{}
	for place, one := range all {
		if one.Value != nil {
			known[place] = one
		}
	}
	if len(known) == 0 || len(known) == len(all) {
		return ""
	}
	return known.text()
}

func (s steps) text() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic("ledger: steps cannot be written: " + err.Error()) // values are JSON already
	}
	return string(text)
}

// Keep writes the use case's own notes to the row, before something is sent that
// a later attempt has to know of.
func (a *Attempt) Keep(ctx context.Context, notes any) error {
	text, err := json.Marshal(notes)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	a.notes = string(text)
	return a.write(ctx, "notes = $1", a.notes)
}

// Notes reads what this or an earlier attempt has kept; false if there is nothing.
func (a *Attempt) Notes(into any) bool {
	return a.notes != "" && json.Unmarshal([]byte(a.notes), into) == nil
}

// Detached is an attempt without a row: what it keeps is kept in memory. Runners
// are tested with it.
func Detached(pipe erp.Pipe, in erp.Input) *Attempt {
	return &Attempt{Row: &Row{Outcome: Outcome{State: Sending}}, Input: in, Pipe: pipe, Number: 1, steps: steps{}}
}

// underLease is true for the holder of the lease only.
const underLease = ` WHERE id = $2 AND attempt = $3 AND state IN ('SENDING', 'UNKNOWN') AND lease_until > %s`

// write changes the row if the lease holds.
func (a *Attempt) write(ctx context.Context, set string, value any) error {
	l := a.ledger
	if l == nil {
		return nil
	}
	return l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "UPDATE write SET "+set+l.sql(underLease), value, a.Row.ID, a.Row.record.attempt)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(errFenced, err)
		}
		return nil
	})
}

// others counts rows about the same object that may have reached the ERP and are
// not settled, those that need a person too: a payment of theirs could be taken
// for ours. What was never sent cannot.
const others = `SELECT count(*) FROM write WHERE tenant = $1 AND function = $2 AND object = $3 AND id <> $4
AND (state IN ('SENDING', 'UNKNOWN', 'NEEDS_ATTENTION') OR state = 'ACCEPTED' AND sent_at IS NOT NULL)`

// Alone tells whether no other open row about the same object may be in the ERP.
func (a *Attempt) Alone(ctx context.Context) (bool, error) {
	var n int
	r := a.Row
	if a.ledger == nil {
		return true, nil
	}
	err := a.ledger.store.Read().QueryRowContext(ctx, others, r.Tenant, r.Function.Name, r.Object, r.ID).Scan(&n)
	return n == 0, err
}

// Siblings are the tenant's other rows of the same function about the same
// object since an instant, the oldest first.
func (a *Attempt) Siblings(ctx context.Context, since time.Time) ([]Row, error) {
	r, l := a.Row, a.ledger
	if l == nil {
		return nil, nil
	}
	return l.list(ctx, l.store.Read(), "SELECT "+columns(l.store)+` FROM write w
WHERE w.tenant = $1 AND w.function = $2 AND w.object = $3 AND w.id <> $4 AND w.created_at >= $5 ORDER BY w.created_at, w.id`,
		r.Tenant, r.Function.Name, r.Object, r.ID, store.Micros(since))
}
