package playground

import (
	"encoding/json"
	"net/http"
)

// root is the path that Handler serves; it is fixed because the page is linked from the documentation.
const root = "/playground/"

// contentSecurityPolicy lets the page run its own scripts and talk to its own origin, nothing else. Inline styles are
// needed because the code editor (Monaco) positions its lines with them; data: images carry its icons.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; " +
	"style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

// Example is a query that the page offers in its menu.
type Example struct {
	// Title is the example's line in the menu.
	Title string `json:"title"`
	// Query is the GraphQL document, as it is to be shown.
	Query string `json:"query"`
	// Variables is a JSON object as text, as it is to be shown; empty when the query takes none.
	Variables string `json:"variables,omitempty"`
}

// Options is what the page is told at its start.
type Options struct {
	// DefaultKey fills the field for the client key until another is typed. Whoever can load the page can read it,
	// so it is for the sandbox only; leave it empty elsewhere.
	DefaultKey string
	// Examples are the queries of the menu; the first is shown when the page opens.
	Examples []Example
}

// Handler serves the playground under /playground/ and redirects /playground there.
func Handler(opts Options) http.Handler {
	config := encodeConfig(opts)
	mux := http.NewServeMux()
	mux.Handle("/playground", http.RedirectHandler(root, http.StatusMovedPermanently))
	mux.HandleFunc(root+"config.json", func(w http.ResponseWriter, _ *http.Request) { serveConfig(w, config) })
	mux.Handle(root, http.StripPrefix(root, embeddedFiles()))
	return secured(readOnly(mux))
}

// encodeConfig returns the config.json that the page reads: ui/src/App.jsx names its fields.
func encodeConfig(opts Options) []byte {
	config := struct {
		DefaultKey string    `json:"defaultKey"`
		Examples   []Example `json:"examples"`
	}{opts.DefaultKey, append([]Example{}, opts.Examples...)}
	encoded, err := json.Marshal(config)
	if err != nil {
		panic("playground: strings alone always encode: " + err.Error())
	}
	return encoded
}

// serveConfig forbids storing the answer: it may carry a key, and it changes with the server's configuration.
func serveConfig(w http.ResponseWriter, config []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	// A failed write means that the client is gone; there is nobody left to tell.
	_, _ = w.Write(config)
}

// secured sets the headers that every answer carries, errors and redirects included.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", contentSecurityPolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// readOnly refuses every method but GET and HEAD: nothing here changes by a request.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the playground answers GET and HEAD only", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}
