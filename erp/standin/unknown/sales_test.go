package unknown_test

import (
	"strings"
	"testing"
	"time"

	"balcao/erp/standin/unknown"
)

func TestContracts(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for customer, want := range map[string][]float64{
		"1001": {1}, "1002": {1, 1}, "1003": {1}, "1004": {1}, "1005": {1, 2}, "1006": {3}, "1007": {1}, "1008": {2},
	} {
		a := f.granted(f.get("/ng/contratos", "cliente", customer))
		for at, state := range want {
			if got := a.at("contratos", at, "sit"); got != state {
				t.Errorf("contract %d of %s is %v, want %v", at, customer, got, state)
			}
		}
		if a.at("contratos", len(want)) != nil {
			t.Errorf("contracts of %s: %s", customer, a.text)
		}
	}
	f.refused(f.get("/ng/contratos", "cliente", "5"), 44)
	f.refused(f.get("/ng/contratos"), 12)
}

func TestUnlockOnTrust(t *testing.T) {
	t.Parallel()
	now := make(chan time.Time, 1)
	now <- noon
	f := open(t, unknown.Options{Now: func() time.Time { n := <-now; now <- n; return n }})
	unlock := func(contract string) answer {
		return f.post("/ng/contratos/desbloqueio", "contrato", contract, "motivo", "promessa")
	}
	bento := func(field string) any { return f.get("/ng/contratos", "cliente", "1008").at("contratos", 0, field) }
	if bento("confianca") != "S" {
		t.Error("Bento may be trusted")
	}
	f.refused(unlock("501"), 81)
	f.refused(unlock("507"), 83)
	f.refused(unlock("1"), 44)
	f.refused(unlock(""), 12)
	if a := f.granted(unlock("510")); a.at("desbloqueio", "ate") != "27/11/26" {
		t.Errorf("unlock: %s", a.text)
	}
	if bento("sit") != 1.0 || bento("confianca") != "N" || bento("liberado_ate") != "27/11/26" {
		t.Errorf("Bento after it: %v %v", bento("sit"), bento("confianca"))
	}
	f.refused(unlock("510"), 81)
	<-now
	now <- noon.AddDate(0, 0, 4)
	f.logIn()
	if bento("sit") != 2.0 {
		t.Errorf("Bento four days later: %v", bento("sit"))
	}
	f.refused(unlock("510"), 82)
	if got := f.erp.Records("promessa"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
}

func TestCalls(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	path, whole := "/ng/suporte/abrir", []string{"cliente", "1001", "contrato", "501", "assunto", "10", "descricao", "sem sinal ref-77"}
	f.refused(f.get("/ng/suporte/chamados", "cliente", "1001"), 44)
	if a := f.granted(f.post(path, whole...)); a.at("chamado", "nro") != 9001.0 || a.at("chamado", "protocolo") != "20261124-9001" {
		t.Errorf("ticket: %s", a.text)
	}
	if got := f.get("/ng/suporte/chamados", "cliente", "1001").at("chamados", 0, "descricao"); got != "sem sinal ref-77" {
		t.Errorf("read back %v", got)
	}
	f.refused(f.get("/ng/suporte/chamados"), 12)
	for _, row := range []struct {
		field, value string
		code         float64
	}{{"cliente", "9", 44}, {"contrato", "502", 44}, {"contrato", "9", 44}, {"assunto", "11", 15}, {"descricao", "", 12}} {
		f.refused(f.post(path, change(whole, row.field, row.value)...), row.code)
	}
	if got := f.erp.Records("ref-77"); len(got) != 1 {
		t.Errorf("records %q, want one", got)
	}
}

const order = `{"cod_externo":"SITE-é1","nome":"Zélia Nova","doc":"390.533.447-05","nascimento":"01/02/1980","fone":"11900000000",
 "plano":2,"vendedor":"5","dia_venc":10,"obs":"pedido","endereco":{"logradouro":"Rua A","cep":"01000-000"}}`

func TestProposals(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	propose := func(body string) answer { return f.do("POST", "/ng/propostas", "application/json", body) }
	find := func(code string) answer { return f.get("/ng/propostas", "cod_externo", code) }
	f.refused(find("SITE-é1"), 44)
	if a := f.granted(propose(order)); a.at("proposta") != 4001.0 {
		t.Errorf("proposal: %s", a.text)
	}
	f.granted(propose(order))
	if a := f.granted(find("SITE-é1")); a.at("propostas", 1, "proposta") != 4002.0 || a.at("propostas", 0, "doc") != "***.533.447-**" {
		t.Errorf("found: %s", a.text)
	}
	f.granted(propose(`{"tipo":"I","nome":"Curioso","fone":"11900000000"}`))
	for was, code := range map[string]float64{
		`"nome":"Zélia Nova"`: 12, `"logradouro":"Rua A"`: 12, `"plano":2`: 16, `"vendedor":"5"`: 17, `"dia_venc":10`: 18,
	} {
		becomes := map[float64]string{12: `"x":""`, 16: `"plano":77`, 17: `"vendedor":77`, 18: `"dia_venc":7`}[code]
		f.refused(propose(strings.Replace(order, was, becomes, 1)), code)
	}
	f.refused(find(""), 12)
	f.crashed(propose(strings.Replace(order, "01/02/1980", "1980-02-01", 1)))
	f.crashed(propose("{"))
	if got := f.erp.Records("SITE-é1"); len(got) != 2 || !strings.Contains(got[0], "Zélia Nova") {
		t.Errorf("records %q", got)
	}
	if entry := f.erp.Desk().Books()[0]; entry.Document != "39053344705" || entry.Key != "SITE-é1" {
		t.Errorf("books %+v", entry)
	}
}

func TestCatalogues(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for path, list := range map[string]string{
		"/ng/planos": "planos", "/ng/vendedores": "vendedores", "/ng/financeiro/caixas": "caixas",
		"/ng/financeiro/formas": "formas", "/ng/suporte/assuntos": "assuntos",
	} {
		if a := f.granted(f.get(path)); a.at(list, 1) == nil {
			t.Errorf("%s: %s", path, a.text)
		}
	}
	if a := f.get("/ng/planos"); a.at("planos", 3, "mensalidade") != "1.234,56" {
		t.Errorf("plans: %s", a.text)
	}
}
