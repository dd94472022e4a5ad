package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"balcao/internal/store"
)

// What the audit trail says of a claim.
const (
	causeBegun       = "attempt"
	causeLeaseUnsent = "the lease ended before anything was sent"
	causeLeaseSent   = "the lease ended after a request had begun"
	causeTooLong     = "open for too long"
)

// isBusy is asked of rows about the same object: while one is on its way or
// unknown, another must not blur what the ERP shows.
const isBusy = `SELECT count(*) FROM write WHERE tenant = $1 AND function = $2 AND object = $3 AND state IN ('SENDING', 'UNKNOWN') AND id <> $4`

// busyPause is how long a row waits for another one of the same object.
const busyPause = time.Second

// claim takes the lease of a row that is due; nil if there is nothing to do now.
func (l *Ledger) claim(ctx context.Context, id string) (claimed *Row, err error) {
	begun := time.Now()
	var seen *Row
	err = l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		claimed, seen = nil, nil
		r, err := l.find(ctx, tx, id)
		if err != nil {
			return err
		}
		if !r.State.IsOpen() || r.record.hasLease() || r.record.until(r.record.nextAttempt) > 0 {
			return nil
		}
		r.record.begun = begun
		claimed, err = l.take(ctx, tx, r)
		seen = r
		return err
	})
	if errors.Is(err, errLost) || store.IsConflict(err) {
		// Another node was faster, with this row or with one of the same object.
		return nil, nil
	}
	if err == nil && seen != nil {
		l.logEnd(ctx, seen)
	}
	return claimed, err
}

// take claims a row that nobody has a lease of.
func (l *Ledger) take(ctx context.Context, tx *sql.Tx, r *Row) (*Row, error) {
	if r.State == Sending {
		if err := l.recover(ctx, tx, r); err != nil {
			return nil, err
		}
	}
	if paused, err := l.paused(ctx, tx, r); err != nil || paused {
		return nil, err
	}
	if r.record.since(r.record.openedAt) > l.times.GiveUp {
		return nil, l.giveUp(ctx, tx, r)
	}
	if r.Input == nil {
		// This node does not serve the tenant. Another one may.
		return nil, l.postpone(ctx, tx, r, l.times.LongestRetry)
	}
	if r.State == Unknown {
		return r, l.hold(ctx, tx, r, Unknown)
	}
	if r.Object != "" {
		var others int
		if err := tx.QueryRowContext(ctx, isBusy, r.Tenant, r.Function.Name, r.Object, r.ID).Scan(&others); err != nil {
			return nil, err
		}
		if others > 0 {
			return nil, l.postpone(ctx, tx, r, busyPause)
		}
	}
	return r, l.hold(ctx, tx, r, Sending)
}

// paused tells whether a row has to wait for people: an admin has paused the
// connection.
func (l *Ledger) paused(ctx context.Context, tx *sql.Tx, r *Row) (bool, error) {
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM pause WHERE tenant = $1`, r.Tenant).Scan(&n); err != nil || n == 0 {
		return false, err
	}
	if r.State == Accepted && r.Reason != Paused {
		if _, err := tx.ExecContext(ctx, `UPDATE write SET reason = $1 WHERE id = $2 AND version = $3`, string(Paused), r.ID, r.Version); err != nil {
			return false, err
		}
	}
	return true, l.postpone(ctx, tx, r, l.times.LongestRetry)
}

// postpone makes a row wait, unless somebody else has gone on with it meanwhile.
func (l *Ledger) postpone(ctx context.Context, tx *sql.Tx, r *Row, pause time.Duration) error {
	_, err := tx.ExecContext(ctx, `UPDATE write SET next_attempt_at = `+after(l.store.Clock(), pause)+` WHERE id = $1 AND version = $2`, r.ID, r.Version)
	return err
}

// recover takes over a row whose lease has ended with nobody having said what
// came of it: of a request that may have begun, nothing is known.
func (l *Ledger) recover(ctx context.Context, tx *sql.Tx, r *Row) error {
	to, cause, reason := Accepted, causeLeaseUnsent, Reason("")
	if sent(r.record.steps, r.record.attempt) {
		to, cause, reason = Unknown, causeLeaseSent, NoAnswer
	}
	o := r.Outcome
	o.Reason = reason
	r.Reason = reason
	c := change{to: to, outcome: &o, event: Event{Reason: reason, Attempt: r.record.attempt, Cause: cause}}
	if to == Unknown {
		// The last byte may have left when the lease ended.
		c.set = []string{"sendings = sendings + 1", "looks = 0", "sent_at = lease_until"}
		r.record.sentAt = r.record.leaseUntil
	}
	return l.move(ctx, tx, r, c)
}

// hold takes the lease. The row stays due at its end, for the case that nobody
// comes back.
func (l *Ledger) hold(ctx context.Context, tx *sql.Tx, r *Row, state State) error {
	r.record.attempt++
	r.record.node = l.node
	set := []string{"attempt = attempt + 1", "node = '" + l.node + "'"}
	if r.Reason == Paused {
		r.Reason = ""
		set = append(set, "reason = ''")
	}
	return l.move(ctx, tx, r, change{
		to: state, next: l.times.Lease, lease: l.times.Lease, set: set,
		event: Event{Reason: r.Reason, Attempt: r.record.attempt, Cause: causeBegun},
	})
}

func (l *Ledger) giveUp(ctx context.Context, tx *sql.Tx, r *Row) error {
	o := r.Outcome
	if o.Reason == "" {
		o.Reason = Unreachable
	}
	r.Reason = o.Reason
	return l.move(ctx, tx, r, change{to: NeedsAttention, outcome: &o, next: -1, event: Event{Reason: o.Reason, Attempt: r.record.attempt, Cause: causeTooLong}})
}
