package transport

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// defaultMaxBody is enough for the longest document and its variables.
const defaultMaxBody = 256 << 10

// Handler serves one executor.
type Handler struct {
	Executor graphql.GraphExecutor
	// MaxBody is the most bytes that the body of a POST may have; more is
	// answered 413. Defaults to 256 KB.
	MaxBody int64
	// Timeout bounds a request that has one answer, from its headers on. A
	// subscription is not bound by it. 0 is no bound.
	Timeout time.Duration
	// Patience gives the operations that need it another time than Timeout; 0 for
	// those that do not. Nil gives none.
	Patience func(*graphql.OperationContext) time.Duration
	// Prepare is asked once method and headers are right, before its body is
	// read, and again for every answer of a subscription: it says who asks, and
	// gives the context that the operation runs in, which it makes of the
	// request's. It may be called by several goroutines at once. Required.
	Prepare func(*http.Request) (context.Context, *Refusal)
	// RequestID is the id that errors carry as extensions.requestId. Without
	// it, and where it gives none, they carry none.
	RequestID func(context.Context) string
	// Subscriptions says how subscriptions are served; nil serves none.
	Subscriptions *Subscriptions
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.Subscriptions != nil && isHandshake(r) {
		h.serveSocket(w, r)
		return
	}
	out := newReply(w, r)
	out.requestID = h.requestID(r.Context())
	if h.Subscriptions != nil {
		out.offerEvents(r)
	}
	if refused := h.serve(out, r); refused != nil {
		out.refuse(refused)
	}
}

func (h *Handler) requestID(ctx context.Context) string {
	if h.RequestID == nil {
		return ""
	}
	return h.RequestID(ctx)
}

func (h *Handler) serve(out *reply, r *http.Request) *Refusal {
	if refused := checkHeaders(out, r); refused != nil {
		return refused
	}
	start := graphql.Now()
	ctx, done, refused := h.limited(r)
	if refused != nil {
		return refused
	}
	defer done()
	r.Body = http.MaxBytesReader(out.w, r.Body, cmp.Or(h.MaxBody, defaultMaxBody))
	params, refused := readParams(r)
	if refused != nil {
		return refused
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return h.execute(ctx, out, r, params)
}

// checkHeaders refuses what the method and the headers alone show to be wrong.
func checkHeaders(out *reply, r *http.Request) *Refusal {
	if r.Method != http.MethodPost && r.Method != http.MethodGet {
		return methodNotAllowed("GET, POST", "send the operation by POST, or a query by GET")
	}
	if out.format == "" {
		return notAcceptable()
	}
	if r.Method == http.MethodPost {
		return checkBodyType(r.Header)
	}
	return nil
}

func (h *Handler) execute(ctx context.Context, out *reply, r *http.Request, params *graphql.RawParams) *Refusal {
	op, errs := h.Executor.CreateOperationContext(ctx, params)
	if errs != nil {
		out.respond(h.Executor.DispatchError(graphql.WithOperationContext(ctx, op), errs))
		return nil
	}
	if refused := checkOperation(r.Method, op); refused != nil {
		return refused
	}
	if isSubscription(op) {
		return h.subscribe(out, r, op)
	}
	ctx, done, refused := h.patient(ctx, r, op, out.unhurried)
	if refused != nil {
		return refused
	}
	defer done()
	resp, inTime := h.once(ctx, op)
	if !inTime {
		out.write(http.StatusServiceUnavailable, resp)
		return nil
	}
	out.respond(resp)
	return nil
}

func (h *Handler) subscribe(out *reply, r *http.Request, op *graphql.OperationContext) *Refusal {
	if !out.events {
		return h.noSubscriptions()
	}
	return h.serveEvents(out, r, op)
}

// checkOperation refuses operations that are answered in parts, and those that
// change something by GET.
func checkOperation(method string, op *graphql.OperationContext) *Refusal {
	switch {
	case op.Operation.Operation == ast.Mutation && method == http.MethodGet:
		return methodNotAllowed("POST", "a mutation has to be sent by POST")
	case usesDefer(op):
		return badRequest("@defer is not offered: leave it out")
	}
	return nil
}
