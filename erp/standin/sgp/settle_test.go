package sgp_test

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/sgp"
	"balcao/internal/br"
)

func paying(more fields) fields {
	f := fields{"data_pagamento": "2026-11-24", "valor_pago": "102.23", "forma_pagamento": "PIX"}
	for name, value := range more {
		f[name] = value
	}
	return f
}

func TestSettlementIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		quirks sgp.Quirks
		id     string
		send   fields
		status int
	}{
		{"without permission", sgp.Quirks{NoSettling: true}, "16002", nil, 403},
		{"wrong token", sgp.Quirks{}, "16002", fields{"token": "x"}, 403},
		{"no such title", sgp.Quirks{}, "99999", nil, 404},
		{"paid title", sgp.Quirks{}, "16001", nil, 404},
		{"cancelled title", sgp.Quirks{}, "16007", nil, 404},
		{"no date", sgp.Quirks{}, "16002", fields{"data_pagamento": ""}, 401},
		{"Brazilian date", sgp.Quirks{}, "16002", fields{"data_pagamento": "24/11/2026"}, 401},
		{"comma", sgp.Quirks{}, "16002", fields{"valor_pago": "102,23"}, 401},
		{"nothing", sgp.Quirks{}, "16002", fields{"valor_pago": "0"}, 401},
		{"no amount", sgp.Quirks{}, "16002", fields{"valor_pago": ""}, 401},
		{"unknown form", sgp.Quirks{}, "16002", fields{"forma_pagamento": "pix"}, 401},
		{"empty form", sgp.Quirks{}, "16002", fields{"forma_pagamento": ""}, 401},
		{"unknown point", sgp.Quirks{}, "16002", fields{"ponto_recebimento": "9"}, 401},
		{"discount that is no amount", sgp.Quirks{}, "16002", fields{"desconto": "1,00"}, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := open(t, tt.quirks)
			a := i.post("/api/banco/titulo/"+tt.id+"/baixar/", paying(tt.send))
			if a.status != tt.status || len(a.body) == 0 {
				t.Errorf("status %d, want %d: %s", a.status, tt.status, a.body)
			}
			if r := i.title("16002"); r["status"] != "aberto" || r.number("valorPagoParcial") != "0" {
				t.Errorf("title %v", r)
			}
			if books := i.sgp.Desk().Books(); len(books) != 1 || books[0].Applied != "no" {
				t.Errorf("books %+v", books)
			}
		})
	}
}

func TestSettlement(t *testing.T) {
	t.Parallel()
	for settled200, status := range map[bool]int{false: 202, true: 200} {
		i := open(t, sgp.Quirks{Settled200: settled200})
		a := i.post("/api/banco/titulo/16002/baixar/", paying(fields{"observacao": "E2E-1", "ponto_recebimento": "1"}))
		if a.status != status || len(a.body) != 0 {
			t.Errorf("status %d, want %d: %s", a.status, status, a.body)
		}
		r := i.title("16002")
		if r["status"] != "pago" || r.number("valorPago") != "102.23" || r["dataPagamento"] != "2026-11-24" || r["usuario_baixa"] != sgp.DefaultApp {
			t.Errorf("title %v", r)
		}
		if books := i.sgp.Desk().Books(); len(books) != 1 || books[0].Invoice != "16002" || books[0].Document != maria || books[0].Amount != 10223 || books[0].Key != "E2E-1" || books[0].Applied != "yes" {
			t.Errorf("books %+v", books)
		}
		if got := i.sgp.Records("E2E-1"); len(got) != 1 {
			t.Errorf("records %q", got)
		}
		if again := i.post("/api/banco/titulo/16002/baixar/", paying(nil)); again.status != 404 {
			t.Errorf("twice: status %d", again.status)
		}
	}
}

