package hubsoft_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
	"balcao/internal/br"
)

func TestFaultsOfASettlement(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		faults standin.Faults
		status int
		err    error // instead of an answer
		paid   bool
	}{
		{"before_apply", standin.Faults{BeforeApply: 1}, 0, io.EOF, false},
		{"after_apply", standin.Faults{AfterApply: 1}, 0, io.EOF, true},
		{"never_applied", standin.Faults{NeverApplied: 1}, 200, nil, false},
		{"error_500", standin.Faults{Error500: 1}, 500, nil, false},
		{"html_200", standin.Faults{HTML200: 1}, 200, nil, false},
		{"reset", standin.Faults{Reset: 1}, 0, syscall.ECONNRESET, true},
		{"slow", standin.Faults{Slow: 1}, 200, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			e.Desk().Switch(standin.Switches{Faults: tt.faults, Slow: time.Millisecond, Paths: []string{root + "financeiro/fatura/liquidar"}})
			a, err := e.try("POST", root+"financeiro/fatura/liquidar", settlementBody(20003))
			if !errors.Is(err, tt.err) || err == nil && a.status != tt.status {
				t.Errorf("%d %s, error %v", a.status, a.body, err)
			}
			if paid := len(e.invoices(maria, "")) == 1; paid != tt.paid {
				t.Errorf("paid: %v", paid)
			}
			books := e.Desk().Books()
			if len(books) != 1 || books[0].Fault != tt.name || (books[0].Applied == "yes") != tt.paid {
				t.Errorf("books %+v", books)
			}
			if tt.name == "never_applied" && !strings.Contains(a.body, `"recibo":{"id_recibo":70001,`) {
				t.Errorf("a promise: %s", a.body)
			}
			if tt.name == "html_200" && !strings.Contains(a.body, "<html") {
				t.Errorf("a page: %s", a.body)
			}
		})
	}
}

