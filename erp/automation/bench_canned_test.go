package automation

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/guard"
)

// cannedCall is an example's call that can be run again and again.
type cannedCall struct {
	connection *Connection
	call       erp.Call
	erp        *cannedERP
}

// rehearse plays an example, which must come out as it says, and learns its
// answers. It is then run once more, for what only a first call needs is not
// measured: the log-in, and lists that the pack keeps.
func rehearse(b *testing.B, pack *Pack, e *Example) *cannedCall {
	b.Helper()
	f := erp.Function(e.Function)
	inputs, err := e.inputs(f)
	if err != nil {
		b.Fatal(err)
	}
	server := &cannedERP{
		script: &script{exchanges: e.Exchanges, used: make([]bool, len(e.Exchanges))}, learning: true,
		known: map[string][]*cannedAnswer{}, next: map[string]int{},
	}
	c := &cannedCall{connection: server.connect(b, pack, e), call: erp.Call{Function: f, Inputs: inputs}, erp: server}
	if err := e.compare(c.connection.Do(context.Background(), c.call)); err != nil {
		b.Fatal(err)
	}
	server.learning = false
	c.run(b)
	return c
}

// run is what is measured.
func (c *cannedCall) run(b *testing.B) {
	clear(c.erp.next)
	c.erp.given = c.erp.given[:0]
	for _, result := range c.connection.Do(context.Background(), c.call) {
		if result.Err != nil {
			b.Fatal(result.Err)
		}
	}
}

// cannedERP answers without a network: from an example's script while it learns,
// then the same to the same request, in the same order.
type cannedERP struct {
	mu       sync.Mutex
	script   *script
	learning bool
	known    map[string][]*cannedAnswer // by request
	next     map[string]int             // of known, in this run
	given    [][]byte                   // in this run
}

type cannedAnswer struct {
	status int
	header http.Header
	body   []byte
}

func (s *cannedERP) connect(b *testing.B, pack *Pack, e *Example) *Connection {
	b.Helper()
	quiet := slog.New(slog.DiscardHandler)
	g, err := guard.New(guard.Options{Limits: guard.Limits{PerMinute: 1_000_000_000}, Transport: s, Logger: quiet})
	if err != nil {
		b.Fatal(err)
	}
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		b.Fatal(err)
	}
	c, err := NewConnection(Options{
		Name: "canned", Pack: func() *Pack { return pack }, Settings: e.Settings, Zone: zone,
		Guard: g, Now: func() time.Time { return e.Now }, Logger: quiet,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.Close)
	return c
}

// RoundTrip implements [http.RoundTripper].
func (s *cannedERP) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	key := r.Method + r.URL.String() + string(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.learning {
		s.learn(key, r, body)
	}
	answers := s.known[key]
	if len(answers) == 0 {
		return nil, http.ErrNotSupported // a request of no earlier run
	}
	a := answers[min(s.next[key], len(answers)-1)]
	s.next[key]++
	s.given = append(s.given, a.body)
	return &http.Response{StatusCode: a.status, Header: a.header, Body: io.NopCloser(bytes.NewReader(a.body))}, nil
}

func (s *cannedERP) learn(key string, r *http.Request, body []byte) {
	exchange := s.script.find(r, body)
	if exchange == nil {
		return
	}
	w := httptest.NewRecorder()
	exchange.Answer.write(w)
	s.known[key] = append(s.known[key], &cannedAnswer{w.Code, w.Header(), w.Body.Bytes()})
}
