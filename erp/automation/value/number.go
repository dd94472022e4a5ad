package value

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/govalues/decimal"
)

// Decimal is an exact number with a fraction, up to 19 digits.
type Decimal = decimal.Decimal

// maxWhole is how many digits an int64 surely holds.
const maxWhole = 18

// parseNumber reads "15", "-2.50" or "1e3": int64 if it is whole, else Decimal.
// It keeps a fraction of zeros as written ("129.90").
func parseNumber(text string) (any, bool) {
	if isWhole(text) && len(strings.TrimPrefix(text, "-")) <= maxWhole {
		n, err := strconv.ParseInt(text, 10, 64)
		return n, err == nil
	}
	if !isNumeral(text) || countDigits(text) > decimal.MaxPrec {
		return nil, false
	}
	d, err := decimal.Parse(text)
	return d, err == nil
}

func countDigits(text string) int {
	n := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

func isWhole(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// isNumeral tells whether text is digits, perhaps with a sign and a fraction,
// without leading zeros: "007" is a code and no number.
func isNumeral(text string) bool {
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if whole == "" || strings.Trim(whole, "0123456789") != "" || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	return !dotted || fraction != "" && strings.Trim(fraction, "0123456789") == ""
}

// decimalOf is a number, or a text that is one, as Decimal.
func decimalOf(v any) (Decimal, bool) {
	switch v := v.(type) {
	case int64:
		d, err := decimal.New(v, 0)
		return d, err == nil
	case Decimal:
		return v, true
	case string:
		if !isNumeral(v) || countDigits(v) > decimal.MaxPrec {
			return Decimal{}, false
		}
		d, err := decimal.Parse(v)
		return d, err == nil
	}
	return Decimal{}, false
}

// textOf writes a text, number or flag as text; false for anything else.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case Decimal:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// describe says what a value is without telling it.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("a text of %d characters", len([]rune(v)))
	case int64, Decimal:
		return "a number"
	case bool:
		return "true or false"
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	case map[string]any:
		return "an object"
	case []byte:
		return "a file"
	}
	return TypeOf(reflect.TypeOf(v)).String()
}

// parseExponent reads "1.5e3", if all its digits fit.
func parseExponent(text string) (any, bool) {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return nil, false
	}
	exponent, err := strconv.Atoi(text[i+1:])
	if err != nil || countDigits(text[:i])+max(exponent, -exponent) > decimal.MaxPrec {
		return nil, false
	}
	d, err := decimal.Parse(text)
	return plainNumber(d), err == nil
}
