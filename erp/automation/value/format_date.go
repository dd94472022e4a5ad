package value

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"balcao/internal/br"
)

// layout is how days and instants are written: fields and the characters
// between them.
type layout struct {
	text   string
	tokens []token
	// unix is the length of a second in the format's unit: 1 for unix, 1000 for
	// unix_ms, 0 for layouts with fields.
	unix int64
}

// token is one field of a layout, or a character as it stands.
type token struct {
	field   string // "YYYY", "YY", "MM", "DD", "hh", "mm", "ss", "Z", or empty
	literal byte
}

const layoutHint = "a layout is made of YYYY (or YY) MM DD hh mm ss Z with - / . , : T or a space between them, or it is unix or unix_ms"

var layoutFields = []string{"YYYY", "YY", "MM", "DD", "hh", "mm", "ss", "Z"}

// parseLayout reads a layout that days and instants are read by.
func parseLayout(text string) (*layout, error) {
	l, err := parseFields(text)
	if err != nil || l.unix != 0 {
		return l, err
	}
	if l.has("YYYY") == l.has("YY") || !l.has("MM") || !l.has("DD") {
		return nil, fmt.Errorf("%q names no day: it needs YYYY or YY, MM and DD, each once", text)
	}
	return l, nil
}

// parseFields reads a layout to write by, which may leave out the day: an ERP
// may want the time of day in a field of its own.
func parseFields(text string) (*layout, error) {
	switch text {
	case "unix":
		return &layout{text: text, unix: 1}, nil
	case "unix_ms":
		return &layout{text: text, unix: 1000}, nil
	}
	l := &layout{text: text}
	for rest := text; rest != ""; {
		t := token{literal: rest[0]}
		for _, field := range layoutFields {
			if strings.HasPrefix(rest, field) {
				t = token{field: field}
				break
			}
		}
		if t.field == "" && strings.IndexByte("-/.,:_ T", t.literal) < 0 {
			return nil, fmt.Errorf("%q is no layout", text)
		}
		l.tokens = append(l.tokens, t)
		rest = rest[max(1, len(t.field)):]
	}
	if l.repeats() {
		return nil, fmt.Errorf("%q has a field twice", text)
	}
	if !slices.ContainsFunc(l.tokens, func(t token) bool { return t.field != "" }) {
		return nil, fmt.Errorf("%q has no field", text)
	}
	return l, nil
}

func (l *layout) has(field string) bool {
	for _, t := range l.tokens {
		if t.field == field {
			return true
		}
	}
	return false
}

func (l *layout) repeats() bool {
	seen := map[string]bool{}
	for _, t := range l.tokens {
		if t.field != "" && seen[t.field] {
			return true
		}
		seen[t.field] = true
	}
	return false
}

// confusable tells whether one text can be read by both and mean two days.
func (l *layout) confusable(other *layout) bool {
	if l.text == other.text {
		return false
	}
	if l.unix != 0 || other.unix != 0 {
		return l.digitsOnly() && other.digitsOnly()
	}
	return l.shape() == other.shape()
}

func (l *layout) digitsOnly() bool {
	return l.unix != 0 || strings.Trim(l.shape(), "0") == ""
}

// shape is the layout with every digit as 0.
func (l *layout) shape() string {
	var b strings.Builder
	for _, t := range l.tokens {
		switch t.field {
		case "":
			b.WriteByte(t.literal)
		case "Z":
			b.WriteByte('Z')
		default:
			b.WriteString(strings.Repeat("0", len(t.field)))
		}
	}
	return b.String()
}

// civil is what a text says of a day and time; zone is nil where it says none.
type civil struct {
	year, month, day, hour, minute, second int
	zone                                   *time.Location
}

func (c civil) date() br.Date { return br.Date{Year: c.year, Month: time.Month(c.month), Day: c.day} }

func (c civil) in(zone *time.Location) time.Time {
	if c.zone != nil {
		zone = c.zone
	}
	return time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, 0, zone)
}

