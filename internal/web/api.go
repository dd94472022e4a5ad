package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/rs/cors"

	"balcao/internal/auth"
	"balcao/internal/telemetry"
)

// ErrOrigin means that the request comes from a page of a web origin that its
// client does not list.
var ErrOrigin = errors.New("this client may not be used from pages of this origin: add it to the client's origins in the config")

// preflightSeconds is how long a browser may remember a preflight's answer.
const preflightSeconds = 600

// Deny answers a request that has no principal (the error is one of
// [auth.ErrNoKey], [auth.ErrMalformed] and [auth.ErrUnknown]; 401) or comes
// from a foreign page ([ErrOrigin]; 403). The words and the form are the
// caller's; the challenge header is already set.
type Deny func(w http.ResponseWriter, r *http.Request, err error)

// API lets requests through to next that carry a client's key and, if they come
// from a browser, come from our own origin or one that this very client lists.
// It answers preflights: those carry no key, so an origin passes there if any
// client lists it. The principal is in the context of what passes.
//
// A WebSocket's handshake passes without a key too: a browser cannot set headers
// on one. Its key comes in a message and is judged by [Identify].
func API(registry *auth.Registry, deny Deny, next http.Handler) http.Handler {
	return identified(registry, crossOrigin(registry).Handler(gate(registry, deny, next)))
}

type failureKey struct{}

// identified finds out who asks, before CORS is judged by it. A failure is only
// remembered: a preflight is answered without a key.
func identified(registry *auth.Registry, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := registry.Authenticate(r)
		ctx := context.WithValue(r.Context(), failureKey{}, err)
		if err == nil {
			telemetry.SetCaller(ctx, p.Tenant, p.Client.Name)
			ctx = auth.WithPrincipal(ctx, p)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// crossOrigin sets the CORS headers. Credentials (cookies) are never allowed:
// keys come in a header of their own. Without a valid key an origin of any
// client may read the refusal, there is nothing else in it.
func crossOrigin(registry *auth.Registry) *cors.Cors {
	return cors.New(cors.Options{
		AllowOriginVaryRequestFunc: func(r *http.Request, origin string) (bool, []string) {
			if p, ok := auth.From(r.Context()); ok {
				return p.Client.AllowsOrigin(origin), nil
			}
			return registry.AllowsOrigin(origin), nil
		},
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Authorization", "Content-Type", "Accept-Language", "X-Request-Id"},
		ExposedHeaders: []string{"X-Request-Id", "Retry-After"},
		MaxAge:         preflightSeconds,
	})
}

// gate refuses what may not pass. A foreign origin has to be refused and not
// only left without CORS headers: a mutation takes effect unread.
func gate(registry *auth.Registry, deny Deny, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isHandshake(r) {
			r = r.WithContext(context.WithValue(r.Context(), registryKey{}, registry))
		}
		err := judge(registry, r)
		if err != nil && !errors.Is(err, ErrOrigin) {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
		if err != nil {
			deny(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// judge says why a request may not pass.
func judge(registry *auth.Registry, r *http.Request) error {
	if p, ok := auth.From(r.Context()); ok {
		return checkOrigin(r, p.Client.AllowsOrigin)
	}
	err, _ := r.Context().Value(failureKey{}).(error)
	if isHandshake(r) && errors.Is(err, auth.ErrNoKey) {
		return checkOrigin(r, registry.AllowsOrigin)
	}
	return err
}

// checkOrigin refuses pages of another origin that is not allowed. Servers and
// native apps send no Origin; the playground is of our own, whose scheme a
// proxy may hide from us, so that only the host is compared.
func checkOrigin(r *http.Request, allows func(origin string) bool) error {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	own := err == nil && u.Host != "" && u.Host == r.Host
	if own || allows(origin) {
		return nil
	}
	return ErrOrigin
}
