package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"balcao/graph/transport"
)

// client is a WebSocket whose messages are written by hand.
type client struct {
	t    *testing.T
	conn *websocket.Conn
}

func dial(t *testing.T, server *subscriptionServer, header http.Header) *client {
	t.Helper()
	return dialFor(t, server, header, "graphql-transport-ws")
}

func dialFor(t *testing.T, server *subscriptionServer, header http.Header, subprotocols ...string) *client {
	t.Helper()
	return dialURL(t, server.URL, header, subprotocols...)
}

func dialURL(t *testing.T, url string, header http.Header, subprotocols ...string) *client {
	t.Helper()
	conn, resp, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{HTTPHeader: header, Subprotocols: subprotocols})
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		t.Errorf("status %d", resp.StatusCode)
	}
	conn.SetReadLimit(1 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &client{t, conn}
}

// ready is a client that was let in.
func ready(t *testing.T, server *subscriptionServer) *client {
	t.Helper()
	c := dial(t, server, nil)
	c.send(`{"type":"connection_init","payload":{"authorization":"Bearer right"}}`)
	c.want(`{"type":"connection_ack"}`)
	return c
}

func (c *client) send(message string) {
	c.t.Helper()
	if err := c.conn.Write(c.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) subscribe(id, query string) {
	c.t.Helper()
	text, err := json.Marshal(map[string]any{"type": "subscribe", "id": id, "payload": map[string]string{"query": query}})
	if err != nil {
		c.t.Fatal(err)
	}
	c.send(string(text))
}

func (c *client) read() (string, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), 10*time.Second)
	defer cancel()
	_, text, err := c.conn.Read(ctx)
	return string(text), err
}

// want reads one message for each that is expected.
func (c *client) want(messages ...string) {
	c.t.Helper()
	for _, want := range messages {
		got, err := c.read()
		if err != nil {
			c.t.Fatalf("%v, want %s", err, want)
		}
		if got != want {
			c.t.Errorf("%s, want %s", got, want)
		}
	}
}

func (c *client) wantClose(code websocket.StatusCode, reason string) {
	c.t.Helper()
	text, err := c.read()
	if err == nil {
		c.t.Fatalf("%s, want close %d", text, code)
	}
	closed, _ := errors.AsType[websocket.CloseError](err)
	if closed.Code != code || !strings.HasPrefix(closed.Reason, reason) {
		c.t.Errorf("%v, want %d %s", err, code, reason)
	}
}

// gone waits for the end of a connection that is cut.
func (c *client) gone() {
	c.t.Helper()
	for {
		_, err := c.read()
		if errors.Is(err, context.DeadlineExceeded) {
			c.t.Fatal("the connection lives on")
		}
		if err != nil {
			return
		}
	}
}

func TestSocketInit(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{})
	tests := []struct {
		name, payload string
		code          websocket.StatusCode
	}{
		{"lower case", `,"payload":{"authorization":"Bearer right"}`, 0},
		{"upper case", `,"payload":{"Authorization":"Bearer right","other":1}`, 0},
		{"no payload", ``, 4401},
		{"payload of null", `,"payload":null`, 4401},
		{"no key", `,"payload":{}`, 4401},
		{"wrong key", `,"payload":{"authorization":"Bearer wrong"}`, 4401},
		{"a page of a foreign origin", `,"payload":{"authorization":"Bearer foreign"}`, 4403},
		{"key of a bad type", `,"payload":{"authorization":["Bearer right"]}`, 4400},
		{"two keys", `,"payload":{"authorization":"Bearer right","Authorization":"Bearer right"}`, 4400},
		{"payload of a bad type", `,"payload":"Bearer right"`, 4400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, server, nil)
			c.send(`{"type":"connection_init"` + test.payload + `}`)
			if test.code != 0 {
				c.wantClose(test.code, "")
				return
			}
			c.want(`{"type":"connection_ack"}`)
		})
	}
}

func TestSocketInitByHeader(t *testing.T) {
	t.Parallel()
	c := dial(t, serveSubscriptions(t, &transport.Subscriptions{}), http.Header{"Authorization": {"Bearer right"}})
	c.send(`{"type":"connection_init"}`)
	c.want(`{"type":"connection_ack"}`)
}

