package transport

import (
	"cmp"
	"context"
	"net/http"
	"time"
)

// The defaults of [Subscriptions].
const (
	defaultMaxAge        = time.Hour
	defaultInitTimeout   = 5 * time.Second
	defaultPing          = 15 * time.Second
	defaultComment       = 10 * time.Second
	defaultWriteTimeout  = 10 * time.Second
	defaultMaxOperations = 100
)

// Subscriptions are served over WebSocket and by server-sent events. The zero
// value of every setting stands for its default.
type Subscriptions struct {
	// Identify judges the key that a WebSocket's connection_init brings, as it
	// would stand in an Authorization header; "" if it brings none. It gives
	// the handshake's request with who asks in its context, for
	// [Handler.Prepare]. The status of a refusal decides the close code: 401
	// is 4401, 403 is 4403. Required.
	Identify func(r *http.Request, authorization string) (*http.Request, *Refusal)
	// MaxAge is how long a WebSocket or a stream of events lives before its
	// client has to come again, with a key that is still good. Defaults to 1 h.
	MaxAge time.Duration
	// InitTimeout is how long a WebSocket may take to send connection_init.
	// Defaults to 5 s.
	InitTimeout time.Duration
	// Ping is how often a WebSocket is asked whether its client is still there,
	// and how long the answer may take. Defaults to 15 s.
	Ping time.Duration
	// Comment is how often a stream of events gets a comment, so that proxies
	// keep it open. Defaults to 10 s.
	Comment time.Duration
	// WriteTimeout is how long one message may take to be written; who reads
	// slower is cut. Defaults to 10 s.
	WriteTimeout time.Duration
	// MaxOperations is how many operations may run on a WebSocket at once.
	// Defaults to 100.
	MaxOperations int

	open streams
}

// Stop ends everything that is open, so that its clients come again elsewhere,
// and refuses what comes after. It returns once all is at its end, or with an
// error when ctx is done.
func (s *Subscriptions) Stop(ctx context.Context) error { return s.open.stop(ctx) }

func (s *Subscriptions) maxAge() time.Duration      { return cmp.Or(s.MaxAge, defaultMaxAge) }
func (s *Subscriptions) initTimeout() time.Duration { return cmp.Or(s.InitTimeout, defaultInitTimeout) }
func (s *Subscriptions) ping() time.Duration        { return cmp.Or(s.Ping, defaultPing) }
func (s *Subscriptions) comment() time.Duration     { return cmp.Or(s.Comment, defaultComment) }
func (s *Subscriptions) writeTimeout() time.Duration {
	return cmp.Or(s.WriteTimeout, defaultWriteTimeout)
}
func (s *Subscriptions) maxOperations() int { return cmp.Or(s.MaxOperations, defaultMaxOperations) }

// noSubscriptions answers a subscription that was sent as if one answer were
// enough.
func (h *Handler) noSubscriptions() *Refusal {
	if h.Subscriptions == nil {
		return badRequest("subscriptions are not served here")
	}
	return badRequest("subscriptions are served over WebSocket (subprotocol " + subprotocol +
		") and as server-sent events: send it with Accept: " + eventStream)
}
