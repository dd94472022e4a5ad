package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"balcao/internal/auth"
	"balcao/internal/web"
)

// A WebSocket of a browser brings its key in a message.
func TestHandshakes(t *testing.T) {
	t.Parallel()
	const evil = "https://evil.example"
	tests := []struct {
		name, header, origin, message string
		refused                       bool // before the WebSocket is open
		caller                        string
		err                           error
	}{
		{name: "a server", header: "Bearer acme-server", caller: "acme/server"},
		{name: "a native app", message: "Bearer acme-site", caller: "acme/site"},
		{name: "its own page", origin: shop, message: "Bearer acme-site", caller: "acme/site"},
		{name: "a scheme in lower case", origin: shop, message: "bearer acme-site", caller: "acme/site"},
		{name: "our own page", origin: "https://example.com", message: "Bearer acme-server", caller: "acme/server"},
		{name: "another tenant's page", origin: portal, message: "Bearer acme-site", err: web.ErrOrigin},
		{name: "a page for a server's key", origin: shop, message: "Bearer acme-server", err: web.ErrOrigin},
		{name: "no key", origin: shop, err: auth.ErrNoKey},
		{name: "a wrong key", message: "Bearer guess", err: auth.ErrUnknown},
		{name: "a wrong key in place of a right one", header: "Bearer acme-server", message: "Bearer guess", err: auth.ErrUnknown},
		{name: "a malformed key", message: "acme-site", err: auth.ErrMalformed},
		{name: "an unknown page", origin: evil, message: "Bearer acme-site", refused: true},
		{name: "a file or sandboxed page", origin: "null", message: "Bearer acme-site", refused: true},
		{name: "a wrong key in the header", header: "Bearer guess", message: "Bearer acme-site", refused: true},
		{name: "an unknown page with a key", header: "Bearer acme-site", origin: evil, refused: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "https://example.com/graphql", nil)
			r.Header.Set("Connection", "Upgrade")
			r.Header.Set("Upgrade", "WebSocket")
			for name, value := range map[string]string{"Authorization": tt.header, "Origin": tt.origin} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			passed := false
			apiBefore(t, func(_ http.ResponseWriter, r *http.Request) {
				passed = true
				identified, err := web.Identify(r, tt.message)
				if !errors.Is(err, tt.err) {
					t.Errorf("%v, want %v", err, tt.err)
				}
				if err == nil {
					p, _ := auth.From(identified.Context())
					if got := p.Tenant + "/" + p.Client.Name; got != tt.caller {
						t.Errorf("%s, want %s", got, tt.caller)
					}
				}
			}).ServeHTTP(httptest.NewRecorder(), r)
			if passed == tt.refused {
				t.Errorf("passed: %v", passed)
			}
		})
	}
}

// Only a handshake passes without a key.
func TestOthersDoNotPassAsHandshakes(t *testing.T) {
	t.Parallel()
	for method, upgrade := range map[string]string{http.MethodPost: "websocket", http.MethodGet: "h2c"} {
		r := httptest.NewRequest(method, "https://example.com/graphql", nil)
		r.Header.Set("Upgrade", upgrade)
		w := httptest.NewRecorder()
		apiBefore(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "passed") }).ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d", method, upgrade, w.Code)
		}
	}
}

// What API has not seen has no keys to be judged by.
func TestIdentifyWithoutAPI(t *testing.T) {
	t.Parallel()
	_, err := web.Identify(httptest.NewRequest(http.MethodGet, "/graphql", nil), "Bearer acme-site")
	if !errors.Is(err, auth.ErrUnknown) {
		t.Error(err)
	}
}
