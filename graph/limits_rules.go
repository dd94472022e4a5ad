package graph

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// validationRules are those of the specification and one of ours. None suggests
// names that were nearly hit: a stranger would learn the schema from them, and
// they cost more than the rest of validation.
func validationRules() *rules.Rules {
	all := rules.NewDefaultRules()
	for _, rule := range []struct{ with, without core.Rule }{
		{rules.FieldsOnCorrectTypeRule, rules.FieldsOnCorrectTypeRuleWithoutSuggestions},
		{rules.KnownArgumentNamesRule, rules.KnownArgumentNamesRuleWithoutSuggestions},
		{rules.KnownTypeNamesRule, rules.KnownTypeNamesRuleWithoutSuggestions},
		{rules.ScalarLeafsRule, rules.ScalarLeafsRuleWithoutSuggestions},
		{rules.ValuesOfCorrectTypeRule, rules.ValuesOfCorrectTypeRuleWithoutSuggestions},
	} {
		all.RemoveRule(rule.with.Name)
		all.AddRule(rule.without.Name, rule.without.RuleFunc)
	}
	all.AddRule("NoPageInAPage", noPageInAPage)
	return all
}

// noPageInAPage refuses the way in circles from a page of invoices to their
// customer and on to the customer's invoices: each turn multiplies the answer and
// brings nothing that was not there.
func noPageInAPage(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(_ *core.Walker, op *ast.OperationDefinition) {
		w := pageWalk{addError: addError, seen: map[spreadIn]bool{}}
		w.set(op.SelectionSet, nil)
	})
}

// pageWalk looks at every field once outside and once inside of a page.
type pageWalk struct {
	addError core.AddErrFunc
	seen     map[spreadIn]bool
}

type spreadIn struct {
	fragment string
	page     bool
}

// set walks a selection set; page is the page that it is within, if any.
func (w pageWalk) set(set ast.SelectionSet, page *ast.Field) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.field(s, page)
		case *ast.InlineFragment:
			w.set(s.SelectionSet, page)
		case *ast.FragmentSpread:
			in := spreadIn{s.Name, page != nil}
			if s.Definition != nil && !w.seen[in] {
				w.seen[in] = true
				w.set(s.Definition.SelectionSet, page)
			}
		}
	}
}

func (w pageWalk) field(f *ast.Field, page *ast.Field) {
	if !isPage(f) {
		w.set(f.SelectionSet, page)
		return
	}
	if page != nil {
		w.addError(core.Message("%q may not be asked for within %q: a page in a page", f.Name, page.Name), core.At(f.Position))
		return
	}
	w.set(f.SelectionSet, f)
}

// isPage tells the fields that give a page of a list, as Relay has it.
func isPage(f *ast.Field) bool {
	return f.Definition != nil && f.Definition.Arguments.ForName("first") != nil
}
