package value

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"balcao/internal/br"
)

// dateReader reads days and instants in one of several layouts.
type dateReader struct {
	layouts []*layout
	// zone is the pack's own, nil for the tenant's.
	zone  *time.Location
	blank func(string) bool
}

var errNoDateFormat = errors.New("nothing says how this ERP writes days")

// date makes a day of a text, a day, an instant, or an object with year, month
// and day; nil of nothing.
func (r *dateReader) date(v any, s *Scope) (any, error) {
	switch v := v.(type) {
	case nil, br.Date:
		return v, nil
	case time.Time:
		return br.DateOf(v.In(s.zoneOr(r.zone))), nil
	case map[string]any:
		return dateOfObject(v)
	}
	c, l, err := r.civil(v)
	switch {
	case err != nil || l == nil:
		return nil, err
	case l.unix != 0 || c.zone != nil:
		return br.DateOf(c.in(time.UTC).In(s.zoneOr(r.zone))), nil
	}
	return c.date(), nil
}

// instant makes an instant of a text, a number or an instant; nil of nothing.
func (r *dateReader) instant(v any, s *Scope) (any, error) {
	switch v := v.(type) {
	case nil, time.Time:
		return v, nil
	}
	c, l, err := r.civil(v)
	if err != nil || l == nil {
		return nil, err
	}
	return c.in(s.zoneOr(r.zone)), nil
}

// civil reads a text or number by the first layout that fits; the layout is nil
// for a blank.
func (r *dateReader) civil(v any) (civil, *layout, error) {
	text, ok := textOf(v)
	if _, flag := v.(bool); !ok || flag {
		return civil{}, nil, fmt.Errorf("a day is due here, and this is %s", describe(v))
	}
	text = strings.TrimSpace(text)
	if r.blank(text) {
		return civil{}, nil, nil
	}
	for _, l := range r.layouts {
		if c, ok := l.read(text); ok {
			return c, l, nil
		}
	}
	if len(r.layouts) == 0 {
		return civil{}, nil, errNoDateFormat
	}
	return civil{}, nil, fmt.Errorf("%s that is no date by %s", describe(v), r.names())
}

func (r *dateReader) names() string {
	names := make([]string, len(r.layouts))
	for i, l := range r.layouts {
		names[i] = l.text
	}
	return strings.Join(names, " or ")
}

// read reads a text by the layout, or seconds since 1970.
func (l *layout) read(text string) (civil, bool) {
	if l.unix == 0 {
		return l.parse(text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n/l.unix > 1<<35 {
		return civil{}, false
	}
	t := time.Unix(n/l.unix, 0).UTC()
	return civil{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), time.UTC}, true
}

func dateOfObject(object map[string]any) (any, error) {
	if len(object) == 0 {
		return nil, nil
	}
	var numbers [3]int64
	for i, name := range []string{"year", "month", "day"} {
		n, ok := decimalOf(object[name])
		whole, fraction, fits := n.Int64(0)
		if !ok || !fits || fraction != 0 {
			return nil, fmt.Errorf("a day is due here, and this is an object without a number %q", name)
		}
		numbers[i] = whole
	}
	c := civil{year: int(numbers[0]), month: int(numbers[1]), day: int(numbers[2])}
	if !c.valid() {
		return nil, errors.New("an object of year, month and day that names no day")
	}
	return c.date(), nil
}
