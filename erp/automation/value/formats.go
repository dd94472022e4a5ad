package value

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// Formats is how an ERP writes money, days, instants and flags. The zero value
// is a pack that says nothing about it.
type Formats struct {
	// Title is the ERP's name for people, for messages.
	Title string
	// Money are examples ("1234,56", or "number"); Date and Instant are layouts.
	Money, Date, Instant []string
	// Zone is the pack's own zone; nil for the tenant's.
	Zone *time.Location
	// Yes, No and Blank are more words for true, false and nothing, in any case.
	Yes, No, Blank []string

	money *moneyReader
	dates *dateReader
	times *dateReader
}

// Check compiles the formats and tells what is wrong with them. at gives the
// place of an entry: its key ("money") and its number in the list.
func (f *Formats) Check(at func(key string, i int) Source) []Problem {
	var problems []Problem
	report := func(key string, i int, rule Rule, message, hint string) {
		src := at(key, i)
		problems = append(problems, Problem{Rule: rule, Pos: src.pos(0), Length: max(1, len([]rune(src.Text))), Message: message, Hint: hint})
	}
	money, failed := readAll(f.Money, parseMoneyFormat)
	tellFailed(failed, func(i int, err error) { report("money", i, RuleFormat, err.Error(), moneyHint) })
	dates, failed := readAll(f.Date, parseLayout)
	tellFailed(failed, func(i int, err error) { report("date", i, RuleFormat, err.Error(), layoutHint) })
	instants, failed := readAll(f.Instant, parseLayout)
	tellFailed(failed, func(i int, err error) { report("instant", i, RuleFormat, err.Error(), layoutHint) })
	tellConfusable(money, (*moneyFormat).confusable, func(i int, a, b *moneyFormat) {
		report("money", i, RuleFormatUnclear, fmt.Sprintf(`%q and %q can be confused: "1.234" could be either`, b.example, a.example), "say it where it is read: money(x, \"1.234,56\")")
	})
	tellLayouts := func(key string) func(int, *layout, *layout) {
		return func(i int, a, b *layout) {
			report(key, i, RuleFormatUnclear, fmt.Sprintf("%s and %s can be confused", b.text, a.text), "say it where it is read: date(x, \"DD/MM/YYYY\")")
		}
	}
	tellConfusable(dates, (*layout).confusable, tellLayouts("date"))
	tellConfusable(instants, (*layout).confusable, tellLayouts("instant"))
	f.money = &moneyReader{money, f.blank}
	f.dates = &dateReader{slices.Concat(dates, instants), f.Zone, f.blank}
	f.times = &dateReader{instants, f.Zone, f.blank}
	return problems
}

func tellFailed(failed map[int]error, tell func(i int, err error)) {
	for i, err := range failed {
		tell(i, err)
	}
}

// readAll parses each format. If one fails, none is given: the pack does not
// load, and the numbers of the others would be wrong.
func readAll[F any](texts []string, parse func(string) (*F, error)) (parsed []*F, failed map[int]error) {
	failed = map[int]error{}
	for i, text := range texts {
		f, err := parse(text)
		if err != nil {
			failed[i] = err
			continue
		}
		parsed = append(parsed, f)
	}
	if len(failed) > 0 {
		return nil, failed
	}
	return parsed, nil
}

// tellConfusable tells of each two formats by which one text has two meanings; i
// is the later one's place in the list.
func tellConfusable[F any](formats []F, confusable func(a, b F) bool, tell func(i int, a, b F)) {
	for i, a := range formats {
		for _, b := range formats[:i] {
			if confusable(a, b) {
				tell(i, a, b)
			}
		}
	}
}

// noFormats are those of a pack that says nothing.
var noFormats = func() *Formats {
	f := &Formats{}
	f.Check(nil)
	return f
}()

// orNone are compiled formats: f's, if it has any.
func (f *Formats) orNone() *Formats {
	switch {
	case f == nil:
		return noFormats
	case f.money == nil:
		copied := *f
		copied.Check(func(string, int) Source { return Source{} })
		return &copied
	}
	return f
}

// blank tells whether a text means nothing.
func (f *Formats) blank(text string) bool {
	switch text {
	case "", "0000-00-00", "0000-00-00 00:00:00":
		return true
	}
	return oneOf(text, f.Blank)
}

func oneOf(text string, words []string) bool {
	for _, w := range words {
		if strings.EqualFold(w, text) {
			return true
		}
	}
	return false
}

// flag makes true or false of a flag or of one of the ERP's words; nil of
// nothing.
func (f *Formats) flag(v any) (any, error) {
	switch v.(type) {
	case nil, bool:
		return v, nil
	}
	text, ok := textOf(v)
	text = strings.TrimSpace(text)
	switch {
	case !ok:
		return nil, fmt.Errorf("yes or no is due here, and this is %s", describe(v))
	case oneOf(text, f.Yes), text == "true":
		return true, nil
	case oneOf(text, f.No), text == "false":
		return false, nil
	case f.blank(text):
		return nil, nil
	}
	return nil, fmt.Errorf("%s that is neither in formats.yes nor in formats.no", describe(v))
}

// ReadMoney makes a sum of what the ERP wrote; false for nothing.
func (f *Formats) ReadMoney(v any) (erp.Money, bool, error) {
	return typed[erp.Money](f.orNone().money.read(v))
}

// ReadDate makes a day of what the ERP wrote, in the pack's zone or else the
// scope's; false for nothing.
func (f *Formats) ReadDate(v any, s *Scope) (br.Date, bool, error) {
	return typed[br.Date](f.orNone().dates.date(v, s))
}

// ReadInstant makes an instant of what the ERP wrote; false for nothing.
func (f *Formats) ReadInstant(v any, s *Scope) (time.Time, bool, error) {
	return typed[time.Time](f.orNone().times.instant(v, s))
}

// ReadFlag makes true or false of what the ERP wrote; ok is false for nothing.
func (f *Formats) ReadFlag(v any) (flag, ok bool, err error) {
	return typed[bool](f.orNone().flag(v))
}

// Convert makes of v what the type says, as a field of the contract would: an
// input of a part that is money, a day, an instant, a flag or a number may be
// given as the ERP writes it. Other types take v as it is; null and blanks are
// null.
func (f *Formats) Convert(t *Type, v any, s *Scope) (any, error) {
	f = f.orNone()
	switch t.kind {
	case kindMoney:
		return f.money.read(v)
	case kindDate:
		return f.dates.date(v, s)
	case kindInstant:
		return f.times.instant(v, s)
	case kindFlag:
		return f.flag(v)
	case kindNumber:
		if v == nil {
			return nil, nil
		}
		return number(v)
	case kindList:
		return f.convertItems(t.Elem(), v, s)
	}
	return v, nil
}

// convertItems converts a list's items; one of unknown things stays as it is.
func (f *Formats) convertItems(elem *Type, v any, s *Scope) (any, error) {
	if v == nil || !elem.known(kindMoney|kindDate|kindInstant|kindFlag|kindNumber) {
		return v, nil
	}
	items, err := listed(v)
	converted := make([]any, len(items))
	for i, item := range items {
		if converted[i], err = f.Convert(elem, item, s); err != nil {
			return nil, err
		}
	}
	return converted, err
}

func typed[T any](v any, err error) (T, bool, error) {
	t, ok := v.(T)
	return t, ok && err == nil, err
}

// title is what messages call the ERP.
func (f *Formats) title() string {
	if f == nil || f.Title == "" {
		return "this ERP"
	}
	return f.Title
}
