package br_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"balcao/internal/br"
)

// Bank slips: the example of Banco do Brasil's manual and one of Itaú-style
// validators in public use. Collection slips: of kinds 6 (mod 10) and 8, 9
// (mod 11), as public validators test them.
func TestParseLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in      string
		barcode br.Barcode
		amount  int64
	}{
		{"00190.50095 40144.816069 06809.350314 3 37370000000100", "00193373700000001000500940144816060680935031", 100},
		{"21290001192110001210904475617405975870000002000", "21299758700000020000001121100012100447561740", 2000},
		{"83640000001-1 33120138000-2 81288462711-6 08013618155-1", "83640000001331201380008128846271108013618155", 13312},
		{"85890000460-9 52460179160-5 60759305086-5 83148300001-0", "85890000460524601791606075930508683148300001", 4605246},
		{"84670000000 9 10991042202 0 31231000000 4 00000054321 5", "84670000000109910422023123100000000000054321", 1099},
	}
	for _, tt := range tests {
		line, err := br.ParseLine(tt.in)
		if err != nil {
			t.Errorf("ParseLine(%q): %v", tt.in, err)
			continue
		}
		if line.Barcode() != tt.barcode || line.Barcode().Amount() != tt.amount {
			t.Errorf("%q: barcode %s, amount %d", tt.in, line.Barcode(), line.Barcode().Amount())
		}
		if code, err := br.ParseBarcode(string(tt.barcode)); err != nil || code.Line() != line {
			t.Errorf("ParseBarcode(%s).Line() = %s, %v", tt.barcode, code.Line(), err)
		}
		if again, err := br.ParseLine(line.Formatted()); err != nil || again != line {
			t.Errorf("%q formatted as %q reads as %s, %v", tt.in, line.Formatted(), again, err)
		}
	}
}

func TestLineFormatted(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"00190.50095 40144.816069 06809.350314 3 37370000000100",
		"83640000001-1 33120138000-2 81288462711-6 08013618155-1",
	} {
		line, err := br.ParseLine(want)
		if err != nil || line.Formatted() != want {
			t.Errorf("Formatted = %q, %v; want %q", line.Formatted(), err, want)
		}
	}
}

func TestParseLineRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]error{
		"": br.ErrLineLength,
		"0019050095401448160690680935031433737000000010":   br.ErrLineLength,
		"0019050095401448160690680935031433737000000010x":  br.ErrLineLength,
		"80190500954014481606906809350314337370000000100":  br.ErrLineLength,
		"036400000011331201380002812884627116080136181551": br.ErrLineLength,
		"00190500944014481606906809350314337370000000100":  br.ErrLineCheck,
		"00190500964014481606906809350314337370000000100":  br.ErrLineCheck,
		"00190500954014481606906809350314437370000000100":  br.ErrBarcodeCheck,
		"836400000012331201380002812884627116080136181551": br.ErrLineCheck,
		"835400000011331201380002812884627116080136181551": br.ErrBarcodeKind,
	}
	for in, want := range tests {
		if _, err := br.ParseLine(in); !errors.Is(err, want) {
			t.Errorf("ParseLine(%q): %v, want %v", in, err, want)
		}
	}
}

func TestOneWrongDigitOfALineIsSeen(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"00190500954014481606906809350314337370000000100",
		"836400000011331201380002812884627116080136181551",
		"858900004609524601791605607593050865831483000010",
	} {
		for i := range len(line) {
			wrong := line[:i] + string(rune('0'+(line[i]-'0'+1)%10)) + line[i+1:]
			if _, err := br.ParseLine(wrong); err == nil {
				t.Errorf("%s: a wrong digit at %d was not seen", line, i)
			}
		}
	}
}

