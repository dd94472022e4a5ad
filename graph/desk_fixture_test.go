package graph_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"balcao/cache"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/erp/packs"
	"balcao/erp/sandbox"
	"balcao/internal/check"
)

const erpToken = "token-of-the-sandbox"

// acmePack is the sandbox's as a provider has it: with a setting to pick, one
// that lacks, and nothing about products.
var acmePack = fstest.MapFS{
	"pack.yaml": {Data: []byte(`extends: standard 1.0
settings:
  account: {label: Account, optional: true, pick: list_commercial_origins}
  branch: {label: Branch}
not_supported: {list_products: this ERP lists none}
`)},
	"list_resellers.yaml": {Data: []byte(`about: Resellers of a branch.
source: a test
confidence: documented
tested: never
steps:
  rows: {get: /revendedores, query: {filial: $(settings.branch)}}
output:
  each: rows
  fields: {code: it.codigo, name: it.nome}
`)},
}

// desk is a counter whose tenant has a real connection to a real sandbox.
type desk struct{ *counter }

// theSandbox is the ERP of all these tests. It is made before any of them runs: that
// takes seconds of all cores with the race detector, in which others' writes would not
// be done in time.
var theSandbox http.Handler

func TestMain(m *testing.M) {
	s, err := sandbox.Open(context.Background(), sandbox.Options{Token: erpToken, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		panic(err)
	}
	theSandbox = s.Handler()
	code := m.Run()
	if err := s.Close(); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// slowly makes the ERP answer a path late, or not before its asker is gone.
func slowly(h http.Handler, path string, late time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			select {
			case <-time.After(late):
			case <-r.Context().Done():
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}

func newDesk(t *testing.T, token string, change ...func(*counter)) *desk {
	t.Helper()
	d := &desk{newCounter(t, change...)}
	server := httptest.NewServer(slowly(theSandbox, "/vencimentos", d.late))
	t.Cleanup(server.Close)
	pack, problems := automation.Load(acmePack, "acme", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	runs := automation.NewRuns(time.Now(), nil)
	connect := func(runs *automation.Runs, log *slog.Logger) *automation.Connection {
		g, err := guard.New(guard.Options{Logger: log})
		if err != nil {
			t.Fatal(err)
		}
		c, err := automation.NewConnection(automation.Options{
			Name: "acme", Pack: func() *automation.Pack { return pack }, Zone: d.tenant.Zone, Guard: g, Runs: runs, Logger: log,
			Settings: map[string]string{"url": server.URL, "token": token, "account": "site"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := connect(runs, slog.New(slog.DiscardHandler))
	t.Cleanup(c.Close)
	store, err := cache.Open(cache.Options{Secret: []byte(strings.Repeat("s", 32)), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	reads, err := cache.New(cache.ReadsOptions{Tenant: "acme", Next: c, Store: store, Zone: d.tenant.Zone})
	if err != nil {
		t.Fatal(err)
	}
	d.tenant.Pipe, d.tenant.Supports, d.tenant.Choices = reads, c.Supports, c.Choices
	d.tenant.Desk.Node, d.tenant.Desk.Connection, d.tenant.Desk.Runs, d.tenant.Desk.Cache = "node-1", c, runs, reads
	d.tenant.Desk.Check = func(ctx context.Context, o check.Options) (bool, error) {
		notes := &check.Notes{}
		own := connect(nil, slog.New(notes))
		defer own.Close()
		return check.Run(ctx, check.Target{Connection: own, Notes: notes}, o), nil
	}
	return d
}
