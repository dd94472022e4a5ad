package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// size is what a document amounts to when its fragments are put in where they
// are used.
type size struct {
	operations, selections, depth, roots, aliases, directives, repeats int
}

func (s size) check(l Limits) *gqlerror.Error {
	for _, c := range []struct {
		what     string
		is, most int
	}{
		{"the document has %d operations", s.operations, l.MaxOperations},
		{"the document has %d fields and fragments", s.selections, l.MaxSelections},
		{"the operation is %d fields deep", s.depth, l.MaxDepth},
		{"the operation has %d root fields", s.roots, l.MaxRootFields},
		{"the document has %d aliases", s.aliases, l.MaxAliases},
		{"the document has %d directives", s.directives, l.MaxDirectives},
		{"a field is asked for %d times in one place", s.repeats, l.MaxRepeats},
	} {
		if c.is > c.most {
			return tooComplex(c.what, c.is, c.most)
		}
	}
	return nil
}

// mostMeasured ends the measuring of documents that are hopelessly large.
const mostMeasured = 10_000

// spot is one path of an answer, and the fields that are asked for there.
type spot struct {
	asked int
	inner map[string]*spot
}

// field is the spot of a field within s.
func (s *spot) field(alias string) *spot {
	if s.inner == nil {
		s.inner = map[string]*spot{}
	}
	inner := s.inner[alias]
	if inner == nil {
		inner = &spot{}
		s.inner[alias] = inner
	}
	return inner
}

// measurer walks a document that was parsed and not yet validated: fragments may
// be missing, unused, or use themselves.
type measurer struct {
	size
	fragments ast.FragmentDefinitionList
	used      map[string]bool
	// open are the fragments that the walk is in.
	open map[string]bool
}

func measure(doc *ast.QueryDocument) size {
	m := &measurer{fragments: doc.Fragments, used: map[string]bool{}, open: map[string]bool{}}
	m.operations = len(doc.Operations)
	for _, op := range doc.Operations {
		m.directives += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			m.directives += len(v.Directives)
		}
		root := &spot{}
		m.set(op.SelectionSet, root, 1)
		m.roots = max(m.roots, len(root.inner))
	}
	// Validation also looks at fragments that nothing uses.
	for _, fragment := range doc.Fragments {
		if !m.used[fragment.Name] {
			m.spread(fragment, &spot{}, 1)
		}
	}
	return m.size
}

func (m *measurer) set(set ast.SelectionSet, at *spot, depth int) {
	for _, selection := range set {
		if m.selections++; m.selections > mostMeasured {
			return
		}
		switch s := selection.(type) {
		case *ast.Field:
			m.field(s, at, depth)
		case *ast.InlineFragment:
			m.directives += len(s.Directives)
			m.set(s.SelectionSet, at, depth)
		case *ast.FragmentSpread:
			m.directives += len(s.Directives)
			m.spread(m.fragments.ForName(s.Name), at, depth)
		}
	}
}

func (m *measurer) field(f *ast.Field, at *spot, depth int) {
	m.directives += len(f.Directives)
	if f.Alias != f.Name {
		m.aliases++
	}
	m.depth = max(m.depth, depth)
	inner := at.field(f.Alias)
	inner.asked++
	m.repeats = max(m.repeats, inner.asked)
	if f.Name == "__schema" || f.Name == "__type" {
		// Introspection is deep by nature; a rule of validation bounds it.
		depth = -mostMeasured
	}
	m.set(f.SelectionSet, inner, depth+1)
}

func (m *measurer) spread(fragment *ast.FragmentDefinition, at *spot, depth int) {
	if fragment == nil || m.open[fragment.Name] {
		return
	}
	m.used[fragment.Name], m.open[fragment.Name] = true, true
	m.directives += len(fragment.Directives)
	m.set(fragment.SelectionSet, at, depth)
	m.open[fragment.Name] = false
}
