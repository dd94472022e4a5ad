package sgp_test

import (
	"fmt"
	"testing"

	"balcao/erp/standin/sgp"
)

const centralTitles = "/api/central/titulos/"

func TestCentralTitles(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, tt := range []struct{ contract, status, want string }{
		{"305", "", "16001 Pago 2, 16002 Aberto 1, 16003 Gerado 1, "},
		{"305", "1", "16002 Aberto 1, 16003 Gerado 1, "},
		{"305", "3", ""},
		{"309", "3", "16007 Cancelado 3, "},
	} {
		send := fields{"contrato": tt.contract}
		if tt.status != "" {
			send["status"] = tt.status
		}
		got := ""
		for _, r := range i.rows(i.post(centralTitles, send), "faturas") {
			got += fmt.Sprintf("%s %s %s, ", r["id"], r["status"], r["statusid"])
		}
		if got != tt.want {
			t.Errorf("status %q: %q, want %q", tt.status, got, tt.want)
		}
	}
	if a := i.post(centralTitles, fields{"contrato": "309"}); !a.has(`"parcial":250,"total":259}`) {
		t.Errorf("cancelled ones come without being asked for: %.90s", a.body)
	}
	if o := i.object(i.post(centralTitles, fields{"contrato": "999"})); o["success"] != false {
		t.Errorf("unknown contract: %v", o)
	}
}

// Amounts are texts and numbers, and dates of two formats, in one row.
func TestCentralRowOfAPartlyPaidTitle(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{Version: sgp.Renamed})
	for _, r := range i.rows(i.post(centralTitles, fields{"contrato": "306"}), "titulos") {
		want := ""
		if r.number("id") == "16005" {
			want = "21/11/2026 15:30:12"
		}
		if r["data_pagamento"] != want || r["valor"] != "149.50" || r.number("valorcorrigido") != "149.5" || r.number("clientecontrato_id") != "306" {
			t.Errorf("row %v", r)
		}
	}
}

// These central paths do not take token and app.
func TestCentralRefuses(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, path := range []string{"contratos", "fatura2via/", "promessapagamento/", "pagamento/pix/16002", "verificaacesso/"} {
		if a := i.post("/api/central/"+path, fields{"contrato": "305"}); a.status != 403 || string(a.body) != wrongCredentials {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
	}
}
