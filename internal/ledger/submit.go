package ledger

import (
	"context"
	"fmt"
	"time"
)

// Submitter takes writes; it is the seam between the pipe and the ledger. An
// error wraps [ErrNotTaken]: nothing was taken, and the caller may repeat it with
// the same key.
type Submitter interface {
	Submit(ctx context.Context, w Write) (Row, error)
}

// storeTime bounds how long a caller waits for a database that does not answer.
const storeTime = 10 * time.Second

// Submit implements [Submitter]: the write is durable before anything is done
// with it. It waits a moment for what becomes of it, and answers with how it
// stands; whoever leaves earlier cuts nothing.
func (t *Tenant) Submit(ctx context.Context, w Write) (Row, error) {
	l := t.ledger
	if _, ok := t.handlers[w.Function.Name]; !ok {
		return Row{}, fmt.Errorf("ledger: no handler for %s", w.Function.Name)
	}
	if l.isClosed() {
		return Row{}, fmt.Errorf("ledger: %w: the server is stopping", ErrNotTaken)
	}
	seen, stop := l.news.watch(RowID(w))
	defer stop()
	// Who hangs up while it is stored must not be the reason that it is not.
	storing, done := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
	defer done()
	row, isNew, err := l.accept(storing, w)
	if err != nil {
		return Row{}, err
	}
	if isNew && row.State.IsOpen() {
		l.kick(t, row.ID)
	}
	return l.await(ctx, row, seen)
}

func (l *Ledger) isClosed() bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.closed
}

// await gives the row when nothing more is to be expected soon.
func (l *Ledger) await(ctx context.Context, row *Row, seen <-chan struct{}) (Row, error) {
	reused := row.Reused
	end := time.NewTimer(l.times.Wait)
	defer end.Stop()
	deadline := time.Now().Add(l.times.Wait)
	for row.isMoving(time.Until(deadline)) {
		select {
		case <-seen:
		case <-end.C:
			return *row, nil
		case <-ctx.Done():
			return *row, nil
		}
		found, err := l.find(context.WithoutCancel(ctx), l.store.Read(), row.ID)
		if err != nil {
			// It was taken: that it cannot be read just now is no reason to say
			// otherwise.
			return *row, nil
		}
		found.Reused = reused
		row = found
	}
	return *row, nil
}

// isMoving tells whether something may become of the row within a time.
func (r *Row) isMoving(within time.Duration) bool {
	if !r.State.IsOpen() {
		return false
	}
	return r.record.hasLease() || r.record.until(r.record.nextAttempt) < within
}

// RetryAfter is how long a client does well to wait before it asks again; zero
// if nothing more happens by itself.
func (r *Row) RetryAfter() time.Duration {
	if !r.State.IsOpen() {
		return 0
	}
	if r.record.hasLease() {
		return time.Second
	}
	return max(time.Second, min(r.record.until(r.record.nextAttempt)+time.Second, 30*time.Second))
}
