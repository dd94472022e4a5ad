package sgp_test

import (
	"strings"
	"testing"

	"balcao/erp/standin/sgp"
)

const promises = "/api/ura/liberacaopromessa/"

func TestReleaseOnTrust(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	o := i.object(i.post(promises, fields{"contrato": "314", "data_promessa": "2026-11-26"}))
	if o.number("status") != "1" || o["liberado"] != true || o.number("liberado_dias") != "2" || o["data_promessa"] != "2026-11-26" ||
		o["protocolo"] != "261124123000" || o["cpfCnpj"] != "987.654.321-00" || !strings.Contains(o.text("msg"), "pppoe314") {
		t.Errorf("answer %v", o)
	}
	if a := i.post("/api/ura/consultacliente/", fields{"contrato": "314"}); !a.has(`"contratoStatus":1,"contratoStatusDisplay":"Ativo"`) || !a.has(`"promessasPagamentoMes":1`) {
		t.Errorf("released contract: %s", a.body)
	}
	if o := i.object(i.post(promises, fields{"contrato": "314"})); o.number("status") != "0" || o["liberado"] != false {
		t.Errorf("twice: %v", o)
	}
	if got := i.sgp.Records("contrato=314"); len(got) != 1 || !strings.Contains(got[0], "261124123000") {
		t.Errorf("records %q", got)
	}
}

func TestReleaseIsRefused(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for name, send := range map[string]fields{
		"never on trust": {"contrato": "311"}, "active": {"contrato": "305"}, "unknown": {"contrato": "999"}, "none": {},
		"past day": {"contrato": "314", "data_promessa": "2026-11-23"}, "Brazilian day": {"contrato": "314", "data_promessa": "26/11/2026"},
		"empty day": {"contrato": "314", "data_promessa": ""},
	} {
		o := i.object(i.post(promises, send))
		if o.number("status") != "0" || o["liberado"] != false || o.text("msg") == "" {
			t.Errorf("%s: %v", name, o)
		}
	}
	for _, e := range i.sgp.Desk().Books() {
		if e.Applied != "no" || e.Kind != "promessa" {
			t.Errorf("entry %+v", e)
		}
	}
}

func TestReleaseThatWantsJSON(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{PromiseJSON: true})
	if o := i.object(i.post(promises, fields{"contrato": "314"})); o.number("status") != "0" {
		t.Errorf("form: %v", o)
	}
	if o := i.object(i.postJSON(promises, map[string]any{"contrato": 314})); o.number("status") != "1" || o["data_promessa"] != "2026-11-27" {
		t.Errorf("JSON: %v", o)
	}
}
