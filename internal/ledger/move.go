package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"balcao/erp"
)

// errLost is the error of who works on a row and has no lease any more: somebody
// else goes on with it.
var errLost = errors.New("the lease is over")

// change is what a transition writes.
type change struct {
	to    State
	event Event
	// outcome is written if it is not nil; its state is to.
	outcome *Outcome
	// next is how long until the next attempt; negative for none.
	next time.Duration
	// set are further columns, "failures = 0".
	set []string
	// lease is how long the lease is held; zero gives it up.
	lease time.Duration
	// forget drops the steps that are not known to be done, so that they are sent
	// again.
	forget bool
	// disbelieve drops also those that the ERP said it had done: it does not have
	// them.
	disbelieve bool
}

// move is the only place where a row's state changes. It asks for the version
// that was read, so of two who change the same row one fails with [errLost].
func (l *Ledger) move(ctx context.Context, tx *sql.Tx, r *Row, c change) error {
	if c.to != r.State && !May(r.State, c.to, r.record.settlement) {
		return fmt.Errorf("ledger: row %s: a write does not go from %s to %s", r.ID, r.State, c.to)
	}
	clock := l.store.Clock()
	set := append([]string{
		"state = $1", "version = version + 1", "updated_at = " + clock,
		"next_attempt_at = " + after(clock, c.next), "lease_until = " + leaseEnd(clock, c.lease),
	}, c.set...)
	if c.to == Confirmed {
		set = append(set, "confirmed_at = "+clock)
	}
	args := []any{string(c.to), r.ID, r.Version}
	if o := c.outcome; o != nil {
		set = append(set, "reason = $4, message = $5, evidence = $6, remote_id = $7, paid = $8, result = $9")
		args = append(args, string(o.Reason), o.Message, string(o.Evidence), o.RemoteID, int64(o.Paid), o.Result)
	}
	switch {
	case c.disbelieve:
		set = append(set, "steps = ''")
	case c.forget:
		set = append(set, fmt.Sprintf("steps = $%d", len(args)+1))
		args = append(args, unproved(r.record.steps))
	}
	result, err := tx.ExecContext(ctx, "UPDATE write SET "+strings.Join(set, ", ")+" WHERE id = $2 AND version = $3", args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errLost, err)
	}
	r.Version++
	from := r.State
	r.State = c.to
	if err := l.event(ctx, tx, r.ID, r.Version, from, c.to, c.event); err != nil || c.to != NeedsAttention {
		return err
	}
	return l.attention(ctx, tx, r, r.Version, c.event.Reason)
}

func after(clock string, d time.Duration) string {
	if d < 0 {
		return "NULL"
	}
	return fmt.Sprintf("%s + %d", clock, d.Microseconds())
}

func leaseEnd(clock string, d time.Duration) string {
	if d <= 0 {
		return "NULL"
	}
	return after(clock, d)
}

// causeOf is an error for the audit trail: its kind, never its words, which can
// hold an ERP's.
func causeOf(err error) string {
	if err == nil {
		return ""
	}
	return string(erp.KindOf(err))
}
