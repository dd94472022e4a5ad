package transport_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"balcao/graph/transport"
)

func letIn(r *http.Request) (context.Context, *transport.Refusal) { return r.Context(), nil }

func postTo(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.Header.Set("Content-Type", plain)
	handler.ServeHTTP(w, r)
	return w
}

// An operation whose time is over before it starts still gets an answer.
func TestTimeOver(t *testing.T) {
	t.Parallel()
	handler := &transport.Handler{Executor: newExecutor(), Timeout: time.Nanosecond, Prepare: letIn}
	w := postTo(handler, httptest.NewRequest("POST", "/", strings.NewReader(`{"query":"{echo}"}`)))
	if got := w.Body.String(); w.Code != http.StatusServiceUnavailable || got != `{"errors":[{"message":"context deadline exceeded"}]}` {
		t.Errorf("%d %s", w.Code, got)
	}
}

func TestExtensionsOfTheAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		value  any
		status int
		want   string
	}{
		{"encoded", "1 ms", 200, `{"data":{"echo":null},"extensions":{"note":"1 ms"}}`},
		{"not to be encoded", make(chan int), 500, `{"errors":[{"message":"the answer could not be written","extensions":{"code":"INTERNAL"}}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			run := newExecutor()
			run.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
				graphql.RegisterExtension(ctx, "note", test.value)
				return next(ctx)
			})
			w := postTo(&transport.Handler{Executor: run, Prepare: letIn}, httptest.NewRequest("POST", "/", strings.NewReader(`{"query":"{echo}"}`)))
			if w.Code != test.status || w.Body.String() != test.want {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, test.status, test.want)
			}
		})
	}
}

func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	broken := iotest.ErrReader(errors.New("secret"))
	w := postTo(&transport.Handler{Executor: newExecutor(), Prepare: letIn}, httptest.NewRequest("POST", "/", broken))
	if w.Code != 400 || !strings.Contains(w.Body.String(), "could not be read") || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Whatever becomes of a request, its context is done behind it.
func TestContextEnds(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"query":"{echo}"}`, `{"query":"{"}`, `{`} {
		var seen context.Context
		handler := &transport.Handler{Executor: newExecutor(), Timeout: time.Hour, Prepare: func(r *http.Request) (context.Context, *transport.Refusal) {
			seen = r.Context()
			return seen, nil
		}}
		postTo(handler, httptest.NewRequest("POST", "/", strings.NewReader(body)))
		if seen == nil || seen.Err() == nil {
			t.Errorf("%s: the context lives on", body)
		}
	}
}

// No body makes the server fail or answer something else than JSON.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"query":"{echo}"}`, `{"query":"{echo}","variables":{"a":[1,2.5e3,null,true,{"b":"\u00e7"}]}}`, `[`, `{"query":1}`, "\xff", `"`} {
		f.Add(seed)
	}
	handler := &transport.Handler{Executor: newExecutor(), Prepare: letIn}
	f.Fuzz(func(t *testing.T, body string) {
		w := postTo(handler, httptest.NewRequest("POST", "/", strings.NewReader(body)))
		if w.Code != 200 && w.Code != 400 && w.Code != 413 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %q", w.Code, w.Body)
		}
		if w.Code == 200 && !json.Valid([]byte(body)) {
			t.Errorf("took %q", body)
		}
	})
}
