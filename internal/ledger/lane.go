package ledger

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// lane bounds the attempts that one tenant's writes take of a node, so that an
// ERP that answers nothing does not stop those of the others.
type lane struct {
	slots chan struct{}
	// waiting are first attempts that have no slot yet.
	waiting atomic.Int64
}

const (
	// leastInLane is what a tenant may do at once however few there are in all.
	leastInLane = 4
	// mostWaiting bounds what waits in memory; what comes on top is found by the
	// sweeper.
	mostWaiting = 2000
	// laneFull is when a row is tried again whose tenant has no slot left.
	laneFull = 500 * time.Millisecond
)

// newLane gives a tenant half of what a node does at once.
func newLane(atOnce int) *lane { return &lane{slots: make(chan struct{}, max(leastInLane, atOnce/2))} }

// kick makes the first attempt on this node, as soon as the tenant has a slot.
func (l *Ledger) kick(t *Tenant, id string) {
	if t.lane.waiting.Add(1) > mostWaiting || !l.begin() {
		t.lane.waiting.Add(-1)
		return
	}
	go func() {
		defer l.group.Done()
		select {
		case t.lane.slots <- struct{}{}:
			t.lane.waiting.Add(-1)
		case <-l.quit:
			t.lane.waiting.Add(-1)
			return
		}
		defer func() { <-t.lane.slots }()
		l.first(id)
	}()
}

// first makes an attempt and, if the row is still open, sees to it that somebody
// comes again.
func (l *Ledger) first(id string) {
	p, err := l.attempt(l.ctx, id)
	if err != nil {
		l.logger.Error("ledger: an attempt failed", "id", id, "error", err)
	}
	if p.open || err != nil {
		l.remind(id)
	}
}

// inLane makes an attempt if the row is due and its tenant has a slot.
func (l *Ledger) inLane(ctx context.Context, id string) (progress, error) {
	r, err := l.find(ctx, l.store.Read(), id)
	if errors.Is(err, ErrNotFound) {
		return progress{}, nil
	}
	if err != nil {
		return progress{}, err
	}
	if p := r.progress(); !p.open || p.next > 0 {
		return p, nil
	}
	t := l.tenant(r.Tenant)
	if t == nil {
		return l.attempt(ctx, id)
	}
	select {
	case t.lane.slots <- struct{}{}:
	default:
		return progress{open: true, next: laneFull}, nil
	}
	defer func() { <-t.lane.slots }()
	return l.attempt(ctx, id)
}
