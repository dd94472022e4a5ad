package hubsoft_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"balcao/erp/standin"
)

func settlementBody(id any) map[string]any {
	return map[string]any{"id_fatura": id, "id_caixa_financeiro": 11, "valor_pago": 99.9}
}

func TestSettle(t *testing.T) {
	t.Parallel()
	e := open(t)
	body := settlementBody(20003)
	body["data_pagamento"], body["meio_pagamento"], body["observacao"] = "2026-11-23", "pix", "nossa-referencia"
	got := e.post("financeiro/fatura/liquidar", body, &envelope{})
	isGolden(t, "liquidar.json", got.body)
	paid := e.invoices("52998224725", "&apenas_pendente=nao&order_by=data_pagamento&order_type=desc")[0]
	if paid.ID != 20003 || *paid.PaidOn != "23/11/2026" {
		t.Errorf("invoice %+v", paid)
	}
	if open := e.invoices("52998224725", ""); len(open) != 1 || open[0].ID != 20002 {
		t.Errorf("still open: %+v", open)
	}
	want := standin.Entry{Seq: 1, Kind: "liquidar", Invoice: "20003", Document: "52998224725", Amount: 9990, Applied: "yes"}
	if books := e.Desk().Books(); !slices.Equal(books, []standin.Entry{want}) {
		t.Errorf("books %+v", books)
	}
	again := e.post("financeiro/fatura/liquidar", body, &envelope{})
	isGolden(t, "liquidar_paga.json", again.body)
	if books := e.Desk().Books(); len(books) != 2 || books[1].Applied != "no" {
		t.Errorf("books %+v", books)
	}
}

// Nothing that reads an invoice tells what it was settled with.
func TestTheReferenceDoesNotComeBack(t *testing.T) {
	t.Parallel()
	e := open(t)
	body := settlementBody("20003") // ids as strings are accepted
	body["observacao"] = "nossa-referencia"
	e.post("financeiro/fatura/liquidar", body, &envelope{})
	for _, path := range []string{
		"cliente/financeiro?busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao",
		"financeiro/fatura?busca=cpf_cnpj&termo_busca=52998224725&tipo_resultado=detalhado",
	} {
		if a := e.get(path, &envelope{}); !strings.Contains(a.body, "20003") || strings.Contains(a.body, "nossa-referencia") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	if got := e.Records("nossa-referencia"); len(got) != 1 {
		t.Errorf("the ERP's own records: %q", got)
	}
}

// What is due is the face value with the fine and less the discount that are
// told; who pays more is not turned away.
func TestSettleWithMoreOrLess(t *testing.T) {
	t.Parallel()
	e := open(t)
	for _, given := range []map[string]any{
		{"id_fatura": "20003", "valor_pago": "89.90", "desconto": "10.00"},
		{"id_fatura": 20002, "valor_pago": 101.98, "juros": 2.08, "data_credito": "2026-11-25", "meio_pagamento": "dinheiro"},
		{"id_fatura": 20004, "valor_pago": "150"},
	} {
		given["id_caixa_financeiro"] = "12"
		var got envelope
		if e.post("financeiro/fatura/liquidar", given, &got); got.Status != "success" {
			t.Errorf("%v: %+v", given, got)
		}
	}
	if open := e.invoices("52998224725", ""); len(open) != 0 {
		t.Errorf("open %+v", open)
	}
}

func TestSettleRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		field string
		value any
		want  string
	}{
		{"without an invoice", "id_fatura", nil, "id_fatura é obrigatório"},
		{"without a cash account", "id_caixa_financeiro", "", "id_caixa_financeiro é obrigatório"},
		{"without an amount", "valor_pago", nil, "valor_pago é obrigatório"},
		{"an unknown invoice", "id_fatura", 999, "Fatura não encontrada"},
		{"an unknown cash account", "id_caixa_financeiro", 99, "Caixa financeiro não encontrado"},
		{"an unknown method", "meio_pagamento", "cheque", "Meio de pagamento não encontrado"},
		{"a part", "valor_pago", 99.89, "menor que o valor"},
		{"nothing", "valor_pago", 0, "menor que o valor"},
		{"less than nothing", "valor_pago", "-99.90", "um valor como 54.95"},
		{"a comma", "valor_pago", "99,90", "um valor como 54.95"},
		{"a fine that is not paid", "juros", 1, "menor que o valor"},
		{"a day with slashes", "data_pagamento", "23/11/2026", "AAAA-MM-DD"},
		{"a list as an id", "id_fatura", []int{20003}, "deve ser um texto"},
		{"an id that is no number", "id_fatura", "abc", "número inteiro"},
	}
	e := open(t)
	for _, tt := range tests {
		body := maps.Clone(settlementBody(20003))
		body[tt.field] = tt.value
		var got envelope
		if e.post("financeiro/fatura/liquidar", body, &got); got.Status != "error" || !strings.Contains(strings.Join(got.Errors, " "), tt.want) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	for _, body := range []string{"", "null", "[]", "{} {}", "x"} {
		var got envelope
		if e.post("financeiro/fatura/liquidar", body, &got); got.Status != "error" {
			t.Errorf("%q: %+v", body, got)
		}
	}
	if still := e.invoices("52998224725", ""); len(still) != 2 {
		t.Errorf("open %+v", still)
	}
	if books := e.Desk().Books(); len(books) != len(tests) || slices.ContainsFunc(books, func(b standin.Entry) bool { return b.Applied != "no" }) {
		t.Errorf("books %+v", books)
	}
}
