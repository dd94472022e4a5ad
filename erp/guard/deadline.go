package guard

import (
	"context"
	"time"
)

// deadline is the instant until which a request may be written, by both clocks:
// the monotonic one is not set back or forward, and the other one goes on while
// the machine itself is suspended. Zero is no deadline.
type deadline struct{ monotonic, wall time.Time }

// deadlineOf is a context's. One that was made of a time without a monotonic
// reading, a lease in a database, is measured from now on.
func deadlineOf(ctx context.Context) deadline {
	end, ok := ctx.Deadline()
	if !ok {
		return deadline{}
	}
	end = time.Now().Add(time.Until(end))
	return deadline{monotonic: end, wall: end.Round(0)}
}

func (d deadline) passed() bool {
	now := time.Now()
	return !d.wall.IsZero() && !(now.Before(d.monotonic) && now.Round(0).Before(d.wall))
}
