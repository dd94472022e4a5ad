package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"balcao/erp"
	"balcao/internal/store"
)

// record is a row as the table has it, beside what [Row] shows.
type record struct {
	substance   string
	notes       string
	steps       string
	attempt     int64
	failures    int64
	sendings    int64
	looks       int64
	node        string
	leaseUntil  sql.NullInt64
	nextAttempt sql.NullInt64
	sentAt      sql.NullInt64
	now         int64 // the database's clock when the row was read
	settlement  bool
	input       sql.NullString
	openedAt    int64
	begun       time.Time // by the process's clock, before the lease was taken
}

// columns are what scan reads; clock stands for the database's.
func columns(s *store.Store) string {
	return `w.id, w.tenant, w.client, w.function, w.object, w.payment, w.amount, w.substance, w.input, w.state, w.reason, w.message,
	w.evidence, w.remote_id, w.paid, w.result, w.notes, w.steps, w.version, w.attempt, w.failures, w.sendings, w.looks, w.node,
	w.lease_until, w.next_attempt_at, w.sent_at, w.opened_at, w.created_at, w.updated_at, w.confirmed_at, ` + s.Clock()
}

type scanner interface{ Scan(...any) error }

// scan reads a row of [columns].
func (l *Ledger) scan(from scanner) (*Row, error) {
	r := &Row{}
	c := &r.record
	var function string
	var object, payment sql.NullString
	var amount, confirmed sql.NullInt64
	var created, updated int64
	err := from.Scan(&r.ID, &r.Tenant, &r.Client, &function, &object, &payment, &amount, &c.substance, &c.input, &r.State, &r.Reason, &r.Message,
		&r.Evidence, &r.RemoteID, &r.Paid, &r.Result, &c.notes, &c.steps, &r.Version, &c.attempt, &c.failures, &c.sendings, &c.looks, &c.node,
		&c.leaseUntil, &c.nextAttempt, &c.sentAt, &c.openedAt, &created, &updated, &confirmed, &c.now)
	if err != nil {
		return nil, err
	}
	r.Object, r.PaymentID, r.Attempts = object.String, payment.String, int(c.attempt)
	r.CreatedAt, r.UpdatedAt = store.Instant(created), store.Instant(updated)
	if amount.Valid {
		r.Payment = &Payment{Amount: moneyOf(amount.Int64)}
	}
	if confirmed.Valid {
		r.ConfirmedAt = store.Instant(confirmed.Int64)
	}
	if c.nextAttempt.Valid {
		r.NextAttemptAt = store.Instant(c.nextAttempt.Int64)
	}
	c.settlement = function == erp.SettleBoleto.Name
	r.Function = functionOf(function)
	l.decode(r)
	return r, nil
}

// functionOf gives a name without more for a function that a later version took
// out of the contract: its rows are shown all the same.
func functionOf(name string) *erp.Info {
	for _, f := range erp.Functions {
		if f.Name == name {
			return f
		}
	}
	return &erp.Info{Name: name, Effect: erp.Write}
}

// decode reads the input of a row of a tenant that is served here. Of other
// rows, and where retention has taken it, there is none. One that cannot be read,
// of another version of Balcão, must not hide the rows around it.
func (l *Ledger) decode(r *Row) {
	t := l.tenant(r.Tenant)
	if t == nil || !r.record.input.Valid {
		return
	}
	h, ok := t.handlers[r.Function.Name]
	if !ok {
		return
	}
	in := reflect.New(h.input)
	if err := json.Unmarshal([]byte(r.record.input.String), in.Interface()); err != nil {
		// The error can hold a value of it.
		l.logger.Error("ledger: the input of a row cannot be read by this version", "id", r.ID, "function", r.Function.Name)
		return
	}
	r.Input = in.Elem().Interface().(erp.Input)
}

// querier is a transaction, or the connections that read.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// find reads one row; [ErrNotFound] if there is none.
func (l *Ledger) find(ctx context.Context, q querier, id string) (*Row, error) {
	row, err := l.scan(q.QueryRowContext(ctx, "SELECT "+columns(l.store)+" FROM write w WHERE w.id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return row, err
}

// list reads the rows of a query that selects [columns].
func (l *Ledger) list(ctx context.Context, q querier, query string, args ...any) ([]Row, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []Row
	for rows.Next() {
		r, err := l.scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, *r)
	}
	return list, rows.Err()
}

// since is how long ago an instant of the row was, by the database's clock.
func (c record) since(micros int64) time.Duration {
	return time.Duration(c.now-micros) * time.Microsecond
}

// until is how long it is to an instant of the row; negative if it is past.
func (c record) until(micros sql.NullInt64) time.Duration { return -c.since(micros.Int64) }

// hasLease tells whether somebody works on the row.
func (c record) hasLease() bool { return c.leaseUntil.Valid && c.leaseUntil.Int64 > c.now }
