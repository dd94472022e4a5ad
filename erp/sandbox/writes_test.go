package sandbox_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"testing"
	"time"

	"balcao/erp/sandbox"
)

func order(reference string, changes ...row) row {
	body := row{
		"cliente":             row{"tipo": "PJ", "cpf_cnpj": aurora, "nome": `João D'Ávila & Filhos "Matriz"`, "celulares": []any{"11987654321"}},
		"endereco_instalacao": row{"rua": "Rua D'Oeste", "cidade": "Santa Bárbara d'Oeste"},
		"itens":               []any{row{"codigo": "FIBRA500", "valor_mensal": "129.90", "quantidade": 1.0}},
		"vencimento":          "10", "revendedor": "R02", "origem": "2", "canal": "SITE",
		"observacoes": "à tarde;\n<b>$(x)</b> 100% \\", "mensagem": "Pedido de João D'Ávila", "referencia": reference,
	}
	for _, change := range changes {
		maps.Copy(body, change)
	}
	return body
}

func ticket(reference string) row {
	return row{"cnpj_cpf": maria, "assunto": "SUPORTE", "mensagem": `Sem sinal na "Rua d'Oeste"`, "referencia": reference}
}

func (e *erp) records(reference string) []sandbox.Record {
	e.t.Helper()
	var all []sandbox.Record
	e.get("/_sandbox/records?reference="+reference, &all)
	return all
}

// kept fails the test unless what was sent is in what was kept, to the letter.
func kept(t *testing.T, r sandbox.Record, sent row) {
	t.Helper()
	var content row
	if err := json.Unmarshal(r.Content, &content); err != nil {
		t.Fatal(err)
	}
	if !contains(content, sent) {
		t.Errorf("kept %s, want all of %v", r.Content, sent)
	}
}

func contains(whole, part any) bool {
	want, ok := part.(row)
	if !ok {
		return reflect.DeepEqual(whole, part)
	}
	got, ok := whole.(row)
	for name, value := range want {
		if name != "itens" && !contains(got[name], value) {
			return false
		}
	}
	return ok
}

func TestTakenInOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		path, found, kind string
		body              func(string) row
	}{
		"order":             {"/pedidos", "/pedidos", "pedido", func(r string) row { return order(r) }},
		"order of customer": {"/pedidos/cliente-existente", "/pedidos", "pedido_cliente", func(r string) row { return order(r, row{"cnpj_cpf": joao}) }},
		"ticket":            {"/chamados", "/chamados", "chamado", ticket},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t, sandbox.Options{})
			var first, again, found row
			e.call("POST", tt.path, "", tt.body("A1"), 400, nil)
			e.call("POST", tt.path, "A1", tt.body("A1"), 201, &first)
			e.call("POST", tt.path, "A1", tt.body("A1"), 200, &again)
			e.call("POST", tt.path, "A1", tt.body("A2"), 409, nil)
			if list := e.rows(tt.found + "?referencia=A1"); len(list) == 1 {
				found = list[0]
			}
			if first["id"] == "" || !reflect.DeepEqual(first, again) || found["id"] != first["id"] {
				t.Errorf("answered %v, then %v; found %v", first, again, found)
			}
			e.checkBooks("yes 201", "no 200", "no 409")
			records := e.records("A1")
			if len(records) != 1 || records[0].Kind != tt.kind || records[0].Key != "A1" {
				t.Fatalf("records %+v", records)
			}
			kept(t, records[0], tt.body("A1"))
			if others := e.records("A2"); len(others) != 0 {
				t.Errorf("records %+v", others)
			}
		})
	}
}

