package sandbox_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"balcao/erp/sandbox"
)

func settlement(document, amount, paidAt string) map[string]any {
	return map[string]any{"document": document, "valor_pago": amount, "data_pagamento": paidAt, "metodo": "PIX", "id_transacao": "E1"}
}

const today = "2026-11-24T12:00:00-03:00"

func TestSettleOnce(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("129.90", "2026-12-01")
	var first, again struct{ ID string }
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "129.90", today), 201, &first)
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "129.90", today), 200, &again)
	if first.ID == "" || again != first {
		t.Errorf("ids %q and %q", first.ID, again.ID)
	}
	got := e.invoice(maria, id)
	if got.Status != "PAID" || got.Open != "0.00" || len(got.Payments) != 1 {
		t.Fatalf("invoice %+v", got)
	}
	if p := got.Payments[0]; p.Reference != "E1" || p.Amount != "129.90" || p.PaidOn != "2026-11-24" || p.Method != "PIX" {
		t.Errorf("payment %+v", p)
	}
	a := e.call("POST", "/faturas/"+id+"/baixa", "k2", settlement(maria, "129.90", today), 422, nil)
	if !strings.Contains(string(a.body), "já está paga") {
		t.Errorf("paid again: %s", a.body)
	}
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "1.00", today), 409, nil)
	e.checkBooks("yes 201", "no 200", "no 422", "no 409")
}

// checkBooks compares what became of each application.
func (e *erp) checkBooks(want ...string) {
	e.t.Helper()
	var got []string
	for _, entry := range e.books() {
		got = append(got, fmt.Sprintf("%s %d", entry.Applied, entry.Status))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		e.t.Errorf("books %q, want %q", got, want)
	}
}

func TestSettleByTheDayOfPayment(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("100.00", "2026-11-10")
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "100.01", "2026-11-11T01:30:00Z"), 422, nil)
	// 01:30 UTC on the 11th is still the 10th in Brazil: no fine yet.
	e.call("POST", "/faturas/"+id+"/baixa", "k2", settlement(maria, "100.00", "2026-11-11T01:30:00Z"), 201, nil)
	if got := e.invoice(maria, id); got.Status != "PAID" || got.Current != "100.00" || got.Payments[0].PaidOn != "2026-11-10" {
		t.Errorf("invoice %+v", got)
	}
	late := e.newInvoice("100.00", "2026-11-10")
	e.call("POST", "/faturas/"+late+"/baixa", "k3", settlement(maria, "100.00", today), 201, nil)
	if got := e.invoice(maria, late); got.Status != "PARTIALLY_PAID" || got.Open != "2.47" {
		t.Errorf("paid late without charges: %+v", got)
	}
	e.call("POST", "/faturas/"+late+"/baixa", "k4", settlement(maria, "2.47", today), 201, nil)
	if got := e.invoice(maria, late); got.Status != "PAID" || got.Current != "102.47" {
		t.Errorf("charges paid: %+v", got)
	}
}

func TestOneKeyForSeveralInvoices(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, due := range []string{"2026-12-01", "2026-12-02"} {
		id := e.newInvoice("10.00", due)
		e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today), 201, nil)
	}
}

func TestSettleRefuses(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("10.00", "2026-12-01")
	with := func(name string, value any) map[string]any {
		body := settlement(maria, "10.00", today)
		body[name] = value
		return body
	}
	tests := []struct {
		key    string
		body   any
		status int
	}{
		{"", settlement(maria, "10.00", today), 400},
		{"k", "not an object", 400},
		{"k", with("valor_pago", "10"), 400},
		{"k", with("valor_pago", "10,00"), 400},
		{"k", with("valor_pago", "0.00"), 400},
		{"k", with("valor_pago", "-1.00"), 400},
		{"k", with("valor_pago", 10), 400},
		{"k", with("data_pagamento", "24/11/2026"), 400},
		{"k", with("data_pagamento", nil), 400},
		{"k", with("metodo", "CHEQUE"), 400},
		{"k", with("id_transacao", ""), 400},
		{"k", settlement(joao, "10.00", today), 404},
		{"k", with("document", nil), 404},
		{"k", settlement(maria, "10.01", today), 422},
		{"k", settlement(maria, "10.00", today), 201},
	}
	for _, tt := range tests {
		a := e.call("POST", "/faturas/"+id+"/baixa", tt.key, tt.body, tt.status, nil)
		if tt.status >= 400 && !strings.Contains(string(a.body), `"mensagem":"`) {
			t.Errorf("%v: %s", tt.body, a.body)
		}
	}
	for _, i := range e.invoices(aurora) {
		if i.Status == "CANCELLED" {
			e.call("POST", "/faturas/"+i.ID+"/baixa", "c", settlement(aurora, i.Original, today), 422, nil)
		}
	}
}

func TestDoubleApply(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{Double: sandbox.DoubleApply})
	id := e.newInvoice("10.00", "2026-12-01")
	for range 3 {
		e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today), 201, nil)
	}
	if got := e.invoice(maria, id); len(got.Payments) != 3 || got.Status != "PAID" || got.Open != "0.00" {
		t.Errorf("invoice %+v", got)
	}
	e.checkBooks("yes 201", "yes 201", "yes 201")
}

func TestManyAtOnceSettleOnce(t *testing.T) {
	t.Parallel()
	// In memory, and on a file with its several connections.
	for _, o := range []sandbox.Options{{Now: atNow}, {}} {
		e := open(t, o)
		id := e.newInvoice("10.00", "2026-12-01")
		var group sync.WaitGroup
		for n := range 20 {
			group.Go(func() {
				a, err := e.send("POST", "/faturas/"+id+"/baixa", fmt.Sprintf("k%d", n%2), settlement(maria, "10.00", today))
				if err != nil || a.status >= 500 {
					t.Errorf("settle: %d, %v", a.status, err)
				}
				if a, err := e.send("GET", "/faturas?document="+maria, "", nil); err != nil || a.status != 200 {
					t.Errorf("list: %d, %v", a.status, err)
				}
			})
		}
		group.Wait()
		applied := 0
		for _, entry := range e.books() {
			if entry.Applied == "yes" {
				applied++
			}
		}
		if got := e.invoice(maria, id); applied != 1 || len(got.Payments) != 1 || len(e.books()) != 20 {
			t.Errorf("applied %d times of %d, payments %+v", applied, len(e.books()), got.Payments)
		}
	}
}

func TestBooksTellWhatArrived(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("10.00", "2026-12-01")
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement("529.982.247-25", "10.00", today), 201, nil)
	got := e.books()
	want := sandbox.Entry{Seq: 1, Time: "2026-11-24T15:04:05.000Z", Kind: "baixa", Invoice: id, Document: maria,
		Amount: 1000, Key: "k1", Hash: got[0].Hash, Applied: "yes", Status: 201}
	if len(got) != 1 || got[0] != want || len(got[0].Hash) != 64 {
		t.Errorf("books %+v, want %+v", got, want)
	}
	var none []sandbox.Entry
	if e.get("/_sandbox/books?after=1", &none); len(none) != 0 {
		t.Errorf("books after the last: %+v", none)
	}
	e.call("GET", "/_sandbox/books?after=x", "", nil, 400, nil)
}
