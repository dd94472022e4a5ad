package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"balcao/erp"
)

const (
	insertPayment = `INSERT INTO payment (id, tenant, method, reference, amount, created_at) VALUES ($1, $2, $3, $4, $5, %[1]s)
ON CONFLICT DO NOTHING`
	insertWrite = `INSERT INTO write (id, tenant, client, function, object, payment, amount, substance, input, state, reason, next_attempt_at, opened_at, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, %[1]s, %[1]s, %[1]s, %[1]s) ON CONFLICT DO NOTHING`
	insertEvent = `INSERT INTO write_event (write, seq, at, from_state, to_state, reason, attempt, node, cause, actor, note)
VALUES ($1, $2, %[1]s, $3, $4, $5, $6, $7, $8, $9, $10)`
	lockPayment   = `SELECT amount FROM payment WHERE id = $1`
	tellPayment   = `UPDATE payment SET amount = $1 WHERE id = $2 AND amount IS NULL`
	sumOfPayment  = `SELECT coalesce(sum(amount), 0) FROM write WHERE payment = $1 AND state NOT IN ('CLOSED', 'REVERSED')`
	forUpdate     = ` FOR UPDATE`
	causeAccepted = "handed in"
)

// accept makes the write a row, or finds the row that its key has already. It is
// durable when accept returns. Its error is an [ErrNotTaken].
func (l *Ledger) accept(ctx context.Context, w Write) (row *Row, isNew bool, err error) {
	input, err := json.Marshal(w.Input)
	if err != nil {
		return nil, false, fmt.Errorf("ledger: %w", err)
	}
	id := RowID(w)
	err = l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		isNew, err = l.insert(ctx, tx, id, w, input)
		if err == nil {
			row, err = l.find(ctx, tx, id)
		}
		return err
	})
	if err != nil {
		l.stored(err)
		return nil, false, fmt.Errorf("ledger: %w: %w", ErrNotTaken, err)
	}
	l.stored(nil)
	row.Reused = row.record.substance != digest(w.Substance)
	if isNew {
		l.logEnd(ctx, row)
	}
	return row, isNew, nil
}

// insert tells whether the row is new.
func (l *Ledger) insert(ctx context.Context, tx *sql.Tx, id string, w Write, input []byte) (bool, error) {
	var payment, amount any
	if w.Payment != nil {
		payment, amount = w.Payment.ID(w.Tenant), int64(w.Payment.Amount)
		if _, err := tx.ExecContext(ctx, l.sql(insertPayment), payment, w.Tenant, string(w.Payment.Method), w.Payment.Reference, nullMoney(w.Payment.Total)); err != nil {
			return false, err
		}
	}
	state, reason := Accepted, Reason("")
	if exceeded, err := l.exceeds(ctx, tx, w, id); err != nil {
		return false, err
	} else if exceeded {
		state, reason = NeedsAttention, PaymentExceeded
	}
	result, err := tx.ExecContext(ctx, l.sql(insertWrite), id, w.Tenant, w.Client, w.Function.Name, nullText(w.Object), payment, amount,
		digest(w.Substance), string(input), string(state), string(reason))
	if err != nil {
		return false, err
	}
	if n, err := result.RowsAffected(); n == 0 || err != nil {
		return false, err
	}
	if err := l.event(ctx, tx, id, 1, "", state, Event{Reason: reason, Cause: causeAccepted}); err != nil {
		return false, err
	}
	if state.IsOpen() {
		return true, nil
	}
	return true, l.beginStuck(ctx, tx, &Row{ID: id, Write: w}, reason)
}

// beginStuck takes a row that begins with a person out of what is due.
func (l *Ledger) beginStuck(ctx context.Context, tx *sql.Tx, r *Row, reason Reason) error {
	if _, err := tx.ExecContext(ctx, `UPDATE write SET next_attempt_at = NULL WHERE id = $1`, r.ID); err != nil {
		return err
	}
	return l.attention(ctx, tx, r, 1, reason)
}

// exceeds tells whether the settlements of a payment would be more than the
// payment. A payment whose total nobody has told is not judged.
func (l *Ledger) exceeds(ctx context.Context, tx *sql.Tx, w Write, id string) (bool, error) {
	if w.Payment == nil {
		return false, nil
	}
	payment := w.Payment.ID(w.Tenant)
	if w.Payment.Total != 0 {
		if _, err := tx.ExecContext(ctx, tellPayment, int64(w.Payment.Total), payment); err != nil {
			return false, err
		}
	}
	lock := lockPayment
	if l.store.IsPostgres() {
		lock += forUpdate
	}
	var total sql.NullInt64
	if err := tx.QueryRowContext(ctx, lock, payment).Scan(&total); err != nil || !total.Valid {
		return false, err
	}
	var sum int64
	err := tx.QueryRowContext(ctx, sumOfPayment+` AND id <> $2`, payment, id).Scan(&sum)
	return sum+int64(w.Payment.Amount) > total.Int64, err
}

// Event is what happened to a row, in its audit trail.
type Event struct {
	Seq      int64
	AtMicros int64 // since 1970 UTC, by the database's clock
	From, To State
	Reason   Reason
	Attempt  int64
	Node     string
	// Cause is in English, for operators; it never holds personal data.
	Cause string
	// Actor is the client through which a person did it, Note that person's
	// words. Both are empty for what Balcão did by itself.
	Actor, Note string
}

func (l *Ledger) event(ctx context.Context, tx *sql.Tx, id string, seq int64, from, to State, e Event) error {
	_, err := tx.ExecContext(ctx, l.sql(insertEvent), id, seq, string(from), string(to), string(e.Reason), e.Attempt, l.node, e.Cause, e.Actor, e.Note)
	return err
}

// sql puts the database's clock into a statement.
func (l *Ledger) sql(statement string) string { return fmt.Sprintf(statement, l.store.Clock()) }

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullMoney(m erp.Money) any {
	if m == 0 {
		return nil
	}
	return int64(m)
}
