package value_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

func TestMoneyFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format string
		v      any
		want   string // empty for nothing, "!" for an error
	}{
		{"1234.56", "129.90", "129.90"}, {"1234.56", "129.9", "129.90"}, {"1234.56", "129", "129.00"}, {"1234.56", "-0.05", "-0.05"}, {"1234.56", " 7.00 ", "7.00"},
		{"1234.56", "129.9000", "129.90"}, {"1234.56", "129,90", "!"}, {"1234.56", "1.005", "!"}, {"1234.56", "1.234.56", "!"}, {"1234.56", "12.", "!"}, {"1234.56", "--1", "!"},
		{"1234.56", "1e3", "!"}, {"1234.56", "٣", "!"}, {"1234.56", "", ""}, {"1234.56", nil, ""}, {"1234.56", int64(12), "12.00"}, {"1234.56", true, "!"},
		{"1234,56", "129,90", "129.90"}, {"1234,56", "1.234,56", "!"}, {"1234,56", "R$ 1,00", "!"},
		{"1.234,56", "1.234.567,8", "1234567.80"}, {"1.234,56", "1.234", "1234.00"}, {"1.234,56", "1234,56", "1234.56"}, {"1.234,56", "12.34,56", "!"}, {"1.234,56", "1.23", "!"}, {"1.234,56", ".123,00", "!"},
		{"R$ 1.234,56", "R$ 1.234,56", "1234.56"}, {"R$ 1.234,56", "-R$ 1,00", "-1.00"}, {"R$ 1.234,56", "R$ -1,00", "-1.00"}, {"R$ 1.234,56", "-R$ -1,00", "!"}, {"R$ 1.234,56", "1,00", "1.00"},
		{"1,234.56", "1,234.56", "1234.56"}, {"number", "1.00", "!"}, {"number", int64(3), "3.00"}, {"number", erp.Money(5), "0.05"},
	} {
		f := &value.Formats{Money: []string{c.format}}
		f.Check(nil)
		got, ok, err := f.ReadMoney(c.v)
		text := map[bool]string{true: got.String()}[ok]
		if err != nil {
			text = "!"
		}
		if text != c.want {
			t.Errorf("%v by %s = %q, %v; want %q", c.v, c.format, text, err, c.want)
		}
	}
}

func TestDateFormats(t *testing.T) {
	t.Parallel()
	s := value.NewScope(func() time.Time { return noon }, saoPaulo)
	for _, c := range []struct{ layout, text, want string }{
		{"YYYY-MM-DD", "2026-11-24", "2026-11-24"}, {"YYYY-MM-DD", "2026-02-29", "!"}, {"YYYY-MM-DD", "2028-02-29", "2028-02-29"}, {"YYYY-MM-DD", "2026-11-24 00:00:00", "!"},
		{"YYYY-MM-DD", "2026-1-24", "!"}, {"YYYY-MM-DD", "2026-13-01", "!"}, {"YYYY-MM-DD", "0000-00-00", ""}, {"YYYY-MM-DD", "", ""}, {"YYYY-MM-DD", "2026-11-2٤", "!"},
		{"DD/MM/YYYY", "24/11/2026", "2026-11-24"}, {"DD/MM/YYYY", "11/24/2026", "!"}, {"YYYYMMDD", "20261124", "2026-11-24"},
		{"YYYY-MM-DD hh:mm:ss", "2026-11-24 23:59:59", "2026-11-24"}, {"YYYY-MM-DD hh:mm:ss", "2026-11-24 24:00:00", "!"},
		{"YYYY-MM-DDThh:mm:ssZ", "2026-11-24T01:30:00Z", "2026-11-23"}, {"YYYY-MM-DDThh:mm:ssZ", "2026-11-24T01:30:00-03:00", "2026-11-24"},
		{"YYYY-MM-DDThh:mm:ssZ", "2026-11-24T01:30:00.123+0000", "2026-11-23"}, {"YYYY-MM-DDThh:mm:ssZ", "2026-11-24T01:30:00", "!"}, {"YYYY-MM-DDThh:mm:ssZ", "2026-11-24T01:30:00+99:00", "!"},
		{"unix", "1795478400", "2026-11-23"}, {"unix_ms", "1795478400000", "2026-11-23"}, {"unix", "-5", "!"}, {"unix", "x", "!"},
	} {
		f := &value.Formats{Date: []string{c.layout}}
		f.Check(nil)
		got, ok, err := f.ReadDate(c.text, s)
		text := map[bool]string{true: got.String()}[ok]
		if err != nil {
			text = "!"
		}
		if text != c.want {
			t.Errorf("%s by %s = %q, %v; want %q", c.text, c.layout, text, err, c.want)
		}
	}
}

// A format that can be read must also be written so that it reads the same.
func TestInstantsComeBack(t *testing.T) {
	t.Parallel()
	for _, layout := range []string{"YYYY-MM-DDThh:mm:ssZ", "DD/MM/YYYY hh:mm:ss", "YYYYMMDDhhmmss", "unix", "unix_ms"} {
		s := scope(t, `{}`)
		s.Set("it", noon)
		text := fmt.Sprintf(`instant(date_text(it, %q), %q) == it`, layout, layout)
		if got, err := compile(t, text).Eval(s); got != true || err != nil {
			t.Errorf("%s = %v, %v", text, got, err)
		}
	}
}

func TestFormatProblems(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, f := range []value.Formats{
		{Money: []string{"12.34"}}, {Money: []string{"1.234,56", "1234.56"}}, {Money: []string{"1234,56", "1234.56", "number"}},
		{Date: []string{"DD/MM/AAAA"}}, {Date: []string{"DD/MM"}}, {Date: []string{"DD/MM/YYYY", "MM/DD/YYYY"}}, {Date: []string{"YYYY-MM-DD", "DD/MM/YYYY"}},
		{Date: []string{"YYYYMMDD", "DDMMYYYY"}}, {Instant: []string{"unix", "unix_ms"}}, {Date: []string{"YYYY-MM-DD'"}}, {Date: []string{"YYYY-MM-DD DD"}},
	} {
		problems := f.Check(func(key string, i int) value.Source {
			return value.Source{Text: append(append(f.Money, f.Date...), f.Instant...)[i], Name: key}
		})
		show(&b, strings.Join(append(append(f.Money, f.Date...), f.Instant...), " | "), problems)
	}
	golden(t, "formats.golden", b.String())
}

func TestFlags(t *testing.T) {
	t.Parallel()
	f := formats(t)
	for _, c := range []struct {
		v        any
		flag, ok bool
	}{{true, true, true}, {"sim", true, true}, {"n", false, true}, {int64(1), true, true}, {int64(0), false, true}, {"true", true, true}, {"", false, false}, {"-", false, false}, {nil, false, false}} {
		if flag, ok, err := f.ReadFlag(c.v); flag != c.flag || ok != c.ok || err != nil {
			t.Errorf("%v = %v, %v, %v", c.v, flag, ok, err)
		}
	}
	if _, _, err := f.ReadFlag("talvez"); err == nil || strings.Contains(err.Error(), "talvez") {
		t.Errorf("talvez: %v", err)
	}
}
