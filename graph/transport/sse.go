package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// eventStream is the media type of server-sent events.
const eventStream = "text/event-stream"

// serveEvents answers a subscription as GraphQL over SSE has it, in the mode of
// distinct connections: an event "next" for each answer and "complete" behind the
// last. A stream that the server cuts ends without "complete", which is how
// clients know that they have to come again.
func (h *Handler) serveEvents(out *reply, r *http.Request, op *graphql.OperationContext) *Refusal {
	open, done := h.Subscriptions.open.begin(r.Context(), h.Subscriptions.maxAge())
	if open == nil {
		return unavailable()
	}
	defer done()
	events, err := newEvents(out, h.Subscriptions.writeTimeout())
	if err != nil {
		return unwritable()
	}
	var group sync.WaitGroup
	defer group.Wait()
	defer open.end(nil)
	group.Go(func() { events.keepOpen(open, h.Subscriptions.comment()) })
	h.writeEvents(events, r.WithContext(open), op)
	return nil
}

// writeEvents returns when there are no more answers, or nobody to read them.
func (h *Handler) writeEvents(e *events, r *http.Request, op *graphql.OperationContext) {
	// At once, so that the client knows that it is connected.
	if e.write(emptyComment) != nil {
		return
	}
	if refused := h.each(r, op, e.next); refused != nil {
		_ = e.next(refusedResponse(refused, e.requestID))
	}
	if r.Context().Err() == nil {
		_ = e.write(completeEvent)
	}
}

// events writes one stream.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
	// requestID is the id that errors carry.
	requestID string
	mu        sync.Mutex
}

// newEvents begins the answer.
func newEvents(out *reply, timeout time.Duration) (*events, error) {
	e := &events{w: out.w, control: http.NewResponseController(out.w), timeout: timeout, requestID: out.requestID}
	// The server's own deadlines are for requests that have one answer.
	if err := e.control.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	eventHeader(e.w)
	return e, nil
}

func eventHeader(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", eventStream+"; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	// nginx would gather events until its buffer is full.
	h.Set("X-Accel-Buffering", "no")
	h.Add("Vary", "Accept")
	w.WriteHeader(http.StatusOK)
}

func (e *events) next(resp *graphql.Response) error {
	body, err := encode(resp)
	if err != nil {
		return errors.Join(err, e.next(refusedResponse(unwritable(), e.requestID)))
	}
	return e.write(nextEvent(body))
}

// nextEvent is an answer as an event. A line break would end the event's data.
func nextEvent(body []byte) string {
	return "event: next\ndata: " + strings.ReplaceAll(string(body), "\n", "\ndata: ") + "\n\n"
}

const emptyComment = ":\n\n"

// completeEvent has data, if empty, because a browser's EventSource passes over
// events without.
const completeEvent = "event: complete\ndata:\n\n"

// write sends text at once. The deadline of the last one stays: the server sets
// its own for the connection's next request.
func (e *events) write(text string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.control.SetWriteDeadline(time.Now().Add(e.timeout)); err != nil {
		return err
	}
	if _, err := e.w.Write([]byte(text)); err != nil {
		return err
	}
	return e.control.Flush()
}

// keepOpen writes comments until the stream is at its end. A client that takes
// none is gone.
func (e *events) keepOpen(open *stream, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-open.Done():
			return
		case <-ticker.C:
			if err := e.write(emptyComment); err != nil {
				open.end(context.Canceled)
				return
			}
		}
	}
}
