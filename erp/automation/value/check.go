package value

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// check finds a node's type and reports what is wrong with it. It runs over the
// tree as it was parsed, before lower changes it, so that everything it says is
// about what the pack's writer wrote.
func (c *compiler) check(node ast.Node) *Type {
	t := c.checkNode(node)
	c.types[node] = t
	return t
}

func (c *compiler) checkNode(node ast.Node) *Type {
	switch n := node.(type) {
	case *ast.NilNode:
		return NullType
	case *ast.BoolNode:
		return FlagType
	case *ast.IntegerNode, *ast.FloatNode:
		return NumberType
	case *ast.StringNode:
		return TextType
	case *ast.IdentifierNode:
		return c.checkName(n)
	case *ast.PointerNode:
		return c.checkPointer(n)
	case *ast.MemberNode:
		return c.checkMember(n)
	case *ast.CallNode:
		return c.checkCall(n)
	case *ast.BuiltinNode:
		return c.checkPredicateCall(n)
	case *ast.UnaryNode:
		return c.checkUnary(n)
	case *ast.BinaryNode:
		return c.checkBinary(n)
	case *ast.ConditionalNode:
		if !n.Ternary {
			c.report(RuleRefused, n.Cond, "if { } else { } is not part of this language", "write choose(condition, a, b)")
			return AnyType
		}
		return c.checkChoice(n.Cond, n.Exp1, n.Exp2)
	case *ast.ArrayNode:
		return c.checkArray(n)
	case *ast.MapNode:
		return c.checkMap(n)
	}
	return c.refuseNode(node)
}

// refuseNode refuses what expr knows and this language leaves out.
func (c *compiler) refuseNode(node ast.Node) *Type {
	what, hint := "this", ""
	switch node.(type) {
	case *ast.VariableDeclaratorNode:
		what, hint = "let", "name it in a step with value:"
	case *ast.SequenceNode:
		what = `";"`
	case *ast.SliceNode:
		what, hint = "a slice [a:b]", "use first, last or filter"
	case *ast.ChainNode:
		what, hint = `"?."`, `a plain "." already gives null where something is missing`
	case *ast.BytesNode:
		what = "a text of bytes"
	}
	from := node.Location().From
	c.reportAt(RuleRefused, from, node.Location().To, what+" is not part of this language", hint)
	return AnyType
}

func (c *compiler) checkName(n *ast.IdentifierNode) *Type {
	if n.Value == "null" {
		return NullType
	}
	if t, ok := c.env.Names[n.Value]; ok {
		c.mention(n.Value)
		return t
	}
	if slices.Contains(c.env.Words, n.Value) {
		return WordType(n.Value)
	}
	if n.Value == "tables" && c.env.Tables != nil {
		return c.env.tablesType()
	}
	c.report(RuleUnknownName, n, fmt.Sprintf("%q is not known here", n.Value), c.nameHint(n.Value))
	return AnyType
}

// nameHint guesses what an unknown name was meant to be.
func (c *compiler) nameHint(name string) string {
	if _, isFunction := functions[name]; isFunction {
		return fmt.Sprintf("%s is a function: %s(…)", name, name)
	}
	known := make([]string, 0, len(c.env.Names)+len(c.env.Words))
	for n := range c.env.Names {
		known = append(known, n)
	}
	guess := Nearest(name, append(known, c.env.Words...))
	if guess == "" {
		return fmt.Sprintf("a text stands in quotes: %q", name)
	}
	hint := fmt.Sprintf("did you mean %q", guess)
	if about := c.env.About[guess]; about != "" {
		hint += ", " + about
	}
	return hint + "?"
}

func (c *compiler) checkPointer(n *ast.PointerNode) *Type {
	if n.Name != "" {
		c.report(RuleRefused, n, fmt.Sprintf("#%s is not part of this language", n.Name), "# is the present item")
		return AnyType
	}
	if len(c.items) == 0 {
		return AnyType
	}
	return c.items[len(c.items)-1]
}

func (c *compiler) checkArray(n *ast.ArrayNode) *Type {
	var elem *Type
	var all marks
	for _, item := range n.Nodes {
		t := c.check(item)
		all |= t.allMarks()
		elem = union(elem, t)
	}
	if elem == nil {
		elem = AnyType
	}
	return ListType(elem).marked(all)
}

func (c *compiler) checkMap(n *ast.MapNode) *Type {
	var members []Member
	for _, node := range n.Pairs {
		pair := node.(*ast.PairNode)
		t := c.check(pair.Value)
		if key, ok := pair.Key.(*ast.StringNode); ok {
			members = append(members, Member{Name: key.Value, Type: t})
		} else {
			c.report(RuleRefused, pair.Key, "the names of an object's members are written, not computed", "")
		}
	}
	return ObjectType("", members...)
}

// checkChoice is the type of `cond ? a : b` and choose(cond, a, b).
func (c *compiler) checkChoice(cond, a, b ast.Node) *Type {
	c.checkCondition(cond)
	return union(c.check(a), c.check(b))
}

// checkCondition checks a node that must be true or false; null counts as false.
func (c *compiler) checkCondition(node ast.Node) *Type {
	t := c.check(node)
	if !t.is(kindFlag | kindNull) {
		c.report(RuleResultType, node, fmt.Sprintf("a condition is due here, and %s is %s", c.text(node), t), conditionHint(c.text(node)))
	}
	return t
}

func conditionHint(text string) string {
	return fmt.Sprintf("compare it (%s == …, %s != null), or write yes(%s)", text, text, text)
}

// checkResult compares the whole expression with what its place needs.
func (c *compiler) checkResult(node ast.Node, got, want *Type) {
	if want == nil || want.kind == kindAny || got.is(want.kind|kindNull) {
		return
	}
	hint := ""
	if want.kind == kindFlag {
		hint = conditionHint(c.text(node))
	}
	c.report(RuleResultType, node, fmt.Sprintf("%s is due here, and this is %s", want, got), hint)
}

// union is the type of a value that is one or the other. Null is no type of its
// own: everything can be null.
func union(a, b *Type) *Type {
	switch {
	case a == nil || a.kind == kindNull:
		return b
	case b == nil || b.kind == kindNull:
		return a
	}
	all := a.allMarks() | b.allMarks()
	switch {
	case a.kind == kindWord && b.kind == kindWord:
		return WordType(joinWords(a.words, b.words)...).marked(all)
	case a.kind == kindList && b.kind == kindList:
		return ListType(union(a.Elem(), b.Elem())).marked(all)
	case a.kind == kindText && b.kind == kindText && a.written != b.written:
		return TextType.marked(all)
	case a.kind == b.kind && (a.kind != kindObject || a.name == b.name && a.name != ""):
		return a.marked(all)
	case a.known(kindScalar&^kindNumber) && b.known(kindScalar&^kindNumber):
		return TextType.marked(all)
	}
	return AnyType.marked(all)
}

func joinWords(a, b []string) []string {
	joined := slices.Clone(a)
	for _, w := range b {
		if !slices.Contains(joined, w) {
			joined = append(joined, w)
		}
	}
	return joined
}
