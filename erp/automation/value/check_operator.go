package value

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// refusedOperators are expr's that this language leaves out, with what to write.
var refusedOperators = map[string]string{
	"??": "write first_of(a, b)", "..": "", "%": "", "**": "", "^": "",
}

func (c *compiler) checkUnary(n *ast.UnaryNode) *Type {
	if n.Operator == "not" || n.Operator == "!" {
		c.checkCondition(n.Node)
		return FlagType
	}
	t := c.check(n.Node)
	if !t.is(kindNumber | kindMoney | kindNull) {
		c.report(RuleOperandType, n, fmt.Sprintf("%q takes a number or money, and %s is %s", n.Operator, c.text(n.Node), t), "")
	}
	return t
}

func (c *compiler) checkBinary(n *ast.BinaryNode) *Type {
	if hint, refused := refusedOperators[n.Operator]; refused {
		loc := n.Location()
		c.reportAt(RuleRefused, loc.From, loc.To, fmt.Sprintf("%q is not part of this language", n.Operator), hint)
		return AnyType
	}
	switch n.Operator {
	case "and", "&&", "or", "||":
		c.checkCondition(n.Left)
		c.checkCondition(n.Right)
		return FlagType
	case "==", "!=":
		c.checkEqual(n)
		return FlagType
	case "<", "<=", ">", ">=":
		c.checkOrder(n)
		return FlagType
	case "in":
		c.checkIn(n, n.Left, n.Right)
		return FlagType
	case "contains":
		c.checkContains(n)
		return FlagType
	case "startsWith", "endsWith", "matches":
		c.checkTextual(n)
		return FlagType
	}
	return c.checkArithmetic(n)
}

// checkEqual refuses comparisons that can never be true.
func (c *compiler) checkEqual(n *ast.BinaryNode) {
	left, right := c.check(n.Left), c.check(n.Right)
	c.checkWord(n.Left, left, n.Right, right)
	c.checkWord(n.Right, right, n.Left, left)
	if c.moneyMixed(n, left, right) || c.comparable(n, left, right) {
		return
	}
	c.report(RuleOperandType, n, fmt.Sprintf("%s is %s and %s is %s: they are never equal", c.text(n.Left), left, c.text(n.Right), right),
		comparisonHint(c, n, left, right))
}

// comparable tells whether the two sides can be equal or in order.
func (c *compiler) comparable(n *ast.BinaryNode, a, b *Type) bool {
	switch {
	case a.kind == b.kind, a.is(kindNull), b.is(kindNull), a.known(kindScalar) && b.known(kindScalar):
		return true
	}
	return a.kind == kindMoney && isZero(n.Right) || b.kind == kindMoney && isZero(n.Left)
}

func comparisonHint(c *compiler, n *ast.BinaryNode, left, right *Type) string {
	switch {
	case left.kind == kindFlag:
		return "compare with true or false, or write yes(" + c.text(n.Right) + ")"
	case right.kind == kindFlag:
		return "write yes(" + c.text(n.Left) + ")"
	case left.kind == kindList || right.kind == kindList:
		return `write "in"`
	case left.known(kindDate|kindInstant) && right.known(kindScalar):
		return "write date(" + c.text(n.Right) + ", …)"
	case right.known(kindDate|kindInstant) && left.known(kindScalar):
		return "write date(" + c.text(n.Left) + ", …)"
	case left.kind == kindInstant && right.kind == kindDate:
		return "write date(" + c.text(n.Left) + ")"
	case right.kind == kindInstant && left.kind == kindDate:
		return "write date(" + c.text(n.Right) + ")"
	}
	return ""
}

// checkWord checks a literal beside one of the contract's words.
func (c *compiler) checkWord(wordNode ast.Node, word *Type, literalNode ast.Node, literal *Type) {
	if word.kind != kindWord || len(word.words) < 2 {
		return
	}
	got := ""
	switch n := literalNode.(type) {
	case *ast.StringNode:
		got = n.Value
	case *ast.IdentifierNode:
		if literal.kind == kindWord && len(literal.words) == 1 {
			got = literal.words[0]
		}
	}
	if got == "" || slices.Contains(word.words, got) {
		return
	}
	hint := fmt.Sprintf("it is one of %s", commaList(word.words))
	if guess := Nearest(got, slices.Clone(word.words)); guess != "" {
		hint = fmt.Sprintf("did you mean %s?", guess)
	}
	c.report(RuleUnknownWord, literalNode, fmt.Sprintf("%s is never %q", c.text(wordNode), got), hint)
}

