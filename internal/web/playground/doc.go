// Package playground serves the page on which an admin tries queries: GraphiQL, with a field for the client key and a
// menu of examples.
//
// The page needs no internet and runs under a strict Content-Security-Policy: everything it loads is embedded here.
// It is static and harmless, so anyone may load it; what it can do is what the client key typed into it allows.
// The key stays in the browser tab (sessionStorage) and goes out as a bearer token to /graphql of the same origin.
//
// Start reading at Handler. The page's sources are in ui/; ui/build.sh bundles them into dist/, gzipped.
package playground
