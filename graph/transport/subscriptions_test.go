package transport_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"balcao/graph/transport"
)

type callerKey struct{}

// identify takes "Bearer right" for anybody, and knows who may not use it here.
func identify(r *http.Request, authorization string) (*http.Request, *transport.Refusal) {
	if authorization == "" {
		authorization = r.Header.Get("Authorization")
	}
	switch authorization {
	case "Bearer right":
		return r.WithContext(context.WithValue(r.Context(), callerKey{}, "somebody")), nil
	case "Bearer foreign":
		return nil, &transport.Refusal{Status: http.StatusForbidden, Code: "FORBIDDEN", Message: "not from here"}
	}
	return nil, &transport.Refusal{Status: http.StatusUnauthorized, Code: "UNAUTHENTICATED", Message: "who?"}
}

// subscriptionServer tells when it is done with a request.
type subscriptionServer struct {
	*httptest.Server
	served chan struct{}
}

// waitForEnd waits until one request is at its end.
func (s *subscriptionServer) waitForEnd(t *testing.T) {
	t.Helper()
	select {
	case <-s.served:
	case <-time.After(10 * time.Second):
		t.Fatal("the request goes on")
	}
}

// serveSubscriptions serves them with these settings.
func serveSubscriptions(t *testing.T, s *transport.Subscriptions, settings ...func(*http.Server)) *subscriptionServer {
	t.Helper()
	return serveWith(t, &transport.Handler{Timeout: 500 * time.Millisecond, Prepare: letKnownIn}, s, settings...)
}

func letKnownIn(r *http.Request) (context.Context, *transport.Refusal) {
	if r.Header.Get("Authorization") != "Bearer right" && r.Context().Value(callerKey{}) == nil {
		return nil, &transport.Refusal{Status: http.StatusUnauthorized, Code: "UNAUTHENTICATED", Message: "who?"}
	}
	return r.Context(), nil
}

// serveWith serves a handler with what it lacks.
func serveWith(t *testing.T, handler *transport.Handler, s *transport.Subscriptions, settings ...func(*http.Server)) *subscriptionServer {
	t.Helper()
	s.Identify = identify
	if handler.Executor == nil {
		handler.Executor = newExecutor()
	}
	handler.MaxBody, handler.Subscriptions = 4096, s
	handler.RequestID = func(context.Context) string { return "req-7" }
	served := make(chan struct{}, 100)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		served <- struct{}{}
	}))
	for _, set := range settings {
		set(server.Config)
	}
	server.Start()
	t.Cleanup(func() {
		stop(t, s)
		server.Close()
	})
	return &subscriptionServer{server, served}
}

func stop(t *testing.T, s *transport.Subscriptions) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// What cannot end in time is told of, and once ended a stop is at once.
func TestStopInTime(t *testing.T) {
	t.Parallel()
	s := &transport.Subscriptions{}
	c := ready(t, serveSubscriptions(t, s))
	c.send(`{"type":"subscribe","id":"1","payload":{"query":"subscription{tick}"}}`)
	c.want(`{"type":"next","id":"1","payload":{"data":{"tick":1}}}`)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(over); err == nil {
		t.Error("it says that all have ended")
	}
	c.wantClose(1001, "The server is stopping")
	stop(t, s)
}
