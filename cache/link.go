package cache

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// retryFirst to retryLast: how long a node waits before it tries again to
	// get a session. A session that lasted less than steady counts as another
	// failure, so that a link that flaps does not empty everybody's cache ten
	// times a second.
	retryFirst = 100 * time.Millisecond
	retryLast  = 2 * time.Second
	steady     = 10 * time.Second
)

// instant is a point in time that goroutines share.
type instant struct{ nanoseconds atomic.Int64 }

func (i *instant) now() { i.nanoseconds.Store(time.Now().UnixNano()) }

func (i *instant) since() time.Duration {
	return time.Duration(time.Now().UnixNano() - i.nanoseconds.Load())
}

// link keeps a session with Redis. It is the gate that all pass: while there is
// no session, nobody waits for Redis.
type link struct {
	options *redis.Options
	current atomic.Pointer[session]
	// missed counts invalidations that found no session.
	missed  atomic.Uint64
	log     *slog.Logger
	metrics *metrics
	// begin voids what may be old before a session is used; handle takes news.
	begin  func(context.Context, *session) error
	handle func(text string)
	// tried is called after each attempt to connect.
	tried func()
}

// session is nil while Redis is gone, or if there is none.
func (l *link) session() *session {
	if l == nil {
		return nil
	}
	if s := l.current.Load(); s != nil && !s.over() {
		return s
	}
	return nil
}

// run keeps the link until ctx ends.
func (l *link) run(ctx context.Context) {
	wait := retryFirst
	for ctx.Err() == nil {
		began := time.Now()
		s, err := l.connect(ctx)
		l.tried()
		if err == nil {
			l.hold(ctx, s)
		} else {
			l.log.Debug("cache: no session with Redis", "error", err)
		}
		if time.Since(began) >= steady {
			wait = retryFirst
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, retryLast)
	}
}

// hold takes news until the session is over.
func (l *link) hold(ctx context.Context, s *session) {
	l.log.Info("cache: session with Redis")
	stop := context.AfterFunc(ctx, func() { s.end(ctx.Err()) })
	defer stop()
	s.receive(ctx, l.handle)
	l.closed(s)
	if ctx.Err() == nil {
		l.log.Warn("cache: the session with Redis is over; answering without it", "error", s.cause)
	}
}

// connect returns a session after having voided all that may be old. An
// invalidation that came too early for the new session and too late for the
// old one is seen in missed: then all is voided once more.
func (l *link) connect(ctx context.Context) (*session, error) {
	s, err := dial(ctx, l.options)
	if err != nil {
		return nil, err
	}
	for {
		missed := l.missed.Load()
		if err := l.begin(ctx, s); err != nil {
			s.end(err)
			l.closed(s)
			return nil, err
		}
		l.current.Store(s)
		l.metrics.connected.Set(1)
		if l.missed.Load() == missed {
			return s, nil
		}
	}
}

func (l *link) closed(s *session) {
	l.current.CompareAndSwap(s, nil)
	l.metrics.connected.Set(0)
}
