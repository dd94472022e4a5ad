package transport

import (
	"cmp"
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// defaultMaxBody is enough for the longest document and its variables.
const defaultMaxBody = 256 << 10

// Handler serves one executor.
type Handler struct {
	Executor graphql.GraphExecutor
	// MaxBody is the most bytes that the body of a POST may have; more is
	// answered 413. Defaults to 256 KB.
	MaxBody int64
	// Prepare is asked once method and headers are right, before its body is
	// read: it says who asks, and gives the context that the operation runs in
	// and what is to be called when it has run. Required.
	Prepare func(*http.Request) (context.Context, func(), *Refusal)
	// RequestID is the id that errors carry as extensions.requestId. Without
	// it, and where it gives none, they carry none.
	RequestID func(context.Context) string
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out := newReply(w, r)
	if h.RequestID != nil {
		out.requestID = h.RequestID(r.Context())
	}
	if refused := h.serve(out, r); refused != nil {
		out.refuse(refused)
	}
}

func (h *Handler) serve(out *reply, r *http.Request) *Refusal {
	if refused := checkHeaders(out, r); refused != nil {
		return refused
	}
	start := graphql.Now()
	ctx, done, refused := h.Prepare(r)
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
	return h.execute(graphql.StartOperationTrace(ctx), out, r.Method, params)
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

func (h *Handler) execute(ctx context.Context, out *reply, method string, params *graphql.RawParams) *Refusal {
	op, errs := h.Executor.CreateOperationContext(ctx, params)
	if errs != nil {
		out.respond(h.Executor.DispatchError(graphql.WithOperationContext(ctx, op), errs))
		return nil
	}
	if refused := checkOperation(method, op); refused != nil {
		return refused
	}
	next, ctx := h.Executor.DispatchOperation(ctx, op)
	if resp := next(ctx); resp != nil {
		out.respond(resp)
		return nil
	}
	// The time was over before anything ran.
	late := gqlerror.List{gqlerror.WrapIfUnwrapped(context.Cause(ctx))}
	out.write(http.StatusServiceUnavailable, h.Executor.DispatchError(ctx, late))
	return nil
}

// checkOperation refuses operations that cannot be answered by one response, and
// those that change something by GET.
func checkOperation(method string, op *graphql.OperationContext) *Refusal {
	switch {
	case op.Operation.Operation == ast.Subscription:
		return badRequest("subscriptions are not served over plain HTTP")
	case op.Operation.Operation == ast.Mutation && method == http.MethodGet:
		return methodNotAllowed("POST", "a mutation has to be sent by POST")
	case usesDefer(op):
		return badRequest("@defer is not offered: leave it out")
	}
	return nil
}
