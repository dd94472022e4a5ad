package hubsoft_test

import (
	"maps"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp/standin/hubsoft"
)

func TestToken(t *testing.T) {
	t.Parallel()
	e := open(t)
	again := e.send("POST", "/oauth/token", loginBody())
	isGolden(t, "token.json", again.body)
	if strings.Contains(again.body, e.token) {
		t.Error("the same token twice")
	}
	e.get("cliente?busca=cpf_cnpj&termo_busca=52998224725", &envelope{}) // the first one lives on
}

func TestTokenRefuses(t *testing.T) {
	t.Parallel()
	e := open(t)
	for name := range loginBody() {
		body := maps.Clone(loginBody())
		body[name] = "outro"
		if a := e.send("POST", "/oauth/token", body); a.status != 401 || strings.Contains(a.body, "access_token") {
			t.Errorf("a wrong %s: %d %s", name, a.status, a.body)
		}
	}
	if a := e.send("POST", "/oauth/token", "grant_type=password"); a.status != 401 {
		t.Errorf("a form: %d %s", a.status, a.body)
	}
	body := loginBody()
	body["client_id"] = 12 // ids are integers; strings are accepted
	if a := e.send("POST", "/oauth/token", body); a.status != 200 {
		t.Errorf("client_id as a number: %d %s", a.status, a.body)
	}
}

func TestOptionsSetTheCredentials(t *testing.T) {
	t.Parallel()
	e := open(t)
	other := hubsoft.New(hubsoft.Options{ClientID: "7", ClientSecret: "a", Username: "b", Password: "c"})
	t.Cleanup(other.Close)
	served := httptest.NewServer(other.Handler())
	t.Cleanup(served.Close)
	e = &erp{t: t, served: served, client: e.client}
	if a := e.send("POST", "/oauth/token", loginBody()); a.status != 401 {
		t.Errorf("the standard ones: %d", a.status)
	}
	body := map[string]any{"grant_type": "password", "client_id": "7", "client_secret": "a", "username": "b", "password": "c"}
	if a := e.send("POST", "/oauth/token", body); a.status != 200 {
		t.Errorf("its own: %d", a.status)
	}
}

// Every path asks for a token: 401, and nothing is applied or booked.
func TestNothingWithoutAToken(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.KillTokens()
	for _, call := range []string{
		"GET cliente", "GET cliente/financeiro", "GET cliente/nota_fiscal", "GET cliente/atendimento", "GET cliente/ordem_servico",
		"GET financeiro/fatura", "GET nota_fiscal/nfse", "GET nota_fiscal/telecom", "GET prospecto", "GET prospecto/create",
		"GET configuracao/servico", "GET configuracao/vendedor", "GET configuracao/vencimento", "GET configuracao/origem_cliente",
		"GET configuracao/motivo_contratacao", "GET configuracao/caixa_financeiro", "GET configuracao/meio_pagamento",
		"GET configuracao/tipo_atendimento", "GET crm/all", "POST financeiro/fatura/liquidar", "POST prospecto", "POST atendimento",
		"PUT atendimento/90001", "POST cliente/desbloqueio_confianca", "POST cliente/financeiro/enviar_email",
		"POST cliente/financeiro/enviar_sms", "POST cliente/financeiro/enviar_push", "POST cliente/autenticacao/",
	} {
		method, path, _ := strings.Cut(call, " ")
		if a := e.send(method, root+path, settlementBody(20003)); a.status != 401 || !strings.HasPrefix(a.body, `{"status":"error",`) {
			t.Errorf("%s: %d %s", call, a.status, a.body)
		}
	}
	if len(e.Desk().Books()) != 0 {
		t.Errorf("books %+v", e.Desk().Books())
	}
	e.logIn()
	if got := e.invoices("52998224725", ""); len(got) != 2 {
		t.Errorf("open invoices after a new token: %+v", got)
	}
}

func TestTokensEndAfterThirtyDays(t *testing.T) {
	t.Parallel()
	e := open(t)
	e.tick(30*24*time.Hour - time.Second)
	e.get("crm/all", &envelope{})
	e.tick(time.Second)
	if a := e.send("GET", root+"crm/all", nil); a.status != 401 {
		t.Errorf("status %d", a.status)
	}
}

// Many at once log in, ask and pay: one payment is taken.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	e := open(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, call := range []struct {
				path string
				body any
			}{{"/oauth/token", loginBody()}, {root + "financeiro/fatura/liquidar", settlementBody(20003)}} {
				if a, err := e.try("POST", call.path, call.body); err != nil || a.status != 200 {
					t.Errorf("%s: %v, %d", call.path, err, a.status)
				}
			}
			e.Bill("11444777000161", 100)
		})
	}
	all.Wait()
	if got := e.Records("20003"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
	if got := e.invoices("11444777000161", ""); len(got) != 8 {
		t.Errorf("%d bills", len(got))
	}
}
