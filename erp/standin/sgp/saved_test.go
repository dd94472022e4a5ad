package sgp

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// The saved answers of the reference page are given again byte for byte by an
// install that holds those records and shows the members that were saved.
func TestSavedAnswersAreReplayed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file, path, base string
		now              time.Time // UTC
		hold             func(*books)
		fields           url.Values
	}{
		{"titulos.json", "/api/ura/titulos/", "https://demo.sgp.net.br", time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC), holdTitle,
			url.Values{"cpfcnpj": {"00000000191"}}},
		{"fatura2via.json", "/api/ura/fatura2via/", "https://sgp.net.br/teste", time.Date(2020, 4, 29, 17, 28, 36, 0, time.UTC), holdSlip,
			url.Values{"contrato": {"308"}}},
		{"consultacliente.json", "/api/ura/consultacliente/", "https://demo.sgp.net.br", time.Date(2026, 7, 20, 12, 0, 0, 0, time.UTC), holdCustomer,
			url.Values{"cpfcnpj": {"52998224725"}}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			s := newServer(Options{Base: tt.base, Now: func() time.Time { return tt.now }})
			defer s.Close()
			tt.hold(&s.books)
			s.SetQuirks(Quirks{Abridged: true})
			tt.fields.Set("token", DefaultToken)
			tt.fields.Set("app", DefaultApp)
			r := httptest.NewRequest("POST", tt.path, strings.NewReader(tt.fields.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if !bytes.Equal(w.Body.Bytes(), want) || w.Code != 200 {
				t.Errorf("status %d\n got %s\nwant %s", w.Code, w.Body, want)
			}
		})
	}
}

func held(b *books, customerID, contractID int, p standin.Person) *contract {
	c := b.enrol(p)
	k := b.sign(c, plans[1], active, time.Date(2026, 7, 16, 9, 11, 4, 0, time.UTC))
	c.id, k.id = customerID, contractID
	return k
}

func holdTitle(b *books) {
	k := held(b, 1, 1302, standin.Person{Document: "00000000191"})
	k.titles = []*title{{id: 16085, number: 3047, contract: k, code: "WUYKEGPDH1", amount: 1500,
		due: br.Date{Year: 2026, Month: 2, Day: 16}, barcode: "99995135900000015000000060000000011100000000"}}
}

// holdSlip: from 100 to 152 in 50 days is a fine of 2 % and 1 % a day.
func holdSlip(b *books) {
	b.charges = charges{fine: 2000, daily: 1000}
	k := held(b, 1, 308, standin.Person{Document: "68857751000162", Company: true})
	k.titles = []*title{{id: 1, number: 64009, contract: k, code: "OWA7ZCK8UF", amount: 10000,
		due: br.Date{Year: 2020, Month: 3, Day: 10}, line: "9999…"}}
}

func holdCustomer(b *books) {
	k := held(b, 999, 999, standin.Person{Document: "52998224725", Born: br.Date{Year: 1990, Month: 4, Day: 8}})
	k.dueDay = 30
	k.owner.contacts = []contact{{mobileKind, "(11) 9…"}}
}
