package automation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// Tracer is told what a run does, step by step, for `balcao try`. A traced run
// does one thing after the other.
type Tracer struct {
	// Event is called for each event, by one goroutine at a time.
	Event func(Event)
	// StopBeforeEffect ends the run with [ErrStopped] where it would send the
	// first request that changes something; that request is told as "stopped".
	StopBeforeEffect bool
	// Answered, if set, is given every answer whole and unmasked: a recording. A
	// run that is recorded tries nothing twice.
	Answered func(Recorded)
	// Plain leaves out the masking of secrets and personal data.
	Plain bool

	mask *masker
}

// ErrStopped is the cause of a run's end before its first effect step.
var ErrStopped = errors.New("stopped before the first step that changes something")

// Event is one thing a run did.
type Event struct {
	// What is "request", "answer", "value" (of a step), "skipped", "failed",
	// "stopped" or "output" (of a function or part).
	What string
	// Unit and Step tell where, Place is the step's place in its file.
	Unit, Step, Place string
	// Method, URL and Header are a request's; Status and Header an answer's.
	Method, URL string
	Status      int
	Header      []string
	// Text is a body, a value as JSON, or why something failed.
	Text string
	// Value is what Text is made of; it is nil in what Event is given.
	Value any
}

// Masked hides in a text what the events of the runs so far hide.
func (t *Tracer) Masked(text string) string {
	if t.mask == nil {
		return newMasker().text(text)
	}
	return t.mask.text(text)
}

type tracerKey struct{}

// WithTracer traces the calls made under ctx. Nil traces nothing.
func WithTracer(ctx context.Context, t *Tracer) context.Context {
	if t == nil {
		return ctx
	}
	if t.mask == nil {
		t.mask = newMasker()
	}
	return context.WithValue(ctx, tracerKey{}, t)
}

func tracerOf(ctx context.Context) *Tracer {
	t, _ := ctx.Value(tracerKey{}).(*Tracer)
	return t
}

// maxTraced is how much of a body or value is told.
const maxTraced = 16 << 10

func (f *frame) trace(s *Step, e Event) {
	t := f.run.tracer
	if t == nil {
		return
	}
	e.Unit = f.unit.Name
	if s != nil {
		e.Step, e.Place = s.Name, s.Pos.String()
	}
	if e.Value != nil {
		e.Text, e.Value = jsonOf(e.Value), nil
	}
	if !t.Plain {
		f.hide(&e)
		e.Text = encodedFile.ReplaceAllString(e.Text, "(a file)")
	}
	if len(e.Text) > maxTraced {
		e.Text = strings.ToValidUTF8(e.Text[:maxTraced], "") + "…"
	}
	t.Event(e)
}

func (f *frame) hide(e *Event) {
	mask := f.run.tracer.mask
	mask.learn(f.run.b, f.in.input)
	e.Text, e.URL = mask.text(e.Text), mask.text(e.URL)
	if f.run.login && (e.What == "answer" || e.What == "value") {
		e.Text = tokens.ReplaceAllString(e.Text, hiddenText)
	}
	for i, line := range e.Header {
		e.Header[i] = mask.header(line)
	}
}

// encodedFile is a file as base64, with the line breaks that JSON escapes. Nobody
// reads it, and what it shows cannot be masked.
var encodedFile = regexp.MustCompile(`[A-Za-z0-9+/\\]{300,}={0,2}`)

// jsonOf is a value as people read it.
func jsonOf(v any) string {
	switch file := v.(type) {
	case erp.PDF:
		return fmt.Sprintf("a PDF of %d bytes", len(file))
	case []byte:
		return fmt.Sprintf("a file of %d bytes", len(file))
	}
	text, err := value.AppendJSON(nil, ByName(v))
	if err != nil {
		return fmt.Sprintf("(%T)", v)
	}
	return string(text)
}

func (f *frame) traceRequest(s *Step, r guard.Request) { f.trace(s, requestEvent("request", r)) }

func requestEvent(what string, r guard.Request) Event {
	return Event{What: what, Method: r.Method, URL: r.URL.String(), Header: lines(r.Header), Text: printable(r.Body)}
}

func (f *frame) traceAnswer(s *Step, r *reply) {
	text := r.text
	if r.file != nil {
		text = printable(r.file)
	}
	f.trace(s, Event{What: "answer", Status: r.status, Header: lines(r.header), Text: text})
}

func (f *frame) traceOutput(out outcome) {
	if f.run.tracer == nil {
		return
	}
	v := out.value
	if out.rows != nil {
		list := make([]any, len(out.rows))
		for i, row := range out.rows {
			list[i] = map[string]any{"key": row.keys, "row": row.value.Interface()}
		}
		v = list
	}
	f.trace(nil, Event{What: "output", Value: v})
}

// stopped tells the request that would have been sent.
func (f *frame) stopped(ctx context.Context, s *Step, scope *value.Scope) *failure {
	if s.Request != nil && s.Request.Host.NeedsSession {
		session, fail := f.run.b.sessions.get(ctx)
		if fail != nil {
			return fail
		}
		scope = session.on(scope)
	}
	request, fail := f.requestOf(s, scope)
	if fail != nil {
		return fail
	}
	f.trace(s, requestEvent("stopped", request))
	return &failure{kind: erp.Internal, detail: "nothing was sent", cause: ErrStopped, settled: true, final: true}
}

func lines(h http.Header) []string {
	var lines []string
	for name, values := range h {
		lines = append(lines, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(lines)
	return lines
}

// printable stands for bytes that are no text.
func printable(b []byte) string {
	if isPDF(b) {
		return fmt.Sprintf("(a PDF of %d bytes)", len(b))
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
