package value

import (
	"errors"
	"fmt"
	"math/big"

	"balcao/erp"

	"github.com/expr-lang/expr/ast"
)

// kindAmount is what money(x) reads.
const kindAmount = kindText | kindNumber | kindMoney | kindWord

var numberFunctions = map[string]*function{
	"money": {takes: []kind{kindAmount, kindText}, fewest: 1, more: true, gives: gives(MoneyType), cleans: markFree | markComposed, run: money,
		check: checkMoneyRead, bind: bindMoneyRead},
	"money_text": {takes: []kind{kindMoney, kindText}, fewest: 2, gives: gives(writtenType), cleans: markFree | markComposed, run: moneyText,
		check: checkMoneyText, bind: bindMoneyText},
	"number":  {takes: []kind{kindAmount}, fewest: 1, gives: gives(NumberType), cleans: markFree | markComposed, run: number},
	"times":   {takes: []kind{kindMoney, kindNumber | kindText, kindText}, fewest: 3, gives: gives(MoneyType), run: rounded(false), check: checkRounding},
	"divided": {takes: []kind{kindMoney, kindNumber | kindText, kindText}, fewest: 3, gives: gives(MoneyType), run: rounded(true), check: checkRounding},
}

// checkMoneyRead checks the examples of money(x, "1234,56"); without any, the
// pack must have some, unless x is a number or already a sum.
func checkMoneyRead(c *compiler, n *ast.CallNode) {
	var formats []*moneyFormat
	for _, node := range n.Arguments[1:] {
		if f := literalFormat(c, node, parseMoneyFormat, moneyHint); f != nil {
			formats = append(formats, f)
		}
	}
	tellConfusable(formats, (*moneyFormat).confusable, func(_ int, a, b *moneyFormat) {
		c.report(RuleFormatUnclear, n, fmt.Sprintf("%q and %q can be confused", a.example, b.example), "name the one that this ERP writes here")
	})
	if len(n.Arguments) == 1 && len(c.env.Formats.orNone().Money) == 0 && !c.types[n.Arguments[0]].known(kindMoney) {
		c.report(RuleNoFormat, n.Arguments[0], fmt.Sprintf("nothing says how %s writes money", c.env.Formats.title()),
			fmt.Sprintf(`add formats.money to pack.yaml, or say it here: money(%s, "1234,56")`, c.text(n.Arguments[0])))
	}
}

func bindMoneyRead(c *compiler, n *ast.CallNode) {
	formats := c.env.Formats.orNone()
	reader := *formats.money
	if len(n.Arguments) > 1 {
		reader.formats = nil
		for _, node := range n.Arguments[1:] {
			f, _ := parseMoneyFormat(node.(*ast.StringNode).Value)
			reader.formats = append(reader.formats, f)
		}
	}
	n.Arguments = []ast.Node{n.Arguments[0], &ast.ConstantNode{Value: &reader}}
}

// literalFormat reads a format that stands in the expression.
func literalFormat[F any](c *compiler, node ast.Node, parse func(string) (*F, error), hint string) *F {
	text, ok := node.(*ast.StringNode)
	if !ok {
		c.report(RuleFormat, node, "a format is written, not computed", hint)
		return nil
	}
	f, err := parse(text.Value)
	if err != nil {
		c.report(RuleFormat, node, err.Error(), hint)
		return nil
	}
	return f
}

func money(args ...any) (any, error) { return args[1].(*moneyReader).read(args[0]) }

func checkMoneyText(c *compiler, n *ast.CallNode) {
	f := literalFormat(c, n.Arguments[1], parseMoneyFormat, moneyHint)
	if f != nil && f.numbers {
		c.report(RuleFormat, n.Arguments[1], `"number" is no way to write money as text`, "write number(m) for a JSON number")
	}
}

func bindMoneyText(_ *compiler, n *ast.CallNode) {
	f, _ := parseMoneyFormat(n.Arguments[1].(*ast.StringNode).Value)
	n.Arguments[1] = &ast.ConstantNode{Value: f}
}

