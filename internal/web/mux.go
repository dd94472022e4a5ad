package web

import "net/http"

// Routes are the handlers behind the paths. All but Playground and Metrics are
// needed.
type Routes struct {
	// GraphQL is the API, already behind [API].
	GraphQL http.Handler
	// Files serves /files/{token}.
	Files http.Handler
	// Playground serves /playground and below.
	Playground http.Handler
	// Metrics serves Prometheus; nil where it has a listener of its own.
	Metrics http.Handler
	// Alive and Ready are /healthz and /readyz.
	Alive, Ready http.Handler
}

// Mux says which path leads where. GraphQL judges methods itself: what it says
// to a wrong one has to be JSON.
func Mux(r Routes) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/graphql", r.GraphQL)
	mux.Handle("GET /files/{token}", r.Files)
	mux.Handle("GET /healthz", r.Alive)
	mux.Handle("GET /readyz", r.Ready)
	if r.Metrics != nil {
		mux.Handle("GET /metrics", r.Metrics)
	}
	if r.Playground != nil {
		mux.Handle("/playground", r.Playground)
		mux.Handle("/playground/", r.Playground)
		mux.Handle("GET /{$}", http.RedirectHandler("/playground/", http.StatusFound))
	}
	return mux
}
