package playground_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"balcao/internal/web/playground"
)

//go:embed testdata/introspection.json
var introspection string

// fakeAPI serves the playground and, beside it, a GraphQL endpoint that knows the answers to the test's examples.
type fakeAPI struct {
	*httptest.Server
	mu            sync.Mutex
	authorization string
}

func newFakeAPI(t *testing.T) *fakeAPI {
	t.Helper()
	api := &fakeAPI{}
	mux := http.NewServeMux()
	mux.Handle("/", playground.Handler(playground.Options{DefaultKey: "demo-admin", Examples: examples}))
	mux.HandleFunc("POST /graphql", api.answer)
	api.Server = httptest.NewServer(mux)
	t.Cleanup(api.Close)
	return api
}

func (a *fakeAPI) answer(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.authorization = r.Header.Get("Authorization")
	a.mu.Unlock()

	var request struct {
		Query     string
		Variables struct{ Name string }
	}
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/graphql-response+json")
	switch {
	case strings.Contains(request.Query, "__schema"):
		fmt.Fprint(w, introspection)
	case strings.Contains(request.Query, "greeting"):
		fmt.Fprintf(w, `{"data":{"greeting":"hello %s"}}`, request.Variables.Name)
	default:
		fmt.Fprint(w, `{"data":{"__typename":"Query"}}`)
	}
}

func (a *fakeAPI) lastAuthorization() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.authorization
}
