package ledger

import (
	"context"
	"time"
)

// WithAttempt makes ctx one of an attempt.
func WithAttempt(ctx context.Context, a *Attempt) context.Context {
	return context.WithValue(ctx, attemptKey{}, a)
}

// Take makes a write a row, and leaves it there.
func (l *Ledger) Take(ctx context.Context, w Write) (*Row, bool, error) { return l.accept(ctx, w) }

// Try makes an attempt at a row if it is due.
func (l *Ledger) Try(ctx context.Context, id string) (open bool, next time.Duration, err error) {
	p, err := l.attempt(ctx, id)
	return p.open, p.next, err
}

// Sweep looks for rows that nobody works on.
func (l *Ledger) Sweep(ctx context.Context) error { return l.sweep(ctx) }

// Drain works on what is due of a tenant.
func (l *Ledger) Drain(ctx context.Context, tenant string) error { return l.drain(ctx, tenant) }

// Backoff is the pause after some failures.
func (l *Ledger) Backoff(failures int64) time.Duration { return l.backoff(failures) }

// Steps are a row's effect steps, as JSON.
func (r *Row) Steps() string { return r.record.steps }

const (
	MostSendings = mostSendings
	LookEvery    = lookEvery
)

// TryInLane does what a row's job does.
func (l *Ledger) TryInLane(ctx context.Context, id string) (open bool, next time.Duration, err error) {
	p, err := l.inLane(ctx, id)
	return p.open, p.next, err
}
