package automation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// Recorded is an answer of the ERP as it came, for a recording. It may hold
// personal data and secrets.
type Recorded struct {
	ExampleAnswer
	// Method and Path are those of the request.
	Method, Path string
	// Login is true for an answer to the log-in.
	Login bool
}

// isToldHeader tells the answer's headers that a recording keeps: others are the
// server's and the way's.
func isToldHeader(name string) bool {
	return name == "Location" || strings.HasPrefix(name, "X-") && name != "X-Powered-By" && name != "X-Request-Id"
}

// recordAnswer tells a tracer that records of an answer.
func (f *frame) recordAnswer(method string, u *url.URL, r *reply) {
	if f.run.tracer == nil || f.run.tracer.Answered == nil {
		return
	}
	answer := ExampleAnswer{Status: r.status, JSON: r.json, HasJSON: r.isJSON}
	for name := range r.header {
		if isToldHeader(name) {
			if answer.Headers == nil {
				answer.Headers = map[string]string{}
			}
			answer.Headers[name] = r.header.Get(name)
		}
	}
	switch {
	case r.isJSON:
	case r.file != nil:
		answer.File = append([]byte(nil), r.file...)
	default:
		answer.Text = r.text
	}
	f.run.tracer.Answered(Recorded{ExampleAnswer: answer, Method: method, Path: u.EscapedPath(), Login: f.run.login})
}

// records is true while a run is recorded. It is then tried once only: an example
// has no second try.
func (r *run) records() bool { return r.tracer != nil && r.tracer.Answered != nil }

// Rehearse runs an example of which only the answers are known, in the order in
// which they are given, and writes down the rest: the requests as the pack makes
// them, and what comes out. The error tells where the run goes another way than
// the answers: that its input and answers do not fit together.
func Rehearse(ctx context.Context, p *Pack, e *Example) error {
	f := erp.Function(e.Function)
	if f == nil {
		return fmt.Errorf("there is no function %q", e.Function)
	}
	inputs, err := e.inputs(f)
	if err != nil {
		return err
	}
	r := &rehearsal{exchanges: e.Exchanges}
	stage, err := openStage(r)
	if err != nil {
		return err
	}
	results, err := e.play(WithTracer(ctx, &Tracer{Event: func(Event) {}, Plain: true}), p, f, inputs, stage)
	stage.close()
	if err != nil {
		return err
	}
	e.ends(results)
	return r.problem(results)
}

// ends writes down what came out.
func (e *Example) ends(results []erp.Result) {
	if failed, ok := errors.AsType[*erp.Error](results[0].Err); ok {
		e.Error = &ExampleError{Kind: failed.Kind, Message: failed.Message}
		return
	}
	outputs := make([]any, len(results))
	for i, r := range results {
		outputs[i] = ByName(r.Value)
	}
	e.Output, e.HasOutput = outputs[0], true
	if _, many := e.Input.([]any); many {
		e.Output = outputs
	}
}

// rehearsal answers requests in the order of the exchanges, whatever they are,
// and writes them down.
type rehearsal struct {
	mu        sync.Mutex
	exchanges []*Exchange
	next      int
	more      []string
}

// ServeHTTP implements [http.Handler].
func (r *rehearsal) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(io.LimitReader(request.Body, 16<<20))
	if err != nil {
		return // the client is gone
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == len(r.exchanges) {
		r.more = append(r.more, request.Method+" "+request.URL.EscapedPath())
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	e := r.exchanges[r.next]
	r.next++
	e.asked(request, body)
	e.Answer.write(w)
}

func (r *rehearsal) problem(results []erp.Result) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case len(r.more) > 0:
		return fmt.Errorf("after the last recorded answer the run also asks %s", strings.Join(r.more, ", "))
	case r.next < len(r.exchanges):
		err := fmt.Errorf("the run ends after %d of %d recorded answers", r.next, len(r.exchanges))
		return errors.Join(err, results[0].Err)
	}
	return nil
}

// asked writes down a request.
func (e *Exchange) asked(r *http.Request, body []byte) {
	e.Method, e.Path = r.Method, r.URL.EscapedPath()
	e.Query = plainPairs(r.URL.Query())
	for name := range r.Header {
		if !isUsualHeader(name) {
			if e.Headers == nil {
				e.Headers = map[string]any{}
			}
			e.Headers[name] = r.Header.Get(name)
		}
	}
	kind := r.Header.Get("Content-Type")
	switch v, err := value.DecodeJSON(body, value.JSONLimits{}); {
	case len(body) == 0, strings.HasPrefix(kind, "multipart/"): // whose parts cannot be listed
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		form, err := url.ParseQuery(string(body))
		if err == nil {
			e.Form = plainPairs(form)
		}
	case err == nil && strings.Contains(kind, "json"):
		e.JSON = v
	default:
		e.Text = new(string(body))
	}
}

// isUsualHeader tells headers that every client sends.
func isUsualHeader(name string) bool {
	switch name {
	case "Accept", "Accept-Encoding", "User-Agent", "Content-Type", "Content-Length", "Connection", "Traceparent":
		return true
	}
	return false
}

func plainPairs(values url.Values) map[string]any {
	if len(values) == 0 {
		return nil
	}
	pairs := make(map[string]any, len(values))
	for name, list := range values {
		if len(list) == 1 {
			pairs[name] = list[0]
			continue
		}
		items := make([]any, len(list))
		for i, item := range list {
			items[i] = item
		}
		pairs[name] = items
	}
	return pairs
}
