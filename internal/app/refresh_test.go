package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/config"
)

// The cache asks again for what it has while an ERP takes four requests at once:
// however slow that is, there is a place for somebody who waits.
func TestPeoplePassTheCache(t *testing.T) {
	t.Parallel()
	release, arrived := make(chan struct{}), make(chan struct{}, 9)
	var slow atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slow.Load() && r.URL.Path == "/faturas" {
			arrived <- struct{}{}
			<-release
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("[]"))
	}))
	defer server.Close()
	defer close(release)
	var clock atomic.Int64 // of minutes
	began := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	a := openAt(t, server.URL, 4, func() time.Time { return began.Add(time.Duration(clock.Load()) * time.Minute) })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	pipe := a.tenants[config.SandboxTenant].pipe
	invoices := func() {
		t.Helper()
		for _, document := range []br.Document{"52998224725", "11144477735", "11222333000181", "39053344705"} {
			if _, _, err := erp.ListInvoices.Call(ctx, pipe, erp.InvoicesInput{Document: document}); err != nil {
				t.Fatal(err)
			}
		}
	}
	invoices()
	slow.Store(true)
	clock.Add(1)
	invoices() // old, and asked again
	for range 2 {
		<-arrived
	}
	if _, _, err := erp.GetCustomer.Call(ctx, pipe, erp.CustomerInput{Document: "52998224725"}); !erp.IsKind(err, erp.NotFound) {
		t.Errorf("while the cache asks four times: %v", err)
	}
	if len(arrived) > 0 {
		t.Error("more than two requests of the cache are under way")
	}
}

// openAt opens one tenant whose ERP is at url and takes so many requests at once.
func openAt(t *testing.T, url string, atOnce int, now func() time.Time) *App {
	t.Helper()
	cfg := config.Sandbox()
	cfg.Sandbox = false // nothing is embedded
	connection := &cfg.Tenants[config.SandboxTenant].Connection
	connection.Settings = map[string]config.Setting{"url": config.NewSetting(url), "token": config.NewSetting("token")}
	connection.Limits.AtOnce = atOnce
	a, err := New(t.Context(), cfg, Options{Logger: slog.New(slog.DiscardHandler), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}
