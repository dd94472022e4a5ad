package transport_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"balcao/graph/transport"
)

const gone = `{"message":"gone","extensions":{"code":"UNAUTHENTICATED","requestId":"req-7"}}`

// letInFor lets so many in and no more.
func letInFor(times int32) func(*http.Request) (context.Context, *transport.Refusal) {
	var asked atomic.Int32
	return func(r *http.Request) (context.Context, *transport.Refusal) {
		if asked.Add(1) > times {
			return nil, &transport.Refusal{Status: http.StatusUnauthorized, Code: "UNAUTHENTICATED", Message: "gone"}
		}
		return r.Context(), nil
	}
}

// Who is no longer served is told so in mid-subscription, and at its start.
func TestRefusedLater(t *testing.T) {
	t.Parallel()
	const one = `{"type":"next","id":"a","payload":{"data":{"count":1}}}`
	refused := `{"type":"error","id":"a","payload":[` + gone + `]}`
	for times, want := range map[int32][]string{0: {refused}, 1: {refused}, 2: {one, refused}} {
		handler := &transport.Handler{Prepare: letInFor(times)}
		c := ready(t, serveWith(t, handler, &transport.Subscriptions{}))
		c.subscribe("a", `subscription{count(to:3)}`)
		c.want(want...)
		c.send(`{"type":"ping"}`)
		c.want(`{"type":"pong"}`)
	}
	handler := &transport.Handler{Prepare: letInFor(2)}
	wantText(t, stream(t, serveWith(t, handler, &transport.Subscriptions{}), `subscription{count(to:3)}`),
		":\n\nevent: next\ndata: {\"data\":{\"count\":1}}\n\nevent: next\ndata: {\"errors\":["+gone+"]}\n\nevent: complete\ndata:\n\n")
}

// An answer that cannot be written ends the subscription.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	run := newExecutor()
	run.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		graphql.RegisterExtension(ctx, "note", make(chan int))
		return next(ctx)
	})
	server := serveWith(t, &transport.Handler{Executor: run, Prepare: letIn}, &transport.Subscriptions{})
	c := ready(t, server)
	for _, query := range []string{`subscription{count(to:3)}`, `{echo}`} {
		c.subscribe("a", query)
		c.want(`{"type":"error","id":"a","payload":[{"message":"the answer could not be written","extensions":{"code":"INTERNAL","requestId":"req-7"}}]}`)
	}
	wantText(t, stream(t, server, `subscription{count(to:3)}`), ":\n\nevent: next\ndata: "+
		`{"errors":[{"message":"the answer could not be written","extensions":{"code":"INTERNAL","requestId":"req-7"}}]}`+"\n\nevent: complete\ndata:\n\n")
}

// An operation whose time is over before it starts gets an answer here too.
func TestSocketTimeOver(t *testing.T) {
	t.Parallel()
	handler := &transport.Handler{Timeout: time.Nanosecond, Prepare: letIn}
	server := serveWith(t, handler, &transport.Subscriptions{})
	c := ready(t, server)
	c.subscribe("a", `{echo}`)
	c.want(`{"type":"error","id":"a","payload":[{"message":"context deadline exceeded"}]}`)
	wantText(t, stream(t, server, `{echo}`), "event: next\ndata: {\"errors\":[{\"message\":\"context deadline exceeded\"}]}\n\nevent: complete\ndata:\n\n")
}