func TestSettlementInPart(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	part := paying(fields{"valor_pago": "40.00", "liquidacao_parcial": "1"})
	if a := i.post("/api/banco/titulo/16003/baixar/", part); a.status != 202 {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	if r := i.title("16003"); r["status"] != "aberto" || r.number("valorPagoParcial") != "40.0" || r.number("valorPago") != "0" {
		t.Errorf("half paid %v", r)
	}
	part["valor_pago"] = "59.90"
	if a := i.post("/api/banco/titulo/16003/baixar/", part); a.status != 202 {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	if r := i.title("16003"); r["status"] != "pago" || r.number("valorPago") != "99.9" {
		t.Errorf("paid %v", r)
	}
	if a := i.post("/api/banco/titulo/16002/baixar/", paying(fields{"valor_pago": "1"})); a.status != 202 || i.title("16002")["status"] != "pago" {
		t.Errorf("one real without liquidacao_parcial: status %d", a.status)
	}
}

func TestNeverAppliedAnswersAsIfItWere(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	i.sgp.Desk().Switch(standin.Switches{Faults: standin.Faults{NeverApplied: 1}})
	for _, what := range []string{"baixar", "cancelar"} {
		if a := i.post("/api/banco/titulo/16002/"+what+"/", paying(nil)); a.status >= 300 {
			t.Errorf("%s: status %d: %s", what, a.status, a.body)
		}
	}
	if r := i.title("16002"); r["status"] != "aberto" {
		t.Errorf("title %v", r)
	}
	if got := i.sgp.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
}

// Cancelling and reversing answer a bare JSON string.
func TestBareStrings(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, step := range []struct{ id, what, status string }{{"16001", "estornar", "aberto"}, {"16001", "cancelar", "cancelado"}} {
		a := i.post("/api/banco/titulo/"+step.id+"/"+step.what+"/", nil)
		var text string
		i.read(a, &text)
		if a.status != 200 || text == "" || i.title(step.id)["status"] != step.status {
			t.Errorf("%s: status %d: %s", step.what, a.status, a.body)
		}
	}
	if a := i.post("/api/banco/titulo/16001/estornar/", nil); a.status != 404 {
		t.Errorf("reversal of what is not paid: status %d", a.status)
	}
}

func TestClerkBillsAndPays(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	id := i.sgp.Bill(antonio, 1250)
	if r := i.title(id); r.number("clienteContrato") != "313" || r.number("valor") != "12.5" || r["dataVencimento"] != "2026-12-04" {
		t.Errorf("billed %v", r)
	}
	i.sgp.Pay(id, br.Date{Year: 2026, Month: 11, Day: 23})
	if r := i.title(id); r["status"] != "pago" || r["dataPagamento"] != "2026-11-23" || r.number("valorPago") != "12.5" {
		t.Errorf("paid %v", r)
	}
	if got := i.sgp.Bill(nobody, 100); got != "" {
		t.Errorf("bill of nobody: %q", got)
	}
}

// One title is settled once, however many ask at the same time.
func TestSettlementsAtTheSameTime(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	var settled atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if i.post("/api/banco/titulo/16002/baixar/", paying(nil)).status == 202 {
				settled.Add(1)
			}
			i.sgp.SetQuirks(sgp.Quirks{})
			i.sgp.Records("")
		})
	}
	all.Wait()
	if settled.Load() != 1 || i.title("16002").number("valorPago") != "102.23" {
		t.Errorf("settled %d times: %v", settled.Load(), i.title("16002"))
	}
}

func TestWriteThatIsAppliedLate(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	i.sgp.Desk().Switch(standin.Switches{Faults: standin.Faults{LateApply: 1}, Paths: []string{"/api/banco/"}})
	form := strings.NewReader(withCredentials(paying(nil)).values().Encode())
	if response, err := i.client.Post(i.url+"/api/banco/titulo/16002/baixar/", "application/x-www-form-urlencoded", form); err == nil {
		response.Body.Close()
		t.Fatalf("status %d", response.StatusCode)
	}
	for i.sgp.Desk().Books()[0].Applied == "no" {
		runtime.Gosched()
	}
	if r := i.title("16002"); r["status"] != "pago" {
		t.Errorf("title %v", r)
	}
}
