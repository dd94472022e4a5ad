package openapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestRoutesAreTheSame compares the document's paths with the patterns that the
// sandbox's mux is given. net/http has no way to list them, so they are read
// from the source; that each of them is served is for the other tests to see.
func TestRoutesAreTheSame(t *testing.T) {
	t.Parallel()
	served := routes(t)
	if len(served) < 7 {
		t.Fatalf("only %d routes were found in the sandbox's source: %v", len(served), served)
	}
	var described []string
	for _, o := range operations(load(t)) {
		described = append(described, o.method+" "+o.path)
	}
	for _, route := range served {
		if !slices.Contains(described, route) {
			t.Errorf("the sandbox serves %s, which the document does not describe", route)
		}
	}
	for _, route := range described {
		if !slices.Contains(served, route) {
			t.Errorf("the document describes %s, which the sandbox does not serve", route)
		}
	}
}

// pattern is what a mux is given for a path with a method.
var pattern = regexp.MustCompile(`^(GET|POST|PUT|PATCH|DELETE) /`)

// isAPI leaves out the paths for tests and the links that customers open, which
// need no token.
func isAPI(route string) bool {
	return !strings.Contains(route, " /_sandbox/") && !strings.HasSuffix(route, "/{link}")
}

// routes are the patterns in the sandbox's source.
func routes(t *testing.T) []string {
	t.Helper()
	var found []string
	inspectSandbox(t, func(_ string, n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil && pattern.MatchString(text) && isAPI(text) {
				found = append(found, text)
			}
		}
		return true
	})
	return found
}

// inspectSandbox walks the sandbox's source, with each file's name.
func inspectSandbox(t *testing.T, visit func(file string, n ast.Node) bool) {
	t.Helper()
	files, err := filepath.Glob("../../erp/sandbox/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of the sandbox: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool { return visit(filepath.Base(name), n) })
	}
}
