package guard

import (
	"log/slog"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
)

// When a host's breaker opens, and for how long. Five of the last ten requests
// without an answer is an ERP that is down, not one bad minute of a slow one.
const (
	breakerFailures = 5
	breakerWindow   = 10
)

// breakers has one circuit breaker for each host of a connection: an ERP whose
// log-in server is down may still answer on its API's port.
type breakers struct {
	mu     sync.Mutex
	byHost map[string]circuitbreaker.CircuitBreaker[any]
	delay  time.Duration
	closed func(host string)
	log    *slog.Logger
}

func newBreakers(o Options) *breakers {
	return &breakers{byHost: map[string]circuitbreaker.CircuitBreaker[any]{}, delay: o.BreakerDelay, closed: o.Closed, log: o.Logger}
}

// of is the breaker of a host, nil for no host: links lead to hosts without
// end, so they have none.
func (b *breakers) of(host string) *breaker {
	b.mu.Lock()
	defer b.mu.Unlock()
	cb, ok := b.byHost[host]
	if !ok {
		cb = circuitbreaker.NewBuilder[any]().
			WithFailureThresholdRatio(breakerFailures, breakerWindow).
			WithDelay(b.delay).
			OnStateChanged(func(e circuitbreaker.StateChangedEvent) {
				b.log.Warn("circuit breaker changed", "host", host, "from", e.OldState.String(), "to", e.NewState.String())
				if e.NewState == circuitbreaker.ClosedState {
					b.closed(host)
				}
			}).
			Build()
		b.byHost[host] = cb
	}
	return &breaker{cb}
}

// breaker counts outcomes of one host. Nil counts nothing.
type breaker struct {
	cb circuitbreaker.CircuitBreaker[any]
}

// refused is the error of an open breaker, nil if the host may be asked.
func (b *breaker) refused() *Error {
	if b == nil || !b.cb.IsOpen() || b.cb.RemainingDelay() <= 0 {
		return nil
	}
	return &Error{Reason: Open, RetryAfter: b.cb.RemainingDelay()}
}

// enter asks for leave to send; each leave is followed by one done.
func (b *breaker) enter() *Error {
	if b == nil || b.cb.TryAcquirePermit() {
		return nil
	}
	return &Error{Reason: Open, RetryAfter: b.cb.RemainingDelay()}
}

// done records what became of a request. A caller who went away, or who had
// hardly any time left, says nothing about the ERP; but a half-open breaker
// waits for its probe's outcome, so there it counts as failed.
func (b *breaker) done(answer *Answer, err *Error) {
	switch {
	case b == nil:
	case err == nil && !down(answer.Status):
		b.cb.RecordSuccess()
	case err == nil, failed(err), b.cb.IsHalfOpen():
		b.cb.RecordFailure()
	}
}

// down are the statuses of a gateway whose server is not there. A plain 500 is
// not among them: ERPs say it for one function and one user.
func down(status int) bool { return status == 502 || status == 503 || status == 504 }

func failed(err *Error) bool {
	switch err.Reason {
	case Dial, TLS, Cut:
		return true
	case Timeout:
		return !err.brief
	}
	return false
}
