package web

import (
	"net/http"
	"strings"

	"balcao/internal/auth"
	"balcao/internal/telemetry"
)

type registryKey struct{}

// isHandshake tells whether a request asks for a WebSocket (RFC 6455, 4.1).
func isHandshake(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Identify judges a WebSocket's handshake, which [API] has let through, by the
// key that came in a message, written as in an Authorization header. Without
// one ("") the handshake's own key counts. The request that it gives has the
// principal in its context; the errors are those of [Deny]. Call it on the
// handshake's own goroutine.
func Identify(r *http.Request, authorization string) (*http.Request, error) {
	if authorization != "" {
		var err error
		if r, err = authenticated(r, authorization); err != nil {
			return nil, err
		}
	}
	p, ok := auth.From(r.Context())
	if !ok {
		return nil, auth.ErrNoKey
	}
	if err := checkOrigin(r, p.Client.AllowsOrigin); err != nil {
		return nil, err
	}
	telemetry.SetCaller(r.Context(), p.Tenant, p.Client.Name)
	return r, nil
}

func authenticated(r *http.Request, authorization string) (*http.Request, error) {
	registry, ok := r.Context().Value(registryKey{}).(*auth.Registry)
	if !ok {
		return nil, auth.ErrUnknown
	}
	p, err := registry.Authenticate(&http.Request{Header: http.Header{"Authorization": {authorization}}})
	if err != nil {
		return nil, err
	}
	return r.WithContext(auth.WithPrincipal(r.Context(), p)), nil
}
