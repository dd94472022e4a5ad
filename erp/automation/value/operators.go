package value

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// equal is `==`: 15 and "15" are equal, null equals null only, and things of
// different kinds are unequal, never an error.
func equal(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case string:
		if other, ok := b.(string); ok {
			return a == other
		}
		return equalNumbers(a, b)
	case int64, Decimal:
		return equalNumbers(a, b)
	case erp.Money:
		other, ok := moneyOrZero(b)
		return ok && a == other
	case bool, br.Date:
		return a == b
	case time.Time:
		other, ok := b.(time.Time)
		return ok && a.Equal(other)
	case []any:
		other, ok := b.([]any)
		return ok && equalLists(a, other)
	}
	return false
}

// equalNumbers compares a number with a number or a text of digits.
func equalNumbers(a, b any) bool {
	if m, ok := b.(erp.Money); ok {
		return m == 0 && a == int64(0)
	}
	x, ok := decimalOf(a)
	y, also := decimalOf(b)
	return ok && also && x.Cmp(y) == 0
}

func equalLists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

// compare orders two values of one kind: numbers and texts of digits as
// numbers, other texts by their characters.
func compare(a, b any) (int, error) {
	if x, ok := decimalOf(a); ok {
		if y, ok := decimalOf(b); ok {
			return x.Cmp(y), nil
		}
	}
	switch a := a.(type) {
	case string:
		if other, ok := b.(string); ok {
			return strings.Compare(a, other), nil
		}
	case erp.Money:
		if other, ok := moneyOrZero(b); ok {
			return cmp.Compare(a, other), nil
		}
	case br.Date:
		if other, ok := b.(br.Date); ok {
			return a.Compare(other), nil
		}
	case time.Time:
		if other, ok := b.(time.Time); ok {
			return a.Compare(other), nil
		}
	case int64:
		if other, ok := b.(erp.Money); ok && a == 0 {
			return cmp.Compare(0, other), nil
		}
	}
	return 0, fmt.Errorf("%s and %s have no order", describe(a), describe(b))
}

// moneyOrZero takes a sum, or 0, which is the same in every unit.
func moneyOrZero(v any) (erp.Money, bool) {
	if v == int64(0) {
		return 0, true
	}
	m, ok := v.(erp.Money)
	return m, ok
}

// ordered makes an operator of compare; what is null is neither before nor
// after anything.
func ordered(holds func(sign int) bool) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		if args[0] == nil || args[1] == nil {
			return false, nil
		}
		sign, err := compare(args[0], args[1])
		return holds(sign), err
	}
}

// isIn is `in`: an item of a list, or a name of an object.
func isIn(args ...any) (any, error) {
	switch list := plainGo(args[1]).(type) {
	case nil:
		return false, nil
	case []any:
		for _, item := range list {
			if equal(args[0], item) {
				return true, nil
			}
		}
		return false, nil
	case map[string]any:
		name, ok := keyOf(args[0])
		_, there := list[name]
		return ok && there, nil
	}
	return nil, fmt.Errorf("\"in\" takes a list, and this is %s", describe(args[1]))
}

// contains looks for a text in a text, or for an item in a list.
func contains(args ...any) (any, error) {
	if args[0] == nil || args[1] == nil {
		return false, nil
	}
	if _, isList := plainGo(args[0]).([]any); isList {
		return isIn(args[1], args[0])
	}
	return textual(strings.Contains)(args...)
}

// textual makes an operator of a comparison of texts; null holds nothing.
func textual(holds func(whole, piece string) bool) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		if args[0] == nil || args[1] == nil {
			return false, nil
		}
		whole, err := mustText(args[0])
		if err != nil {
			return nil, err
		}
		piece, err := mustText(args[1])
		return holds(whole, piece), err
	}
}

func mustText(v any) (string, error) {
	text, ok := textOf(v)
	if !ok {
		return "", fmt.Errorf("a text is due here, and this is %s", describe(v))
	}
	return text, nil
}

// truth is a condition: null counts as false.
func truth(args ...any) (any, error) {
	switch v := args[0].(type) {
	case nil:
		return false, nil
	case bool:
		return v, nil
	}
	return nil, fmt.Errorf("a condition is due here, and this is %s", describe(args[0]))
}

var (
	errOverflow   = errors.New("the sum has become too large")
	errArithmetic = errors.New("the number would be too large, or is divided by zero")
)

// arithmetic makes an operator of exact arithmetic. Null stays null.
func arithmetic(numbers func(a, b Decimal) (Decimal, error), sums func(a, b erp.Money) erp.Money) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		a, b := args[0], args[1]
		if a == nil || b == nil {
			return nil, nil
		}
		_, money := a.(erp.Money)
		_, also := b.(erp.Money)
		if money || also {
			return addSums(a, b, sums)
		}
		x, y, err := bothNumbers(a, b)
		if err != nil {
			return nil, err
		}
		d, err := numbers(x, y)
		if err != nil {
			return nil, errArithmetic
		}
		return plainNumber(d), nil
	}
}

// maxMoney is far above every sum and far below where an int64 ends.
const maxMoney = erp.Money(1e17)

func addSums(a, b any, sums func(a, b erp.Money) erp.Money) (any, error) {
	x, ok := moneyOrZero(a)
	y, also := moneyOrZero(b)
	if !ok || !also || sums == nil {
		return nil, fmt.Errorf("between %s and %s this operator has no meaning: sums are added and subtracted only", describe(a), describe(b))
	}
	sum := sums(x, y)
	if sum > maxMoney || sum < -maxMoney {
		return nil, errOverflow
	}
	return sum, nil
}

func bothNumbers(a, b any) (Decimal, Decimal, error) {
	_, aText := a.(string)
	_, bText := b.(string)
	x, ok := decimalOf(a)
	y, also := decimalOf(b)
	if !ok || !also || aText || bText {
		return x, y, fmt.Errorf("numbers are due here, and these are %s and %s; number(…) reads a text", describe(a), describe(b))
	}
	return x, y, nil
}

// plainNumber is an int64 where a Decimal is whole.
func plainNumber(d Decimal) any {
	if whole, fraction, ok := d.Int64(0); ok && fraction == 0 && d.IsInt() {
		return whole
	}
	return d
}

func divide(a, b Decimal) (Decimal, error) {
	if b.IsZero() {
		return b, errArithmetic
	}
	return a.Quo(b)
}

func negate(args ...any) (any, error) {
	switch v := args[0].(type) {
	case nil:
		return nil, nil
	case int64:
		return -v, nil
	case Decimal:
		return v.Neg(), nil
	case erp.Money:
		return -v, nil
	}
	return nil, fmt.Errorf("a number is due here, and this is %s", describe(args[0]))
}

func plus(a, b erp.Money) erp.Money { return a + b }

func minus(a, b erp.Money) erp.Money { return a - b }
