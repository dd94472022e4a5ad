package guard_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp/guard"
)

// frozen is the context of a process that was stopped while it was about to
// send: its deadline passes, and the timer that says so has not yet run.
type frozen struct {
	context.Context
	until time.Time
}

func (f frozen) Deadline() (time.Time, bool) { return f.until, true }

// counting serves raw TCP, and counts the bytes that arrive until it is hung up
// on; read begins once it is told to.
func counting(t *testing.T, read <-chan struct{}) (addr string, got chan int64) {
	t.Helper()
	got = make(chan int64, 1)
	return listen(t, func(c conn) {
		<-read
		n, _ := io.Copy(io.Discard, c)
		got <- n
	}), got
}

func TestNothingIsWrittenAfterTheDeadline(t *testing.T) {
	t.Parallel()
	for _, way := range []guard.Way{guard.Safe, guard.Effect} {
		now := make(chan struct{})
		close(now)
		addr, got := counting(t, now)
		c := connect(t, guard.Options{})
		for name, until := range map[string]time.Time{
			"by the monotonic clock": time.Now().Add(-time.Millisecond),
			"of a lease":             time.Now().Add(-time.Millisecond).Round(0),
		} {
			_, err := c.Do(frozen{t.Context(), until}, guard.Request{Method: "POST", URL: parse(t, "http://"+addr), Body: []byte("{}"), Way: way})
			if e := failure(t, err); e.Sent || e.Reason != guard.Timeout {
				t.Errorf("%s: %v, sent %v", name, e, e.Sent)
			}
			if n := <-got; n != 0 {
				t.Errorf("%s: %d bytes arrived", name, n)
			}
		}
	}
}

// TLS may have been spoken; of HTTP nothing arrives.
func TestNothingIsWrittenAfterTheDeadlineWithTLS(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	c := connect(t, guard.Options{Security: guard.Security{Insecure: true}})
	_, err := c.Do(frozen{t.Context(), time.Now()}, guard.Request{Method: "POST", URL: parse(t, server.URL), Way: guard.Effect})
	if e := failure(t, err); e.Sent || e.Reason != guard.Timeout || requests.Load() != 0 {
		t.Errorf("%v, sent %v; %d requests arrived", e, e.Sent, requests.Load())
	}
}

// A request that was under way is not written to its end.
func TestARequestIsCutAtTheDeadline(t *testing.T) {
	t.Parallel()
	body := make([]byte, 16<<20) // more than the sockets' buffers
	for after := 50 * time.Millisecond; ; after *= 2 {
		until := time.Now().Add(after)
		passed := make(chan struct{})
		time.AfterFunc(after+time.Millisecond, func() { close(passed) })
		addr, got := counting(t, passed)
		_, err := connect(t, guard.Options{}).Do(frozen{t.Context(), until}, guard.Request{Method: "POST", URL: parse(t, "http://"+addr), Body: body, Way: guard.Effect})
		e, n := failure(t, err), <-got
		if e.Reason != guard.Timeout || e.Sent != (n > 0) || n >= int64(len(body)) {
			t.Errorf("%v, sent %v; %d bytes arrived of %d", e, e.Sent, n, len(body))
		}
		if n > 0 || t.Failed() {
			return
		} // else this machine was too busy to begin in time
	}
}

// To be late oneself says nothing about the ERP.
func TestBeingLateDoesNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	u := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := connect(t, guard.Options{})
	for range 20 {
		c.Do(frozen{t.Context(), time.Now()}, guard.Request{Method: "POST", URL: u, Way: guard.Effect})
	}
	answer, err := c.Do(t.Context(), get(u))
	if err != nil {
		t.Fatal(err)
	}
	answer.Release()
}
