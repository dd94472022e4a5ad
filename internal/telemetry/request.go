package telemetry

import (
	"context"
	"crypto/rand"
	"net/http"
	"regexp"
)

// requestIDHeader carries a request's id in and out, as many proxies do.
const requestIDHeader = "X-Request-Id"

// request is what is known of a request while it is served. Its handler fills
// in who asked; the access log reads it afterwards, on the same goroutine.
type request struct {
	id, tenant, client string
}

type requestKey struct{}

// RequestID is the id of the request that ctx belongs to, empty outside one.
func RequestID(ctx context.Context) string {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r.id
	}
	return ""
}

// SetCaller tells the access log who asked. Call it from the handler's own
// goroutine.
func SetCaller(ctx context.Context, tenant, client string) {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		r.tenant, r.client = tenant, client
	}
}

var (
	saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)
	// documentID is an id that is or holds a document or telephone number by
	// itself. Digits inside hexadecimal text are none.
	documentID = regexp.MustCompile(`(^|[._-])\d{10,14}([._-]|$)|\d{3}\.\d{3}\.\d{3}`)
)

// requestIDOf takes the caller's id where it is one, else makes one: ids are
// logged and shown, so they may neither be markup nor somebody's document.
func requestIDOf(r *http.Request) string {
	id := r.Header.Get(requestIDHeader)
	if saneID.MatchString(id) && !documentID.MatchString(id) {
		return id
	}
	return rand.Text()
}
