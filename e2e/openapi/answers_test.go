package openapi_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestAnswersAreAsDescribed calls every operation with each of its declared
// answers, and is strict about every body: no member that is not described,
// none described that never comes, and the declared type of content.
func TestAnswersAreAsDescribed(t *testing.T) {
	t.Parallel()
	all, sandbox := operations(load(t)), serve(t)
	played := map[string]bool{}
	for name, group := range groups {
		t.Run(name, func(t *testing.T) {
			for id, one := range group(t, sandbox, examples{all}) {
				played[id] = true
				t.Run(id, func(t *testing.T) { checkOperation(t, sandbox, all[id], one) })
			}
		})
	}
	for id := range all {
		if !played[id] {
			t.Errorf("no scenario calls %s", id)
		}
	}
}

// checkOperation plays an operation's scenario and compares what was answered
// with what is declared.
func checkOperation(t *testing.T, sandbox *served, o operation, s *scenario) {
	seen, bodies := map[string]bool{}, newFields()
	for _, r := range s.before {
		if a := sandbox.send(t, r); a.status >= 300 {
			t.Fatalf("before: status %d: %.300s", a.status, a.body)
		}
	}
	for _, step := range s.steps(o) {
		a := sandbox.send(t, step.request)
		if a.status != step.want {
			t.Errorf("%s: status %d, want %d: %.300s", step.name, a.status, step.want, a.body)
			continue
		}
		status := strconv.Itoa(a.status)
		seen[status] = true
		if described := o.answer(status); described == nil {
			t.Errorf("%s: the status %s is not described", step.name, status)
		} else if err := checkAnswer(described, bodies, a); err != "" {
			t.Errorf("%s: %s: %s in %.300s", step.name, status, err, a.body)
		}
	}
	for _, status := range o.statuses() {
		if !seen[status] {
			t.Errorf("the declared answer %s was not called for", status)
		}
		for kind, media := range o.answer(status).Content {
			if kind == "application/json" {
				bodies.complete(t, status, media.Schema.Value)
			}
		}
	}
}

// checkAnswer tells what is wrong with an answer, empty if nothing.
func checkAnswer(described *openapi3.Response, bodies *fields, a answered) string {
	kind, _, _ := strings.Cut(a.contentType, ";")
	media := described.Content[kind]
	switch {
	case len(described.Content) == 0 && len(a.body) == 0:
		return ""
	case media == nil:
		return "content of type " + strconv.Quote(kind) + " is not described"
	case kind == "application/pdf":
		if !bytes.HasPrefix(a.body, []byte("%PDF")) {
			return "not a PDF"
		}
		return ""
	}
	var body any
	if err := json.Unmarshal(a.body, &body); err != nil {
		return err.Error()
	}
	if err := bodies.check(media.Schema.Value, body); err != nil {
		return err.Error()
	}
	return ""
}

// step is one request and the status that it is to get.
type step struct {
	name string
	request
	want int
}

// scenario is how to come by an operation's answers. What all operations have
// in common (no token, no parameters, a key used twice) is made from good.
type scenario struct {
	// before are requests that succeed and are no part of it.
	before []request
	// good are requests that succeed; together they bring every field.
	good []request
	// status of the good ones: 200, 201 or 204.
	status int
	// missing gets 404, conflict 409 and impossible 422, where they are set.
	missing, conflict, impossible *request
	// refused are answered with 200 and no.
	refused []request
}

func (s *scenario) steps(o operation) []step {
	var steps []step
	add := func(name string, r request, want int) { steps = append(steps, step{name, r, want}) }
	for _, r := range s.good {
		add("good", r, s.status)
	}
	anonymous, broken := s.good[0], s.good[0]
	anonymous.anonymous = true
	add("without a token", anonymous, http.StatusUnauthorized)
	if o.answer("400") != nil {
		broken.query = nil
		if broken.body != nil {
			broken.body = "{"
		}
		broken.key += "-broken"
		add("unreadable", broken, http.StatusBadRequest)
	}
	if o.takesKey() {
		steps = append(steps, keySteps(s.good[0])...)
	}
	for _, r := range s.refused {
		add("refused", r, http.StatusOK)
	}
	for want, r := range map[int]*request{404: s.missing, 409: s.conflict, 422: s.impossible} {
		if r != nil {
			add("as it should not be", *r, want)
		}
	}
	return steps
}

// keySteps use a request's Idempotency-Key again, with the same body, with
// another, and leave it out.
func keySteps(good request) []step {
	other, without := good, good
	other.body = with(good.body.(map[string]any), "an_unknown_member", "makes it another body")
	without.key = ""
	return []step{
		{"the same again", good, http.StatusOK},
		{"another body with the same key", other, http.StatusConflict},
		{"without a key", without, http.StatusBadRequest},
	}
}

// with is a copy of a body with one member set, given by its path.
func with(body map[string]any, path string, value any) map[string]any {
	copied := maps.Clone(body)
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		copied[name] = value
		return copied
	}
	inner, _ := copied[name].(map[string]any)
	copied[name] = with(inner, rest, value)
	return copied
}