func TestSocketCloses(t *testing.T) {
	t.Parallel()
	const start = `{"type":"subscribe","id":"1","payload":{"query":"subscription{tick}"}}`
	const next = `{"type":"next","id":"1","payload":{"data":{"tick":1}}}`
	server := serveSubscriptions(t, &transport.Subscriptions{})
	tests := []struct {
		name   string
		ready  bool
		send   []string
		want   []string
		code   websocket.StatusCode
		reason string
	}{
		{"second init", true, []string{`{"type":"connection_init"}`}, nil, 4429, "Too many initialisation requests"},
		{"subscribe before init", false, []string{start}, nil, 4401, "Unauthorized"},
		{"id twice", true, []string{start, start}, []string{next}, 4409, "Subscriber for this id already exists"},
		{"no JSON", true, []string{`secret`}, nil, 4400, "Invalid message: it is not valid JSON: syntax error"},
		{"a list", true, []string{`[]`}, nil, 4400, "Invalid message: it has to be an object"},
		{"no type", true, []string{`{}`}, nil, 4400, "Invalid message: its type is unknown"},
		{"unknown type", true, []string{`{"type":"secret"}`}, nil, 4400, "Invalid message: its type is unknown"},
		{"type of the older protocol", true, []string{`{"type":"start","id":"1"}`}, nil, 4400, ""},
		{"type of a bad type", true, []string{`{"type":1}`}, nil, 4400, "Invalid message: type has to be a text"},
		{"no id", true, []string{`{"type":"subscribe","payload":{"query":"{echo}"}}`}, nil, 4400, "Invalid message: id is missing"},
		{"id of a bad type", true, []string{`{"type":"subscribe","id":1,"payload":{"query":"{echo}"}}`}, nil, 4400, "Invalid message: id has"},
		{"no payload", true, []string{`{"type":"subscribe","id":"1"}`}, nil, 4400, "Invalid message: payload is missing"},
		{"no query", true, []string{`{"type":"subscribe","id":"1","payload":{}}`}, nil, 4400, "Invalid message: query is missing"},
		{"complete without id", true, []string{`{"type":"complete"}`}, nil, 4400, "Invalid message: id is missing"},
		{"too large", true, []string{`{"type":"ping","payload":{"a":"` + strings.Repeat("x", 4096) + `"}}`}, nil, 1009, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var c *client
			if test.ready {
				c = ready(t, server)
			} else {
				c = dial(t, server, nil)
			}
			for i, message := range test.send {
				c.send(message)
				if i < len(test.want) {
					c.want(test.want[i])
				}
			}
			c.wantClose(test.code, test.reason)
		})
	}
}

func TestSocketInitTooLate(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{InitTimeout: 300 * time.Millisecond})
	c := dial(t, server, nil)
	c.send(`{"type":"ping"}`)
	c.want(`{"type":"pong"}`)
	c.wantClose(4408, "Connection initialisation timeout")
}

func TestSocketRefusesBinaryMessages(t *testing.T) {
	t.Parallel()
	c := ready(t, serveSubscriptions(t, &transport.Subscriptions{}))
	if err := c.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)); err != nil {
		t.Fatal(err)
	}
	c.wantClose(4400, "Invalid message: it has to be text")
}

func TestSocketWithoutOurSubprotocol(t *testing.T) {
	t.Parallel()
	server := serveSubscriptions(t, &transport.Subscriptions{})
	dialFor(t, server, nil).wantClose(4406, "Subprotocol not acceptable")
	dialFor(t, server, nil, "graphql-ws").wantClose(4406, "Subprotocol not acceptable")
}