func TestOrdersRefuse(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	item := func(changes row) row {
		line := row{"codigo": "FIBRA500", "valor_mensal": "129.90", "quantidade": 1}
		maps.Copy(line, changes)
		return row{"itens": []any{line}}
	}
	for _, change := range []row{
		{"vencimento": "31"}, {"revendedor": "R99"}, {"origem": "0"}, {"itens": []any{}}, {"mensagem": ""}, {"referencia": ""},
		item(row{"codigo": "FIBRA1"}), item(row{"valor_mensal": "1,50"}), item(row{"valor_mensal": "-1.00"}), item(row{"quantidade": 0}),
		{"cliente": row{"tipo": "PF", "cpf_cnpj": "52998224724", "nome": "Ana"}},
		{"cliente": row{"tipo": "XX", "cpf_cnpj": maria, "nome": "Ana"}}, {"cliente": row{"tipo": "PF", "cpf_cnpj": maria}},
	} {
		var refused struct{ Mensagem string }
		e.call("POST", "/pedidos", "A1", order("A1", change), 422, &refused)
		if refused.Mensagem == "" {
			t.Errorf("%v was refused without a word", change)
		}
	}
	e.call("POST", "/pedidos/cliente-existente", "A1", order("A1", row{"cnpj_cpf": nobody}), 404, nil)
	if got := e.records("A1"); len(got) != 0 {
		t.Errorf("records %+v", got)
	}
}

func TestTicketsRefuse(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	others := e.rows("/planos?cnpj_cpf=" + joao)[0]["id_contrato"]
	for status, change := range map[int]row{404: {"id_contrato": others}, 422: {"mensagem": ""}} {
		body := ticket("T1")
		maps.Copy(body, change)
		e.call("POST", "/chamados", "T1", body, status, nil)
	}
	body := ticket("T1")
	body["cnpj_cpf"] = nobody
	e.call("POST", "/chamados", "T1", body, 404, nil)
	if got := e.records("T1"); len(got) != 0 {
		t.Errorf("records %+v", got)
	}
}

// unlock asks for a release and gives what was answered.
func (e *erp) unlock(contract, document, key string, status int) (granted bool, until, reason string) {
	e.t.Helper()
	var answer struct {
		Granted bool    `json:"concedido"`
		Until   *string `json:"valido_ate"`
		Reason  *string `json:"motivo"`
	}
	e.call("POST", "/contratos/"+contract+"/desbloqueio-confianca", key, row{"cnpj_cpf": document, "referencia": key}, status, &answer)
	if answer.Until != nil {
		until = *answer.Until
	}
	if answer.Reason != nil {
		reason = *answer.Reason
	}
	return answer.Granted, until, reason
}

func TestUnlockOnceAMonth(t *testing.T) {
	t.Parallel()
	day := now
	e := open(t, sandbox.Options{Now: func() time.Time { return day }})
	contract := e.rows("/planos?status=BLOCKED&cnpj_cpf=" + maria)[0]["id_contrato"].(string)
	e.unlock(contract, joao, "U0", 404)
	if granted, until, _ := e.unlock(contract, maria, "U1", 201); !granted || until != "2026-11-26" {
		t.Errorf("granted %t until %s", granted, until)
	}
	if granted, until, _ := e.unlock(contract, maria, "U1", 200); !granted || until != "2026-11-26" {
		t.Errorf("again: granted %t until %s", granted, until)
	}
	if granted, _, reason := e.unlock(contract, maria, "U2", 200); granted || reason == "" {
		t.Errorf("the second of a month: granted %t, %q", granted, reason)
	}
	if blocked := e.rows("/planos?status=BLOCKED&cnpj_cpf=" + maria); len(blocked) != 0 {
		t.Errorf("released and blocked: %v", blocked)
	}
	day = now.AddDate(0, 0, 7)
	if blocked := e.rows("/planos?status=BLOCKED&cnpj_cpf=" + maria); len(blocked) != 1 || blocked[0]["desbloqueio_confianca"] != true {
		t.Errorf("in the next month: %v", blocked)
	}
	if granted, until, _ := e.unlock(contract, maria, "U3", 201); !granted || until != "2026-12-03" {
		t.Errorf("in the next month: granted %t until %s", granted, until)
	}
}

