package graph

// Rights are decided here, on the whole operation, before any of it runs. The
// rules are the @allow directives of the schema.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

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

// rights are the rules by "Type.field".
type rights map[string]rule

// readRights takes the rules out of a schema. A root field without one is an
// error: the server does not start, and its code is not generated.
func readRights(schema *ast.Schema) (rights, error) {
	rules := rights{}
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

// check finds the first field of an operation that the client may not have.
// Fields that @skip or @include leaves out are not asked for.
func (r rights) check(op *ast.OperationDefinition, vars map[string]any, c auth.Client) *gqlerror.Error {
	return r.checkSet(op.SelectionSet, vars, c)
}

func (r rights) checkSet(set ast.SelectionSet, vars map[string]any, c auth.Client) *gqlerror.Error {
	for _, selection := range set {
		if err := r.checkSelection(selection, vars, c); err != nil {
			return err
		}
	}
	return nil
}

func (r rights) checkSelection(selection ast.Selection, vars map[string]any, c auth.Client) *gqlerror.Error {
	switch s := selection.(type) {
	case *ast.Field:
		if !included(s.Directives, vars) {
			return nil
		}
		if err := r.checkField(s, c); err != nil {
			return err
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

func (r rights) checkField(f *ast.Field, c auth.Client) *gqlerror.Error {
	name := f.ObjectDefinition.Name + "." + f.Name
	rule, ok := r[name]
	if !ok || rule.allows(c) {
		return nil
	}
	why := "is not for clients of kind " + string(c.Kind)
	if rule.onBehalf && !c.OnBehalf {
		why = "needs a client that acts on a person's behalf (on_behalf: true)"
	}
	return gqlerror.WrapPath(nil, gqlerror.WrapIfUnwrapped(&Error{Code: Forbidden, Message: name + " " + why}))
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
