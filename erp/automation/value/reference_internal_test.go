package value

import (
	"maps"
	"slices"
	"testing"
)

// The tables for people name what the compiler knows: all of it, once each.
func TestReferenceIsOfWhatThereIs(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		told  []Info
		known []string
	}{
		"functions": {Functions(), slices.Concat(slices.Collect(maps.Keys(functions)), slices.Collect(maps.Keys(predicates)))},
		"roundings": {Roundings(), slices.Collect(maps.Keys(roundings))},
		"layouts":   {DateLayouts(), slices.Concat(layoutFields, []string{"unix", "unix_ms"})},
	} {
		var told []string
		for _, i := range c.told {
			told = append(told, i.Name)
			if i.About == "" || i.Form == "" {
				t.Errorf("%s: %s is not explained", what, i.Name)
			}
		}
		slices.Sort(told)
		slices.Sort(c.known)
		if !slices.Equal(told, c.known) {
			t.Errorf("%s: told are %v, known are %v", what, told, c.known)
		}
	}
	for name := range operators {
		if name[0] != '@' && !slices.ContainsFunc(Operators(), func(i Info) bool {
			return i.Form == "a "+name+" b" || i.Form == "a "+name+" l" || i.Form == "a "+name+" regex"
		}) {
			t.Errorf("the operator %s is not explained", name)
		}
	}
	for _, i := range MoneyFormats() {
		if _, err := parseMoneyFormat(trimQuotes(i.Form)); err != nil || i.About == "" {
			t.Errorf("%s: %v", i.Form, err)
		}
	}
}

func trimQuotes(s string) string {
	if s[0] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}
