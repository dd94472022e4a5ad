package auth_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"balcao/internal/auth"
)

func principal(tenant, client string) auth.Principal {
	return auth.Principal{Tenant: tenant, Client: auth.Client{Name: client, Kind: auth.Site}}
}

func mustRegistry(t *testing.T, entries ...auth.Entry) *auth.Registry {
	t.Helper()
	r, err := auth.NewRegistry(entries)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLookupFindsEveryKeyOfAClientAndNoOther(t *testing.T) {
	t.Parallel()
	first, second, other := auth.NewKey(), auth.NewKey(), auth.NewKey()
	r := mustRegistry(t,
		auth.Entry{Hash: auth.HashKey(first), Principal: principal("acme", "site")},
		auth.Entry{Hash: auth.HashKey(second), Principal: principal("acme", "site")},
		auth.Entry{Hash: auth.HashKey(other), Principal: principal("zeta", "site")},
	)
	for key, tenant := range map[string]string{first: "acme", second: "acme", other: "zeta"} {
		if p, ok := r.Lookup(key); !ok || p.Tenant != tenant {
			t.Errorf("Lookup = %v, %v; want tenant %q", p, ok, tenant)
		}
	}
	for _, key := range []string{"", first + "x", auth.HashKey(first), auth.NewKey()} {
		if p, ok := r.Lookup(key); ok {
			t.Errorf("Lookup of an unknown key = %v", p)
		}
	}
}

func TestNewKeyIsRandomAndFitsAHeader(t *testing.T) {
	t.Parallel()
	a, b := auth.NewKey(), auth.NewKey()
	if a == b || !strings.HasPrefix(a, "balcao_") || len(a) < len("balcao_")+26 {
		t.Fatalf("NewKey made keys of %d and %d characters; want different ones of at least 128 bits", len(a), len(b))
	}
}

func TestNewRegistryRefuses(t *testing.T) {
	t.Parallel()
	key := auth.NewKey()
	at := func(hash, at string) auth.Entry { return auth.Entry{Hash: hash, At: at} }
	tests := []struct {
		name    string
		entries []auth.Entry
		want    []string
	}{
		{"the same key twice, telling both places",
			[]auth.Entry{at(auth.HashKey(key), "c.yaml:3:5"), at(auth.HashKey(key), "c.yaml:9:5")},
			[]string{"c.yaml:9:5: ", "also at c.yaml:3:5"}},
		{"a key in clear", []auth.Entry{at(key, "c.yaml:3:5")}, []string{"c.yaml:3:5: ", "sha256:"}},
		{"a short hash", []auth.Entry{at("sha256:abcd", "x")}, []string{"sha256:"}},
		{"upper-case digits", []auth.Entry{at("sha256:"+strings.Repeat("AB", 32), "x")}, []string{"lower-case"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := auth.NewRegistry(tt.entries)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
			if strings.Contains(err.Error(), key) {
				t.Error("the error shows the key")
			}
		})
	}
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	key := auth.NewKey()
	r := mustRegistry(t, auth.Entry{Hash: auth.HashKey(key), Principal: principal("acme", "site")})
	tests := []struct {
		name   string
		header []string
		want   error
	}{
		{"no header", nil, auth.ErrNoKey},
		{"bearer", []string{"Bearer " + key}, nil},
		{"scheme in another case", []string{"bearer " + key}, nil},
		{"unknown key", []string{"Bearer " + auth.NewKey()}, auth.ErrUnknown},
		{"two headers", []string{"Bearer " + key, "Bearer " + key}, auth.ErrMalformed},
		{"two spaces", []string{"Bearer  " + key}, auth.ErrMalformed},
		{"trailing space", []string{"Bearer " + key + " "}, auth.ErrMalformed},
		{"two keys", []string{"Bearer " + key + "," + key}, auth.ErrMalformed},
		{"no key", []string{"Bearer "}, auth.ErrMalformed},
		{"no scheme", []string{key}, auth.ErrMalformed},
		{"basic", []string{"Basic " + key}, auth.ErrMalformed},
		{"empty", []string{""}, auth.ErrMalformed},
		{"only padding", []string{"Bearer =="}, auth.ErrMalformed},
		{"padding inside", []string{"Bearer a=b"}, auth.ErrMalformed},
		{"not ASCII", []string{"Bearer chave-ç"}, auth.ErrMalformed},
		{"too long", []string{"Bearer " + strings.Repeat("a", 257)}, auth.ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			req := &http.Request{Header: http.Header{"Authorization": tt.header}}
			p, err := r.Authenticate(req)
			if !errors.Is(err, tt.want) || (err == nil) != (p.Tenant == "acme") {
				t.Fatalf("Authenticate = %v, %v; want error %v", p, err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), key) {
				t.Error("the error shows the key")
			}
		})
	}
}

func TestContextCarriesThePrincipal(t *testing.T) {
	t.Parallel()
	if p, ok := auth.From(context.Background()); ok {
		t.Fatalf("From an empty context = %v", p)
	}
	p, ok := auth.From(auth.WithPrincipal(context.Background(), principal("acme", "app")))
	if !ok || p.Tenant != "acme" || p.Client.Name != "app" {
		t.Fatalf("From = %v, %v", p, ok)
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	local := auth.Client{Name: "site", Origins: []string{"http://localhost:*", "https://www.example.com.br"}}
	r := mustRegistry(t, auth.Entry{Hash: auth.HashKey("k"), Principal: auth.Principal{Tenant: "acme", Client: local}})
	tests := map[string]bool{
		"http://localhost":                 true,
		"http://localhost:5173":            true,
		"https://www.example.com.br":       true,
		"http://www.example.com.br":        false,
		"https://www.example.com.br:8443":  false,
		"https://www.example.com.br.evil":  false,
		"https://localhost:5173":           false,
		"http://localhost.evil.example":    false,
		"http://localhost:5173.evil":       false,
		"http://localhost:":                false,
		"http://localhost:99999":           false,
		"null":                             false,
		"":                                 false,
		"https://evil.example/www.example": false,
	}
	for origin, want := range tests {
		if got := local.AllowsOrigin(origin); got != want {
			t.Errorf("Client.AllowsOrigin(%q) = %v", origin, got)
		}
		if got := r.AllowsOrigin(origin); got != want {
			t.Errorf("Registry.AllowsOrigin(%q) = %v", origin, got)
		}
	}
}

func TestCheckOrigin(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"https://www.example.com.br": true, "http://127.0.0.1:8080": true, "http://localhost:*": true, "http://[::1]:*": true,
		"*": false, "www.example.com.br": false, "https://www.example.com.br/": false, "https://a/b": false, "https://u:p@a": false,
		"https://A.example": false, "https://*.example.com": false, "https://a.example:*": false, "ftp://a.example": false, "": false,
	}
	for origin, want := range tests {
		if err := auth.CheckOrigin(origin); (err == nil) != want {
			t.Errorf("CheckOrigin(%q) = %v", origin, err)
		}
	}
}
