package br_test

import (
	"errors"
	"strings"
	"testing"

	"balcao/internal/br"
)

// The example of the Banco Central's Manual do BR Code; its CRC is 1D3D.
const manualExample = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000" +
	"5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D"

func TestParsePIXOfTheManual(t *testing.T) {
	t.Parallel()
	got, err := br.ParsePIX(" " + manualExample + "\n")
	want := br.PIX{Key: "123e4567-e12b-12d1-a456-426655440000", MerchantName: "Fulano de Tal", City: "BRASILIA"}
	if err != nil || got != want {
		t.Fatalf("ParsePIX = %+v, %v; want %+v", got, err, want)
	}
	if code, err := got.Code(); err != nil || code != manualExample {
		t.Errorf("Code = %q, %v; want %q", code, err, manualExample)
	}
}

func TestPIXRoundTrip(t *testing.T) {
	t.Parallel()
	tests := []br.PIX{
		{Key: "fulano@example.com", Amount: 12990, MerchantName: "Provedor", City: "SAO PAULO", TxID: "FAT123", Description: "Fatura 123"},
		{URL: "pix.example.com/qr/v2/9d36b84fc70b478fb95c12729b90ca25", MerchantName: "Provedor Aurora Ltda", City: "CURITIBA",
			PostalCode: "80010000", CategoryCode: "4814", SingleUse: true, Amount: 5},
		{Key: "+5511999990000", MerchantName: "A", City: "B", Amount: 9_999_999_999_99},
	}
	for _, want := range tests {
		code, err := want.Code()
		if err != nil {
			t.Errorf("%+v: %v", want, err)
			continue
		}
		if got, err := br.ParsePIX(code); err != nil || got != want {
			t.Errorf("%s reads as %+v, %v", code, got, err)
		}
	}
}

// withCRC ends a code under test with its right CRC, found by trying.
func withCRC(t *testing.T, code string) string {
	t.Helper()
	const hex = "0123456789ABCDEF"
	for n := range 1 << 16 {
		full := code + "6304" + string([]byte{hex[n>>12], hex[n>>8&15], hex[n>>4&15], hex[n&15]})
		if _, err := br.ParsePIX(full); !errors.Is(err, br.ErrPIXCheck) {
			return full
		}
	}
	t.Fatal("no CRC is accepted")
	return ""
}

func TestParsePIXReadsWhatOthersWrite(t *testing.T) {
	t.Parallel()
	// A second account template before the PIX one, upper-case GUI, accents
	// counted as characters, an amount with one place, an unknown tag.
	code := withCRC(t, "000201"+"26080004abcd"+"27230014BR.GOV.BCB.PIX0101x"+"5204000053039865403"+"1.5"+
		"5802BR5904João6003ABC62070503***8002zz")
	got, err := br.ParsePIX(code)
	want := br.PIX{Key: "x", Amount: 150, MerchantName: "João", City: "ABC"}
	if err != nil || got != want {
		t.Errorf("ParsePIX(%q) = %+v, %v; want %+v", code, got, err, want)
	}
	lower := strings.ToLower(manualExample[len(manualExample)-4:])
	if _, err := br.ParsePIX(manualExample[:len(manualExample)-4] + lower); err != nil {
		t.Errorf("a CRC in small letters: %v", err)
	}
}

func TestParsePIXRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code string
		want error
	}{
		{"", br.ErrPIXShape},
		{"6304", br.ErrPIXShape},
		{manualExample[:len(manualExample)-1], br.ErrPIXShape},
		{strings.Replace(manualExample, "Fulano", "Fulana", 1), br.ErrPIXCheck},
		{withCRC(t, "0002015204000053039865802BR"), br.ErrPIXKind},
		{withCRC(t, "00020126180014br.gov.bcb.pix"), br.ErrPIXKind},
		{withCRC(t, "0002012699"), br.ErrPIXShape},
		{withCRC(t, "00020126220014br.gov.bcb.pix0100540512,50"), br.ErrPIXKind},
		{withCRC(t, "00020126230014br.gov.bcb.pix0101x540512,50"), br.ErrPIXShape},
	}
	for _, tt := range tests {
		if got, err := br.ParsePIX(tt.code); !errors.Is(err, tt.want) {
			t.Errorf("ParsePIX(%q) = %+v, %v; want %v", tt.code, got, err, tt.want)
		}
	}
}

func TestPIXCodeRefuses(t *testing.T) {
	t.Parallel()
	tests := []br.PIX{
		{MerchantName: "A", City: "B"},
		{Key: "k", URL: "u", MerchantName: "A", City: "B"},
		{Key: "k", City: "B"},
		{Key: "k", MerchantName: "A"},
		{Key: "k", MerchantName: "João", City: "B"},
		{Key: "k", MerchantName: strings.Repeat("A", 26), City: "B"},
		{Key: "k", MerchantName: "A", City: strings.Repeat("B", 16)},
		{Key: "k", MerchantName: "A", City: "B", Amount: -1},
		{Key: "k", MerchantName: "A", City: "B", TxID: strings.Repeat("x", 36)},
		{Key: strings.Repeat("k", 70), Description: "long words", MerchantName: "A", City: "B"},
	}
	for _, p := range tests {
		if code, err := p.Code(); err == nil {
			t.Errorf("%+v became %q", p, code)
		}
	}
}

func TestEndToEndID(t *testing.T) {
	t.Parallel()
	const good = "E00416968202611241435aBc123DEFgh"
	if id, err := br.ParseEndToEndID(good); err != nil || string(id) != good {
		t.Errorf("ParseEndToEndID(%q) = %q, %v", good, id, err)
	}
	for _, bad := range []string{"", good[1:], "e" + good[1:], "D" + good[1:], good + "1", "E0041696X" + good[9:], good[:31] + "-", good[:30] + "é"} {
		if _, err := br.ParseEndToEndID(bad); !errors.Is(err, br.ErrEndToEndID) {
			t.Errorf("ParseEndToEndID(%q): %v", bad, err)
		}
	}
}

func TestCheckTxID(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]error{
		strings.Repeat("a", 25): br.ErrTxID, strings.Repeat("a", 26): nil, strings.Repeat("Z9", 17) + "0": nil,
		strings.Repeat("a", 36): br.ErrTxID, strings.Repeat("a", 25) + "-": br.ErrTxID, "": br.ErrTxID,
	} {
		if err := br.CheckTxID(s); !errors.Is(err, want) {
			t.Errorf("CheckTxID(%q) = %v, want %v", s, err, want)
		}
	}
}

func FuzzParsePIX(f *testing.F) {
	f.Add(manualExample)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := br.ParsePIX(s)
		if err != nil {
			return
		}
		code, err := p.Code()
		if err != nil {
			return
		}
		if again, err := br.ParsePIX(code); err != nil || again != p {
			t.Errorf("%q: %+v, written as %q, read as %+v, %v", s, p, code, again, err)
		}
	})
}
