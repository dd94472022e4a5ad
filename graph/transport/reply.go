package transport

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// reply writes the one answer to a request.
type reply struct {
	w http.ResponseWriter
	// format is the media type that was agreed on, "" if none could be.
	format string
	// events is whether the client takes server-sent events as well.
	events    bool
	gzip      bool
	requestID string
}

func newReply(w http.ResponseWriter, r *http.Request) *reply {
	return &reply{w: w, format: negotiate(r.Header.Values("Accept")), gzip: acceptsGzip(r.Header)}
}

// unhurried lets an answer take longer than the server reads a request for: net/http
// ends the context of one whose reading time is over, read or not.
func (o *reply) unhurried() {
	// A connection that cannot be told is one of a test, and has no deadline.
	_ = http.NewResponseController(o.w).SetReadDeadline(time.Time{})
}

// offerEvents lets a client have server-sent events. An operation with one
// answer gets them only from a client that takes nothing else.
func (o *reply) offerEvents(r *http.Request) {
	q, closeness := weigh(preferences(r.Header.Values("Accept")), eventStream)
	o.events = q > 0 && closeness == exactly
	if o.events && o.format == "" {
		o.format = eventStream
	}
}

// refuse answers without a result, with a status that is not 200: never as an
// event.
func (o *reply) refuse(r *Refusal) {
	for name, values := range r.Header {
		o.w.Header()[name] = values
	}
	if o.format == eventStream {
		o.format = plainJSON
	}
	o.write(r.Status, refusedResponse(r, o.requestID))
}

// respond answers with what the executor made of the request.
func (o *reply) respond(resp *graphql.Response) {
	status := http.StatusOK
	if resp.Data == nil && o.format == graphqlJSON {
		status = http.StatusBadRequest
	}
	o.write(status, resp)
}

func (o *reply) write(status int, resp *graphql.Response) {
	body, err := encode(resp)
	if err != nil {
		o.refuse(unwritable())
		return
	}
	if o.format == eventStream {
		o.writeEvent(body)
		return
	}
	h := o.w.Header()
	h.Set("Content-Type", cmp.Or(o.format, plainJSON)+"; charset=utf-8")
	h.Add("Vary", "Accept")
	h.Add("Vary", "Accept-Encoding")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	if o.gzip && len(body) >= gzipFrom {
		writeGzip(o.w, status, body)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	o.w.WriteHeader(status)
	// Who cannot be written to any more needs no answer.
	_, _ = o.w.Write(body)
}

// writeEvent writes a stream that ends with its first answer.
func (o *reply) writeEvent(body []byte) {
	eventHeader(o.w)
	// Who cannot be written to any more needs no answer.
	_, _ = io.WriteString(o.w, nextEvent(body)+completeEvent)
}

// encode writes a response as JSON: errors first, so that they are seen. The
// result is already JSON and is copied as it is; json.Marshal would read all of
// it once more, which costs as much as making it.
func encode(resp *graphql.Response) ([]byte, error) {
	body := make([]byte, 0, len(resp.Data)+64)
	body = append(body, '{')
	var err error
	if len(resp.Errors) > 0 {
		if body, err = appendMember(body, "errors", resp.Errors); err != nil {
			return nil, err
		}
	}
	if resp.Data != nil {
		body = appendName(body, "data")
		body = append(body, resp.Data...)
	}
	if len(resp.Extensions) > 0 {
		if body, err = appendMember(body, "extensions", resp.Extensions); err != nil {
			return nil, err
		}
	}
	return append(body, '}'), nil
}

func appendMember(body []byte, name string, value any) ([]byte, error) {
	text, err := json.Marshal(value)
	return append(appendName(body, name), text...), err
}

func appendName(body []byte, name string) []byte {
	if len(body) > 1 {
		body = append(body, ',')
	}
	return append(append(append(body, '"'), name...), '"', ':')
}