func TestDueOn(t *testing.T) {
	t.Parallel()
	const free = "1234567890123456789012345"
	today := br.Date{Year: 2026, Month: time.November, Day: 23}
	tests := []struct {
		due    br.Date
		factor string
		today  br.Date
	}{
		{br.Date{Year: 2000, Month: time.July, Day: 3}, "1000", br.Date{Year: 2000, Month: time.July, Day: 1}},
		{br.Date{Year: 2007, Month: time.December, Day: 31}, "3737", br.Date{Year: 2008, Month: time.January, Day: 2}},
		{br.Date{Year: 2025, Month: time.February, Day: 21}, "9999", today},
		{br.Date{Year: 2025, Month: time.February, Day: 22}, "1000", today},
		{today, "1639", today},
		{br.Date{Year: 2049, Month: time.October, Day: 13}, "9999", br.Date{Year: 2049, Month: time.October, Day: 1}},
		{br.Date{Year: 2049, Month: time.October, Day: 14}, "1000", br.Date{Year: 2049, Month: time.October, Day: 1}},
	}
	for _, tt := range tests {
		code, err := br.NewBarcode("341", tt.due, 12990, free)
		if err != nil {
			t.Fatalf("NewBarcode(%s): %v", tt.due, err)
		}
		if got, ok := code.DueOn(tt.today); !ok || got != tt.due || string(code[5:9]) != tt.factor {
			t.Errorf("due %s: factor %s read on %s as %s, %v", tt.due, code[5:9], tt.today, got, ok)
		}
		if code.Amount() != 12990 {
			t.Errorf("amount %d", code.Amount())
		}
	}
}

func TestDueOnHasNone(t *testing.T) {
	t.Parallel()
	today := br.Date{Year: 2026, Month: time.November, Day: 23}
	without, err := br.NewBarcode("001", br.Date{}, 0, "0000000000000000000000000")
	if err != nil {
		t.Fatal(err)
	}
	if due, ok := without.DueOn(today); ok || without.Amount() != 0 {
		t.Errorf("a slip without a due date is due on %s for %d", due, without.Amount())
	}
	// 3100 days ago falls in the gap of 500 days that Febraban left for safety.
	gap, err := br.NewBarcode("001", today.AddDays(-3100), 100, "0000000000000000000000000")
	if err != nil {
		t.Fatal(err)
	}
	if due, ok := gap.DueOn(today); ok {
		t.Errorf("a factor outside the window is due on %s", due)
	}
	if due, ok := br.Barcode("83640000001331201380008128846271108013618155").DueOn(today); ok {
		t.Errorf("a collection slip is due on %s", due)
	}
}

func TestNewBarcodeRoundTrip(t *testing.T) {
	t.Parallel()
	today := br.Date{Year: 2026, Month: time.November, Day: 23}
	for n := range 8500 {
		due := today.AddDays(n - 3000)
		code, err := br.NewBarcode(fmt.Sprintf("%03d", n%800), due, int64(n)*1_134_567, fmt.Sprintf("%025d", n*7_919))
		if err != nil {
			t.Fatal(err)
		}
		line, err := br.ParseLine(code.Line().Formatted())
		got, ok := line.Barcode().DueOn(today)
		if err != nil || line.Barcode() != code || !ok || got != due {
			t.Fatalf("%s became %s, %v, due %s, %v", code, line, err, got, ok)
		}
	}
}

func TestNewBarcodeRefuses(t *testing.T) {
	t.Parallel()
	const free = "1234567890123456789012345"
	day := br.Date{Year: 2026, Month: time.November, Day: 23}
	tests := []struct {
		bank   string
		due    br.Date
		amount int64
		free   string
	}{
		{"34", day, 1, free}, {"34x", day, 1, free}, {"834", day, 1, free},
		{"341", day, -1, free}, {"341", day, 10_000_000_000, free},
		{"341", day, 1, free[1:]}, {"341", day, 1, free[1:] + "x"},
		{"341", br.Date{Year: 2000, Month: time.July, Day: 2}, 1, free},
	}
	for _, tt := range tests {
		if code, err := br.NewBarcode(tt.bank, tt.due, tt.amount, tt.free); err == nil {
			t.Errorf("NewBarcode(%+v) = %s", tt, code)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add("00190.50095 40144.816069 06809.350314 3 37370000000100")
	f.Add("85890000460-9 52460179160-5 60759305086-5 83148300001-0")
	f.Fuzz(func(t *testing.T, s string) {
		line, err := br.ParseLine(s)
		if err != nil {
			return
		}
		if line.Barcode().Line() != line {
			t.Errorf("%q: line %s, back %s", s, line, line.Barcode().Line())
		}
	})
}
