// Package audits runs other people's programs against a GraphQL server: the
// audits of GraphQL over HTTP (npm graphql-http), the clients of Apollo, urql and
// Relay, and those of subscriptions (npm graphql-ws and graphql-sse). It is for tests, and needs node and npm.
package audits

import (
	"embed"
	"encoding/json"
	"net/http"
	"testing"

	"balcao/e2e/npm"
)

//go:embed package.json package-lock.json audits.mjs clients.mjs subscriptions.mjs
var files embed.FS

// Run fails the test unless the server at url passes every audit. The header is
// sent with each request.
func Run(t *testing.T, url string, header http.Header) {
	t.Helper()
	flat := map[string]string{}
	for name := range header {
		flat[name] = header.Get(name)
	}
	text, err := json.Marshal(flat)
	if err != nil {
		t.Fatal(err)
	}
	node(t, "audits.mjs", url, string(text))
}

// Clients fails the test unless the clients can talk to the server at url, which
// has `echo(value: ID): ID` as query and as mutation.
func Clients(t *testing.T, url string) {
	t.Helper()
	node(t, "clients.mjs", url)
}

// Subscriptions fails the test unless clients can subscribe at url with the key
// "right". The server has `count(to: Int!): Int`, which ends, and `tick: Int`, which
// goes on after its first answer, as subscriptions and `echo(value: ID): ID` as
// query. At shortLived, everything is cut after a moment.
func Subscriptions(t *testing.T, url, shortLived string) {
	t.Helper()
	node(t, "subscriptions.mjs", url, shortLived)
}

func node(t *testing.T, script string, args ...string) {
	t.Helper()
	dir, err := npm.Install(t.Context(), "audits", files)
	if err != nil {
		t.Fatal(err)
	}
	out, err := npm.Run(t.Context(), dir, "node", append([]string{script}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", out)
}
