package br

import "time"

// Whether banks work is decided by the national holidays and by the days on
// which the market stands still (Resolução CMN 2.932/2002, article 5; Febraban
// publishes the calendar of every year). Ash Wednesday (from noon), 24 and 31
// December are banking days in that calendar. State and city holidays are not
// in it: a boleto due on one is payable elsewhere.

// IsBankingDay reports whether banks work on d in all of Brazil.
func IsBankingDay(d Date) bool {
	switch d.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	return !isFixedHoliday(d) && !isMovableHoliday(d)
}

// NextBankingDay is d itself when it is a banking day, or else the first one
// after it: the day on which a boleto due on d may still be paid without a fine
// (Lei 7.089/1983).
func NextBankingDay(d Date) Date {
	for !IsBankingDay(d) {
		d = d.AddDays(1)
	}
	return d
}

type monthDay struct {
	month time.Month
	day   int
}

// Leis 662/1949, 6.802/1980 (12 October) and 10.607/2002.
var fixedHolidays = map[monthDay]bool{
	{time.January, 1}:   true,
	{time.April, 21}:    true,
	{time.May, 1}:       true,
	{time.September, 7}: true,
	{time.October, 12}:  true,
	{time.November, 2}:  true,
	{time.November, 15}: true,
	{time.December, 25}: true,
}

func isFixedHoliday(d Date) bool {
	// Consciência Negra became national by Lei 14.759/2023, of 21 December.
	if d.Month == time.November && d.Day == 20 {
		return d.Year >= 2024
	}
	return fixedHolidays[monthDay{d.Month, d.Day}]
}

// isMovableHoliday knows the days that hang on Easter: Carnival Monday and
// Tuesday, Good Friday and Corpus Christi.
func isMovableHoliday(d Date) bool {
	switch easter(d.Year).DaysUntil(d) {
	case -48, -47, -2, 60:
		return true
	}
	return false
}

// easter is Easter Sunday of a year in the Gregorian calendar (the algorithm
// of Meeus, Jones and Butcher).
func easter(year int) Date {
	golden, century, ofCentury := year%19, year/100, year%100
	moon := (century - century/4 - (century-(century+8)/25+1)/3 + 19*golden + 15) % 30
	week := (32 + 2*(century%4) + 2*(ofCentury/4) - moon - ofCentury%4) % 7
	late := (golden + 11*moon + 22*week) / 451
	n := moon + week - 7*late + 114
	return Date{year, time.Month(n / 31), n%31 + 1}
}
