package hubsoft_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
)

func prospectBody() map[string]any {
	return map[string]any{
		"cep": "01310100", "servico": map[string]any{"id_servico": 301, "valor": 99.90}, "nome_razaosocial": "Zélia & D'Ávila",
		"telefone": "11987650099", "tipo_pessoa": "pf", "bairro": "Centro", "endereco": "Rua A", "numero": "1",
		"cpf_cnpj": "00000000191", "id_externo": "pedido-1",
	}
}

type prospecto struct {
	ID       int64  `json:"id_prospecto"`
	External string `json:"id_externo"`
}

func (e *erp) prospects(query string) []prospecto {
	e.t.Helper()
	var all struct {
		Status     string
		Prospectos []prospecto
	}
	if a := e.get("prospecto?"+query, &all); all.Status != "success" || all.Prospectos == nil {
		e.t.Fatalf("prospecto?%s: %s", query, a.body)
	}
	return all.Prospectos
}

func TestProspect(t *testing.T) {
	t.Parallel()
	e := open(t)
	if got := e.prospects("busca=id_externo&termo_busca=pedido-1"); len(got) != 0 {
		t.Fatalf("before: %+v", got)
	}
	body := prospectBody()
	body["email"], body["id_origem_cliente"], body["data_nascimento"] = "zelia@example.com", "81", "1990-02-28"
	isGolden(t, "prospecto.json", e.post("prospecto", body, &envelope{}).body)
	for _, query := range []string{
		"busca=id_externo&termo_busca=pedido-1", "busca=nome_razaosocial&termo_busca=z%C3%A9lia", "busca=telefone&termo_busca=11987650099",
		"busca=email&termo_busca=zelia@example.com", "busca=origem&termo_busca=81",
	} {
		if got := e.prospects(query); !slices.Equal(got, []prospecto{{80001, "pedido-1"}}) {
			t.Errorf("%s: %+v", query, got)
		}
	}
	for _, query := range []string{"busca=id_externo&termo_busca=pedido", "busca=email&termo_busca=zelia", "busca=origem&termo_busca=82"} {
		if got := e.prospects(query); len(got) != 0 {
			t.Errorf("%s: %+v", query, got)
		}
	}
	// The same CPF twice.
	body["id_externo"] = "pedido-2"
	isGolden(t, "prospecto_repetido.json", e.post("prospecto", body, &envelope{}).body)
	// id_externo twice is no error; without a CPF nothing holds a double back.
	body["id_externo"], body["cpf_cnpj"] = "pedido-1", nil
	e.post("prospecto", body, &envelope{})
	if got := e.prospects("busca=id_externo&termo_busca=pedido-1"); !slices.Equal(got, []prospecto{{80001, "pedido-1"}, {80002, "pedido-1"}}) {
		t.Errorf("doubles: %+v", got)
	}
	want := []standin.Entry{
		{Seq: 1, Kind: "prospecto", Document: "00000000191", Key: "pedido-1", Applied: "yes"},
		{Seq: 2, Kind: "prospecto", Document: "00000000191", Key: "pedido-2", Applied: "no"},
		{Seq: 3, Kind: "prospecto", Key: "pedido-1", Applied: "yes"},
	}
	if books := e.Desk().Books(); !slices.Equal(books, want) {
		t.Errorf("books %+v", books)
	}
}

func TestProspectRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		field string
		value any
		want  string
	}{
		{"cep", nil, "cep é obrigatório"},
		{"cep", "99999999", "CEP não encontrado"},
		{"servico", nil, "servico é obrigatório"},
		{"servico", 301, "servico deve ser um objeto"},
		{"servico", map[string]any{"id_servico": 301}, "valor é obrigatório"},
		{"servico", map[string]any{"id_servico": 999, "valor": 1}, "Serviço não encontrado"},
		{"servico", map[string]any{"id_servico": 301, "valor": "99,90"}, "um valor como"},
		{"nome_razaosocial", "", "nome_razaosocial é obrigatório"},
		{"telefone", nil, "telefone é obrigatório"},
		{"telefone", []string{"1"}, "telefone deve ser um texto"},
		{"tipo_pessoa", nil, "tipo_pessoa é obrigatório"},
		{"tipo_pessoa", "fisica", "pf ou pj"},
		{"bairro", nil, "bairro é obrigatório"},
		{"endereco", nil, "endereco é obrigatório"},
		{"numero", nil, "numero é obrigatório"},
		{"cpf_cnpj", "000.000.001-91", "CPF/CNPJ inválido"},
		{"cpf_cnpj", "00000000190", "CPF/CNPJ inválido"},
		{"data_nascimento", "28/02/1990", "AAAA-MM-DD"},
		{"id_vendedor", 1, "id_vendedor"},
		{"id_vencimento", "x", "id_vencimento"},
		{"id_origem_cliente", 1, "id_origem_cliente"},
		{"id_motivo_contratacao", 1, "id_motivo_contratacao"},
		{"id_crm", 1, "id_crm"},
	}
	e := open(t)
	for _, tt := range tests {
		body := prospectBody()
		body[tt.field] = tt.value
		var got envelope
		if e.post("prospecto", body, &got); got.Status != "error" || !strings.Contains(strings.Join(got.Errors, " "), tt.want) {
			t.Errorf("%s=%v: %+v", tt.field, tt.value, got)
		}
	}
	for _, query := range []string{"", "busca=cpf_cnpj&termo_busca=00000000191", "busca=id_externo"} {
		var got envelope
		if e.get("prospecto?"+query, &got); got.Status != "error" {
			t.Errorf("%q: %+v", query, got)
		}
	}
	if got := e.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
}

func TestThePanelDemandsMoreOfAProspect(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.SetQuirks(hubsoft.Quirks{Required: []string{"email"}})
	var got envelope
	if e.post("prospecto", prospectBody(), &got); got.Status != "error" || !slices.Equal(got.Errors, []string{"O campo email é obrigatório."}) {
		t.Errorf("without: %+v", got)
	}
	body := prospectBody()
	body["email"] = "zelia@example.com"
	if e.post("prospecto", body, &got); got.Status != "success" {
		t.Errorf("with: %+v", got)
	}
}

func TestPlansOnSale(t *testing.T) {
	t.Parallel()
	e := open(t)
	for cep, want := range map[string]string{"01310100": "success", "01310-100": "success", "99999999": "error", "0131010": "error", "": "error"} {
		var got envelope
		if e.get("prospecto/create?cep="+cep, &got); got.Status != want {
			t.Errorf("%q: %+v", cep, got)
		}
	}
}
