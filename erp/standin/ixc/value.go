package ixc

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// stored is what a column holds after a write. False is a value that cannot be
// processed.
//
//   - Money: "37,10" and "37.10" both appear in public examples (ixc.md,
//     Transport facts, "money"). Thousands points are not documented; chosen:
//     they fail.
//   - Days: written dd/mm/yyyy, read YYYY-MM-DD (ixc.md, Transport facts,
//     "dates"). What another format does is not documented; chosen: it is
//     silently lost and the zero date stored, because a client that relies on
//     more than is written loses data one day. The zero date stays one.
func (k kind) stored(value string) (string, bool) {
	switch k {
	case money:
		return fixed(value, 2)
	case price:
		return fixed(value, 9)
	case day:
		return storedDay(value), true
	case moment:
		return storedMoment(value), true
	}
	return value, true
}

func fixed(value string, places int) (string, bool) {
	if value == "" {
		value = "0"
	}
	n, ok := decimal(value)
	if !ok {
		return "", false
	}
	return n.FloatString(places), true
}

func storedDay(value string) string {
	m := brazilianDay.FindStringSubmatch(value)
	if m == nil {
		return noDay
	}
	d, err := br.ParseDate(m[3] + "-" + m[2] + "-" + m[1])
	if err != nil {
		return noDay
	}
	return d.String()
}

var clock = regexp.MustCompile(`^ ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$`)

func storedMoment(value string) string {
	d := storedDay(value)
	if d == noDay {
		return noMoment
	}
	rest := brazilianDay.FindStringSubmatch(value)[4]
	if !clock.MatchString(rest) {
		rest = " 00:00:00"
	}
	return d + rest
}

// reais reads a column of money.
func reais(value string) erp.Money {
	if value == "" { // a row that was held without the column
		return 0
	}
	m, err := erp.ParseMoney(value)
	if err != nil {
		panic(fmt.Sprintf("ixc stand-in: %q in a column of money: %v", value, err)) // only what stored let through gets there
	}
	return m
}

// readReais reads an amount that was sent, with a comma or a dot.
func readReais(value string) (erp.Money, bool) {
	text, ok := fixed(value, 2)
	if !ok {
		return 0, false
	}
	exact, _ := decimal(value)
	rounded, _ := new(big.Rat).SetString(text)
	m, err := erp.ParseMoney(text)
	return m, err == nil && (exact == nil || exact.Cmp(rounded) == 0)
}

// today is the day at the install (Transport facts name no zone; chosen: Brasília time).
func (s *Server) today() br.Date { return br.DateOf(s.now().In(s.zone)) }

func (s *Server) moment() string { return s.now().In(s.zone).Format(time.DateTime) }

// printed is a day in messages and writes.
func printed(d br.Date) string { return fmt.Sprintf("%02d/%02d/%04d", d.Day, int(d.Month), d.Year) }

// phone is a number as it is stored, masked (ixc.md, quirk 6). The mask itself
// is not documented; chosen: (11) 98765-0001.
func phone(digits string) string {
	if len(digits) < 10 {
		return digits
	}
	end := len(digits) - 4
	return "(" + digits[:2] + ") " + digits[2:end] + "-" + digits[end:]
}

// postalCode is a CEP as it is stored. Not documented; chosen: 01310-100.
func postalCode(digits string) string {
	if len(digits) != 8 || strings.Contains(digits, "-") {
		return digits
	}
	return digits[:5] + "-" + digits[5:]
}
