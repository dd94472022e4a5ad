package hubsoft_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp/standin"
)

func ticketBody() map[string]any {
	return map[string]any{"id_cliente_servico": 5001, "descricao": "Sem conexão [abc-1]", "nome": "Maria", "telefone": "11987650001",
		"id_tipo_atendimento": "201", "abrir_os": true, "parametros": map[string]any{"x": 1}}
}

func TestTicket(t *testing.T) {
	t.Parallel()
	e := open(t)
	isGolden(t, "atendimento.json", e.post("atendimento", ticketBody(), &envelope{}).body)
	second := ticketBody()
	second["abrir_os"] = false
	e.post("atendimento", second, &envelope{})
	query := "?busca=cpf_cnpj&termo_busca=52998224725"
	isGolden(t, "cliente_atendimento.json", e.get("cliente/atendimento"+query, &envelope{}).body)
	isGolden(t, "cliente_ordem_servico.json", e.get("cliente/ordem_servico"+query, &envelope{}).body)
	edited := e.read(e.send("PUT", root+"atendimento/90002", map[string]any{"status": "Resolvido", "observacao": "[abc-2]"}), &envelope{})
	isGolden(t, "atendimento_alterado.json", edited.body)
	if got := e.Records("abc"); len(got) != 3 || !strings.HasPrefix(got[2], "atendimento_edicao 90002: observacao=[abc-2]") {
		t.Errorf("records %q", got)
	}
	other := e.get("cliente/atendimento?busca=id_cliente_servico&termo_busca=5002", &envelope{}).body
	isGolden(t, "cliente_atendimento_nenhum.json", other)
	want := standin.Entry{Seq: 1, Kind: "atendimento", Document: "52998224725", Applied: "yes"}
	if books := e.Desk().Books(); books[0] != want || len(books) != 3 {
		t.Errorf("books %+v", books)
	}
}

func TestTicketRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		field string
		value any
		want  string
	}{
		{"id_cliente_servico", nil, "id_cliente_servico é obrigatório"},
		{"id_cliente_servico", 1001, "Serviço do cliente não encontrado"},
		{"descricao", "", "descricao é obrigatório"},
		{"nome", nil, "nome é obrigatório"},
		{"telefone", nil, "telefone é obrigatório"},
		{"id_tipo_atendimento", 999, "Tipo de atendimento não encontrado"},
		{"abrir_os", "sim", "verdadeiro ou falso"},
		{"parametros", "x", "deve ser um objeto"},
	}
	e := open(t)
	for _, tt := range tests {
		body := ticketBody()
		body[tt.field] = tt.value
		var got envelope
		if e.post("atendimento", body, &got); got.Status != "error" || !strings.Contains(strings.Join(got.Errors, " "), tt.want) {
			t.Errorf("%s=%v: %+v", tt.field, tt.value, got)
		}
	}
	for _, path := range []string{"atendimento/90001", "atendimento/x"} {
		var got envelope
		if e.read(e.send("PUT", root+path, map[string]any{"status": "Resolvido"}), &got); got.Status != "error" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	for _, path := range []string{"cliente/atendimento", "cliente/ordem_servico?busca=x&termo_busca=1"} {
		var got envelope
		if e.get(path, &got); got.Status != "error" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if slices.ContainsFunc(e.Desk().Books(), func(b standin.Entry) bool { return b.Applied != "no" }) || len(e.Records("")) != 0 {
		t.Errorf("applied: %+v", e.Desk().Books())
	}
}
