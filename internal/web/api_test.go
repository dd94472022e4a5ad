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

const (
	shop   = "https://www.acme.example"
	portal = "https://portal.zeta.example"
)

// api is a handler behind web.API that says whose request reached it.
func api(t *testing.T) http.Handler {
	t.Helper()
	return apiBefore(t, func(w http.ResponseWriter, r *http.Request) {
		p, _ := auth.From(r.Context())
		_, _ = io.WriteString(w, p.Tenant+"/"+p.Client.Name)
	})
}

func apiBefore(t *testing.T, next http.HandlerFunc) http.Handler {
	t.Helper()
	client := func(tenant, name string, origins ...string) auth.Principal {
		return auth.Principal{Tenant: tenant, Client: auth.Client{Name: name, Kind: auth.Site, Origins: origins}}
	}
	registry, err := auth.NewRegistry([]auth.Entry{
		{Hash: auth.HashKey("acme-site"), Principal: client("acme", "site", shop)},
		{Hash: auth.HashKey("acme-server"), Principal: client("acme", "server")},
		{Hash: auth.HashKey("zeta-site"), Principal: client("zeta", "site", portal)},
	})
	if err != nil {
		t.Fatal(err)
	}
	deny := func(w http.ResponseWriter, _ *http.Request, err error) {
		w.WriteHeader(map[bool]int{true: http.StatusForbidden, false: http.StatusUnauthorized}[errors.Is(err, web.ErrOrigin)])
		_, _ = io.WriteString(w, err.Error())
	}
	return web.API(registry, deny, next)
}

func TestAPI(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, key, origin string
		status            int
		body              string
		allowed           string
	}{
		{"a server", "acme-server", "", 200, "acme/server", ""},
		{"its own page", "acme-site", shop, 200, "acme/site", shop},
		{"another tenant's page", "acme-site", portal, 403, web.ErrOrigin.Error(), ""},
		{"a page for a server's key", "acme-server", shop, 403, web.ErrOrigin.Error(), ""},
		{"an unknown page", "zeta-site", "https://evil.example", 403, web.ErrOrigin.Error(), ""},
		{"a file or sandboxed page", "acme-site", "null", 403, web.ErrOrigin.Error(), ""},
		{"our own page", "acme-server", "https://example.com", 200, "acme/server", ""},
		{"no key", "", "", 401, auth.ErrNoKey.Error(), ""},
		{"no key, the refusal is readable", "", shop, 401, auth.ErrNoKey.Error(), shop},
		{"a wrong key", "guess", portal, 401, auth.ErrUnknown.Error(), portal},
		{"a wrong key from an unknown page", "guess", "https://evil.example", 401, auth.ErrUnknown.Error(), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "https://example.com/graphql", nil)
			if tt.key != "" {
				r.Header.Set("Authorization", "Bearer "+tt.key)
			}
			if tt.origin != "" {
				r.Header.Set("Origin", tt.origin)
			}
			w := httptest.NewRecorder()
			api(t).ServeHTTP(w, r)
			if w.Code != tt.status || w.Body.String() != tt.body {
				t.Errorf("%d %q; want %d %q", w.Code, w.Body, tt.status, tt.body)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != tt.allowed {
				t.Errorf("Access-Control-Allow-Origin: %q, want %q", got, tt.allowed)
			}
			if w.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies are allowed")
			}
			if (w.Code == 401) != (w.Header().Get("WWW-Authenticate") == "Bearer") {
				t.Errorf("WWW-Authenticate: %q", w.Header().Get("WWW-Authenticate"))
			}
		})
	}
}

func TestPreflights(t *testing.T) {
	t.Parallel()
	for origin, allowed := range map[string]bool{shop: true, portal: true, "https://evil.example": false, "null": false} {
		r := httptest.NewRequest(http.MethodOptions, "/graphql", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", http.MethodPost)
		r.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
		w := httptest.NewRecorder()
		api(t).ServeHTTP(w, r)
		got := w.Header().Get("Access-Control-Allow-Origin") == origin && w.Header().Get("Access-Control-Allow-Headers") != ""
		if got != allowed || w.Code != http.StatusNoContent || w.Body.Len() != 0 {
			t.Errorf("%s: %d %v", origin, w.Code, w.Header())
		}
	}
}
