package br

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a civil day without a time or a zone, such as a due date. It is
// comparable with == and its zero value means "no date". Its JSON is
// "2026-11-24".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that t falls on in t's own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads "2006-01-02" and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want a day as YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// String is "2006-01-02", and empty for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// IsZero reports the zero value: no date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays is the day n days later (earlier for a negative n).
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// DaysUntil counts the days from d to other: 1 for tomorrow, -1 for yesterday.
func (d Date) DaysUntil(other Date) int {
	const secondsADay = 24 * 60 * 60
	return int((other.utc().Unix() - d.utc().Unix()) / secondsADay)
}

// Compare is -1 when d is before other, 0 on the same day and 1 after it.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// In is the first instant of the day in loc. That is midnight, or one o'clock
// where a summer time began at midnight, as it did in Brazil until 2018.
func (d Date) In(loc *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
	if DateOf(t).Before(d) {
		return t.Add(time.Hour)
	}
	return t
}

// MarshalText writes what [Date.String] gives.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] takes; an empty text is the zero date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
