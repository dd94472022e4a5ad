package transport

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// running is an operation that runs on a socket.
type running struct {
	*socket
	id string
	// request is the handshake in the operation's own context.
	request *http.Request
	stop    context.CancelFunc
}

// subscribe starts an operation of any kind.
func (s *socket) subscribe(m message) error {
	start := graphql.Now()
	switch {
	case !s.ready:
		return tooEarly
	case m.id == "":
		return idMissing
	case m.payload == nil:
		return payloadMissing
	}
	params, refused := newParams(m.payload)
	if refused != nil {
		return invalid(refused.Message)
	}
	params.Headers = s.request.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	o, err := s.enter(m.id)
	if err != nil {
		return err
	}
	if o == nil {
		tooMany := badRequest("too many operations run on this connection: wait for one to end")
		s.sendErrors(m.id, refusedResponse(tooMany, s.errorID()))
		return nil
	}
	o.start(params)
	return nil
}

// enter takes an id for an operation; it gives none if too many run already.
func (s *socket) enter(id string) (*running, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID[id] != nil {
		return nil, idTaken
	}
	if s.alive >= s.options.maxOperations() {
		return nil, nil
	}
	ctx, cancel := context.WithCancel(s.request.Context())
	o := &running{socket: s, id: id, request: s.request.WithContext(ctx), stop: cancel}
	s.byID[id] = o
	s.alive++
	return o, nil
}

func (o *running) leave() {
	o.stop()
	o.release()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alive--
}

// release gives the id back, unless it is another operation's by now. It comes
// before the last message: the client may use the id again as soon as it has that.
func (o *running) release() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.byID[o.id] == o {
		delete(o.byID, o.id)
	}
}

// cancel ends an operation whose client has heard enough. One that has ended
// meanwhile is no mistake.
func (s *socket) cancel(m message) error {
	if m.id == "" {
		return idMissing
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.byID[m.id]; o != nil {
		o.stop()
		delete(s.byID, m.id)
	}
	return nil
}

// start reads an operation on the goroutine of the socket, so that a client
// cannot have many documents read at once, and executes it on its own.
func (o *running) start(params *graphql.RawParams) {
	ctx, done, refused := o.handler.limited(o.request)
	if refused != nil {
		o.refused(refused)
		o.leave()
		return
	}
	op, errs := o.handler.Executor.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, op)
	o.group.Go(func() {
		defer o.leave()
		defer done()
		defer o.recovered(ctx, op)
		if errs != nil {
			o.fail(o.handler.Executor.DispatchError(ctx, errs))
			return
		}
		o.run(ctx, op)
	})
}

func (o *running) run(ctx context.Context, op *graphql.OperationContext) {
	refused := checkOperation(http.MethodPost, op)
	switch {
	case refused != nil:
	case isSubscription(op):
		refused = o.subscription(op)
	default:
		refused = o.once(ctx, op)
	}
	if refused != nil {
		o.refused(refused)
	}
}

func (o *running) subscription(op *graphql.OperationContext) *Refusal {
	if refused := o.handler.each(o.request, op, o.next); refused != nil {
		return refused
	}
	o.complete()
	return nil
}

func (o *running) once(ctx context.Context, op *graphql.OperationContext) *Refusal {
	ctx, done, refused := o.handler.patient(ctx, o.request, op, func() {})
	if refused != nil {
		return refused
	}
	defer done()
	resp, inTime := o.handler.once(ctx, op)
	if !inTime {
		o.fail(resp)
	} else if o.next(resp) == nil {
		o.complete()
	}
	return nil
}

// recovered turns a panic into an error of the operation: nothing above its
// goroutine would.
func (o *running) recovered(ctx context.Context, op *graphql.OperationContext) {
	if fault := recover(); fault != nil {
		err := gqlerror.WrapIfUnwrapped(op.Recover(ctx, fault))
		o.fail(o.handler.Executor.DispatchError(ctx, gqlerror.List{err}))
	}
}

// ended tells whether the client or the server has ended the operation: nothing
// more is sent for it then.
func (o *running) ended() error { return o.request.Context().Err() }

func (o *running) next(resp *graphql.Response) error {
	if err := o.ended(); err != nil {
		return err
	}
	body, err := encode(resp)
	if err != nil {
		o.refused(unwritable())
		o.stop()
		return err
	}
	return o.send(outgoing("next", o.id, body))
}

// complete says that there are no more answers. A client that is told so does
// not come again, so nothing is said of an operation that was cut.
func (o *running) complete() {
	if o.ended() == nil {
		o.release()
		_ = o.send(outgoing("complete", o.id, nil))
	}
}

// fail ends an operation without a result.
func (o *running) fail(resp *graphql.Response) {
	if o.ended() == nil {
		o.release()
		o.sendErrors(o.id, resp)
	}
}

func (o *running) refused(r *Refusal) { o.fail(refusedResponse(r, o.errorID())) }

// errorID is the id that errors carry.
func (s *socket) errorID() string { return s.handler.requestID(s.request.Context()) }

func (s *socket) sendErrors(id string, resp *graphql.Response) {
	list, err := json.Marshal(resp.Errors)
	if err != nil {
		list, _ = json.Marshal(refusedResponse(unwritable(), "").Errors)
	}
	// A socket that cannot be written to ends by itself.
	_ = s.send(outgoing("error", id, list))
}
