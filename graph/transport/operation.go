package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// limited prepares what has one answer: its time is bounded.
func (h *Handler) limited(r *http.Request) (context.Context, func(), *Refusal) {
	return h.bounded(r, h.Timeout)
}

func (h *Handler) bounded(r *http.Request, d time.Duration) (context.Context, func(), *Refusal) {
	ctx, cancel := r.Context(), func() {}
	if d > 0 {
		ctx, cancel = context.WithTimeout(ctx, d)
	}
	ctx, refused := h.Prepare(r.WithContext(ctx))
	if refused != nil {
		cancel()
		return nil, nil, refused
	}
	return graphql.StartOperationTrace(ctx), cancel, nil
}

// patient gives an operation another time than others have, if it needs one.
// Unhurried is told so before.
func (h *Handler) patient(ctx context.Context, r *http.Request, op *graphql.OperationContext, unhurried func()) (context.Context, func(), *Refusal) {
	if h.Patience == nil {
		return ctx, func() {}, nil
	}
	d := h.Patience(op)
	if d == 0 {
		return ctx, func() {}, nil
	}
	unhurried()
	ctx, done, refused := h.bounded(r, d)
	if refused != nil {
		return nil, nil, refused
	}
	return graphql.WithOperationContext(ctx, op), done, nil
}

// once runs an operation that has one answer. In time is false if its time was
// over before anything ran.
func (h *Handler) once(ctx context.Context, op *graphql.OperationContext) (resp *graphql.Response, inTime bool) {
	next, ctx := h.Executor.DispatchOperation(ctx, op)
	if resp := next(ctx); resp != nil {
		return resp, true
	}
	late := gqlerror.List{gqlerror.WrapIfUnwrapped(context.Cause(ctx))}
	return h.Executor.DispatchError(ctx, late), false
}

// each runs a subscription and hands on every answer until there are no more,
// the request's context is done, or send fails. Each answer is made in a context
// of its own, because what is prepared remembers what it has read once.
func (h *Handler) each(r *http.Request, op *graphql.OperationContext, send func(*graphql.Response) error) *Refusal {
	ctx, refused := h.Prepare(r)
	if refused != nil {
		return refused
	}
	next, ctx := h.Executor.DispatchOperation(ctx, op)
	for {
		resp := next(withRoot(ctx, op))
		if resp == nil || send(resp) != nil {
			return nil
		}
		if ctx, refused = h.Prepare(r); refused != nil {
			return refused
		}
		ctx = graphql.WithOperationContext(ctx, op)
	}
}

// withRoot puts the root field into the context of an answer, so that errors below
// have a whole path: gqlgen leaves it out of those of subscriptions.
func withRoot(ctx context.Context, op *graphql.OperationContext) context.Context {
	const object = "Subscription"
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{object}) {
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: object, Field: field})
	}
	return ctx
}

func isSubscription(op *graphql.OperationContext) bool {
	return op.Operation.Operation == ast.Subscription
}

// refusedResponse is a refusal in the form of an answer without a result.
func refusedResponse(r *Refusal, requestID string) *graphql.Response {
	extensions := map[string]any{"code": r.Code}
	if requestID != "" {
		extensions["requestId"] = requestID
	}
	return &graphql.Response{Errors: gqlerror.List{{Message: r.Message, Extensions: extensions}}}
}
