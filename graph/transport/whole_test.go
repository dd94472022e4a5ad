package transport_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"balcao/graph/transport"
	"balcao/internal/auth"
	"balcao/internal/telemetry"
	"balcao/internal/web"
)

const page = "https://www.acme.example"

func unauthenticated(err error) *transport.Refusal {
	status := http.StatusUnauthorized
	if errors.Is(err, web.ErrOrigin) {
		status = http.StatusForbidden
	}
	return &transport.Refusal{Status: status, Code: "NO", Message: err.Error()}
}

// wholeServer has everything around the transport that the real server has.
// Stopped, it gives what Serve returned.
func wholeServer(t *testing.T) (url string, stop func() error) {
	t.Helper()
	registry, err := auth.NewRegistry([]auth.Entry{
		{Hash: auth.HashKey("right"), Principal: auth.Principal{Tenant: "acme", Client: auth.Client{Name: "site", Origins: []string{page}}}},
		{Hash: auth.HashKey("server"), Principal: auth.Principal{Tenant: "acme", Client: auth.Client{Name: "server"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	handler := &transport.Handler{
		Executor: newExecutor(), RequestID: telemetry.RequestID,
		Prepare: func(r *http.Request) (context.Context, *transport.Refusal) {
			if _, ok := auth.From(r.Context()); !ok {
				return nil, unauthenticated(auth.ErrNoKey)
			}
			return r.Context(), nil
		},
		Subscriptions: &transport.Subscriptions{Identify: func(r *http.Request, authorization string) (*http.Request, *transport.Refusal) {
			r, err := web.Identify(r, authorization)
			if err != nil {
				return nil, unauthenticated(err)
			}
			return r, nil
		}},
	}
	deny := func(w http.ResponseWriter, r *http.Request, err error) {
		transport.Refuse(w, r, "", unauthenticated(err))
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", web.API(registry, deny, handler))
	logger := slog.New(slog.DiscardHandler)
	server := web.NewServer(web.Options{
		Logger: logger, StopStreams: handler.Subscriptions.Stop,
		Handler: web.Secured(true, telemetry.Middleware(logger, telemetry.NewMetrics("test"), mux)),
	})
	return startServer(t, server)
}

func startServer(t *testing.T, server *web.Server) (url string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener) }()
	stop = func() error {
		cancel()
		return <-ended
	}
	t.Cleanup(cancel)
	return "http://" + listener.Addr().String() + "/graphql", stop
}

// A page subscribes through the whole server, by both ways, until it is stopped.
func TestPagesSubscribe(t *testing.T) {
	t.Parallel()
	url, stop := wholeServer(t)
	c := dialURL(t, url, http.Header{"Origin": {page}}, "graphql-transport-ws")
	c.send(`{"type":"connection_init","payload":{"authorization":"Bearer right"}}`)
	c.want(`{"type":"connection_ack"}`)
	c.subscribe("1", `subscription{tick}`)
	c.want(`{"type":"next","id":"1","payload":{"data":{"tick":1}}}`)

	resp := streamFrom(t, url, "Bearer right", page)
	if got := resp.Header.Get("Access-Control-Allow-Origin"); got != page {
		t.Errorf("Access-Control-Allow-Origin: %q", got)
	}
	events := bufio.NewReader(resp.Body)
	readUntil(t, events, firstTick)

	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	c.wantClose(1001, "The server is stopping")
	if rest, err := io.ReadAll(events); err != nil || len(rest) > 0 {
		t.Errorf("%v %q", err, rest)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestPagesOfForeignOrigins(t *testing.T) {
	t.Parallel()
	url, stop := wholeServer(t)
	c := dialURL(t, url, http.Header{"Origin": {page}}, "graphql-transport-ws")
	c.send(`{"type":"connection_init","payload":{"authorization":"Bearer server"}}`)
	c.wantClose(4403, "Forbidden")
	if resp := streamFrom(t, url, "Bearer server", page); resp.StatusCode != http.StatusForbidden {
		t.Errorf("events: %d", resp.StatusCode)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func streamFrom(t *testing.T, url, authorization, origin string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(`{"query":"subscription{tick}"}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Content-Type": plain, "Accept": "text/event-stream", "Authorization": authorization, "Origin": origin,
	} {
		req.Header.Set(name, value)
	}
	own := &http.Transport{}
	t.Cleanup(own.CloseIdleConnections)
	resp, err := (&http.Client{Transport: own}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}
