package openapi_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
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

// routes are the patterns with a method that the sandbox's source gives to
// HandleFunc with a handler of the API: one that is wrapped by Sandbox.erp.
func routes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../erp/sandbox/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of the sandbox: %v", err)
	}
	var found []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if pattern := routeOf(n); strings.Contains(pattern, " ") {
				found = append(found, pattern)
			}
			return true
		})
	}
	return found
}

// routeOf is the pattern of mux.HandleFunc("GET /x", s.erp(…)), empty for all
// else.
func routeOf(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok || calledName(call) != "HandleFunc" || len(call.Args) != 2 {
		return ""
	}
	handler, ok := call.Args[1].(*ast.CallExpr)
	if !ok || calledName(handler) != "erp" {
		return ""
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return ""
	}
	pattern, _ := strconv.Unquote(literal.Value)
	return pattern
}

func calledName(call *ast.CallExpr) string {
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
		return selector.Sel.Name
	}
	return ""
}
