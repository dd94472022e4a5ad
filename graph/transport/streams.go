package transport

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// ending is why a WebSocket or a stream of events ends before its client leaves.
// The code is the WebSocket's (RFC 6455, 7.4, and the protocol of graphql-ws).
type ending struct {
	code   int
	reason string
}

func (e *ending) Error() string { return fmt.Sprintf("%d %s", e.code, e.reason) }

// Clients take both for reasons to come again: 1001 is "going away".
var (
	stopping = &ending{1001, "The server is stopping"}
	tooOld   = &ending{1001, "Open for too long: connect again"}
)

// streams are the WebSockets and streams of events that are open.
type streams struct {
	mu       sync.Mutex
	stopped  bool
	ends     map[*stream]struct{}
	finished chan struct{}
}

// stream is one of them.
type stream struct {
	context.Context
	end context.CancelCauseFunc
}

// begin gives a stream that ends with ctx, at its greatest age and at a stop.
// Its owner hands it to done when nothing of it runs any more. It is nil if
// nothing may begin.
func (s *streams) begin(ctx context.Context, maxAge time.Duration) (_ *stream, done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, nil
	}
	made := &stream{}
	made.Context, made.end = context.WithCancelCause(ctx)
	age := time.AfterFunc(maxAge, func() { made.end(tooOld) })
	if s.ends == nil {
		s.ends = map[*stream]struct{}{}
	}
	s.ends[made] = struct{}{}
	return made, func() { age.Stop(); made.end(nil); s.remove(made) }
}

func (s *streams) remove(gone *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.ends, gone)
	if s.stopped && len(s.ends) == 0 {
		close(s.finished)
	}
}

func (s *streams) stop(ctx context.Context) error {
	select {
	case <-s.endAll():
		return nil
	case <-ctx.Done():
		return fmt.Errorf("transport: subscriptions did not end in time: %w", context.Cause(ctx))
	}
}

// endAll gives what is closed when the last stream is gone.
func (s *streams) endAll() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return s.finished
	}
	s.stopped, s.finished = true, make(chan struct{})
	for open := range s.ends {
		open.end(stopping)
	}
	if len(s.ends) == 0 {
		close(s.finished)
	}
	return s.finished
}
