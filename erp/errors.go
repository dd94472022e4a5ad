package erp

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind classifies a failure by what its reader can do about it.
type Kind string

const (
	// NotFound: the ERP has no such thing, or it is another person's.
	NotFound Kind = "not_found"
	// Refused: the ERP said no for a reason of its own; Message has its words.
	Refused Kind = "refused"
	// NotDone: a write was accepted and changed nothing; a person must look.
	NotDone Kind = "not_done"
	// InvalidInput: a value cannot be sent to this ERP; nothing was sent.
	InvalidInput Kind = "invalid_input"
	// Unauthenticated: the ERP does not let the connection in.
	Unauthenticated Kind = "unauthenticated"
	// Unavailable: the ERP could not be asked or did not answer. Of a write it
	// means that provably nothing was sent.
	Unavailable Kind = "unavailable"
	// BadAnswer: the ERP answered something that is no answer (a page, broken
	// JSON, no PDF, too much).
	BadAnswer Kind = "bad_answer"
	// NotSupported: this connection has no automation for the function, or it
	// is not filled in.
	NotSupported Kind = "not_supported"
	// MaybeSent: of a write, a byte may have left and no verdict came back. It
	// must not be sent again without proof.
	MaybeSent Kind = "maybe_sent"
	// Internal: a fault of Balcão itself.
	Internal Kind = "internal"
)

// Error is a failure of an ERP function.
type Error struct {
	Kind Kind
	// Function and Step tell where: "list_invoices", "customer".
	Function, Step string
	// Message is the ERP's own words, cleaned for a reader. Only [Refused] and
	// [NotDone] have one.
	Message string
	// Detail is for the operator's log: what happened, without personal data
	// and without secrets.
	Detail string
	// RetryAfter is how long the ERP, or the guard before it, wants not to be
	// asked; zero if not known.
	RetryAfter time.Duration
	// Held is true if the call was never tried: the breaker is open, the
	// limiter's queue is full, or the ERP's log-in is being left alone for a
	// while. It says nothing about the ERP, and burns no attempt of a write.
	Held bool
	// Cause is the error below, if any.
	Cause error
}

// Error is the operator's text.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	if e.Function != "" {
		fmt.Fprintf(&b, " in %s", e.Function)
	}
	if e.Step != "" {
		fmt.Fprintf(&b, ", step %q", e.Step)
	}
	if e.Detail != "" {
		fmt.Fprintf(&b, ": %s", e.Detail)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Causes of [Unavailable] where a write was looked for, and nothing was sent.
var (
	// ErrAbsent: it was looked for, and it is not there.
	ErrAbsent = errors.New("looked for, and not there")
	// ErrCannotLook: only a person can tell whether it is there.
	ErrCannotLook = errors.New("the pack has no way to look for it")
)

// KindOf is the kind of an error; [Internal] if it is no [Error], empty for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// IsKind tells whether err is an [Error] of this kind.
func IsKind(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// WordsOf are the ERP's own words about a failure, cleaned for a reader; empty
// if it gave none.
func WordsOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Message
	}
	return ""
}
