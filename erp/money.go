package erp

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in centavos of Brazilian real. It is exact: sums are plain
// integer sums, and nothing in Balcão ever holds an amount in a float.
type Money int64

// String writes the amount with a dot and two places: "-1234.50".
func (m Money) String() string {
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// ParseMoney reads "1234.5", "1234.50" or "-1234". More than two places are
// taken only if the rest is zeros: an amount that would have to be rounded is
// an error, because who rounds must say how.
func ParseMoney(s string) (Money, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, places, _ := strings.Cut(digits, ".")
	places = strings.TrimRight(places, "0")
	if whole == "" || len(whole) > 15 || len(places) > 2 || !isDigits(whole) || !isDigits(places) {
		return 0, fmt.Errorf("%q is not an amount like 1234.56", s)
	}
	n, err := strconv.ParseInt(whole+(places + "00")[:2], 10, 64)
	if err != nil || n > math.MaxInt64/2 {
		return 0, fmt.Errorf("%q is too large for an amount", s)
	}
	if negative {
		n = -n
	}
	return Money(n), nil
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// MarshalText writes what [Money.String] gives.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMoney] takes.
func (m *Money) UnmarshalText(text []byte) error {
	parsed, err := ParseMoney(string(text))
	if err == nil {
		*m = parsed
	}
	return err
}
