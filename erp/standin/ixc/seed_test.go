package ixc_test

import (
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// TestCast: who is in the install, as package doc tells it.
func TestCast(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, c := range []struct {
		id, active, contracts, titles string
		who                           standin.Person
	}{
		{"101", "S", "1001", "5001:R 5002:A 5003:A", standin.Maria},
		{"102", "S", "1002 1003", "5004:P 5005:A 5006:A", standin.Joao},
		{"103", "S", "1004", "", standin.Padaria},
		{"105", "S", "1006 1007", "", standin.Estela},
		{"106", "N", "1008", "5268:R", standin.Antonio},
		{"107", "S", "1009", "5269:A", standin.Antonio},
		{"108", "S", "1010", "5270:A", standin.Bento},
	} {
		row := i.one("cliente", c.id)
		if row["razao"] != c.who.Name || row["cnpj_cpf"] != c.who.Document.Formatted() || row["ativo"] != c.active ||
			(row["tipo_pessoa"] == "J") != c.who.Company || row["data_nascimento"] != c.who.Born.String() || !strings.HasPrefix(row["senha"], "portal-") {
			t.Errorf("customer %s: %v", c.id, row)
		}
		if got := ids(i.where("cliente_contrato.id_cliente", c.id)); got != c.contracts {
			t.Errorf("contracts of %s: %q, want %q", c.id, got, c.contracts)
		}
		var titles []string
		for _, title := range i.where("fn_areceber.id_cliente", c.id) {
			titles = append(titles, title["id"]+":"+title["status"])
		}
		if got := strings.Join(titles, " "); got != c.titles {
			t.Errorf("titles of %s: %q, want %q", c.id, got, c.titles)
		}
	}
	if rows := i.where("cliente.cnpj_cpf", standin.Nobody.Formatted()); len(rows) != 0 {
		t.Errorf("Nobody is somebody: %v", rows)
	}
}

func TestAurorasTitles(t *testing.T) {
	t.Parallel()
	i := open(t)
	count, open, hidden := map[string]int{}, []string{}, 0
	for _, title := range i.where("fn_areceber.id_cliente", "104") {
		if title["liberado"] == "N" {
			hidden++
			continue
		}
		count[title["status"]]++
		if title["status"] == "A" {
			open = append(open, title["id"])
		}
	}
	if count["R"] != 255 || count["C"] != 1 || strings.Join(open, " ") != "5136 5264 5265 5266" || hidden != 1 {
		t.Errorf("%v, open %v, hidden %d", count, open, hidden)
	}
	if got := i.one("fn_areceber", "5226"); got["status"] != "C" || got["valor_cancelado"] != "349.90" || got["valor_aberto"] != "0.00" {
		t.Errorf("cancelled title %v", got)
	}
}

// TestMeansOfPayment: Maria's open title has line and link, Bento's nothing.
func TestMeansOfPayment(t *testing.T) {
	t.Parallel()
	i := open(t)
	maria, bento := i.one("fn_areceber", "5003"), i.one("fn_areceber", "5270")
	line, err := br.ParseLine(maria["linha_digitavel"])
	if err != nil || line.Barcode().Amount() != 9990 || !strings.HasPrefix(maria["gateway_link"], "https://") {
		t.Errorf("Maria's title %v: %v", maria, err)
	}
	if _, err := br.ParseBarcode(maria["nn_boleto"]); err == nil {
		t.Error("nn_boleto is a bar code")
	}
	for _, name := range []string{"linha_digitavel", "gateway_link", "nn_boleto", "boleto", "pix_txid"} {
		if bento[name] != "" {
			t.Errorf("Bento's title has %s", name)
		}
	}
	if paid := i.one("fn_areceber", "5001"); paid["pagamento_data"] != "2026-10-12" || paid["pagamento_valor"] != "99.90" || paid["valor_aberto"] != "0.00" {
		t.Errorf("paid title %v", paid)
	}
}

func TestCatalogues(t *testing.T) {
	t.Parallel()
	i := open(t)
	for resource, want := range map[string]any{"vd_contratos": "4", "vendedor": "3", "condicoes_pagamento": "5", "cliente_contrato_tipo": "5",
		"crm_planos_negociacoes": "4", "uf": "27", "empresa": "1", "su_oss_assunto": "3", "su_ticket_setor": "3", "radusuarios": "10"} {
		if got := i.list(resource, nil); got.Total != want {
			t.Errorf("%s: %v rows, want %v", resource, got.Total, want)
		}
	}
	if got := i.list("cidade", nil); got.Total != float64(5564) {
		t.Errorf("cities: %v", got.Total)
	}
	if got := i.where("cidade.nome", "São Paulo"); len(got) != 2 || got[0]["uf"] != "25" || got[0]["id"] != i.one("cliente", "101")["cidade"] {
		t.Errorf("São Paulo %v", got)
	}
	if got := i.one("cliente", "103")["uf"]; got != "0" {
		t.Errorf("the bakery's state %q", got)
	}
	if got := ids(i.where("vd_contratos.Ativo", "S")); got != "1 2 3" {
		t.Errorf("plans on sale %q", got)
	}
	if plan, items := i.one("vd_contratos", "2"), i.where("vd_contratos_produtos.id_vd_contrato", "2"); plan["valor_contrato"] != "0.00" ||
		len(items) != 2 || items[0]["valor_unit"] != "119.900000000" || items[1]["valor_unit"] != "20.000000000" {
		t.Errorf("plan %v with %v", plan, items)
	}
	if got := i.where("vd_contratos_produtos.id_contrato", "1003"); len(got) != 2 {
		t.Errorf("items of a contract %v", got)
	}
	if due := i.one("condicoes_pagamento", i.one("cliente_contrato_tipo", "2")["id_condicoes_pagamento"]); due["dia_fixo"] != "10" {
		t.Errorf("due day %v", due)
	}
}
