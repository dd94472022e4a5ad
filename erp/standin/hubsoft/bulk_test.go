package hubsoft_test

import (
	"slices"
	"testing"

	"balcao/internal/br"
)

type bulk struct {
	envelope
	Page struct {
		First   int `json:"primeira_pagina"`
		Last    int `json:"ultima_pagina"`
		Current int `json:"pagina_atual"`
		Total   int `json:"total_registros"`
	} `json:"paginacao"`
}

func (e *erp) bulk(query string) bulk {
	e.t.Helper()
	var got bulk
	e.get("financeiro/fatura?"+query, &got)
	return got
}

func TestBulkPages(t *testing.T) {
	t.Parallel()
	e := open(t)
	var all []int64
	for _, page := range []string{"0", "1", "2"} {
		got := e.bulk("busca=cpf_cnpj&termo_busca=11222333000181&itens_por_pagina=50&pagina=" + page)
		if got.Status != "success" || got.Page.First != 0 || got.Page.Last != 2 || got.Page.Total != 120 {
			t.Errorf("page %s: %+v", page, got.Page)
		}
		all = append(all, fatID(got.Faturas)...)
	}
	if len(all) != 120 || !slices.IsSorted(all) || len(slices.Compact(all)) != 120 {
		t.Errorf("all pages: %v", all)
	}
	tests := []struct {
		query                string
		count, last, current int
	}{
		{"", 20, 6, 0},
		{"itens_por_pagina=501", 127, 0, 0},
		{"pagina=x", 20, 6, 0},
		{"pagina=6", 7, 6, 6},
		{"pagina=7", 0, 6, 7},
		{"busca=cpf_cnpj&termo_busca=00000000191", 0, 0, 0},
	}
	for _, tt := range tests {
		if got := e.bulk(tt.query); len(got.Faturas) != tt.count || got.Faturas == nil || got.Page.Last != tt.last || got.Page.Current != tt.current {
			t.Errorf("%q: %d rows, %+v", tt.query, len(got.Faturas), got.Page)
		}
	}
}

// More than the most is cut: 520 invoices do not fit on a page.
func TestBulkPageHoldsFiveHundred(t *testing.T) {
	t.Parallel()
	e := open(t)
	for range 520 {
		e.Bill("11444777000161", 100)
	}
	if got := e.bulk("busca=cpf_cnpj&termo_busca=11444777000161&itens_por_pagina=1000"); len(got.Faturas) != 500 || got.Page.Last != 1 || got.Page.Total != 520 {
		t.Errorf("%d rows, %+v", len(got.Faturas), got.Page)
	}
}

func TestBulkFilters(t *testing.T) {
	t.Parallel()
	branch, err := br.NewDocument("456789010002")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		query string
		want  []int64
	}{
		{"busca=id_cliente&termo_busca=1001", []int64{20001, 20002, 20003}},
		{"busca=codigo_cliente&termo_busca=71", []int64{20001, 20002, 20003}},
		{"busca=id_cliente&termo_busca=71", []int64{}},
		{"busca=id_cliente_servico&termo_busca=5003", []int64{20005}},
		{"busca=id_cliente&termo_busca=1001&apenas_em_aberto=sim", []int64{20002, 20003}},
		{"busca=id_cliente&termo_busca=1001&apenas_quitado=sim", []int64{20001}},
		{"busca=id_cliente&termo_busca=1001&data_inicio=2026-11-14&data_fim=2026-11-14", []int64{20002}},
		{"busca=id_cliente&termo_busca=1001&tipo_data=data_pagamento&data_inicio=2026-01-01", []int64{20001}},
		{"documento=" + string(branch), []int64{20005}},
		{"documento=11222333000181", []int64{}},
	}
	e := open(t)
	for _, tt := range tests {
		if got := fatID(e.bulk(tt.query).Faturas); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.query, got, tt.want)
		}
	}
	for _, query := range []string{"busca=x&termo_busca=1", "termo_busca=1", "busca=cpf_cnpj", "data_inicio=1"} {
		if got := e.bulk(query); got.Status != "error" {
			t.Errorf("%s: %+v", query, got)
		}
	}
}

func TestBulkNotes(t *testing.T) {
	t.Parallel()
	main, branch := "45678901000100", "45678901000200"
	for _, document := range []*string{&main, &branch} {
		made, err := br.NewDocument((*document)[:12])
		if err != nil {
			t.Fatal(err)
		}
		*document = string(made)
	}
	tests := []struct {
		path  string
		count int
	}{
		{"nota_fiscal/nfse?documento=" + main, 2},
		{"nota_fiscal/nfse?documento=" + branch, 1},
		{"nota_fiscal/telecom?documento=" + main, 3},
		{"nota_fiscal/telecom?documento=" + branch, 0},
		{"nota_fiscal/telecom?documento=" + main + "&data_inicio=2026-10-15", 2},
	}
	e := open(t)
	for _, tt := range tests {
		var got struct {
			bulk
			Notes    []any `json:"notas_fiscais"`
			Services []any `json:"nfses"`
		}
		if e.get(tt.path, &got); got.Status != "success" || len(got.Notes)+len(got.Services) != tt.count || got.Page.Total != tt.count {
			t.Errorf("%s: %+v", tt.path, got)
		}
	}
	for _, path := range []string{
		"nota_fiscal/nfse", "nota_fiscal/telecom?data_inicio=2026-01-01", "nota_fiscal/nfse?documento=1&data_fim=x",
		"cliente/nota_fiscal?busca=cpf_cnpj&termo_busca=52998224725", "cliente/nota_fiscal?busca=id_cliente",
		"cliente/nota_fiscal?busca=id_cliente&termo_busca=1001&data_inicio=x",
	} {
		var got envelope
		if e.get(path, &got); got.Status != "error" {
			t.Errorf("%s: %+v", path, got)
		}
	}
}
