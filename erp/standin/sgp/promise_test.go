package sgp_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

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

// A release ends with its day, and is granted again in the next month.
func TestReleaseEnds(t *testing.T) {
	t.Parallel()
	var today atomic.Pointer[time.Time]
	today.Store(&now)
	i := serve(t, sgp.New(sgp.Options{Now: func() time.Time { return *today.Load() }}))
	i.post(promises, fields{"contrato": "314", "data_promessa": "2026-11-26"})
	for _, tt := range []struct {
		day    int
		status string
	}{{26, "1"}, {27, "4"}} {
		then := time.Date(2026, time.November, tt.day, 15, 0, 0, 0, time.UTC)
		today.Store(&then)
		if rows := i.contractsOf("98765432100"); rows[0].number("contratoStatus") != tt.status {
			t.Errorf("on day %d: %v", tt.day, rows[0])
		}
	}
	next := time.Date(2026, time.December, 1, 15, 0, 0, 0, time.UTC)
	today.Store(&next)
	if o := i.object(i.post(promises, fields{"contrato": "314"})); o["liberado"] != true {
		t.Errorf("in the next month: %v", o)
	}
}