func moneyText(args ...any) (any, error) {
	m, ok := args[0].(erp.Money)
	if !ok {
		return nil, fmt.Errorf("money_text takes money, and this is %s; money(…) reads it", describe(args[0]))
	}
	return args[1].(*moneyFormat).text(m), nil
}

// number makes an exact number of a text or a sum.
func number(args ...any) (any, error) {
	switch v := args[0].(type) {
	case int64, Decimal:
		return v, nil
	case erp.Money:
		n, _ := parseNumber(v.String())
		return n, nil
	case string:
		if v == "" {
			return nil, nil
		}
		if n, ok := parseNumber(v); ok {
			return n, nil
		}
	}
	return nil, fmt.Errorf("a number is due here, and this is %s", describe(args[0]))
}

// rounding says what becomes of half a centavo and less.
type rounding func(quotient, twiceRest, divisor *big.Int) bool

// roundings are the named ways to round: whether to go one up, away from zero.
var roundings = map[string]rounding{
	"half_up": func(_, rest, divisor *big.Int) bool { return rest.Cmp(divisor) >= 0 },
	"half_even": func(q, rest, divisor *big.Int) bool {
		sign := rest.Cmp(divisor)
		return sign > 0 || sign == 0 && q.Bit(0) == 1
	},
	"down": func(_, _, _ *big.Int) bool { return false },
	"up":   func(_, rest, _ *big.Int) bool { return rest.Sign() > 0 },
}

func checkRounding(c *compiler, n *ast.CallNode) {
	text, ok := n.Arguments[2].(*ast.StringNode)
	if !ok || roundings[text.Value] == nil {
		c.report(RuleFormat, n.Arguments[2], "this is no way to round", `write "half_up", "half_even", "down" or "up"`)
	}
}

// rounded makes times (or divided): a sum by a number, rounded to centavos as
// named.
func rounded(divided bool) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		if args[1] == nil {
			return nil, nil
		}
		m, isMoney := args[0].(erp.Money)
		by, isNumber := decimalOf(args[1])
		if !isMoney || !isNumber {
			return nil, fmt.Errorf("money and a number are due here, and these are %s and %s", describe(args[0]), describe(args[1]))
		}
		return scale(m, by, divided, roundings[args[2].(string)])
	}
}

func scale(m erp.Money, by Decimal, divided bool, up rounding) (any, error) {
	numerator := big.NewInt(int64(m))
	coefficient := new(big.Int).SetUint64(by.Coef())
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(by.Scale())), nil)
	divisor := ten
	if divided {
		numerator.Mul(numerator, ten)
		divisor = coefficient
	} else {
		numerator.Mul(numerator, coefficient)
	}
	if divisor.Sign() == 0 {
		return nil, errors.New("a sum is not divided by zero")
	}
	negative := (m < 0) != by.IsNeg()
	quotient, rest := new(big.Int).QuoRem(numerator.Abs(numerator), divisor, new(big.Int))
	if up(quotient, rest.Lsh(rest, 1), divisor) {
		quotient.Add(quotient, big.NewInt(1))
	}
	if !quotient.IsInt64() || erp.Money(quotient.Int64()) > maxMoney {
		return nil, errOverflow
	}
	if negative {
		quotient.Neg(quotient)
	}
	return erp.Money(quotient.Int64()), nil
}

// sum adds numbers or sums; nulls are left out, and nothing adds up to null.
func sum(args ...any) (any, error) {
	var total any
	add := arithmetic(Decimal.Add, plus)
	for _, v := range args[0].([]any) {
		if v == nil {
			continue
		}
		if total == nil {
			total = v
			continue
		}
		next, err := add(total, v)
		if err != nil {
			return nil, err
		}
		total = next
	}
	if text, ok := total.(string); ok {
		return nil, fmt.Errorf("sum adds numbers or money, and this is %s", describe(text))
	}
	return total, nil
}