// What is refused is in the books as not applied, and what is promised only is
// in no record.
func TestOnlyPromised(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.Desk().Switch(standin.Switches{Faults: standin.Faults{NeverApplied: 1}})
	for path, body := range map[string]any{
		"prospecto": prospectBody(), "atendimento": ticketBody(), "cliente/desbloqueio_confianca": map[string]any{"id_cliente_servico": 5010},
		"cliente/financeiro/enviar_email": map[string]any{"id_fatura": 20002},
	} {
		var got envelope
		if e.post(path, body, &got); got.Status != "success" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	e.Desk().Switch(standin.Switches{})
	if got := e.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
	if got := e.statusOfBento(); got != "suspenso_parcialmente" {
		t.Errorf("Bento %s", got)
	}
	if got := e.prospects("busca=id_externo&termo_busca=pedido-1"); len(got) != 0 {
		t.Errorf("prospects %+v", got)
	}
}

func TestDeniedPaths(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.SetQuirks(hubsoft.Quirks{Denied: []string{"cliente/financeiro", "financeiro/fatura/liquidar"}})
	isGolden(t, "sem_permissao.json", e.get("cliente/financeiro?busca=cpf_cnpj&termo_busca="+maria, &envelope{}).body)
	var got envelope
	if e.post("financeiro/fatura/liquidar", settlementBody(20003), &got); got.Status != "error" {
		t.Errorf("settlement %+v", got)
	}
	e.customers("busca=cpf_cnpj&termo_busca=" + maria) // others are open
	e.SetQuirks(hubsoft.Quirks{})
	if got := e.invoices(maria, ""); len(got) != 2 {
		t.Errorf("allowed again: %+v", got)
	}
}

func TestPartialSettles(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.SetQuirks(hubsoft.Quirks{PartialSettles: true})
	body := settlementBody(20003)
	body["valor_pago"] = "10.00"
	var got envelope
	if e.post("financeiro/fatura/liquidar", body, &got); got.Status != "success" || len(e.invoices(maria, "")) != 1 {
		t.Errorf("a part: %+v", got)
	}
	body["id_fatura"], body["valor_pago"] = 20002, "0"
	if e.post("financeiro/fatura/liquidar", body, &got); got.Status != "error" {
		t.Errorf("nothing: %+v", got)
	}
}

func TestClerk(t *testing.T) {
	t.Parallel()
	e := open(t)
	id := e.Bill(maria, 2827)
	bill := e.invoices(maria, "")[1] // due between the overdue and the open one
	if id != "20128" || bill.ID != 20128 || bill.Amount != "28.27" || bill.Due != "04/12/2026" || bill.Issued != "24/11/2026" || bill.Line == nil || bill.Link == "" {
		t.Errorf("bill %s: %+v", id, bill)
	}
	e.Pay(id, br.Date{Year: 2026, Month: time.November, Day: 20})
	e.Pay(id, br.Date{Year: 2026, Month: time.November, Day: 21})
	e.Pay("x", br.Date{Year: 2026, Month: time.November, Day: 21})
	paid := e.invoices(maria, "&apenas_pendente=nao&limit=1&order_by=data_pagamento&order_type=desc")[0]
	if paid.ID != 20128 || *paid.PaidOn != "20/11/2026" {
		t.Errorf("paid %+v", paid)
	}
	if id := e.Bill("00000000191", 100); id != "" {
		t.Errorf("nobody was billed: %s", id)
	}
	// Antonio's present record is billed, and not the former one.
	antonio := e.Bill("39053344705", 100)
	var got envelope
	if e.get("cliente/financeiro?busca=codigo_cliente&termo_busca=77", &got); !slices.Contains(fatID(got.Faturas), 20129) || antonio != "20129" {
		t.Errorf("%s: %+v", antonio, got.Faturas)
	}
	if len(e.Desk().Books()) != 0 || len(e.Records("")) != 0 {
		t.Error("a clerk's doings are in the books")
	}
}

func TestRecordsAreSearchedAsTexts(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.post("prospecto", prospectBody(), &envelope{}) // encoding/json escapes its & and '
	want := "prospecto 80001: bairro=Centro cep=01310100 cpf_cnpj=00000000191 endereco=Rua A id_externo=pedido-1 " +
		"nome_razaosocial=Zélia & D'Ávila numero=1 servico=map[id_servico:301 valor:99.9] telefone=11987650099 tipo_pessoa=pf"
	if got := e.Records("Zélia & D'Ávila"); !slices.Equal(got, []string{want}) {
		t.Errorf("%q", got)
	}
	if got := e.Records("outra"); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestPortalLoginAndUnknownPaths(t *testing.T) {
	t.Parallel()
	e := open(t)
	for _, body := range []map[string]any{{"usuario": maria, "senha": "x"}, {"usuario": "39053344705", "senha": "portal-76"}, {"usuario": maria}, {}} {
		var got envelope
		if e.post("cliente/autenticacao/", body, &got); got.Status != "error" {
			t.Errorf("%v: %+v", body, got)
		}
	}
	for _, call := range []string{"GET cliente/x", "POST cliente", "DELETE cliente", "GET financeiro/fatura/liquidar", "GET atendimento/1"} {
		method, path, _ := strings.Cut(call, " ")
		if a := e.send(method, root+path, nil); a.status != 404 {
			t.Errorf("%s: %d", call, a.status)
		}
	}
	if len(e.Desk().Books()) != 0 || e.Desk().Calls()["GET "+root+"cliente/x"] != 1 {
		t.Errorf("books %+v, calls %v", e.Desk().Books(), e.Desk().Calls())
	}
	for _, path := range []string{"enviar_email", "enviar_sms", "enviar_push"} {
		var got envelope
		if e.post("cliente/financeiro/"+path, map[string]any{"id_fatura": 1}, &got); got.Status != "error" {
			t.Errorf("%s: %+v", path, got)
		}
		if e.post("cliente/financeiro/"+path, map[string]any{"id_fatura": 20002}, &got); got.Status != "success" || len(e.Records(path)) != 0 || len(e.Records("20002")) == 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
}
