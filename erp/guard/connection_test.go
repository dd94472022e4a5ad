package guard_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp/guard"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func connect(t *testing.T, o guard.Options) *guard.Connection {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	c, err := guard.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func serve(t *testing.T, h http.HandlerFunc) *url.URL {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return parse(t, s.URL)
}

func parse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func get(u *url.URL) guard.Request { return guard.Request{Method: "GET", URL: u} }

func failure(t *testing.T, err error) *guard.Error {
	t.Helper()
	e, ok := errors.AsType[*guard.Error](err)
	if !ok {
		t.Fatalf("error is %v, want a *guard.Error", err)
	}
	return e
}

func TestAnswerIsWhole(t *testing.T) {
	t.Parallel()
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		w.Write(bytes.ToUpper(body))
	})
	c := connect(t, guard.Options{})
	answer, err := c.Do(t.Context(), guard.Request{Method: "GET", URL: u, Body: []byte("with a body")})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Release()
	if answer.Status != http.StatusTeapot || string(answer.Body) != "WITH A BODY" {
		t.Errorf("answer %d %q", answer.Status, answer.Body)
	}
}

func TestRedirectsAreAnswers(t *testing.T) {
	t.Parallel()
	var followed atomic.Int32
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/next" {
			followed.Add(1)
		}
		http.Redirect(w, r, "/next", http.StatusTemporaryRedirect)
	})
	c := connect(t, guard.Options{})
	for _, way := range []guard.Way{guard.Safe, guard.Effect} {
		answer, err := c.Do(t.Context(), guard.Request{Method: "POST", URL: u, Way: way})
		if err != nil {
			t.Fatal(err)
		}
		answer.Release()
		if answer.Status != http.StatusTemporaryRedirect {
			t.Errorf("status %d", answer.Status)
		}
	}
	if n := followed.Load(); n != 0 {
		t.Errorf("a redirect was followed %d times", n)
	}
}

func TestProxyOfTheEnvironmentIsNotUsed(t *testing.T) {
	proxied := make(chan struct{}, 1)
	proxy := serve(t, func(http.ResponseWriter, *http.Request) { proxied <- struct{}{} })
	t.Setenv("HTTP_PROXY", proxy.String())
	c := connect(t, guard.Options{})
	if _, err := c.Do(t.Context(), get(parse(t, "http://erp.invalid/"))); err == nil {
		t.Error("a host that does not exist answered")
	}
	if len(proxied) > 0 {
		t.Error("the request went to the proxy")
	}
}

func TestAnswersOfMoreThanTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	plain := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 17<<20)) })
	bomb := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write(make([]byte, 64<<20))
		z.Close()
	})
	c := connect(t, guard.Options{})
	for _, u := range []*url.URL{plain, bomb} {
		_, err := c.Do(t.Context(), get(u))
		if e := failure(t, err); e.Reason != guard.TooLarge || !e.Sent {
			t.Errorf("got %v", e)
		}
	}
	exact := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 16<<20)) })
	answer, err := c.Do(t.Context(), get(exact))
	if err != nil {
		t.Fatal(err)
	}
	answer.Release()
}

func TestSlowBodyEndsWithTheTimeout(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`{"begun":`))
		w.(http.Flusher).Flush()
		<-release
	})
	t.Cleanup(func() { close(release) })
	c := connect(t, guard.Options{})
	_, err := c.Do(t.Context(), guard.Request{Method: "GET", URL: u, Timeout: 50 * time.Millisecond})
	if e := failure(t, err); e.Reason != guard.Timeout || !e.Sent {
		t.Errorf("got %v", e)
	}
}

func TestCancelledCallerIsToldSo(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	u := serve(t, func(http.ResponseWriter, *http.Request) { close(arrived); <-release })
	t.Cleanup(func() { close(release) })
	c := connect(t, guard.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err := c.Do(ctx, guard.Request{Method: "POST", URL: u, Way: guard.Effect})
	if e := failure(t, err); e.Reason != guard.Cancelled || !e.Sent {
		t.Errorf("got %v", e)
	}
}

func TestErrorsDoNotQuoteTheServer(t *testing.T) {
	t.Parallel()
	addr := listen(t, func(c conn) { c.readSome(); c.Write([]byte("Maria da Silva 52998224725\r\n\r\n")) })
	c := connect(t, guard.Options{})
	_, err := c.Do(t.Context(), get(parse(t, "http://"+addr+"/cliente?cpf=52998224725")))
	if e := failure(t, err); strings.Contains(e.Error(), "52998224725") || strings.Contains(e.Error(), "Maria") {
		t.Errorf("the error tells personal data: %v", e)
	}
}

func TestBadHeaderIsNotSent(t *testing.T) {
	t.Parallel()
	u := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the request arrived") })
	c := connect(t, guard.Options{})
	_, err := c.Do(t.Context(), guard.Request{Method: "GET", URL: u, Header: http.Header{"X-Name": {"a\r\nb"}}})
	if e := failure(t, err); e.Reason != guard.BadRequest || e.Sent {
		t.Errorf("got %v", e)
	}
}

// closet answers without a network.
type closet struct{}

func (closet) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("from memory"))}, nil
}

func TestATransportStandsInPlaceOfTheNetwork(t *testing.T) {
	t.Parallel()
	c := connect(t, guard.Options{Transport: closet{}})
	for _, way := range []guard.Way{guard.Safe, guard.Effect, guard.Link} {
		answer, err := c.Do(t.Context(), guard.Request{Method: "GET", URL: parse(t, "https://erp.invalid/"), Way: way})
		if err != nil {
			t.Fatal(err)
		}
		if string(answer.Body) != "from memory" {
			t.Errorf("way %d: answer %q", way, answer.Body)
		}
		answer.Release()
	}
}
