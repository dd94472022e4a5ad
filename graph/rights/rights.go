// Package rights decides who may ask for what, on the whole operation and before
// any of it runs. The rules are the @allow directives of schema.graphqls. It
// needs no generated code, so that the generation of code can refuse a root
// field that has no rule.
package rights

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"balcao/internal/auth"
)

// rule is one @allow.
type rule struct {
	// clients are the kinds that may ask; nil for all that got this far.
	clients  []auth.Kind
	onBehalf bool
}

func (r rule) allows(c auth.Client) bool {
	return (r.clients == nil || slices.Contains(r.clients, c.Kind)) && (!r.onBehalf || c.OnBehalf)
}

// Rules are the rules by "Type.field".
type Rules map[string]rule

// Read takes the rules out of a schema. A root field without one is an error:
// everything is denied unless allowed.
func Read(schema *ast.Schema) (Rules, error) {
	rules := Rules{}
	var missing []string
	for _, def := range schema.Types {
		root := def == schema.Query || def == schema.Mutation || def == schema.Subscription
		for _, field := range def.Fields {
			name := def.Name + "." + field.Name
			r, ok := ruleOf(field)
			if ok {
				rules[name] = r
			}
			if root && r.clients == nil && !strings.HasPrefix(field.Name, "__") {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return nil, fmt.Errorf("schema.graphqls: without @allow(clients: …) nobody may ask for %s", strings.Join(missing, ", "))
	}
	return rules, nil
}

func ruleOf(field *ast.FieldDefinition) (rule, bool) {
	d := field.Directives.ForName("allow")
	if d == nil {
		return rule{}, false
	}
	var r rule
	if arg := d.Arguments.ForName("clients"); arg != nil {
		r.clients = []auth.Kind{}
		for _, child := range arg.Value.Children {
			r.clients = append(r.clients, auth.Kind(child.Value.Raw))
		}
	}
	if arg := d.Arguments.ForName("onBehalf"); arg != nil {
		r.onBehalf = arg.Value.Raw == "true"
	}
	return r, true
}

// Denial is a field of an operation that its client may not have.
type Denial struct {
	// Field is "Type.field".
	Field string
	// Why is for developers.
	Why string
}

// Check finds the first field of an operation that the client may not have, nil
// if there is none. Fields that @skip or @include leaves out are not asked for.
func (r Rules) Check(op *ast.OperationDefinition, vars map[string]any, c auth.Client) *Denial {
	return r.checkSet(op.SelectionSet, vars, c)
}

func (r Rules) checkSet(set ast.SelectionSet, vars map[string]any, c auth.Client) *Denial {
	for _, selection := range set {
		if d := r.checkSelection(selection, vars, c); d != nil {
			return d
		}
	}
	return nil
}

func (r Rules) checkSelection(selection ast.Selection, vars map[string]any, c auth.Client) *Denial {
	switch s := selection.(type) {
	case *ast.Field:
		if !included(s.Directives, vars) {
			return nil
		}
		if d := r.checkField(s, c); d != nil {
			return d
		}
		return r.checkSet(s.SelectionSet, vars, c)
	case *ast.InlineFragment:
		if included(s.Directives, vars) {
			return r.checkSet(s.SelectionSet, vars, c)
		}
	case *ast.FragmentSpread:
		if included(s.Directives, vars) {
			return r.checkSet(s.Definition.SelectionSet, vars, c)
		}
	}
	return nil
}

func (r Rules) checkField(f *ast.Field, c auth.Client) *Denial {
	name := f.ObjectDefinition.Name + "." + f.Name
	rule, ok := r[name]
	switch {
	case !ok || rule.allows(c):
		return nil
	case rule.onBehalf && !c.OnBehalf:
		return &Denial{name, "needs a client that acts on a person's behalf (on_behalf: true)"}
	}
	return &Denial{name, "is not for clients of kind " + string(c.Kind)}
}

// included evaluates @skip and @include, as the executor will.
func included(directives ast.DirectiveList, vars map[string]any) bool {
	return !argIs(directives.ForName("skip"), vars, true) && !argIs(directives.ForName("include"), vars, false)
}

func argIs(d *ast.Directive, vars map[string]any, want bool) bool {
	if d == nil {
		return false
	}
	arg := d.Arguments.ForName("if")
	if arg == nil {
		return false
	}
	value, err := arg.Value.Value(vars)
	return err == nil && value == want
}
