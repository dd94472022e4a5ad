package ixc

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
)

// operatorOf gives the test of a condition (ixc.md, Transport facts,
// "operators"). An operator that is none of those is the red box (quirk 5). An
// absent one is not documented; chosen: "=", because the page's own calls leave
// it out.
func operatorOf(k kind, row gridRow, ignoreBrazilian bool) (func(string) bool, bool) {
	if ignoreBrazilian && (k == day || k == moment) && brazilianDay.MatchString(row.P) {
		return func(string) bool { return true }, true
	}
	p, p2 := sought(k, row.P), sought(k, row.P2)
	in := listTest(k, row.P)
	switch row.OP {
	case "", "=":
		return func(v string) bool { return equal(k, v, p) }, true
	case "!=": // with P2 neither of both (ixc.md, Transport facts, "grid_param")
		return func(v string) bool { return !equal(k, v, p) && (row.P2 == "" || !equal(k, v, p2)) }, true
	case ">":
		return func(v string) bool { return compare(k, v, p) > 0 }, true
	case "<":
		return func(v string) bool { return compare(k, v, p) < 0 }, true
	case ">=":
		return func(v string) bool { return compare(k, v, p) >= 0 }, true
	case "<=":
		return func(v string) bool { return compare(k, v, p) <= 0 }, true
	case "L":
		return containsTest(row.P, row.P2), true
	case "NL":
		return not(containsTest(row.P, row.P2)), true
	case "IN":
		return in, true
	case "NI":
		return not(in), true
	case "BE":
		return betweenTest(k, p, p2), true
	case "NBE":
		return not(betweenTest(k, p, p2)), true
	}
	return nil, false
}

func not(test func(string) bool) func(string) bool { return func(v string) bool { return !test(v) } }

// equal compares texts literally: a CPF or phone is stored masked and digits
// only do not match (ixc.md, quirk 6).
func equal(k kind, a, b string) bool { return compare(k, a, b) == 0 }

// containsTest: L looks for the literal substring (ixc.md, Functions, "customer by
// CPF/CNPJ"), or for one of two with P2 (Transport facts, "grid_param").
// Whether case matters is not documented; chosen: it does, "literal".
func containsTest(p, p2 string) func(string) bool {
	return func(v string) bool { return strings.Contains(v, p) || p2 != "" && strings.Contains(v, p2) }
}

// listTest: a comma list (ixc.md, Transport facts, "operators"). Space around
// commas is not documented; chosen: it is cut off.
func listTest(k kind, list string) func(string) bool {
	var all []string
	for item := range strings.SplitSeq(list, ",") {
		all = append(all, sought(k, strings.TrimSpace(item)))
	}
	return func(v string) bool { return slices.ContainsFunc(all, func(p string) bool { return equal(k, v, p) }) }
}

// betweenTest: both ends belong to the range. On days it matches 0000-00-00 as
// well (ixc.md, quirk 4).
func betweenTest(k kind, p, p2 string) func(string) bool {
	return func(v string) bool {
		if (k == day || k == moment) && strings.HasPrefix(v, noDay) {
			return true
		}
		return compare(k, v, p) >= 0 && compare(k, v, p2) <= 0
	}
}

var brazilianDay = regexp.MustCompile(`^(\d{2})/(\d{2})/(\d{4})(.*)$`)

// sought is a filter's value as the column writes it: a day comes as dd/mm/yyyy
// or YYYY-MM-DD (ixc.md, Transport facts, "dates").
func sought(k kind, value string) string {
	if m := brazilianDay.FindStringSubmatch(value); m != nil && (k == day || k == moment) {
		return m[3] + "-" + m[2] + "-" + m[1] + m[4]
	}
	return value
}

var plainDecimal = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// decimal reads a number with a dot or a comma.
func decimal(text string) (*big.Rat, bool) {
	text = strings.Replace(text, ",", ".", 1)
	if !plainDecimal.MatchString(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