func (c *compiler) checkOrder(n *ast.BinaryNode) {
	left, right := c.check(n.Left), c.check(n.Right)
	if c.moneyMixed(n, left, right) {
		return
	}
	for _, side := range []struct {
		node ast.Node
		t    *Type
	}{{n.Left, left}, {n.Right, right}} {
		if !side.t.is(kindScalar | kindMoney | kindDate | kindInstant | kindNull) {
			c.report(RuleOperandType, side.node, fmt.Sprintf("%q takes numbers, sums, days or instants, and %s is %s", n.Operator, c.text(side.node), side.t), "")
			return
		}
	}
	if !c.comparable(n, left, right) {
		c.report(RuleOperandType, n, fmt.Sprintf("%s is %s and %s is %s: neither is before the other", c.text(n.Left), left, c.text(n.Right), right),
			comparisonHint(c, n, left, right))
	}
}

func (c *compiler) checkIn(n *ast.BinaryNode, item, list ast.Node) {
	itemType, listType := c.check(item), c.check(list)
	if !listType.is(kindList | kindObject | kindNull) {
		c.report(RuleOperandType, list, fmt.Sprintf("%q takes a list, and %s is %s", n.Operator, c.text(list), listType), `"contains" looks within a text`)
		return
	}
	if array, ok := list.(*ast.ArrayNode); ok {
		for _, literal := range array.Nodes {
			c.checkWord(item, itemType, literal, c.types[literal])
		}
	}
	c.moneyMixed(n, itemType, listType.Elem())
}

func (c *compiler) checkContains(n *ast.BinaryNode) {
	whole, piece := c.check(n.Left), c.check(n.Right)
	if !whole.is(kindScalar | kindList | kindNull) {
		c.report(RuleOperandType, n.Left, fmt.Sprintf("contains looks within a text or a list, and %s is %s", c.text(n.Left), whole), "")
	}
	if whole.known(kindScalar) && !piece.is(kindScalar|kindNull) {
		c.report(RuleOperandType, n.Right, fmt.Sprintf("contains looks for a text, and %s is %s", c.text(n.Right), piece), "")
	}
}

func (c *compiler) checkTextual(n *ast.BinaryNode) {
	for _, side := range []ast.Node{n.Left, n.Right} {
		if t := c.check(side); !t.is(kindScalar | kindNull) {
			c.report(RuleOperandType, side, fmt.Sprintf("%s takes texts, and %s is %s", n.Operator, c.text(side), t), "")
		}
	}
	if n.Operator == "matches" {
		c.checkPattern(n.Right)
	}
}

// checkArithmetic checks + - * /.
func (c *compiler) checkArithmetic(n *ast.BinaryNode) *Type {
	left, right := c.check(n.Left), c.check(n.Right)
	all := left.allMarks() | right.allMarks()
	if n.Operator == "+" && (left.known(kindText|kindWord|kindName) || right.known(kindText|kindWord|kindName)) {
		c.report(RuleTextAdded, n, `texts are not added with "+"`, "write both into the text that is sent: $(a)$(b)")
		return TextType
	}
	if left.known(kindMoney) || right.known(kindMoney) {
		return c.checkSum(n, left, right)
	}
	for _, side := range []ast.Node{n.Left, n.Right} {
		if t := c.types[side]; !t.is(kindNumber | kindNull) {
			c.report(RuleOperandType, side, fmt.Sprintf("%q takes numbers, and %s is %s", n.Operator, c.text(side), t), arithmeticHint(c.text(side), t))
		}
	}
	if left.kind == kindNumber || right.kind == kindNumber {
		return NumberType.marked(all)
	}
	return AnyType.marked(all)
}

func arithmeticHint(text string, t *Type) string {
	switch {
	case t.known(kindText):
		return "write number(" + text + ")"
	case t.known(kindDate):
		return "write add_days(" + text + ", …)"
	}
	return ""
}

// checkSum checks an operator beside a sum: + and - between sums only.
func (c *compiler) checkSum(n *ast.BinaryNode, left, right *Type) *Type {
	if n.Operator == "*" || n.Operator == "/" {
		with := map[string]string{"*": "times", "/": "divided"}[n.Operator]
		c.report(RuleMoneyMixed, n, fmt.Sprintf("money is not multiplied or divided with %q: who rounds must say how", n.Operator),
			fmt.Sprintf(`write %s(%s, %s, "half_up")`, with, c.text(n.Left), c.text(n.Right)))
		return MoneyType
	}
	c.moneyMixed(n, left, right)
	return MoneyType
}

// moneyMixed reports a sum beside something that is known to be none. Zero is
// the same in every unit.
func (c *compiler) moneyMixed(n *ast.BinaryNode, left, right *Type) bool {
	other, node := right, n.Right
	if right.kind == kindMoney {
		other, node = left, n.Left
	}
	if left.kind != kindMoney && right.kind != kindMoney || other.is(kindMoney|kindNull) || isZero(node) {
		return false
	}
	c.report(RuleMoneyMixed, node, fmt.Sprintf("%q stands between a sum and %s, which is %s", n.Operator, c.text(node), other),
		fmt.Sprintf("write money(%s, …)", c.text(node)))
	return true
}

func isZero(node ast.Node) bool {
	n, ok := node.(*ast.IntegerNode)
	return ok && n.Value == 0
}
