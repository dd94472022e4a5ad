package transport

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// reply writes the one answer to a request.
type reply struct {
	w http.ResponseWriter
	// format is the media type that was agreed on, "" if none could be.
	format    string
	gzip      bool
	requestID string
}

func newReply(w http.ResponseWriter, r *http.Request) *reply {
	return &reply{w: w, format: negotiate(r.Header.Values("Accept")), gzip: acceptsGzip(r.Header)}
}

// refuse answers without a result.
func (o *reply) refuse(r *Refusal) {
	for name, values := range r.Header {
		o.w.Header()[name] = values
	}
	extensions := map[string]any{"code": r.Code}
	if o.requestID != "" {
		extensions["requestId"] = o.requestID
	}
	o.write(r.Status, &graphql.Response{Errors: gqlerror.List{{Message: r.Message, Extensions: extensions}}})
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
		// Only an extension of ours can do that.
		o.refuse(&Refusal{Status: http.StatusInternalServerError, Code: "INTERNAL", Message: "the answer could not be written"})
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
