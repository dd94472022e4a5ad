package ixc_test

import (
	"maps"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
)

// The forms, with what the page requires.
var (
	lead     = map[string]string{"nome": "Zeca Novo", "data_cadastro": "24/11/2026", "fone_celular": "(11) 90000-0001", "external_id": "site-77"}
	prospect = map[string]string{"razao": "Zeca Novo", "status_prospeccao": "N", "tipo_pessoa": "F", "ativo": "S", "cidade": "5065", "crm": "S",
		"email": "zeca@example.com", "cnpj_cpf": "000.000.001-91", "obs": "pedido 55"}
	deal     = map[string]string{"id_cliente": "101", "descricao": "Fibra 600, pedido 55", "id_estagio": "1", "status": "N", "valor_mensal": "139,90"}
	customer = map[string]string{"razao": "Zeca Novo", "cnpj_cpf": "000.000.001-91", "tipo_pessoa": "F", "ativo": "S", "cidade": "5065",
		"telefone_celular": "(11) 90000-0001", "data_nascimento": "05/06/1980"}
	contract = map[string]string{"tipo": "I", "id_cliente": "101", "id_vd_contrato": "2", "contrato": "Fibra 600 Mega", "id_tipo_contrato": "2",
		"id_modelo": "1", "id_filial": "1", "data": "24/11/2026", "id_tipo_documento": "501", "id_carteira_cobranca": "1", "id_vendedor": "1",
		"cc_previsao": "P", "tipo_cobranca": "P", "renovacao_automatica": "S", "base_geracao_tipo_doc": "P", "bloqueio_automatico": "S", "aviso_atraso": "S"}
	ticket = map[string]string{"tipo": "C", "id_cliente": "101", "id_assunto": "1", "titulo": "Sem conexão", "id_ticket_setor": "1",
		"prioridade": "M", "menssagem": `Luz "LOS" vermelha`, "su_status": "N", "id_contrato": "1001"}
	order = map[string]string{"tipo": "C", "id_assunto": "1", "id_cliente": "101", "id_filial": "1", "origem_endereco": "M", "prioridade": "M",
		"setor": "1", "status": "A"}
)

// TestInserts: each form with all it needs is taken, its ids are strings or
// numbers, and without any one of its fields there is a red box.
func TestInserts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		resource, id, kind string
		form               map[string]string
		optional           []string
	}{
		{"contato", `"703"`, "lead", lead, []string{"external_id"}},
		{"crm_canditados", `"109"`, "prospecto", prospect, []string{"cnpj_cpf", "obs"}},
		{"crm_negociacoes", `41`, "negociacao", deal, []string{"valor_mensal"}},
		{"cliente", `"109"`, "cliente", customer, []string{"data_nascimento"}},
		{"cliente_contrato", `"1011"`, "contrato", contract, nil},
		{"su_ticket", `301`, "chamado", ticket, []string{"id_contrato"}},
		{"su_oss_chamado", `"601"`, "os", order, nil},
	} {
		t.Run(c.resource, func(t *testing.T) {
			t.Parallel()
			i := open(t)
			required := maps.Clone(c.form)
			for _, name := range c.optional {
				delete(required, name)
			}
			for name := range required {
				if a := i.post(c.resource, without(required, name)); !isRedBox(a) {
					t.Errorf("without %s: %s", name, a.body)
				}
			}
			a := i.post(c.resource, c.form)
			if want := `{"type":"success","message":"Registro inserido com sucesso!","id":` + c.id + `,"atualiza_campos":[]}`; a.body != want {
				t.Errorf("answer %s, want %s", a.body, want)
			}
			books := i.server.Desk().Books()
			if last := books[len(books)-1]; len(books) != len(required)+1 || last.Kind != c.kind || last.Applied != "yes" || books[0].Applied != "no" {
				t.Errorf("books %+v", books)
			}
		})
	}
}

