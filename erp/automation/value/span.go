package value

import "github.com/expr-lang/expr/ast"

// span is the characters that a node covers. expr knows the place of one token
// of it only: the operator, the member's name.
func (c *compiler) span(node ast.Node) (from, to int) {
	from, to = node.Location().From, node.Location().To
	for _, child := range children(node) {
		childFrom, childTo := c.span(child)
		from, to = min(from, childFrom), max(to, childTo)
	}
	switch n := node.(type) {
	case *ast.CallNode, *ast.BuiltinNode, *ast.ArrayNode, *ast.MapNode:
		to = c.closed(node.Location().From, to)
	case *ast.MemberNode:
		if c.char(n.Location().From) == '[' {
			to = c.closed(n.Location().From, to)
		}
	}
	return from, to
}

func children(node ast.Node) []ast.Node {
	switch n := node.(type) {
	case *ast.UnaryNode:
		return []ast.Node{n.Node}
	case *ast.BinaryNode:
		return []ast.Node{n.Left, n.Right}
	case *ast.MemberNode:
		if _, plain := n.Property.(*ast.StringNode); plain {
			return []ast.Node{n.Node}
		}
		return []ast.Node{n.Node, n.Property}
	case *ast.CallNode:
		return append([]ast.Node{n.Callee}, n.Arguments...)
	case *ast.BuiltinNode:
		return n.Arguments
	case *ast.PredicateNode:
		return []ast.Node{n.Node}
	case *ast.ConditionalNode:
		return []ast.Node{n.Cond, n.Exp1, n.Exp2}
	case *ast.ArrayNode:
		return n.Nodes
	case *ast.MapNode:
		return n.Pairs
	case *ast.PairNode:
		return []ast.Node{n.Key, n.Value}
	}
	return nil
}

// closed is the character after the bracket that closes the first one at or
// after from; atLeast if there is none.
func (c *compiler) closed(from, atLeast int) int {
	chars := c.chars()
	for i := from; i < len(chars); i++ {
		if chars[i] == '(' || chars[i] == '[' || chars[i] == '{' {
			if end, ok := matching(chars, i); ok {
				return max(end, atLeast)
			}
			break
		}
	}
	return atLeast
}

func (c *compiler) char(at int) rune {
	if chars := c.chars(); at < len(chars) {
		return chars[at]
	}
	return 0
}

func (c *compiler) chars() []rune {
	if c.runes == nil {
		c.runes = []rune(c.source.Text)
	}
	return c.runes
}

// matching is the character after the bracket that closes the one at open.
// Quoted text is passed over as expr reads it.
func matching(chars []rune, open int) (int, bool) {
	depth := 0
	for i := open; i < len(chars); i++ {
		switch chars[i] {
		case '"', '\'', '`':
			end, ok := quoteEnd(chars, i)
			if !ok {
				return 0, false
			}
			i = end
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1, true
			}
		}
	}
	return 0, false
}

// quoteEnd is the character that closes the quote at open.
func quoteEnd(chars []rune, open int) (int, bool) {
	for i := open + 1; i < len(chars); i++ {
		switch {
		case chars[i] == '\\' && chars[open] != '`':
			i++
		case chars[i] == chars[open]:
			return i, true
		}
	}
	return 0, false
}
