package unknown

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"balcao/erp"
	"balcao/internal/br"
)

// zone of everything that this ERP writes.
var zone = mustZone("America/Sao_Paulo")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// money is "1.234,56".
func money(m erp.Money) string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	whole, places, _ := strings.Cut(m.String(), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return sign + whole + "," + places
}

// parseMoney reads "1.234,56". A point is for thousands wherever it stands, so
// that "99.90" is 9990,00: so it is in the locale of the ERP's own language.
func parseMoney(text string) (erp.Money, error) {
	return erp.ParseMoney(strings.ReplaceAll(strings.ReplaceAll(text, ".", ""), ",", "."))
}

// shortDate is "24/11/26", longDate "24/11/2026"; no day is the empty text.
func shortDate(d br.Date) string { return dateText(d, "02/01/06") }
func longDate(d br.Date) string  { return dateText(d, "02/01/2006") }

func dateText(d br.Date, layout string) string {
	if d.IsZero() {
		return ""
	}
	return d.In(zone).Format(layout)
}

// parseDate reads both, and nothing else.
func parseDate(text string) (br.Date, error) {
	for _, layout := range []string{"02/01/06", "02/01/2006"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return br.DateOf(t), nil
		}
	}
	return br.Date{}, fmt.Errorf("%q is not DD/MM/AA", text)
}

// toLatin1 writes ISO-8859-1, with a question mark for what it does not have.
func toLatin1(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xFF {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return out
}

// fromClient reads what is not UTF-8 as ISO-8859-1: the screens of the old
// version still send that.
func fromClient(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var out strings.Builder
	for _, b := range []byte(text) {
		out.WriteRune(rune(b))
	}
	return out.String()
}

// cut keeps the first letters of a text, as a column does that is too short.
func cut(text string, letters int) string {
	if r := []rune(text); len(r) > letters {
		return string(r[:letters])
	}
	return text
}

// phone is "(11) 98765-0001".
func phone(digits string) string {
	if len(digits) < 10 {
		return digits
	}
	area, number := digits[:2], digits[2:]
	return fmt.Sprintf("(%s) %s-%s", area, number[:len(number)-4], number[len(number)-4:])
}