func TestSocketOperations(t *testing.T) {
	t.Parallel()
	const refused = `"extensions":{"code":"BAD_REQUEST","requestId":"req-7"}`
	server := serveSubscriptions(t, &transport.Subscriptions{})
	tests := []struct {
		name, query string
		want        []string
	}{
		{"subscription", `subscription{count(to:3)}`, []string{
			`{"type":"next","id":"a","payload":{"data":{"count":1}}}`,
			`{"type":"next","id":"a","payload":{"data":{"count":2}}}`,
			`{"type":"next","id":"a","payload":{"data":{"count":3}}}`,
			`{"type":"complete","id":"a"}`,
		}},
		{"subscription without an event", `subscription{count(to:0)}`, []string{`{"type":"complete","id":"a"}`}},
		{"query", `{echo(value:"1")}`, []string{`{"type":"next","id":"a","payload":{"data":{"echo":"1"}}}`, `{"type":"complete","id":"a"}`}},
		{"mutation", `mutation{echo(value:"1")}`, []string{`{"type":"next","id":"a","payload":{"data":{"echo":"1"}}}`, `{"type":"complete","id":"a"}`}},
		{"query that takes too long", `{wait}`, []string{
			`{"type":"next","id":"a","payload":{"errors":[{"message":"it waited: context deadline exceeded"}],"data":{"wait":null}}}`,
			`{"type":"complete","id":"a"}`,
		}},
		{"error in an answer", `subscription{f:fail}`, []string{
			`{"type":"next","id":"a","payload":{"errors":[{"message":"it failed","path":["f","below"]}],"data":{"f":null}}}`,
			`{"type":"complete","id":"a"}`,
		}},
		{"invalid", `{nothing}`, []string{`{"type":"error","id":"a","payload":[{"message":"Cannot query field \"nothing\" on type \"Query\".",` +
			`"locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}`}},
		{"defer", `{...@defer{echo}}`, []string{`{"type":"error","id":"a","payload":[{"message":"@defer is not offered: leave it out",` + refused + `}]}`}},
		{"panic", `subscription{panics}`, []string{`{"type":"error","id":"a","payload":[{"message":"it panicked"}]}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := ready(t, server)
			for range 2 { // The id is free again at once.
				c.subscribe("a", test.query)
				c.want(test.want...)
			}
			c.send(`{"type":"ping"}`)
			c.want(`{"type":"pong"}`)
		})
	}
}

// A subscription outlives the time of a query, and several run side by side.
func TestSocketSubscriptionsLive(t *testing.T) {
	t.Parallel()
	c := ready(t, serveSubscriptions(t, &transport.Subscriptions{}))
	c.subscribe("lives", `subscription{tick}`)
	c.want(`{"type":"next","id":"lives","payload":{"data":{"tick":1}}}`)
	c.subscribe("waits", `{wait}`)
	c.want(`{"type":"next","id":"waits","payload":{"errors":[{"message":"it waited: context deadline exceeded"}],"data":{"wait":null}}}`,
		`{"type":"complete","id":"waits"}`)
	// Completed by us: nothing is said of it any more, and its id is free.
	c.send(`{"type":"complete","id":"lives"}`)
	c.send(`{"type":"complete","id":"unknown"}`)
	c.subscribe("lives", `subscription{tick}`)
	c.want(`{"type":"next","id":"lives","payload":{"data":{"tick":1}}}`)
}

func TestSocketMaxOperations(t *testing.T) {
	t.Parallel()
	c := ready(t, serveSubscriptions(t, &transport.Subscriptions{MaxOperations: 2}))
	for _, id := range []string{"1", "2"} {
		c.subscribe(id, `subscription{tick}`)
		c.want(fmt.Sprintf(`{"type":"next","id":"%s","payload":{"data":{"tick":1}}}`, id))
	}
	c.subscribe("3", `subscription{tick}`)
	c.want(`{"type":"error","id":"3","payload":[{"message":"too many operations run on this connection: wait for one to end",` +
		`"extensions":{"code":"BAD_REQUEST","requestId":"req-7"}}]}`)
}

func TestSocketEnds(t *testing.T) {
	t.Parallel()
	t.Run("by age", func(t *testing.T) {
		t.Parallel()
		c := ready(t, serveSubscriptions(t, &transport.Subscriptions{MaxAge: 500 * time.Millisecond}))
		c.subscribe("1", `subscription{tick}`)
		c.want(`{"type":"next","id":"1","payload":{"data":{"tick":1}}}`)
		c.wantClose(1001, "Open for too long")
	})
	t.Run("by a stop", func(t *testing.T) {
		t.Parallel()
		s := &transport.Subscriptions{}
		server := serveSubscriptions(t, s)
		c := ready(t, server)
		c.subscribe("1", `subscription{tick}`)
		c.want(`{"type":"next","id":"1","payload":{"data":{"tick":1}}}`)
		closed := make(chan struct{})
		go func() { defer close(closed); c.wantClose(1001, "The server is stopping") }()
		stop(t, s)
		<-closed
		dial(t, server, nil).wantClose(1001, "The server is stopping")
	})
	t.Run("without an answer to a ping", func(t *testing.T) {
		t.Parallel()
		server := serveSubscriptions(t, &transport.Subscriptions{Ping: 50 * time.Millisecond})
		ready(t, server) // It does not read, so it does not answer.
		server.waitForEnd(t)
	})
	t.Run("by a slow reader", func(t *testing.T) {
		t.Parallel()
		server := serveSubscriptions(t, &transport.Subscriptions{WriteTimeout: 100 * time.Millisecond})
		c := ready(t, server)
		c.subscribe("1", `subscription{flood}`)
		server.waitForEnd(t)
		c.gone()
	})
}

// A client that reads answers pings by itself and stays.
func TestSocketPing(t *testing.T) {
	t.Parallel()
	c := ready(t, serveSubscriptions(t, &transport.Subscriptions{Ping: 200 * time.Millisecond, MaxAge: time.Second}))
	c.wantClose(1001, "Open for too long")
}
