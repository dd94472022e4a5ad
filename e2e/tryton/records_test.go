package tryton_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

// newDocument is a CPF that no record has yet.
func newDocument(t *testing.T) br.Document {
	t.Helper()
	document, err := br.NewDocument(fmt.Sprintf("%09d", 300_000_000+mathrand.IntN(600_000_000)))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// record is a record of Tryton, with the fields that were asked for.
type record map[string]any

// records are those that meet the domain, the oldest first. What is archived is
// not among them.
func (c *clerk) records(t *testing.T, model string, domain []any, fields ...string) []record {
	t.Helper()
	rows := c.call(t, "model."+model+".search_read", domain, 0, nil, []any{[]any{"id", "ASC"}}, fields, context).([]any)
	records := make([]record, len(rows))
	for i, row := range rows {
		records[i] = row.(map[string]any)
	}
	return records
}

// one is the only record that meets the domain.
func (c *clerk) one(t *testing.T, model string, domain []any, fields ...string) record {
	t.Helper()
	found := c.records(t, model, domain, fields...)
	if len(found) != 1 {
		t.Fatalf("Tryton has %d records %s with %v, want one", len(found), model, domain)
	}
	return found[0]
}

// party makes one with these contact mechanisms and gives its id.
func (c *clerk) party(t *testing.T, document br.Document, mechanisms ...any) any {
	t.Helper()
	return c.call(t, "model.party.party.create", []any{map[string]any{
		"name":               "Joana D'Ávila",
		"identifiers":        []any{[]any{"create", []any{map[string]any{"type": "br_cpf", "code": document}}}},
		"contact_mechanisms": []any{[]any{"create", mechanisms}},
		"addresses":          []any{[]any{"create", []any{map[string]any{"street": "Rua Velha, 1", "city": "São Paulo", "invoice": true}}}},
	}}, context).([]any)[0]
}

func mechanism(kind, value string) map[string]any {
	return map[string]any{"type": kind, "value": value}
}

// loseAnswer lets the next request of this method arrive at Tryton, and cuts the
// connection before its answer.
func (c *clerk) loseAnswer(t *testing.T, proxy *erptest.Proxy, method string) {
	t.Helper()
	proxy.Before(func(r erptest.Request) {
		if !calls(method)(r) {
			return
		}
		proxy.Before(nil)
		var body struct{ Params []any }
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Error(err)
		}
		c.call(t, method, body.Params...)
		panic(http.ErrAbortHandler)
	})
}

// again calls a function the way the ledger does after an attempt whose end is
// not known.
func again[In erp.Input, Out any](t *testing.T, f erp.Func[In, Out], pipe erp.Pipe, in In) Out {
	t.Helper()
	got, _, err := f.Call(automation.WithAttempt(t.Context(), automation.Attempt{Number: 2}), pipe, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// done calls a function that has to succeed.
func done[In erp.Input, Out any](t *testing.T, f erp.Func[In, Out], pipe erp.Pipe, in In) Out {
	t.Helper()
	got, _, err := f.Call(t.Context(), pipe, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func pointer[T any](v T) *T { return &v }

// A search that fails is not one that finds nothing: were it taken for that,
// each of these would be made a second time.
func TestNothingIsMadeWhereASearchFails(t *testing.T) {
	ticket, order := newTicket(), newOrder(newDocument(t))
	lead := erp.LeadInput{Lead: erp.Lead{Name: "Ana", Document: pointer(maria)}, Reference: newReference()}
	for _, c := range []struct {
		search string
		write  func(*testing.T, erp.Pipe) error
	}{
		{"model.sale.sale", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateOrder, p, order) }},
		{"model.party.identifier", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateOrder, p, order) }},
		{"model.product.product", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateOrder, p, order) }},
		{"model.sale.complaint", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateTicket, p, ticket) }},
		{"model.sale.complaint.type", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateTicket, p, ticket) }},
		{"model.sale.opportunity", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateLead, p, lead) }},
		{"model.party.identifier", func(t *testing.T, p erp.Pipe) error { return failure(t, erp.CreateLead, p, lead) }},
	} {
		t.Run(c.search, func(t *testing.T) {
			newClerk(t)
			proxy := erptest.NewProxy(t, address())
			proxy.Before(func(r erptest.Request) {
				if calls(c.search + ".search_read")(r) {
					panic(http.ErrAbortHandler)
				}
			})
			if err := c.write(t, connect(t, proxy.URL, nil)); !erp.IsKind(err, erp.Unavailable) {
				t.Errorf("got %v, want %s", err, erp.Unavailable)
			}
			if got := proxy.Count(func(r erptest.Request) bool { return bytes.Contains(r.Body, []byte(`.create"`)) }); got != 0 {
				t.Errorf("%d records were made", got)
			}
		})
	}
}

func failure[In erp.Input, Out any](t *testing.T, f erp.Func[In, Out], pipe erp.Pipe, in In) error {
	t.Helper()
	_, _, err := f.Call(t.Context(), pipe, in)
	return err
}
