package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/internal/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// running is a server under test; stop begins its stop, ended has its result.
type running struct {
	*web.Server
	url   string
	stop  context.CancelFunc
	ended chan error
}

func start(t *testing.T, opts web.Options) running {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	opts.Logger = slog.New(slog.DiscardHandler)
	ctx, stop := context.WithCancel(context.Background())
	r := running{web.NewServer(opts), "http://" + listener.Addr().String(), stop, make(chan error, 1)}
	go func() { r.ended <- r.Serve(ctx, listener) }()
	return r
}

func client(t *testing.T) *http.Client {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestStopLetsRequestsEnd(t *testing.T) {
	t.Parallel()
	entered, leave := make(chan struct{}), make(chan struct{})
	s := start(t, web.Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-leave
		_, _ = io.WriteString(w, "whole")
	})})
	if err := s.Ready(context.Background()); err != nil {
		t.Error(err)
	}
	got := make(chan string, 1)
	go func() {
		resp, err := client(t).Get(s.url)
		if err != nil {
			got <- err.Error()
			return
		}
		defer func() { _ = resp.Body.Close() }()
		body, _ := io.ReadAll(resp.Body)
		got <- string(body)
	}()
	<-entered
	s.stop()
	for s.Ready(context.Background()) == nil {
		time.Sleep(time.Millisecond)
	}
	close(leave)
	if body := <-got; body != "whole" {
		t.Errorf("the request under way got %q", body)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("Serve = %v", err)
	}
	if _, err := client(t).Get(s.url); err == nil {
		t.Error("the listener is still open")
	}
}

func TestStopCutsWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	s := start(t, web.Options{Stop: 20 * time.Millisecond, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	})})
	failed := make(chan error, 1)
	go func() {
		_, err := client(t).Get(s.url)
		failed <- err
	}()
	<-entered
	s.stop()
	if err := <-s.ended; err == nil || !strings.Contains(err.Error(), "20ms") {
		t.Errorf("Serve = %v", err)
	}
	if err := <-failed; err == nil {
		t.Error("the request was answered")
	}
}

func TestRequestsAreTakenWhileDraining(t *testing.T) {
	t.Parallel()
	s := start(t, web.Options{Drain: 300 * time.Millisecond, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})})
	s.stop()
	for s.Ready(context.Background()) == nil {
		time.Sleep(time.Millisecond)
	}
	resp, err := client(t).Get(s.url)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if err := <-s.ended; err != nil {
		t.Errorf("Serve = %v", err)
	}
}

func TestAListenerThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	s := web.NewServer(web.Options{Logger: slog.New(slog.DiscardHandler)})
	if err := s.Serve(context.Background(), listener); err == nil {
		t.Error("Serve on a closed listener returned no error")
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, web.Options{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})})
	req, err := http.NewRequest(http.MethodGet, s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Filler", strings.Repeat("a", 32<<10))
	resp, err := client(t).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", resp.StatusCode)
	}
	s.stop()
	<-s.ended
}

func TestSecuredHeadersMayBeReplaced(t *testing.T) {
	t.Parallel()
	handler := web.Secured(true, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "own")
	}))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for key, want := range map[string]string{
		"Content-Security-Policy": "own", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "no-referrer", "Strict-Transport-Security": "max-age=31536000",
	} {
		if got := w.Header().Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	w = httptest.NewRecorder()
	web.Secured(false, http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Header().Get("Strict-Transport-Security") != "" {
		t.Error("HSTS over plain HTTP")
	}
}

func TestMux(t *testing.T) {
	t.Parallel()
	named := func(name string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, name) })
	}
	all := web.Routes{GraphQL: named("graphql"), Files: named("files"), Playground: named("playground"),
		Metrics: named("metrics"), Alive: named("alive"), Ready: named("ready")}
	few := all
	few.Playground, few.Metrics = nil, nil
	tests := []struct {
		method, path, body string
		status, without    int
	}{
		{"POST", "/graphql", "graphql", 200, 200},
		{"PUT", "/graphql", "graphql", 200, 200},
		{"GET", "/files/abc", "files", 200, 200},
		{"POST", "/files/abc", "", 405, 405},
		{"GET", "/files/", "", 404, 404},
		{"GET", "/healthz", "alive", 200, 200},
		{"GET", "/readyz", "ready", 200, 200},
		{"GET", "/metrics", "metrics", 200, 404},
		{"GET", "/playground", "playground", 200, 404},
		{"GET", "/playground/assets/x.js", "playground", 200, 404},
		{"GET", "/", "", 302, 404},
		{"GET", "/etc/passwd", "", 404, 404},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		web.Mux(all).ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.status || tt.body != "" && w.Body.String() != tt.body {
			t.Errorf("%s %s: %d %q", tt.method, tt.path, w.Code, w.Body)
		}
		w = httptest.NewRecorder()
		web.Mux(few).ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.without {
			t.Errorf("%s %s without playground and metrics: %d", tt.method, tt.path, w.Code)
		}
	}
}

// A stream ends when it is told to, once no more connections are taken.
func TestStopEndsStreams(t *testing.T) {
	t.Parallel()
	entered, end := make(chan struct{}), make(chan struct{})
	var url string
	closed := make(chan error, 1)
	s := start(t, web.Options{
		Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(entered); <-end }),
		StopStreams: func(context.Context) error {
			_, err := client(t).Get(url)
			closed <- err
			close(end)
			return nil
		},
	})
	url = s.url
	go func() { _, _ = client(t).Get(s.url) }()
	<-entered
	s.stop()
	if err := <-s.ended; err != nil {
		t.Errorf("Serve = %v", err)
	}
	if err := <-closed; err == nil {
		t.Error("connections were still taken when the streams were ended")
	}
}

func TestStopTellsOfStreamsThatDoNotEnd(t *testing.T) {
	t.Parallel()
	s := start(t, web.Options{Handler: http.NotFoundHandler(), Stop: 20 * time.Millisecond, StopStreams: func(ctx context.Context) error {
		<-ctx.Done()
		return errors.New("a stream goes on")
	}})
	s.stop()
	if err := <-s.ended; err == nil || !strings.Contains(err.Error(), "a stream goes on") {
		t.Errorf("Serve = %v", err)
	}
}
