package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"balcao/internal/telemetry"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// logs is a buffer that server goroutines write to.
type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// server runs a mux of handlers behind the middleware. The log is complete once
// it is closed.
func server(t *testing.T, routes map[string]http.HandlerFunc) (*httptest.Server, *logs, *telemetry.Metrics) {
	t.Helper()
	mux := http.NewServeMux()
	for pattern, h := range routes {
		mux.HandleFunc(pattern, h)
	}
	out, metrics := &logs{}, telemetry.NewMetrics("test")
	srv := httptest.NewServer(telemetry.Middleware(telemetry.NewLogger(out, slog.LevelInfo, telemetry.JSON), metrics, mux))
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(srv.Close)
	return srv, out, metrics
}

func get(t *testing.T, srv *httptest.Server, path string, header http.Header) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, srv.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestAccessLineTellsNamesAndNoURL(t *testing.T) {
	t.Parallel()
	srv, out, metrics := server(t, map[string]http.HandlerFunc{
		"GET /files/{token}": func(w http.ResponseWriter, r *http.Request) {
			telemetry.SetCaller(r.Context(), "acme", "site")
			w.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(w, telemetry.RequestID(r.Context()))
		},
	})
	resp, body := get(t, srv, "/files/s3gr3t0?q=s3gr3t0", http.Header{"X-Request-Id": {"abc-12345"}})
	srv.Close()
	if body != "abc-12345" || resp.Header.Get("X-Request-Id") != "abc-12345" {
		t.Errorf("body %q, header %q", body, resp.Header.Get("X-Request-Id"))
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(out.String()), &line); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"request_id": "abc-12345", "method": "GET", "route": "/files/{token}", "status": 418.0, "bytes": 9.0, "tenant": "acme", "client": "site",
	} {
		if line[key] != want {
			t.Errorf("%s = %v, want %v", key, line[key], want)
		}
	}
	if strings.Contains(out.String(), "s3gr3t0") {
		t.Errorf("the log has the URL: %s", out)
	}
	if n := testutil.CollectAndCount(metrics.Registry, "balcao_http_request_duration_seconds"); n != 1 {
		t.Errorf("%d series", n)
	}
}

func TestScannersMakeNoSeries(t *testing.T) {
	t.Parallel()
	srv, _, metrics := server(t, map[string]http.HandlerFunc{"GET /x": func(http.ResponseWriter, *http.Request) {}})
	for _, path := range []string{"/a.php", "/b.php", "/52998224725"} {
		get(t, srv, path, nil)
	}
	srv.Close()
	if n := testutil.CollectAndCount(metrics.Registry, "balcao_http_request_duration_seconds"); n != 1 {
		t.Errorf("%d series", n)
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	srv, _, _ := server(t, map[string]http.HandlerFunc{"GET /": func(http.ResponseWriter, *http.Request) {}})
	tests := map[string]bool{
		"0f8fad5b-d9cb-469f-a165-70867728950e": true, "4bf92f3577b34da6a3ce929d0e0e4736": true, "req_1234.5678": true,
		"": false, "short": false, "52998224725": false, "529.982.247-25": false, "cpf-11222333000181": false,
		"<script>1</script>": false, strings.Repeat("a", 65): false, "maria@example.com": false,
	}
	for id, kept := range tests {
		resp, _ := get(t, srv, "/", http.Header{"X-Request-Id": {id}})
		if got := resp.Header.Get("X-Request-Id"); (got == id) != kept || len(got) < 8 {
			t.Errorf("id %q became %q", id, got)
		}
	}
}

func TestPanicsShowNothing(t *testing.T) {
	t.Parallel()
	srv, out, _ := server(t, map[string]http.HandlerFunc{
		"GET /before": func(http.ResponseWriter, *http.Request) { panic("bug with 52998224725 in it") },
	})
	resp, body := get(t, srv, "/before", http.Header{"X-Request-Id": {"abc-12345"}})
	if resp.StatusCode != 500 || !strings.Contains(body, `"INTERNAL"`) || !strings.Contains(body, "abc-12345") || strings.Contains(body, "bug") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	page, html := get(t, srv, "/before", http.Header{"Accept": {"text/html,*/*"}, "Accept-Language": {"en"}})
	if page.StatusCode != 500 || !strings.Contains(html, "Something went wrong") || strings.Contains(html, "bug") {
		t.Errorf("%d %s", page.StatusCode, html)
	}
	srv.Close()
	if got := out.String(); !strings.Contains(got, "bug with [masked]") || !strings.Contains(got, "middleware_test.go") || !strings.Contains(got, `"status":500`) {
		t.Errorf("the log is %s", got)
	}
}

func TestAPanicInMidAnswerCutsTheConnection(t *testing.T) {
	t.Parallel()
	srv, out, _ := server(t, map[string]http.HandlerFunc{
		"GET /half": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			_ = http.NewResponseController(w).Flush()
			panic("bug")
		},
		"GET /abort": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	})
	for _, path := range []string{"/half", "/abort"} {
		resp, err := srv.Client().Get(srv.URL + path)
		if err == nil {
			_, err = io.ReadAll(resp.Body)
			_ = resp.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: the reader took half an answer for whole", path)
		}
	}
	srv.Close()
	if n := strings.Count(out.String(), `"msg":"panic"`); n != 1 {
		t.Errorf("%d panics logged: %s", n, out)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	log := &logs{}
	logger := telemetry.NewLogger(log, slog.LevelInfo, telemetry.JSON)
	good := telemetry.Check{Name: "packs", Run: func(context.Context) error { return nil }}
	bad := telemetry.Check{Name: "store", Run: func(context.Context) error { return errors.New("disk full") }}
	frozen := telemetry.Check{Name: "frozen", Run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	tests := []struct {
		name   string
		checks []telemetry.Check
		status int
		want   string
	}{
		{"none", nil, 200, `{"checks":{},"ready":true}`},
		{"good", []telemetry.Check{good}, 200, `{"checks":{"packs":"ok"},"ready":true}`},
		{"one bad", []telemetry.Check{good, bad}, 503, `{"checks":{"packs":"ok","store":"failed"},"ready":false}`},
		{"frozen", []telemetry.Check{frozen}, 503, `{"checks":{"frozen":"failed"},"ready":false}`},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		telemetry.Readyz(logger, 50*time.Millisecond, tt.checks...).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if w.Code != tt.status || strings.TrimSpace(w.Body.String()) != tt.want {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
	}
	if !strings.Contains(log.String(), "disk full") {
		t.Errorf("the reason is not logged: %s", log)
	}
	w := httptest.NewRecorder()
	telemetry.Healthz().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	if w.Code != 200 {
		t.Errorf("healthz: %d", w.Code)
	}
}

func TestMetricsAreServed(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	telemetry.NewMetrics("1.2.3").Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{`balcao_build_info{version="1.2.3"} 1`, "go_goroutines", "balcao_http_requests_in_flight 0"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
}
