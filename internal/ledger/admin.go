package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"balcao/internal/store"
)

// ErrNotAllowed is the error of a step that the row's state does not allow.
var ErrNotAllowed = errors.New("the state of the write does not allow this")

// Find gives a row of a tenant; [ErrNotFound] if it has none with this id.
func (t *Tenant) Find(ctx context.Context, id string) (*Row, error) {
	r, err := t.ledger.find(ctx, t.ledger.store.Read(), id)
	if err == nil && r.Tenant != t.id {
		return nil, ErrNotFound
	}
	return r, err
}

// Watch tells of a row's changes, on whichever node, until stop is called.
func (t *Tenant) Watch(id string) (seen <-chan struct{}, stop func()) { return t.ledger.news.watch(id) }

// PaymentOf gives a payment with the rows of its settlements, the oldest first.
func (t *Tenant) PaymentOf(ctx context.Context, id string) (Payment, []Row, error) {
	l := t.ledger
	var p Payment
	var total sql.NullInt64
	err := l.store.Read().QueryRowContext(ctx, `SELECT method, reference, amount FROM payment WHERE id = $1 AND tenant = $2`, id, t.id).
		Scan(&p.Method, &p.Reference, &total)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil, ErrNotFound
	}
	if err != nil {
		return p, nil, err
	}
	rows, err := l.list(ctx, l.store.Read(), "SELECT "+columns(l.store)+" FROM write w WHERE w.payment = $1 ORDER BY w.created_at, w.id", id)
	if total.Valid {
		p.Total = moneyOf(total.Int64)
	}
	return p, rows, err
}

