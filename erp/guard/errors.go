package guard

import (
	"errors"
	"fmt"
	"time"
)

// Reason says at which stage a request failed.
type Reason string

const (
	// Open: the circuit breaker is open; nothing was tried.
	Open Reason = "breaker_open"
	// Crowded: no place or no rate became free in time; nothing was tried.
	Crowded Reason = "crowded"
	// Closed: the connection is being shut down or was replaced.
	Closed Reason = "closed"
	// BadRequest: the request cannot be written as HTTP.
	BadRequest Reason = "bad_request"
	// Private: a link leads to an address that only the ERP's own hosts may
	// have.
	Private Reason = "private_address"
	// Dial: no connection (DNS, TCP).
	Dial Reason = "dial"
	// TLS: the connection was refused by us or by the server while it was
	// being secured.
	TLS Reason = "tls"
	// Timeout: the request's time was over.
	Timeout Reason = "timeout"
	// Cancelled: the caller went away.
	Cancelled Reason = "cancelled"
	// Cut: the connection ended before the whole answer was there.
	Cut Reason = "cut"
	// TooLarge: the answer is larger than allowed.
	TooLarge Reason = "too_large"
	// NoMemory: too many large answers are being read in this process.
	NoMemory Reason = "no_memory"
)

// Error is a request without a whole answer.
type Error struct {
	Reason Reason
	// Sent is true if a byte of the request may have left. False is proof that
	// the ERP has seen nothing of it.
	Sent bool
	// RetryAfter is how long nothing should be tried, zero if unknown.
	RetryAfter time.Duration
	// Err is the error below. It names hosts, never paths, queries or bodies.
	Err error
	// brief is true if the caller left the ERP less than a second, or less than
	// its requests have otherwise, or was late itself.
	brief bool
}

// after notes when the request was begun, and whether it had less time than
// others: one slow report of an ERP must not count for its being down.
func (e *Error) after(begin time.Time, shortened bool) *Error {
	e.brief = e.brief || shortened || time.Since(begin) < time.Second
	return e
}

// Error is the operator's text.
func (e *Error) Error() string {
	text := string(e.Reason)
	if e.Err != nil {
		text = fmt.Sprintf("%s: %v", text, e.Err)
	}
	if e.Sent {
		return text + " (the request may have arrived)"
	}
	return text + " (nothing was sent)"
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Tried tells whether the ERP's server was at least called. The ledger does not
// count an attempt of a write that the breaker or the queue held back.
func Tried(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return true
	}
	switch e.Reason {
	case Open, Crowded, Closed, BadRequest:
		return false
	}
	return true
}
