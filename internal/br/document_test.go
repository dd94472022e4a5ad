package br_test

import (
	"errors"
	"fmt"
	"testing"

	"balcao/internal/br"
)

func TestParseDocument(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in        string
		want      br.Document
		formatted string
		masked    string
		kind      br.DocumentKind
	}{
		{"529.982.247-25", "52998224725", "529.982.247-25", "***.982.247-**", br.CPF},
		{" 111 444 777 35", "11144477735", "111.444.777-35", "***.444.777-**", br.CPF},
		{"39053344705", "39053344705", "390.533.447-05", "***.533.447-**", br.CPF},
		{"11.222.333/0001-81", "11222333000181", "11.222.333/0001-81", "**.***.333/0001-**", br.CNPJ},
		{"11444777000161", "11444777000161", "11.444.777/0001-61", "**.***.777/0001-**", br.CNPJ},
		// The example of the Receita Federal for alphanumeric CNPJs.
		{"12.abc.345/01de-35", "12ABC34501DE35", "12.ABC.345/01DE-35", "**.***.345/01DE-**", br.CNPJ},
	}
	for _, tt := range tests {
		got, err := br.ParseDocument(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseDocument(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
		if got.Formatted() != tt.formatted || got.Masked() != tt.masked || got.Kind() != tt.kind {
			t.Errorf("%q: %q, %q, %q", tt.in, got.Formatted(), got.Masked(), got.Kind())
		}
	}
}

func TestParseDocumentRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]error{
		"":                   br.ErrDocumentLength,
		"5299822472":         br.ErrDocumentLength,
		"529982247250":       br.ErrDocumentLength,
		"52998224724":        br.ErrDocumentCheck,
		"52998224752":        br.ErrDocumentCheck,
		"5299822472A":        br.ErrDocumentSymbol,
		"A2998224725":        br.ErrDocumentSymbol,
		"52998_24725":        br.ErrDocumentSymbol,
		"111.111.111-11":     br.ErrDocumentRepeated,
		"00000000000000":     br.ErrDocumentRepeated,
		"11222333000180":     br.ErrDocumentCheck,
		"12ABC34501DE36":     br.ErrDocumentCheck,
		"12ABC34501DEA5":     br.ErrDocumentSymbol,
		"12ÁBC34501DE5":      br.ErrDocumentSymbol,
		"52998224725\x00":    br.ErrDocumentLength,
		"11.222.333/0001.8a": br.ErrDocumentSymbol,
	}
	for in, want := range tests {
		if got, err := br.ParseDocument(in); !errors.Is(err, want) || got != "" {
			t.Errorf("ParseDocument(%q) = %q, %v; want %v", in, got, err, want)
		}
	}
}

func TestOneWrongDigitIsSeen(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{"52998224725", "11222333000181"} {
		for i := range len(doc) {
			for c := byte('0'); c <= '9'; c++ {
				wrong := doc[:i] + string(rune(c)) + doc[i+1:]
				if _, err := br.ParseDocument(wrong); (err == nil) != (wrong == doc) {
					t.Errorf("%s with %c at %d: %v", doc, c, i, err)
				}
			}
		}
	}
}

func TestNewDocument(t *testing.T) {
	t.Parallel()
	for n := range 2000 {
		for _, base := range []string{fmt.Sprintf("%09d", n*487_211%1_000_000_000+1), fmt.Sprintf("AB%02XZ%03d0001", n%256, n%1000)} {
			doc, err := br.NewDocument(base)
			if err != nil {
				t.Fatalf("NewDocument(%s): %v", base, err)
			}
			if again, err := br.ParseDocument(doc.Formatted()); err != nil || again != doc {
				t.Fatalf("%s formatted and read again: %q, %v", doc, again, err)
			}
		}
	}
	if _, err := br.NewDocument("123"); !errors.Is(err, br.ErrDocumentLength) {
		t.Errorf("NewDocument of three digits: %v", err)
	}
}

func TestCompact(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"529.982.247-25": "52998224725", " 12.abc/1\t": "12ABC1", "": "", "çã-9": "9"}
	for in, want := range tests {
		if got := br.Compact(in); got != want {
			t.Errorf("Compact(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMaskedHidesWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	if got := br.Document("Maria").Masked(); got != "***" {
		t.Errorf("Masked = %q", got)
	}
}

func FuzzParseDocument(f *testing.F) {
	f.Add("529.982.247-25")
	f.Add("12.abc.345/01de-35")
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := br.ParseDocument(s)
		if err != nil {
			return
		}
		if again, err := br.ParseDocument(doc.Formatted()); err != nil || again != doc || br.Compact(s) != string(doc) {
			t.Errorf("%q became %q, then %q, %v", s, doc, again, err)
		}
	})
}