func TestWhatWasInsertedIsRead(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.post("contato", with(lead, "made_up", "x", "id", "5"))
	row := i.one("contato", "703")
	if row["nome"] != "Zeca Novo" || row["data_cadastro"] != "2026-11-24" || row["external_id"] != "site-77" || row["uf"] != "" {
		t.Errorf("lead %v", row)
	}
	if _, ok := row["made_up"]; ok {
		t.Error("a member that is no column was kept")
	}
	i.post("crm_negociacoes", deal)
	if row := i.one("crm_negociacoes", "41"); row["valor_mensal"] != "139.90" {
		t.Errorf("deal %v", row)
	}
	i.call("POST", "su_ticket", `{"tipo":"C","id_cliente":101,"id_assunto":1,"titulo":"T","id_ticket_setor":1,"prioridade":"B","menssagem":"m","su_status":"N","id_login":null,"origem_endereco":true}`)
	if row := i.one("su_ticket", "301"); row["id_cliente"] != "101" || row["id_login"] != "" || row["protocolo"] != "20261124000001" || row["data_criacao"] != "2026-11-24 12:04:05" {
		t.Errorf("ticket %v", row)
	}
	i.post("su_ticket", with(ticket, "protocolo", "P-9"))
	if row := i.one("su_ticket", "302"); row["protocolo"] != "P-9" {
		t.Errorf("ticket %v", row)
	}
	if got := i.server.Records(`Luz "LOS"`); len(got) != 1 || !strings.HasPrefix(got[0], "su_ticket\n") || !strings.Contains(got[0], "titulo: Sem conexão") {
		t.Errorf("records %q", got)
	}
}

// TestProspects: they share the numbers of customers and are listed by cliente.id.
func TestProspects(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.post("crm_canditados", prospect)
	got := i.list("crm_canditados", map[string]string{"qtype": "cliente.cnpj_cpf", "query": "000.000.001-91", "oper": "="})
	if ids(got.Rows) != "109" {
		t.Errorf("prospects %v", got)
	}
	if rows := i.where("cliente.cnpj_cpf", "000.000.001-91"); len(rows) != 0 {
		t.Errorf("a prospect is listed as a customer: %v", rows)
	}
	if a := i.post("crm_negociacoes", with(deal, "id_cliente", "109")); !succeeded(a) {
		t.Errorf("deal of a prospect: %s", a.body)
	}
	if a := i.post("crm_negociacoes", with(deal, "id_cliente", "999")); a.body != `{"type":"error","message":"Cliente não encontrado!<br />"}` {
		t.Errorf("deal of nobody: %s", a.body)
	}
	books := i.server.Desk().Books()
	if books[0].Document != "00000000191" || books[0].Key != "pedido 55" || books[1].Document != "00000000191" || books[2].Applied != "no" {
		t.Errorf("books %+v", books)
	}
}

// asWritten is a record as a client must write it back: its days dd/mm/yyyy.
func asWritten(row map[string]string) map[string]string {
	all := with(row)
	for name, value := range all {
		if len(value) == 10 && value[4] == '-' && value[7] == '-' && value != "0000-00-00" {
			all[name] = value[8:] + "/" + value[5:7] + "/" + value[:4]
		}
	}
	return all
}

func TestEditNeedsTheWholeRecord(t *testing.T) {
	t.Parallel()
	i := open(t)
	before := i.one("cliente", "105")
	if before["senha"] == "" || before["data_nascimento"] != "1990-01-25" {
		t.Fatalf("Estela %v", before)
	}
	if a := i.call("PUT", "cliente/105", `{"email":"nova@example.com"}`); !isRedBox(a) {
		t.Errorf("a body without what is required: %s", a.body)
	}
	whole := with(asWritten(before), "email", "nova@example.com", "made_up", "x")
	if a := i.call("PUT", "cliente/105", object(whole)); a.body != `{"type":"success","message":"Registro atualizado com sucesso!","id":"105"}` {
		t.Errorf("answer %s", a.body)
	}
	if got := i.one("cliente", "105"); !maps.Equal(got, with(before, "email", "nova@example.com")) {
		t.Errorf("record %v", got)
	}
	part := without(without(whole, "senha"), "data_nascimento")
	i.call("PUT", "cliente/105", object(part))
	if got := i.one("cliente", "105"); got["senha"] != "" || got["data_nascimento"] != "0000-00-00" || got["email"] != "nova@example.com" {
		t.Errorf("omitted fields were not blanked: %v", got)
	}
	if a := i.call("PUT", "cliente/999", object(whole)); !strings.HasPrefix(a.body, `{"type":"error"`) {
		t.Errorf("nobody's record: %s", a.body)
	}
	want := standin.Entry{Seq: 2, Kind: "cadastro", Document: "22233344405", Key: "cliente 105", Applied: "yes"}
	if books := i.server.Desk().Books(); books[1] != want {
		t.Errorf("books %+v, want %+v", books[1], want)
	}
}