// Events are a row's audit trail, the oldest first.
func (t *Tenant) Events(ctx context.Context, id string) ([]Event, error) {
	rows, err := t.ledger.store.Read().QueryContext(ctx, `SELECT seq, at, from_state, to_state, reason, attempt, node, cause, actor, note
FROM write_event WHERE write = $1 ORDER BY seq`, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Seq, &e.AtMicros, &e.From, &e.To, &e.Reason, &e.Attempt, &e.Node, &e.Cause, &e.Actor, &e.Note); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// Filter picks rows of a tenant. What is empty picks all.
type Filter struct {
	States   []State
	Function string
	Reason   Reason
	// Since is the least time of the last change.
	Since time.Time
}

// where is the filter as SQL with its parameters, from $2 on; $1 is the tenant.
func (f Filter) where() (string, []any) {
	parts, args := []string{"w.tenant = $1"}, []any{}
	if len(f.States) > 0 {
		parts = append(parts, "w.state IN ("+marks(len(args)+2, len(f.States))+")")
		for _, s := range f.States {
			args = append(args, string(s))
		}
	}
	add := func(condition string, value any) {
		parts = append(parts, condition+marks(len(args)+2, 1))
		args = append(args, value)
	}
	if f.Function != "" {
		add("w.function = ", f.Function)
	}
	if f.Reason != "" {
		add("w.reason = ", string(f.Reason))
	}
	if !f.Since.IsZero() {
		add("w.updated_at >= ", store.Micros(f.Since))
	}
	return strings.Join(parts, " AND "), args
}

// Place is where a page of [Tenant.List] begins: behind the row with this time
// of its last change and this id. The zero value is the beginning.
type Place struct {
	UpdatedAt time.Time
	ID        string
}

// List gives rows by the time of their last change, the latest first, and how
// many there are in all.
func (t *Tenant) List(ctx context.Context, f Filter, behind Place, most int) (rows []Row, total int, err error) {
	l := t.ledger
	where, args := f.where()
	args = append([]any{t.id}, args...)
	if err := l.store.Read().QueryRowContext(ctx, "SELECT count(*) FROM write w WHERE "+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if behind.ID != "" {
		n := len(args)
		where += " AND (w.updated_at, w.id) < (" + marks(n+1, 2) + ")"
		args = append(args, store.Micros(behind.UpdatedAt), behind.ID)
	}
	query := "SELECT " + columns(l.store) + " FROM write w WHERE " + where + " ORDER BY w.updated_at DESC, w.id DESC LIMIT " + marks(len(args)+1, 1)
	rows, err = l.list(ctx, l.store.Read(), query, append(args, most)...)
	return rows, total, err
}

// Decision is what a person has decided about a row.
type Decision struct {
	// To is [Accepted] (send it again), [Confirmed], [Closed] or [Reversed].
	To State
	// Client is through which client, Note in which words.
	Client, Note string
	Reason       Reason
}

// Decide carries a person's decision out. A row that waits for its next attempt
// and is to be sent again is only hurried. [ErrNotAllowed] if the row's state is
// another one than the decision needs.
func (t *Tenant) Decide(ctx context.Context, id string, d Decision) (*Row, error) {
	l := t.ledger
	err := l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		r, err := l.find(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Tenant != t.id {
			return ErrNotFound
		}
		if d.To == Accepted && r.State.IsOpen() {
			return l.hurry(ctx, tx, r)
		}
		return l.decide(ctx, tx, r, d)
	})
	if errors.Is(err, errLost) {
		err = ErrNotAllowed
	}
	if err != nil {
		return nil, err
	}
	l.news.tell(id)
	if d.To == Accepted {
		l.kick(t, id)
	}
	r, err := t.Find(ctx, id)
	if err == nil {
		l.logEnd(ctx, r)
	}
	return r, err
}

func (l *Ledger) hurry(ctx context.Context, tx *sql.Tx, r *Row) error {
	if r.record.hasLease() {
		return nil
	}
	_, err := tx.ExecContext(ctx, l.sql(`UPDATE write SET next_attempt_at = %s, failures = 0 WHERE id = $1 AND version = $2`), r.ID, r.Version)
	return err
}

func (l *Ledger) decide(ctx context.Context, tx *sql.Tx, r *Row, d Decision) error {
	if r.State == d.To || !mayDecide(r, d.To) {
		return ErrNotAllowed
	}
	o := r.Outcome
	o.Reason = d.Reason
	c := change{to: d.To, outcome: &o, next: -1, event: Event{Reason: d.Reason, Attempt: r.record.attempt, Cause: "decided", Actor: d.Client, Note: d.Note}}
	switch d.To {
	case Accepted:
		c.next = 0
		c.forget = true
		c.set = []string{"failures = 0", "sendings = 0", "looks = 0", "opened_at = " + l.store.Clock()}
	case Confirmed:
		o.Evidence = ByPerson
	}
	return l.move(ctx, tx, r, c)
}

// mayDecide tells whether a person may bring the step about.
func mayDecide(r *Row, to State) bool {
	for _, t := range Transitions {
		if t.By == ByAdmin && t.From == r.State && t.To == to {
			return true
		}
	}
	return false
}

// mostDecided bounds how many rows one decision is about.
const mostDecided = 1000

// DecideAll carries a decision out for all rows of a filter, at most 1,000 at a
// time, and gives how many it was carried out for. Rows whose state does not
// allow it stay as they are.
func (t *Tenant) DecideAll(ctx context.Context, f Filter, d Decision) (int, error) {
	rows, _, err := t.List(ctx, f, Place{}, mostDecided)
	if err != nil {
		return 0, err
	}
	done := 0
	for i := range rows {
		_, err := t.Decide(ctx, rows[i].ID, d)
		switch {
		case err == nil:
			done++
		case !errors.Is(err, ErrNotAllowed):
			return done, err
		}
	}
	return done, nil
}

// Pause keeps everything of the tenant from being sent until [Tenant.Resume].
// What is handed in meanwhile is taken.
func (t *Tenant) Pause(ctx context.Context, client, note string) error {
	l := t.ledger
	return l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, l.sql(`INSERT INTO pause (tenant, client, note, created_at) VALUES ($1, $2, $3, %s) ON CONFLICT DO NOTHING`), t.id, client, note)
		return err
	})
}

// resumed gives what has waited its whole time again: nobody could try it.
const resumed = `UPDATE write SET next_attempt_at = %[1]s, opened_at = %[1]s
WHERE tenant = $1 AND state IN ('ACCEPTED', 'SENDING', 'UNKNOWN') AND (lease_until IS NULL OR lease_until <= %[1]s)`

// Resume ends a pause, and begins with what has waited.
func (t *Tenant) Resume(ctx context.Context) error {
	l := t.ledger
	err := l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		ended, err := tx.ExecContext(ctx, `DELETE FROM pause WHERE tenant = $1`, t.id)
		if err != nil {
			return err
		}
		if n, err := ended.RowsAffected(); n == 0 || err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, l.sql(resumed), t.id)
		return err
	})
	if err == nil {
		t.ledger.Wake(t.id)
	}
	return err
}

// PausedSince tells since when nothing is sent; the zero time if it is.
func (t *Tenant) PausedSince(ctx context.Context) (time.Time, error) {
	var at int64
	err := t.ledger.store.Read().QueryRowContext(ctx, `SELECT created_at FROM pause WHERE tenant = $1`, t.id).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return store.Instant(at), err
}
