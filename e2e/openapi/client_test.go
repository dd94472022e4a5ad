package openapi_test

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/e2e/npm"
)

//go:embed client
var clientFiles embed.FS

// TestAGeneratedClientSettlesAnInvoice makes TypeScript types of the document
// (npm openapi-typescript), compiles a client with them, and lets it list and
// settle.
func TestAGeneratedClientSettlesAnInvoice(t *testing.T) {
	t.Parallel()
	dir := clientFolder(t)
	document, err := filepath.Abs(documentFile)
	if err != nil {
		t.Fatal(err)
	}
	node(t, dir, "node_modules/openapi-typescript/bin/cli.js", document, "-o", "api.d.ts")
	node(t, dir, "node_modules/typescript/bin/tsc")
	out := node(t, dir, "client.js", serve(t).url, erpToken, maria)
	if !strings.Contains(out, "settled") {
		t.Errorf("the client says %q", out)
	}
}

// clientFolder has the client's files and its packages.
func clientFolder(t *testing.T) string {
	t.Helper()
	files, err := fs.Sub(clientFiles, "client")
	if err != nil {
		t.Fatal(err)
	}
	installed, err := npm.Install(t.Context(), "openapi-client", files)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(installed, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func node(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := npm.Run(t.Context(), dir, "node", args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
