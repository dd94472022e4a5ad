package sandbox_test

import (
	"errors"
	"io"
	"reflect"
	"testing"

	"balcao/erp/sandbox"
)

func lead(reference string) map[string]any {
	return map[string]any{"nome": "Conceição D'Ávila", "cpf_cnpj": maria, "celulares": []any{"11987654321", "1133334444"}, "email": "c@example.com",
		"interesse": []any{"FIBRA300"}, "endereco": map[string]any{"rua": "Rua das Acácias"}, "origem": "SITE",
		"utm": map[string]any{"source": "x"}, "observacoes": "à tarde", "referencia": reference}
}

func (e *erp) leads(reference string) []map[string]any {
	e.t.Helper()
	var all []map[string]any
	e.get("/leads?referencia="+reference, &all)
	return all
}

func TestLeads(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	if got := e.leads("L1"); got == nil || len(got) != 0 {
		t.Errorf("before: %v", got)
	}
	var first, again struct{ ID string }
	e.call("POST", "/leads", "L1", lead("L1"), 201, &first)
	e.call("POST", "/leads", "L1", lead("L1"), 200, &again)
	e.call("POST", "/leads", "L1", lead("L9"), 409, nil)
	if first.ID == "" || first != again {
		t.Errorf("ids %q and %q", first.ID, again.ID)
	}
	want := lead("L1")
	want["id"] = first.ID
	if got := e.leads("L1"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("leads %v, want %v", got, want)
	}
	e.checkBooks("yes 201", "no 200", "no 409")
	if got := e.books()[0]; got.Kind != "lead" || got.Document != maria || got.Key != "L1" {
		t.Errorf("books %+v", got)
	}
}

func TestALeadThatWasAppliedWithoutAnswerIsFound(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{Faults: sandbox.Faults{AfterApply: 1}})
	if _, err := e.send("POST", "/leads", "L1", lead("L1")); !errors.Is(err, io.EOF) {
		t.Errorf("error %v", err)
	}
	if got := e.leads("L1"); len(got) != 1 {
		t.Errorf("leads %v", got)
	}
}

func TestLeadsDoubleApply(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{Double: sandbox.DoubleApply})
	e.call("POST", "/leads", "L1", lead("L1"), 201, nil)
	e.call("POST", "/leads", "L1", lead("L1"), 201, nil)
	if got := e.leads("L1"); len(got) != 2 {
		t.Errorf("leads %v", got)
	}
}

func TestLeadsRefuse(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	without := func(names ...string) map[string]any {
		body := lead("L1")
		for _, name := range names {
			delete(body, name)
		}
		return body
	}
	wrong := lead("L1")
	wrong["cpf_cnpj"] = "52998224724"
	for _, tt := range []struct {
		key    string
		body   any
		status int
	}{
		{"", lead("L1"), 400}, {"L1", []int{1}, 400}, {"L1", without("nome"), 422}, {"L1", without("email", "celulares"), 422},
		{"L1", without("referencia"), 422}, {"L1", wrong, 422}, {"L1", without("email", "cpf_cnpj", "utm"), 201},
	} {
		e.call("POST", "/leads", tt.key, tt.body, tt.status, nil)
	}
	e.call("GET", "/leads", "", nil, 400, nil)
}

func TestTestInvoices(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, body := range []any{
		"x", map[string]any{"document": maria}, map[string]any{"document": maria, "amount": "1.00"},
		map[string]any{"document": maria, "amount": "1", "due_on": "2026-12-01"},
		map[string]any{"document": maria, "amount": "1.00", "discount": "1.00", "due_on": "2026-12-01"},
	} {
		e.call("POST", "/_sandbox/invoices", "", body, 400, nil)
	}
	e.call("POST", "/_sandbox/invoices", "", map[string]any{"document": "00000000191", "amount": "1.00", "due_on": "2026-12-01"}, 404, nil)
	id := e.newInvoice("1.00", "2026-12-01")
	e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": id}, 201, nil)
	e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": id}, 422, nil)
	e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": "7"}, 404, nil)
	e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": id, "amount": "x"}, 400, nil)
	if got := e.invoice(maria, id); got.Status != "PAID" || got.Payments[0].Method != "BOLETO" || got.Contract != nil {
		t.Errorf("invoice %+v", got)
	}
	if books := e.books(); len(books) != 0 {
		t.Errorf("paid at the bank is in the books: %+v", books)
	}
}