// TestDaysAreReadAndWrittenDifferently: what is not dd/mm/yyyy is lost.
func TestDaysAreReadAndWrittenDifferently(t *testing.T) {
	t.Parallel()
	i := open(t)
	row := i.one("cliente", "105")
	for sent, want := range map[string]string{"26/01/1991": "1991-01-26", "1991-01-26": "0000-00-00", "31/02/1991": "0000-00-00", "": "0000-00-00", "0000-00-00": "0000-00-00"} {
		i.call("PUT", "cliente/105", object(with(asWritten(row), "data_nascimento", sent)))
		if got := i.one("cliente", "105")["data_nascimento"]; got != want {
			t.Errorf("written %q, read %q, want %q", sent, got, want)
		}
	}
	i.post("su_mensagens", map[string]string{"id_ticket": "1", "mensagem": "oi", "data": "24/11/2026 10:20:30"})
	i.post("su_mensagens", map[string]string{"id_ticket": "1", "data": "24/11/2026 99:20:30"})
	i.post("su_mensagens", map[string]string{"id_ticket": "1"})
	for id, want := range map[string]string{"1": "2026-11-24 10:20:30", "2": "2026-11-24 00:00:00", "3": "0000-00-00 00:00:00"} {
		if got := i.one("su_mensagens", id)["data"]; got != want {
			t.Errorf("message %s at %q, want %q", id, got, want)
		}
	}
}

// TestFieldsAreSilentlyDropped: quirk 2.
func TestFieldsAreSilentlyDropped(t *testing.T) {
	t.Parallel()
	i := open(t)
	title := i.one("fn_areceber", "5003")
	changed := with(asWritten(title), "linha_digitavel", "1", "gateway_link", "2", "id_cobranca", "3", "obs", "visto", "valor", "101,5")
	if a := i.call("PUT", "fn_areceber/5003", object(changed)); !succeeded(a) {
		t.Errorf("answer %s", a.body)
	}
	if got := i.one("fn_areceber", "5003"); !maps.Equal(got, with(title, "obs", "visto", "valor", "101.50")) {
		t.Errorf("title %v", got)
	}
	i.server.SetQuirks(ixc.Quirks{Dropped: map[string][]string{"cliente": {"email"}}})
	row := i.one("cliente", "105")
	if a := i.call("PUT", "cliente/105", object(with(asWritten(row), "email", "x@example.com", "obs", "novo"))); !succeeded(a) {
		t.Errorf("answer %s", a.body)
	}
	if got := i.one("cliente", "105"); !maps.Equal(got, with(row, "obs", "novo")) {
		t.Errorf("record %v", got)
	}
	if a := i.call("PUT", "fn_areceber/5003", object(with(changed, "valor", "cem"))); !isRedBox(a) {
		t.Errorf("an amount that is none: %s", a.body)
	}
}

func TestNewTitlesAreOpen(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.post("fn_areceber", map[string]string{"id_cliente": "103", "valor": "37,10", "data_vencimento": "01/12/2026"})
	if got := i.where("fn_areceber.id_cliente", "103"); len(got) != 1 || got[0]["status"] != "A" || got[0]["valor_aberto"] != "37.10" || got[0]["data_vencimento"] != "2026-12-01" {
		t.Errorf("titles %v", got)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	i := open(t)
	rows := i.where("contato.id_cliente", "104")
	if len(rows) != 2 {
		t.Fatalf("contacts %v", rows)
	}
	if a := i.call("DELETE", "contato/"+rows[0]["id"], ""); !succeeded(a) {
		t.Errorf("answer %s", a.body)
	}
	if got := i.where("contato.id_cliente", "104"); len(got) != 1 || got[0]["id"] != rows[1]["id"] {
		t.Errorf("contacts %v", got)
	}
	if a := i.call("DELETE", "contato/"+rows[0]["id"], ""); !strings.HasPrefix(a.body, `{"type":"error"`) {
		t.Errorf("again: %s", a.body)
	}
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.server.SetQuirks(ixc.Quirks{English: true})
	if a := i.post("contato", lead); !strings.Contains(a.body, `"message":"Record successfully inserted!"`) {
		t.Errorf("answer %s", a.body)
	}
}

func TestFormFieldsAreTaken(t *testing.T) {
	t.Parallel()
	i := open(t)
	a := i.call("POST", "contato", "nome=Zeca+N%C3%A9&data_cadastro=24%2F11%2F2026&email=z%40example.com", "Content-Type", "application/x-www-form-urlencoded")
	if row := i.one("contato", "703"); !succeeded(a) || row["nome"] != "Zeca Né" {
		t.Errorf("%s: %v", a.body, row)
	}
}

// TestInsertsAreNotIdempotent: who repeats a write has two records (quirks.md, row 11).
func TestInsertsAreNotIdempotent(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.post("contato", lead)
	i.post("contato", lead)
	if got := ids(i.where("contato.external_id", "site-77")); got != "703 704" {
		t.Errorf("leads %q", got)
	}
}
