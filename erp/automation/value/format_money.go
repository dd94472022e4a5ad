package value

import (
	"errors"
	"fmt"
	"strings"

	"balcao/erp"
)

// moneyFormat is how sums are written, read from an example.
type moneyFormat struct {
	example string
	// prefix is "R$ "; point divides the centavos off, thousands the thousands,
	// 0 for none.
	prefix           string
	point, thousands byte
	// numbers is true for the format `number`: no texts, JSON numbers only.
	numbers bool
}

const moneyHint = `write an example: "1234.56", "1234,56", "1.234,56", "1,234.56", or number`

// parseMoneyFormat reads an example.
func parseMoneyFormat(example string) (*moneyFormat, error) {
	f := &moneyFormat{example: example}
	if example == "number" {
		f.numbers = true
		return f, nil
	}
	rest := strings.TrimLeft(example, "R$ ")
	f.prefix = example[:len(example)-len(rest)]
	switch rest {
	case "1234.56":
		f.point = '.'
	case "1234,56":
		f.point = ','
	case "1.234,56":
		f.point, f.thousands = ',', '.'
	case "1,234.56":
		f.point, f.thousands = '.', ','
	default:
		return nil, fmt.Errorf("%q is no example of how money is written", example)
	}
	return f, nil
}

// confusable tells whether one text can mean two sums: "1.234".
func (f *moneyFormat) confusable(other *moneyFormat) bool {
	if f.numbers || other.numbers {
		return false
	}
	return f.thousands != 0 && f.thousands == other.point || other.thousands != 0 && other.thousands == f.point
}

// parse reads a text. Digits after the second place must be zeros: whoever
// rounds must say how.
func (f *moneyFormat) parse(text string) (erp.Money, bool) {
	if f.numbers {
		return 0, false
	}
	text, negative := strings.CutPrefix(text, "-")
	text = strings.TrimPrefix(strings.TrimPrefix(text, strings.TrimSpace(f.prefix)), " ")
	if inner, ok := strings.CutPrefix(text, "-"); ok && !negative {
		text, negative = inner, true
	}
	whole, places, dotted := strings.Cut(text, string(f.point))
	if f.thousands != 0 {
		var ok bool
		if whole, ok = dropThousands(whole, f.thousands); !ok {
			return 0, false
		}
	}
	if dotted && places == "" || countDigits(whole) != len(whole) || countDigits(places) != len(places) {
		return 0, false
	}
	m, err := erp.ParseMoney(whole + "." + places)
	if negative {
		m = -m
	}
	return m, err == nil
}

// dropThousands takes the separators out, which must stand before each third
// digit or nowhere.
func dropThousands(whole string, separator byte) (string, bool) {
	groups := strings.Split(whole, string(separator))
	for i, group := range groups {
		if i > 0 && len(group) != 3 || i == 0 && len(groups) > 1 && (len(group) == 0 || len(group) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// text writes a sum.
func (f *moneyFormat) text(m erp.Money) string {
	sign, digits := "", m.String()
	if m < 0 {
		sign, digits = "-", digits[1:]
	}
	whole, places, _ := strings.Cut(digits, ".")
	if f.thousands != 0 {
		whole = putThousands(whole, f.thousands)
	}
	return sign + f.prefix + whole + string(f.point) + places
}

func putThousands(whole string, separator byte) string {
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + string(separator) + whole[i:]
	}
	return whole
}

// moneyReader reads sums in one of several formats.
type moneyReader struct {
	formats []*moneyFormat
	blank   func(string) bool
}

var errNoMoneyFormat = errors.New("nothing says how this ERP writes money")

// read makes a sum of a text, a number or a sum; nil of nothing. Of a JSON
// number the point is always the point.
func (r *moneyReader) read(v any) (any, error) {
	switch v := v.(type) {
	case nil, erp.Money:
		return v, nil
	case int64, Decimal:
		if len(r.formats) == 0 {
			return nil, errNoMoneyFormat
		}
		return moneyOfNumber(v)
	case string:
		return r.readText(strings.TrimSpace(v))
	}
	return nil, fmt.Errorf("money is due here, and this is %s", describe(v))
}

func (r *moneyReader) readText(text string) (any, error) {
	if r.blank(text) {
		return nil, nil
	}
	for _, f := range r.formats {
		if m, ok := f.parse(text); ok {
			return m, nil
		}
	}
	if len(r.formats) == 0 {
		return nil, errNoMoneyFormat
	}
	return nil, fmt.Errorf("%s that is no money by %s", describe(text), r.examples())
}

func (r *moneyReader) examples() string {
	examples := make([]string, len(r.formats))
	for i, f := range r.formats {
		examples[i] = f.example
	}
	return strings.Join(examples, " or ")
}

// moneyOfNumber takes a number of reais with at most two places that are not
// zero.
func moneyOfNumber(v any) (any, error) {
	text, _ := textOf(v)
	m, err := erp.ParseMoney(text)
	if err != nil {
		return nil, errors.New("a number that is no sum of reais with two places; to round it, write divided(money(…), …) or times(…)")
	}
	return m, nil
}
