package value

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// checkCall checks a call of one of the value functions.
func (c *compiler) checkCall(n *ast.CallNode) *Type {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		c.report(RuleRefused, n.Callee, "members are not called", "functions stand alone: len(x), not x.len()")
		return AnyType
	}
	if callee.Value == "choose" && len(n.Arguments) == 3 {
		return c.checkChoice(n.Arguments[0], n.Arguments[1], n.Arguments[2])
	}
	f, ok := functions[callee.Value]
	args := c.checkArguments(n.Arguments)
	if !ok {
		c.unknownCall(callee)
		return AnyType
	}
	if !c.countFits(callee, len(args), f.fewest, f.most()) {
		return AnyType
	}
	for i, arg := range args {
		c.checkArgument(callee.Value, f, n.Arguments[i], i, arg)
	}
	if f.check != nil {
		f.check(c, n)
	}
	return f.result(args)
}

func (c *compiler) checkArguments(nodes []ast.Node) []*Type {
	args := make([]*Type, len(nodes))
	for i, node := range nodes {
		args[i] = c.check(node)
	}
	return args
}

func (c *compiler) unknownCall(callee *ast.IdentifierNode) {
	if callee.Value == "$" {
		c.report(RuleSyntax, callee, "$( ) belongs into what is sent; this is an expression", "leave $( and ) away")
		return
	}
	known := slices.Concat(slices.Collect(maps.Keys(functions)), slices.Collect(maps.Keys(predicates)))
	hint := ""
	if guess := Nearest(callee.Value, known); guess != "" {
		hint = fmt.Sprintf("did you mean %s(…)?", guess)
	}
	c.report(RuleUnknownCall, callee, fmt.Sprintf("there is no function %q", callee.Value), hint)
}

func (c *compiler) countFits(callee ast.Node, got, fewest, most int) bool {
	if got >= fewest && got <= most {
		return true
	}
	takes := fmt.Sprint(fewest)
	switch {
	case most > 100:
		takes += " or more"
	case most > fewest:
		takes += " to " + fmt.Sprint(most)
	}
	c.report(RuleArgumentCount, callee, fmt.Sprintf("%s takes %s, and here are %d", c.text(callee), arguments(takes), got), "")
	return false
}

func arguments(count string) string {
	if count == "1" {
		return "1 argument"
	}
	return count + " arguments"
}

func (c *compiler) checkArgument(name string, f *function, node ast.Node, i int, got *Type) {
	takes := f.takes[min(i, len(f.takes)-1)]
	if got.is(takes | kindNull) {
		return
	}
	c.report(RuleArgumentType, node, fmt.Sprintf("%s takes %s, and %s is %s", name, takes, c.text(node), got), c.argumentHint(name, node, takes, got))
}

// argumentHint looks for what was meant: a sibling of the right type, or the
// function that converts what is there.
func (c *compiler) argumentHint(name string, node ast.Node, takes kind, got *Type) string {
	var guesses []string
	if m, ok := node.(*ast.MemberNode); ok {
		guesses = c.siblings(m, takes)
	}
	if with := converter(name, takes, got); with != "" {
		guesses = append(guesses, fmt.Sprintf(with, c.text(node)))
	}
	if len(guesses) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(guesses, ", or ") + "?"
}

// siblings are the members beside a member that have one of the kinds; too many
// are no hint.
func (c *compiler) siblings(n *ast.MemberNode, takes kind) []string {
	var found []string
	for _, m := range c.types[n.Node].Members() {
		if m.Type.known(takes) {
			found = append(found, c.text(n.Node)+"."+m.Name)
		}
	}
	if len(found) > 2 {
		return nil
	}
	return found
}

// converter is how to write a value of the type for a function that takes
// another kind.
func converter(name string, takes kind, got *Type) string {
	texts := takes&kindText != 0 || strings.HasSuffix(name, "_text")
	switch {
	case texts && got.known(kindDate|kindInstant):
		return "date_text(%s, …)"
	case texts && got.known(kindMoney):
		return "money_text(%s, …)"
	case takes&kindMoney != 0 && got.known(kindText|kindNumber):
		return "money(%s, …)"
	case takes&(kindDate|kindInstant) != 0 && got.known(kindText):
		return "date(%s, …)"
	case takes&kindNumber != 0 && got.known(kindText|kindMoney):
		return "number(%s)"
	}
	return ""
}

// predicates are the functions with a condition or expression over the items of
// a list; expr's parser knows their names.
var predicates = map[string]struct {
	condition bool
	gives     func(list, body *Type) *Type
}{
	"filter": {true, func(list, _ *Type) *Type { return list }},
	"find":   {true, func(list, _ *Type) *Type { return list.Elem().marked(list.marks) }},
	"any":    {true, func(_, _ *Type) *Type { return FlagType }},
	"all":    {true, func(_, _ *Type) *Type { return FlagType }},
	"count":  {true, func(_, _ *Type) *Type { return NumberType }},
	"map":    {false, func(_, body *Type) *Type { return ListType(body).marked(body.allMarks()) }},
	"sum":    {false, func(_, body *Type) *Type { return body }},
	"sortBy": {false, func(list, _ *Type) *Type { return list }},
}

func (c *compiler) checkPredicateCall(n *ast.BuiltinNode) *Type {
	p, ok := predicates[n.Name]
	if !ok {
		loc := n.Location()
		c.reportAt(RuleUnknownCall, loc.From, loc.To, fmt.Sprintf("there is no function %q", n.Name), "")
		return AnyType
	}
	if len(n.Arguments) != 2 {
		loc := n.Location()
		c.reportAt(RuleArgumentCount, loc.From, loc.To, fmt.Sprintf("%s takes 2 arguments, and here are %d", n.Name, len(n.Arguments)), "")
		return AnyType
	}
	list := c.check(n.Arguments[0])
	if !list.is(kindList | kindObject | kindNull) {
		c.report(RuleArgumentType, n.Arguments[0], fmt.Sprintf("%s takes a list, and %s is %s", n.Name, c.text(n.Arguments[0]), list), "")
	}
	body := c.checkBody(n, asListType(list), p.condition)
	c.checkSummand(n, body)
	return p.gives(asListType(list), body)
}

// checkBody checks what is asked of each item.
func (c *compiler) checkBody(n *ast.BuiltinNode, list *Type, condition bool) *Type {
	body := n.Arguments[1].(*ast.PredicateNode)
	if len(c.items) == maxPredicates {
		c.report(RuleTooDeep, n, fmt.Sprintf("%s stands within two others; two deep is the most", n.Name), "compute the inner one in a step with value:, or use index")
		return AnyType
	}
	c.items = append(c.items, list.Elem().marked(list.marks))
	defer func() { c.items = c.items[:len(c.items)-1] }()
	if condition {
		return c.checkCondition(body.Node)
	}
	return c.check(body.Node)
}

func (c *compiler) checkSummand(n *ast.BuiltinNode, body *Type) {
	if n.Name == "sum" && !body.is(kindNumber|kindMoney|kindNull) {
		c.report(RuleArgumentType, n.Arguments[1], fmt.Sprintf("sum adds numbers or money, and %s is %s", c.text(n.Arguments[1]), body), "")
	}
}

// asListType is the type of list(x).
func asListType(t *Type) *Type {
	switch {
	case t.kind == kindList:
		return t
	case t.kind == kindObject && !t.table:
		return ListType(t).marked(t.allMarks())
	}
	return ListType(AnyType).marked(t.allMarks())
}