func TestNotUnlocked(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, plan := range e.rows("/planos?cnpj_cpf=" + estela) {
		contract, possible := plan["id_contrato"].(string), plan["desbloqueio_confianca"] == true
		status := map[bool]int{true: 201, false: 200}[possible]
		granted, _, reason := e.unlock(contract, estela, "one key for all", status)
		if granted != possible || granted == (reason != "") {
			t.Errorf("%v: granted %t, %q", plan, granted, reason)
		}
	}
	for key, body := range map[string]row{"": {"cnpj_cpf": maria, "referencia": "U"}, "U": {"cnpj_cpf": maria}} {
		e.call("POST", "/contratos/5002/desbloqueio-confianca", key, body, 400, nil)
	}
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	const path = "/clientes/" + maria + "/cadastro"
	invoices := len(e.invoices(maria))
	var got, want row
	e.get(path, &want)
	change := row{"nome": "Maria D'Ávila", "celulares": []any{"11911112222", "11933334444"},
		"endereco_cobranca": row{"rua": `Rua "Olho d'Água"`, "numero": "s/n"}}
	e.call("PUT", path, "", change, 204, nil)
	e.call("PUT", path, "", change, 204, nil)
	e.get(path, &got)
	maps.Copy(want, change)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("registration %v, want %v", got, want)
	}
	if n := len(e.invoices(maria)); n != invoices {
		t.Errorf("%d invoices, %d before", n, invoices)
	}
	e.call("PUT", "/clientes/"+nobody+"/cadastro", "", change, 404, nil)
	e.call("GET", "/clientes/"+nobody+"/cadastro", "", nil, 404, nil)
	for _, refused := range []row{{}, {"nome": ""}, {"email": ""}} {
		e.call("PUT", path, "", refused, 422, nil)
	}
}

func TestDroppedFields(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	const path = "/clientes/" + maria + "/cadastro"
	e.switches(sandbox.Switches{Dropped: []string{"nome", "celulares", "telefones", "endereco_cobranca"}})
	e.call("PUT", path, "", row{"nome": "X", "celulares": []any{"1"}, "telefones": []any{"2"}, "endereco_cobranca": row{"rua": "X"}, "email": "n@example.com"}, 204, nil)
	var got row
	e.get(path, &got)
	if got["nome"] != "Maria da Silva" || got["email"] != "n@example.com" || len(got["telefones"].([]any)) != 0 || got["endereco_cobranca"] != nil {
		t.Errorf("registration %v", got)
	}
}

func TestFaultsOfOtherWrites(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		faults sandbox.Faults
		taken  int
		err    error
	}{
		"before_apply":  {sandbox.Faults{BeforeApply: 1}, 0, io.EOF},
		"after_apply":   {sandbox.Faults{AfterApply: 1}, 1, io.EOF},
		"never_applied": {sandbox.Faults{NeverApplied: 1}, 0, nil},
		"error_500":     {sandbox.Faults{Error500: 1}, 0, nil},
		"html_200":      {sandbox.Faults{HTML200: 1}, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t, sandbox.Options{})
			e.switches(sandbox.Switches{Faults: tt.faults, Paths: []string{"/pedidos", "/chamados", "/contratos/"}})
			sent := map[string]row{"/pedidos": order("A1"), "/chamados": ticket("A1"),
				"/contratos/5002/desbloqueio-confianca": {"cnpj_cpf": maria, "referencia": "A1"}}
			for path, body := range sent {
				if _, err := e.send("POST", path, "A1", body); !errors.Is(err, tt.err) {
					t.Errorf("%s: error %v", path, err)
				}
			}
			if got := e.records("A1"); len(got) != tt.taken*len(sent) {
				t.Errorf("%d were taken in, want %d of each", len(got), tt.taken)
			}
			if got := e.books(); len(got) != len(sent) || got[0].Fault != name {
				t.Errorf("books %+v", got)
			}
		})
	}
}

func TestOrdersDoubleApply(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{Double: sandbox.DoubleApply})
	for range 2 {
		e.call("POST", "/pedidos", "A1", order("A1"), 201, nil)
	}
	if got := e.rows("/pedidos?referencia=A1"); len(got) != 2 || got[0]["id"] == got[1]["id"] {
		t.Errorf("orders %v", got)
	}
}
