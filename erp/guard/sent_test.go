package guard_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"balcao/erp/guard"
)

// conn is the server's end of a connection, without HTTP.
type conn struct{ *net.TCPConn }

func (c conn) readSome() []byte {
	buffer := make([]byte, 4096)
	n, _ := c.Read(buffer)
	return buffer[:n]
}

// silence says nothing until the client goes away.
func (c conn) silence() { io.Copy(io.Discard, c) }

// reset ends the connection with RST instead of FIN.
func (c conn) reset() { c.SetLinger(0); c.Close() }

// listen serves raw TCP and gives its address.
func listen(t *testing.T, serve func(conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	group.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			group.Go(func() { defer c.Close(); serve(conn{c.(*net.TCPConn)}) })
		}
	})
	t.Cleanup(func() { l.Close(); group.Wait() })
	return l.Addr().String()
}

func TestWhetherARequestWasSent(t *testing.T) {
	t.Parallel()
	refused := listenNobody(t)
	selfSigned := httptest.NewUnstartedServer(http.NotFoundHandler())
	selfSigned.Config.ErrorLog = log.New(io.Discard, "", 0)
	selfSigned.StartTLS()
	t.Cleanup(selfSigned.Close)

	for name, c := range map[string]struct {
		url     string
		reason  guard.Reason
		sent    bool
		timeout time.Duration
	}{
		"nobody listens":           {"http://" + refused, guard.Dial, false, 0},
		"the name is unknown":      {"http://erp.invalid", guard.Dial, false, 0},
		"the certificate is wrong": {selfSigned.URL, guard.TLS, false, 0},
		"the server speaks no TLS": {"https://" + listen(t, func(c conn) { c.readSome(); c.Write([]byte("HTTP/1.1 200 OK\r\n\r\n")) }), guard.TLS, false, 0},
		"cut in the handshake":     {"https://" + listen(t, func(c conn) { c.readSome(); c.reset() }), guard.TLS, false, 0},
		"silent in the handshake":  {"https://" + listen(t, func(c conn) { c.silence() }), guard.Timeout, false, 300 * time.Millisecond},
		"reset after the request":  {"http://" + listen(t, func(c conn) { c.readSome(); c.reset() }), guard.Cut, true, 0},
		"closed after the request": {"http://" + listen(t, func(c conn) { c.readSome() }), guard.Cut, true, 0},
		"silent after the request": {"http://" + listen(t, func(c conn) { c.silence() }), guard.Timeout, true, 300 * time.Millisecond},
		"reset after the head": {"http://" + listen(t, func(c conn) {
			c.readSome()
			c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))
			c.reset()
		}), guard.Cut, true, 0},
		"closed after half a body":  {"http://" + listen(t, func(c conn) { c.readSome(); c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) }), guard.Cut, true, 0},
		"an answer that is no HTTP": {"http://" + listen(t, func(c conn) { c.readSome(); c.Write([]byte("+OK POP3\r\n")) }), guard.Cut, true, 0},
	} {
		for _, way := range []guard.Way{guard.Safe, guard.Effect} {
			t.Run(fmt.Sprintf("%s/%d", name, way), func(t *testing.T) {
				t.Parallel()
				connection := connect(t, guard.Options{})
				_, err := connection.Do(t.Context(), guard.Request{Method: "POST", URL: parse(t, c.url), Body: []byte("{}"), Way: way, Timeout: c.timeout})
				e := failure(t, err)
				if e.Sent != c.sent || e.Reason != c.reason {
					t.Errorf("got %v (sent %v), want %s, sent %v", e, e.Sent, c.reason, c.sent)
				}
			})
		}
	}
}

func listenNobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// A server that hangs up at once: whether the request left is a race, and the
// answer must not be "no" if the server has seen a byte.
func TestNotSentIsNeverSaidOfWhatArrived(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	arrived := map[string]bool{}
	addr := listen(t, func(c conn) {
		if rand.N(4) == 0 {
			c.reset()
			return
		}
		if _, path, ok := strings.Cut(string(c.readSome()), "/"); ok {
			id, _, _ := strings.Cut(path, " ")
			mu.Lock()
			arrived[id] = true
			mu.Unlock()
		}
	})
	said := make([]bool, 400)
	var group errgroup.Group
	group.SetLimit(8)
	for i := range said {
		c := connect(t, guard.Options{}) // of its own, for the breaker must not hold any back
		group.Go(func() error {
			ctx, cancel := context.WithTimeout(t.Context(), rand.N(3*time.Millisecond<<rand.N(6)))
			defer cancel()
			_, err := c.Do(ctx, guard.Request{Method: "POST", URL: parse(t, fmt.Sprintf("http://%s/%d", addr, i)), Way: guard.Effect})
			said[i] = failure(t, err).Sent
			return nil
		})
	}
	group.Wait()
	mu.Lock()
	defer mu.Unlock()
	for i, sent := range said {
		if arrived[fmt.Sprint(i)] && !sent {
			t.Errorf("request %d arrived and was said not to have been sent", i)
		}
	}
	if len(arrived) == 0 {
		t.Error("no request arrived at all: the test shows nothing")
	}
}

// Go's transport repeats a request by itself when a kept connection turns out
// to be dead and the request is a GET or carries an Idempotency-Key.
func TestEffectsAreSentOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	requests, connections := 0, 0
	addr := listen(t, func(c conn) {
		mu.Lock()
		connections++
		mu.Unlock()
		for first := true; ; first = false {
			if len(c.readSome()) == 0 {
				return
			}
			mu.Lock()
			requests++
			mu.Unlock()
			if !first {
				c.reset()
				return
			}
			c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))
		}
	})
	c := connect(t, guard.Options{})
	for i := range 6 {
		r := guard.Request{Method: "GET", URL: parse(t, "http://"+addr), Way: guard.Effect, Header: http.Header{"Idempotency-Key": {"k"}}}
		answer, err := c.Do(t.Context(), r)
		if err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
		answer.Release()
	}
	mu.Lock()
	defer mu.Unlock()
	if requests != 6 || connections != 6 {
		t.Errorf("%d requests on %d connections, want 6 on 6", requests, connections)
	}
}
