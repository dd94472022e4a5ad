package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"balcao/erp"
	"balcao/internal/store"
)

// Note adds to a row's audit trail what was seen of it; the row's state stays.
// It tells false if the row has changed since it was read: whoever changed it
// may have seen the same.
func (t *Tenant) Note(ctx context.Context, r *Row, cause string) (bool, error) {
	l := t.ledger
	err := l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, l.sql(`UPDATE write SET version = version + 1, updated_at = %s WHERE id = $1 AND version = $2`), r.ID, r.Version)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(errLost, err)
		}
		return l.event(ctx, tx, r.ID, r.Version+1, r.State, r.State, Event{Reason: r.Reason, Attempt: r.record.attempt, Cause: cause})
	})
	if errors.Is(err, errLost) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.Version++
	l.news.tell(r.ID)
	return true, nil
}

// Confirmation is a place among confirmed settlements: behind the row with this
// time of its confirmation and this id. The zero value is the beginning.
type Confirmation struct {
	At time.Time
	ID string
}

// The condition on the last change is for the index. It is not before the
// confirmation, but of the same statement, which asks for the time twice.
const confirmedThen = ` FROM write w WHERE w.tenant = $1 AND w.function = 'settle_boleto' AND w.updated_at >= CAST($2 AS BIGINT) - 1000000 AND w.confirmed_at >= $2 AND w.confirmed_at < $3`

// Confirmed gives settlements that are confirmed, were so within a time, from its
// first instant to before its last, and have no note since; in that order.
func (t *Tenant) Confirmed(ctx context.Context, from, until time.Time, behind Confirmation, most int) ([]Row, error) {
	l := t.ledger
	return l.list(ctx, l.store.Read(), "SELECT "+columns(l.store)+confirmedThen+` AND w.state = 'CONFIRMED' AND (w.confirmed_at, w.id) > ($4, $5)
AND NOT EXISTS (SELECT 1 FROM write_event e WHERE e.write = w.id AND e.from_state = e.to_state AND e.from_state = 'CONFIRMED')
ORDER BY w.confirmed_at, w.id LIMIT $6`, t.id, store.Micros(from), store.Micros(until), behind.micros(), behind.ID, most)
}

func (c Confirmation) micros() int64 {
	if c.At.IsZero() {
		return 0
	}
	return store.Micros(c.At)
}

// Noted is a row with what was noted of it.
type Noted struct {
	Row   Row
	Cause string
}

// Noted gives the settlements that were confirmed within a time and that something
// was noted of since, whatever has become of them.
func (t *Tenant) Noted(ctx context.Context, from, until time.Time) ([]Noted, error) {
	l := t.ledger
	causes, err := l.causes(ctx, t.id, from, until)
	if err != nil || len(causes) == 0 {
		return nil, err
	}
	var list []Noted
	for _, c := range causes {
		r, err := l.find(ctx, l.store.Read(), c.id)
		if err != nil {
			return nil, err
		}
		list = append(list, Noted{*r, c.cause})
	}
	return list, nil
}

type noted struct{ id, cause string }

func (l *Ledger) causes(ctx context.Context, tenant string, from, until time.Time) (list []noted, err error) {
	rows, err := l.store.Read().QueryContext(ctx, `SELECT e.write, e.cause FROM write_event e JOIN (SELECT w.id, w.confirmed_at`+confirmedThen+`) c ON c.id = e.write
WHERE e.from_state = e.to_state AND e.from_state = 'CONFIRMED' ORDER BY c.confirmed_at, c.id, e.seq`, tenant, store.Micros(from), store.Micros(until))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n noted
		if err := rows.Scan(&n.id, &n.cause); err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, rows.Err()
}

// About are the tenant's rows of a function about an object, the oldest first.
func (t *Tenant) About(ctx context.Context, f *erp.Info, object string) ([]Row, error) {
	l := t.ledger
	return l.list(ctx, l.store.Read(), "SELECT "+columns(l.store)+` FROM write w WHERE w.tenant = $1 AND w.function = $2 AND w.object = $3
ORDER BY w.created_at, w.id`, t.id, f.Name, object)
}
