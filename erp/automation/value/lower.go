package value

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/govalues/decimal"
)

// Lowering lays the language's own meaning over the tree that expr parsed:
// members, operators and names become calls of the functions below, whose names
// nobody can write. Only and, or, ?: and the loops over items stay expr's own.
// Places stay, so that a failure at run time still has its line and column.

// operators are the functions that lowering calls.
var operators = map[string]*builtin.Function{}

func operator(name string, run func(args ...any) (any, error)) {
	operators[name] = &builtin.Function{Name: name, Func: run}
}

func init() {
	operator("@name", func(a ...any) (any, error) {
		v, _ := a[0].(*Scope).Get(a[1].(string))
		return plainGo(v), nil
	})
	operator("@member", func(a ...any) (any, error) { return plainGo(member(a[0], a[1])), nil })
	operator("@list", func(a ...any) (any, error) { return listed(a[0]) })
	operator("@truth", truth)
	operator("@integer", func(a ...any) (any, error) { return int64(a[0].(int)), nil })
	operator("@sum", sum)
	operator("@sortBy", sortBy)
	operator("@negate", negate)
	operator("@matches", matches)
	operator("==", func(a ...any) (any, error) { return equal(a[0], a[1]), nil })
	operator("<", ordered(func(sign int) bool { return sign < 0 }))
	operator("<=", ordered(func(sign int) bool { return sign <= 0 }))
	operator(">", ordered(func(sign int) bool { return sign > 0 }))
	operator(">=", ordered(func(sign int) bool { return sign >= 0 }))
	operator("in", isIn)
	operator("contains", contains)
	operator("startsWith", textual(hasPrefix))
	operator("endsWith", textual(hasSuffix))
	operator("+", arithmetic(Decimal.Add, plus))
	operator("-", arithmetic(Decimal.Sub, minus))
	operator("*", arithmetic(Decimal.Mul, nil))
	operator("/", arithmetic(divide, nil))
}

func (c *compiler) lower(node ast.Node) ast.Node {
	lowered := c.lowerNode(node)
	if lowered != node {
		lowered.SetLocation(node.Location())
	}
	return lowered
}

func (c *compiler) lowerNode(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.IntegerNode:
		return &ast.ConstantNode{Value: int64(n.Value)}
	case *ast.FloatNode:
		return &ast.ConstantNode{Value: c.decimalLiteral(n)}
	case *ast.IdentifierNode:
		return c.lowerName(n)
	case *ast.MemberNode:
		return call(n, "@member", c.lower(n.Node), c.lower(n.Property))
	case *ast.CallNode:
		return c.lowerCall(n)
	case *ast.BuiltinNode:
		return c.lowerPredicateCall(n)
	case *ast.UnaryNode:
		return c.lowerUnary(n)
	case *ast.BinaryNode:
		return c.lowerBinary(n)
	case *ast.ConditionalNode:
		n.Cond, n.Exp1, n.Exp2 = c.condition(n.Cond), c.lower(n.Exp1), c.lower(n.Exp2)
	case *ast.ArrayNode:
		c.lowerAll(n.Nodes)
	case *ast.MapNode:
		for _, pair := range n.Pairs {
			p := pair.(*ast.PairNode)
			p.Value = c.lower(p.Value)
		}
	}
	return node
}

func (c *compiler) lowerAll(nodes []ast.Node) {
	for i := range nodes {
		nodes[i] = c.lower(nodes[i])
	}
}

// call makes a call that stands where at stands.
func call(at ast.Node, name string, args ...ast.Node) ast.Node {
	callee := &ast.IdentifierNode{Value: name}
	callee.SetLocation(at.Location())
	n := &ast.CallNode{Callee: callee, Arguments: args}
	n.SetLocation(at.Location())
	return n
}

// decimalLiteral reads a fraction from the source, because expr has already
// made a float of it.
func (c *compiler) decimalLiteral(n *ast.FloatNode) Decimal {
	text := c.text(n)
	if !isNumeral(text) || countDigits(text) > decimal.MaxPrec {
		c.report(RuleSyntax, n, "this number is not exact", "write it with at most 19 digits and one point")
		return Decimal{}
	}
	return decimal.MustParse(text)
}

func (c *compiler) lowerName(n *ast.IdentifierNode) ast.Node {
	if n.Value == "null" {
		return &ast.NilNode{}
	}
	if _, ok := c.env.Names[n.Value]; ok {
		return call(n, "@name", &ast.IdentifierNode{Value: "$env"}, &ast.StringNode{Value: n.Value})
	}
	if c.types[n].kind == kindWord {
		return &ast.StringNode{Value: n.Value}
	}
	return &ast.ConstantNode{Value: c.env.tables()}
}

// tables are the pack's code lists as one value.
func (e *Env) tables() map[string]any {
	all := make(map[string]any, len(e.Tables))
	for name, table := range e.Tables {
		all[name] = table
	}
	return all
}

func (c *compiler) lowerCall(n *ast.CallNode) ast.Node {
	name := n.Callee.(*ast.IdentifierNode).Value
	if name == "choose" {
		return &ast.ConditionalNode{Ternary: true, Cond: c.condition(n.Arguments[0]), Exp1: c.lower(n.Arguments[1]), Exp2: c.lower(n.Arguments[2])}
	}
	f := functions[name]
	if f.bind != nil {
		f.bind(c, n)
	}
	c.lowerAll(n.Arguments)
	if f.scoped {
		n.Arguments = append([]ast.Node{&ast.IdentifierNode{Value: "$env"}}, n.Arguments...)
	}
	return n
}

func (c *compiler) lowerPredicateCall(n *ast.BuiltinNode) ast.Node {
	body := n.Arguments[1].(*ast.PredicateNode)
	if predicates[n.Name].condition {
		body.Node = c.condition(body.Node)
	} else {
		body.Node = c.lower(body.Node)
	}
	list := c.lower(n.Arguments[0])
	n.Arguments[0] = call(n.Arguments[0], "@list", list)
	switch n.Name {
	case "count":
		return call(n, "@integer", n)
	case "sum":
		n.Name = "map"
		return call(n, "@sum", n)
	case "sortBy":
		n.Name = "map"
		return call(n, "@sortBy", n.Arguments[0], n)
	}
	return n
}

func (c *compiler) lowerUnary(n *ast.UnaryNode) ast.Node {
	switch n.Operator {
	case "not", "!":
		n.Node = c.condition(n.Node)
		return n
	case "-":
		return call(n, "@negate", c.lower(n.Node))
	}
	return c.lower(n.Node)
}

func (c *compiler) lowerBinary(n *ast.BinaryNode) ast.Node {
	switch n.Operator {
	case "and", "&&", "or", "||":
		n.Left, n.Right = c.condition(n.Left), c.condition(n.Right)
		return n
	case "!=":
		not := &ast.UnaryNode{Operator: "not", Node: call(n, "==", c.lower(n.Left), c.lower(n.Right))}
		return not
	case "matches":
		return call(n, "@matches", c.lower(n.Left), c.pattern(n.Right))
	}
	return call(n, n.Operator, c.lower(n.Left), c.lower(n.Right))
}

// condition lowers a node that must be true or false.
func (c *compiler) condition(node ast.Node) ast.Node {
	switch n := node.(type) {
	case *ast.BoolNode, *ast.BinaryNode:
		return c.lower(n)
	}
	return call(node, "@truth", c.lower(node))
}