// valid refuses days and times that do not exist: time.Date would make the 31st
// of February the 3rd of March.
func (c civil) valid() bool {
	t := time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, 0, time.UTC)
	return c.year > 0 && t.Year() == c.year && int(t.Month()) == c.month && t.Day() == c.day && t.Hour() == c.hour && t.Minute() == c.minute && t.Second() == c.second
}

// parse reads a text of the layout; the whole text must be used.
func (l *layout) parse(text string) (civil, bool) {
	var c civil
	for _, t := range l.tokens {
		var ok bool
		switch t.field {
		case "":
			ok = text != "" && text[0] == t.literal
			text = text[min(1, len(text)):]
		case "Z":
			c.zone, text, ok = parseZone(text)
		default:
			text, ok = c.take(t.field, text)
		}
		if !ok {
			return c, false
		}
	}
	return c, text == "" && c.valid()
}

// take reads the digits of one field off the front. Fractions of a second,
// which ERPs write now and then, are dropped.
func (c *civil) take(field, text string) (string, bool) {
	n, ok := digitsAt(text, len(field))
	if !ok {
		return text, false
	}
	text = text[len(field):]
	switch field {
	case "YYYY":
		c.year = n
	case "YY":
		c.year = centuryOf(n) + n
	case "MM":
		c.month = n
	case "DD":
		c.day = n
	case "hh":
		c.hour = n
	case "mm":
		c.minute = n
	case "ss":
		c.second = n
		if fraction, ok := strings.CutPrefix(text, "."); ok {
			text = strings.TrimLeft(fraction, "0123456789")
		}
	}
	return text, true
}

// centuryOf tells in which century a year of two digits is, as POSIX does
// (strptime, "%y"): 69 to 99 are of the last one. A birthday before 1969 cannot
// be told from one to come.
func centuryOf(year int) int {
	if year >= 69 {
		return 1900
	}
	return 2000
}

func digitsAt(text string, width int) (int, bool) {
	if len(text) < width {
		return 0, false
	}
	n := 0
	for i := range width {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

// parseZone reads Z, -03:00, -0300 or -03 off the front.
func parseZone(text string) (*time.Location, string, bool) {
	if rest, ok := strings.CutPrefix(text, "Z"); ok {
		return time.UTC, rest, true
	}
	if text == "" || text[0] != '+' && text[0] != '-' {
		return nil, text, false
	}
	sign, rest := 1, text[1:]
	if text[0] == '-' {
		sign = -1
	}
	hours, ok := digitsAt(rest, 2)
	if !ok {
		return nil, text, false
	}
	rest = strings.TrimPrefix(rest[2:], ":")
	minutes, ok := digitsAt(rest, 2)
	if ok {
		rest = rest[2:]
	}
	return time.FixedZone("", sign*(hours*60+minutes)*60), rest, hours < 24 && minutes < 60
}

// write writes an instant, in its own zone.
func (l *layout) write(t time.Time) string {
	switch l.unix {
	case 1:
		return fmt.Sprint(t.Unix())
	case 1000:
		return fmt.Sprint(t.UnixMilli())
	}
	var b strings.Builder
	for _, token := range l.tokens {
		writeField(&b, token, t)
	}
	return b.String()
}

func writeField(b *strings.Builder, token token, t time.Time) {
	switch token.field {
	case "YYYY":
		fmt.Fprintf(b, "%04d", t.Year())
	case "YY":
		fmt.Fprintf(b, "%02d", t.Year()%100)
	case "MM":
		fmt.Fprintf(b, "%02d", int(t.Month()))
	case "DD":
		fmt.Fprintf(b, "%02d", t.Day())
	case "hh":
		fmt.Fprintf(b, "%02d", t.Hour())
	case "mm":
		fmt.Fprintf(b, "%02d", t.Minute())
	case "ss":
		fmt.Fprintf(b, "%02d", t.Second())
	case "Z":
		b.WriteString(t.Format("Z07:00"))
	default:
		b.WriteByte(token.literal)
	}
}
