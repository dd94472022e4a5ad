package transport

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// usesDefer tells whether a document has a @defer. gqlgen would answer only the
// first part of it, so that the client waits for the rest in vain. The text is
// looked at first, because hardly any document has the word.
func usesDefer(op *graphql.OperationContext) bool {
	if !strings.Contains(op.RawQuery, "defer") {
		return false
	}
	for _, operation := range op.Doc.Operations {
		if deferred(operation.SelectionSet) {
			return true
		}
	}
	for _, fragment := range op.Doc.Fragments {
		if deferred(fragment.SelectionSet) {
			return true
		}
	}
	return false
}

func deferred(set ast.SelectionSet) bool {
	for _, selection := range set {
		var directives ast.DirectiveList
		var inner ast.SelectionSet
		switch s := selection.(type) {
		case *ast.Field:
			inner = s.SelectionSet
		case *ast.InlineFragment:
			directives, inner = s.Directives, s.SelectionSet
		case *ast.FragmentSpread:
			directives = s.Directives
		}
		if directives.ForName("defer") != nil || deferred(inner) {
			return true
		}
	}
	return false
}
