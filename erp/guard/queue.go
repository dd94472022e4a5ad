package guard

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxWaiting bounds the queue of a connection: whoever comes when it is full
// is told so at once.
const maxWaiting = 1000

var (
	errQueueFull   = errors.New("too many requests are waiting for this ERP")
	errQueueClosed = errors.New("the connection is closed")
)

// queue gives out the places of a connection, the most urgent class first and
// in order of arrival within a class. The rate is spent at the moment a place
// is given, so that reads waiting for it do not stand before a write.
type queue struct {
	mu      sync.Mutex
	atOnce  int
	rate    *rate.Limiter // nil without a limit
	running [classes]int
	waiting [classes][]*waiter
	wake    *time.Timer // set while the next place waits for the rate
	closed  bool
}

type waiter struct {
	granted chan struct{}
	err     error // set before granted is closed
}

func newQueue(l Limits) *queue {
	q := &queue{}
	q.set(l)
	return q
}

// set changes the limits; requests under way keep their places.
func (q *queue) set(l Limits) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.atOnce = max(1, l.AtOnce)
	q.setRate(l.PerMinute)
	q.grant()
}

// setRate splits perMinute into a burst and a steady rate whose sum over any
// minute is not more than perMinute.
func (q *queue) setRate(perMinute int) {
	if perMinute <= 0 {
		q.rate = nil
		return
	}
	burst := max(1, perMinute/10)
	steady := rate.Limit(float64(max(1, perMinute-burst)) / time.Minute.Seconds())
	if q.rate == nil {
		q.rate = rate.NewLimiter(steady, burst)
		return
	}
	q.rate.SetLimit(steady)
	q.rate.SetBurst(burst)
}

// acquire waits for a place. release must be called exactly once after it.
func (q *queue) acquire(ctx context.Context, class Class) error {
	w, err := q.join(class)
	if err != nil {
		return err
	}
	select {
	case <-w.granted:
		return w.err
	case <-ctx.Done():
	}
	if q.leave(class, w) {
		return context.Cause(ctx)
	}
	return w.err
}

func (q *queue) join(class Class) (*waiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, errQueueClosed
	}
	if q.length() >= maxWaiting {
		return nil, errQueueFull
	}
	w := &waiter{granted: make(chan struct{})}
	q.waiting[class] = append(q.waiting[class], w)
	q.grant()
	return w, nil
}

// leave takes w out of the queue; false if its place was given meanwhile.
func (q *queue) leave(class Class, w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting[class], w)
	if i < 0 {
		return false
	}
	q.waiting[class] = slices.Delete(q.waiting[class], i, i+1)
	return true
}

func (q *queue) release(class Class) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running[class]--
	q.grant()
}

// grant gives out what is free. It is called with mu held.
func (q *queue) grant() {
	for {
		class, ok := q.next()
		if !ok || !q.spend() {
			return
		}
		w := q.waiting[class][0]
		q.waiting[class] = q.waiting[class][1:]
		q.running[class]++
		close(w.granted)
	}
}

// next is the most urgent class that waits and may have a place.
func (q *queue) next() (Class, bool) {
	under := 0
	for class := Class(classes - 1); class >= 0; class-- {
		under += q.running[class]
	}
	for class := Class(0); class < classes; class++ {
		if len(q.waiting[class]) > 0 && under < class.places(q.atOnce) && q.total() < q.atOnce {
			return class, true
		}
		under -= q.running[class]
	}
	return 0, false
}

// spend takes one request from the rate. If none is there, it arranges for
// grant to be called when there will be.
func (q *queue) spend() bool {
	if q.rate == nil || q.rate.Allow() {
		return true
	}
	if q.wake == nil {
		r := q.rate.Reserve()
		delay := r.Delay()
		r.Cancel()
		q.wake = time.AfterFunc(delay, q.awake)
	}
	return false
}

func (q *queue) awake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wake = nil
	if !q.closed {
		q.grant()
	}
}

func (q *queue) total() int {
	n := 0
	for _, r := range q.running {
		n += r
	}
	return n
}

func (q *queue) length() int {
	n := 0
	for _, w := range q.waiting {
		n += len(w)
	}
	return n
}

// close sends everybody away who waits.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	if q.wake != nil {
		q.wake.Stop()
	}
	for class := range q.waiting {
		for _, w := range q.waiting[class] {
			w.err = errQueueClosed
			close(w.granted)
		}
		q.waiting[class] = nil
	}
}
