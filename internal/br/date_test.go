package br_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"balcao/internal/br"
)

func day(t *testing.T, s string) br.Date {
	t.Helper()
	d, err := br.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDate(t *testing.T) {
	t.Parallel()
	d := day(t, "2026-11-24")
	if d.String() != "2026-11-24" || d.Weekday() != time.Tuesday || d.IsZero() {
		t.Errorf("%s, %s, %v", d, d.Weekday(), d.IsZero())
	}
	if got := d.AddDays(38); got != day(t, "2027-01-01") || d.DaysUntil(got) != 38 || got.DaysUntil(d) != -38 {
		t.Errorf("38 days later: %s", got)
	}
	later := day(t, "2027-01-01")
	if !d.Before(later) || !later.After(d) || d.Compare(d) != 0 || d.After(later) || later.Before(d) {
		t.Error("the order of days is wrong")
	}
	if got := day(t, "1997-10-07").DaysUntil(day(t, "2025-02-21")); got != 9999 {
		t.Errorf("days to the last boleto factor: %d", got)
	}
}

func TestParseDateRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "24/11/2026", "2026-1-2", "2026-11-24T00:00:00Z"} {
		if d, err := br.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %s", s, d)
		}
	}
}

func TestDateAsJSON(t *testing.T) {
	t.Parallel()
	type row struct {
		Due  br.Date `json:"due"`
		Paid br.Date `json:"paid,omitzero"`
	}
	in := row{Due: br.Date{Year: 2026, Month: time.November, Day: 24}}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"due":"2026-11-24"}` {
		t.Fatalf("Marshal = %s, %v", text, err)
	}
	var out row
	if err := json.Unmarshal([]byte(`{"due":"2026-11-24","paid":""}`), &out); err != nil || out != in {
		t.Errorf("Unmarshal = %+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"due":"24/11/2026"}`), &out); err == nil {
		t.Error("a day in another format was read")
	}
}

func TestDateIn(t *testing.T) {
	t.Parallel()
	saoPaulo, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"2026-11-24": "2026-11-24T00:00:00-03:00",
		// Summer time began at midnight: that day has no 00:00.
		"2018-11-04": "2018-11-04T01:00:00-02:00",
	}
	for in, want := range tests {
		at := day(t, in).In(saoPaulo)
		if got := at.Format(time.RFC3339); got != want || br.DateOf(at) != day(t, in) {
			t.Errorf("%s begins at %s, want %s", in, got, want)
		}
	}
	// 02:00 UTC is still the day before in Brazil.
	if got := br.DateOf(time.Date(2026, time.November, 24, 2, 0, 0, 0, time.UTC).In(saoPaulo)); got != day(t, "2026-11-23") {
		t.Errorf("DateOf = %s", got)
	}
}

// From Febraban's calendars of 2023 to 2027.
func TestBankHolidays(t *testing.T) {
	t.Parallel()
	holidays := []string{
		"2023-02-20", "2023-02-21", "2023-04-07", "2023-06-08",
		"2024-02-12", "2024-02-13", "2024-03-29", "2024-05-30", "2024-11-20",
		"2025-03-03", "2025-03-04", "2025-04-18", "2025-06-19", "2025-11-20",
		"2026-01-01", "2026-02-16", "2026-02-17", "2026-04-03", "2026-04-21", "2026-05-01", "2026-06-04",
		"2026-09-07", "2026-10-12", "2026-11-02", "2026-11-20", "2026-12-25",
		"2027-02-08", "2027-02-09", "2027-03-26", "2027-05-27",
	}
	for _, s := range holidays {
		if br.IsBankingDay(day(t, s)) {
			t.Errorf("%s is a bank holiday", s)
		}
	}
	for _, s := range []string{"2023-11-20", "2026-02-18", "2026-11-24", "2025-12-24", "2026-12-31", "2026-04-06", "2026-07-09"} {
		if !br.IsBankingDay(day(t, s)) {
			t.Errorf("%s is a banking day", s)
		}
	}
}

func TestBankingDaysOfAYear(t *testing.T) {
	t.Parallel()
	count := 0
	for d := day(t, "2026-01-01"); d.Year == 2026; d = d.AddDays(1) {
		if br.IsBankingDay(d) {
			count++
		}
	}
	// 261 weekdays less the 11 holidays of 2026 that fall on one and Carnival.
	if want := 261 - 12; count != want {
		t.Errorf("2026 has %d banking days, want %d", count, want)
	}
}

func TestNextBankingDay(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-11-24": "2026-11-24", "2026-11-21": "2026-11-23", "2026-11-20": "2026-11-23",
		"2026-02-14": "2026-02-18", "2026-12-25": "2026-12-28", "2027-01-01": "2027-01-04",
	} {
		if got := br.NextBankingDay(day(t, in)); got != day(t, want) {
			t.Errorf("NextBankingDay(%s) = %s, want %s", in, got, want)
		}
	}
}
