package transport_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"balcao/graph/transport"
)

// stream sends an operation as the npm package graphql-sse does.
func stream(t *testing.T, server *subscriptionServer, query string, header ...string) *http.Response {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", server.URL, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("Authorization", "Bearer right")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return do(t, server, req)
}

func do(t *testing.T, server *subscriptionServer, req *http.Request) *http.Response {
	t.Helper()
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func wantText(t *testing.T, resp *http.Response, want string) {
	t.Helper()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	if string(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{})
	tests := []struct{ name, query, want string }{
		{"subscription", `subscription{count(to:2)}`, ":\n\n" +
			"event: next\ndata: {\"data\":{\"count\":1}}\n\nevent: next\ndata: {\"data\":{\"count\":2}}\n\nevent: complete\ndata:\n\n"},
		{"query", `{echo(value:"1")}`, "event: next\ndata: {\"data\":{\"echo\":\"1\"}}\n\nevent: complete\ndata:\n\n"},
		{"mutation", `mutation{echo}`, "event: next\ndata: {\"data\":{\"echo\":null}}\n\nevent: complete\ndata:\n\n"},
		{"syntax", `{`, "event: next\ndata: {\"errors\":[{\"message\":\"Expected Name, found \\u003cEOF\\u003e\"," +
			"\"locations\":[{\"line\":1,\"column\":2}],\"extensions\":{\"code\":\"GRAPHQL_PARSE_FAILED\"}}]}\n\nevent: complete\ndata:\n\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := stream(t, server, test.query, "Accept-Encoding", "gzip")
			for name, want := range map[string]string{
				"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
				"Content-Encoding": "", "Vary": "Accept",
			} {
				if got := resp.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if resp.StatusCode != http.StatusOK {
				t.Errorf("status %d", resp.StatusCode)
			}
			wantText(t, resp, test.want)
		})
	}
}

func TestEventsByGet(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{})
	tests := []struct {
		query  string
		status int
	}{{`subscription{count(to:1)}`, 200}, {`{echo}`, 200}, {`mutation{echo}`, 405}}
	for _, test := range tests {
		req, err := http.NewRequest("GET", server.URL+"?query="+url.QueryEscape(test.query), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept", "text/event-stream")
		req.Header.Set("Authorization", "Bearer right")
		if resp := do(t, server, req); resp.StatusCode != test.status {
			t.Errorf("%s: %d, want %d", test.query, resp.StatusCode, test.status)
		}
	}
}

// Who takes both gets events for a subscription alone; who takes JSON alone is
// told how to ask.
func TestEventsAreNegotiated(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{})
	const both = "application/graphql-response+json, application/json, text/event-stream"
	tests := []struct {
		name, query, accept string
		status              int
		contentType         string
	}{
		{"subscription, both", `subscription{count(to:1)}`, both, 200, "text/event-stream"},
		{"query, both", `{echo}`, both, 200, "application/graphql-response+json"},
		{"syntax, both", `{`, both, 400, "application/graphql-response+json"},
		{"subscription, JSON", `subscription{count(to:1)}`, "application/json", 400, "application/json"},
		{"subscription, anything", `subscription{count(to:1)}`, "*/*", 400, "application/json"},
		{"subscription, events refused", `subscription{count(to:1)}`, "application/json, text/event-stream;q=0", 400, "application/json"},
		{"neither", `{echo}`, "text/html", 406, "application/json"},
		{"bad request", `{...@defer{echo}}`, "text/event-stream", 400, "application/json"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			resp := stream(t, server, test.query, "Accept", test.accept)
			if resp.StatusCode != test.status || !strings.HasPrefix(resp.Header.Get("Content-Type"), test.contentType+";") {
				t.Errorf("%d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
			}
			text, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Error(err)
			}
			if strings.HasPrefix(test.name, "subscription, ") && test.status == 400 &&
				(!strings.Contains(string(text), "graphql-transport-ws") || !strings.Contains(string(text), "text/event-stream")) {
				t.Errorf("%s does not say how to ask", text)
			}
		})
	}
}

func TestEventsNeedAKey(t *testing.T) {
	t.Parallel()
	resp := stream(t, serveSubscriptions(t, &transport.Subscriptions{}), `subscription{tick}`, "Authorization", "Bearer wrong")
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d", resp.StatusCode)
	}
}

const firstTick = "event: next\ndata: {\"data\":{\"tick\":1}}\n\n"

// readUntil reads as far as a text.
func readUntil(t *testing.T, r *bufio.Reader, end string) {
	t.Helper()
	var got strings.Builder
	for !strings.HasSuffix(got.String(), end) {
		b, err := r.ReadByte()
		if err != nil {
			t.Fatalf("%v after %q", err, got.String())
		}
		got.WriteByte(b)
	}
}

// A stream that the server cuts has no "complete", so that clients come again.
func TestEventsEnd(t *testing.T) {
	t.Parallel()
	t.Run("by age", func(t *testing.T) {
		t.Parallel()
		server := serveSubscriptions(t, &transport.Subscriptions{MaxAge: 500 * time.Millisecond})
		wantText(t, stream(t, server, `subscription{tick}`), ":\n\n"+firstTick)
	})
	t.Run("by a stop", func(t *testing.T) {
		t.Parallel()
		s := &transport.Subscriptions{}
		server := serveSubscriptions(t, s)
		resp := stream(t, server, `subscription{tick}`)
		r := bufio.NewReader(resp.Body)
		readUntil(t, r, firstTick)
		stop(t, s)
		if rest, err := io.ReadAll(r); err != nil || len(rest) > 0 {
			t.Errorf("%v %q", err, rest)
		}
		if again := stream(t, server, `subscription{tick}`); again.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("after the stop: %d", again.StatusCode)
		}
	})
	t.Run("by its client", func(t *testing.T) {
		t.Parallel()
		server := serveSubscriptions(t, &transport.Subscriptions{})
		resp := stream(t, server, `subscription{tick}`)
		readUntil(t, bufio.NewReader(resp.Body), firstTick)
		resp.Body.Close()
		server.waitForEnd(t)
	})
	t.Run("by a slow reader", func(t *testing.T) {
		t.Parallel()
		server := serveSubscriptions(t, &transport.Subscriptions{WriteTimeout: 100 * time.Millisecond})
		stream(t, server, `subscription{flood}`)
		server.waitForEnd(t)
	})
}

// A subscription outlives the time of a query, and is kept open meanwhile.
func TestEventsAreKeptOpen(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{Comment: 50 * time.Millisecond})
	r := bufio.NewReader(stream(t, server, `subscription{tick}`).Body)
	readUntil(t, r, firstTick+strings.Repeat(":\n\n", 4))
}

// The server's own deadlines, which are for requests with one answer, cut neither.
func TestStreamsOutliveTheServersDeadlines(t *testing.T) {
	t.Parallel()
	const deadline = 200 * time.Millisecond
	server := serveSubscriptions(t, &transport.Subscriptions{MaxAge: 5 * deadline}, func(server *http.Server) {
		server.ReadTimeout, server.WriteTimeout = deadline, deadline
	})
	started := time.Now()
	c := ready(t, server)
	wantText(t, stream(t, server, `subscription{tick}`), ":\n\n"+firstTick)
	if took := time.Since(started); took < 5*deadline {
		t.Errorf("cut after %v", took)
	}
	c.wantClose(1001, "Open for too long")
}
