package tryton_test

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

func changes(document br.Document) erp.UpdateInput {
	return erp.UpdateInput{Document: document, Reference: newReference(), Changes: erp.Changes{
		Name: pointer(`Joana D'Ávila "x" %`), Email: pointer("nova+1@cliente.example"),
		Mobiles: []string{"11911112222", "11988887777"}, Phones: []string{"1132220000"},
		BillingAddress: &erp.Address{Street: pointer("Rua D'Oeste"), Number: pointer("10-A"), City: pointer("São Paulo"), State: pointer("SP"), PostalCode: pointer("01310-100")},
	}}
}

// old are the contacts that a party has before: one mobile stays.
var old = []any{
	mechanism("email", "antes@cliente.example"), mechanism("email", "cobranca@cliente.example"),
	mechanism("mobile", "+55 11 98888-7777"), mechanism("mobile", "11 90000-0000"), mechanism("website", "https://joana.example"),
}

// card is all that a party has and a change may touch.
func (c *clerk) card(t *testing.T, party any) []string {
	t.Helper()
	card := []string{"name " + c.one(t, "party.party", []any{clause("id", "=", party)}, "name")["name"].(string)}
	for _, m := range c.records(t, "party.contact_mechanism", []any{clause("party", "=", party)}, "type", "value") {
		card = append(card, m["type"].(string)+" "+m["value"].(string))
	}
	for _, a := range c.records(t, "party.address", []any{clause("party", "=", party)}, "street", "invoice") {
		use := map[float64]string{0: "address ", 1: "invoices to "}[a["invoice"].(float64)]
		card = append(card, use+a["street"].(string))
	}
	return card
}

var changed = []string{
	`name Joana D'Ávila "x" %`, "email nova+1@cliente.example", "email cobranca@cliente.example", "mobile +55 11 98888-7777",
	"website https://joana.example", "mobile (11) 91111-2222", "phone (11) 3222-0000", "address Rua Velha, 1", "invoices to Rua D'Oeste, 10-A",
}

func TestAChangeIsStoredOnceAndForOneParty(t *testing.T) {
	clerk, pipe, in := newClerk(t), connect(t, address(), nil), changes(newDocument(t))
	party, other := clerk.party(t, in.Document, old...), clerk.party(t, newDocument(t), old...)
	before := clerk.card(t, other)
	for range 2 {
		stored := done(t, erp.UpdateCustomer, pipe, in).Stored
		if stored == nil || *stored.Email != *in.Changes.Email || *stored.Name != *in.Changes.Name || *stored.BillingAddress.Street != "Rua D'Oeste, 10-A" {
			t.Fatalf("stored %+v", stored)
		}
		if !slices.Equal(slices.Sorted(slices.Values(stored.Mobiles)), in.Changes.Mobiles) || !slices.Equal(stored.Phones, in.Changes.Phones) {
			t.Errorf("stored %v and %v", stored.Mobiles, stored.Phones)
		}
		if got := clerk.card(t, party); !slices.Equal(got, changed) {
			t.Errorf("the party has\n%q, want\n%q", got, changed)
		}
	}
	if after := clerk.card(t, other); !slices.Equal(after, before) {
		t.Errorf("another party has now\n%q, had\n%q", after, before)
	}
}

func TestWhatIsNotToBeChangedStays(t *testing.T) {
	clerk, pipe, in := newClerk(t), connect(t, address(), nil), changes(newDocument(t))
	party := clerk.party(t, in.Document, old...)
	before := clerk.card(t, party)
	in.Changes = erp.Changes{Email: pointer("cobranca@cliente.example")} // it is there already
	done(t, erp.UpdateCustomer, pipe, in)
	if after := clerk.card(t, party); !slices.Equal(after, before) {
		t.Errorf("the party has now\n%q, had\n%q", after, before)
	}
}

func TestAChangeWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	for _, method := range []string{"model.party.address.create", "model.party.party.write"} {
		t.Run(method, func(t *testing.T) {
			clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
			pipe, in := connect(t, proxy.URL, nil), changes(newDocument(t))
			party := clerk.party(t, in.Document, old...)
			clerk.loseAnswer(t, proxy, method)
			if _, _, err := erp.UpdateCustomer.Call(t.Context(), pipe, in); !erp.IsKind(err, erp.MaybeSent) {
				t.Fatalf("got %v, want %s", err, erp.MaybeSent)
			}
			proxy.Forget()
			again(t, erp.UpdateCustomer, pipe, in)
			if got := proxy.Count(calls(method)); got != 0 {
				t.Errorf("what was done already was sent again, %d times", got)
			}
			if got := clerk.card(t, party); !slices.Equal(got, changed) {
				t.Errorf("the party has\n%q, want\n%q", got, changed)
			}
		})
	}
}

// A change that Tryton takes and does not keep is no success.
func TestAChangeThatIsNotKeptIsNotDone(t *testing.T) {
	clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
	pipe, in := connect(t, proxy.URL, nil), changes(newDocument(t))
	party := clerk.party(t, in.Document, old...)
	mail := clerk.records(t, "party.contact_mechanism", []any{clause("party", "=", party), clause("type", "=", "email")}, "id")[0]["id"]
	reads := calls("model.party.contact_mechanism.search_read")
	proxy.Before(func(r erptest.Request) {
		if reads(r) {
			clerk.call(t, "model.party.contact_mechanism.write", []any{mail}, map[string]any{"value": "antes@cliente.example"}, context)
		}
	})
	in.Changes = erp.Changes{Email: in.Changes.Email}
	if _, _, err := erp.UpdateCustomer.Call(t.Context(), pipe, in); !erp.IsKind(err, erp.NotDone) {
		t.Errorf("got %v, want %s", err, erp.NotDone)
	}
}

func TestAChangeOfNobody(t *testing.T) {
	newClerk(t)
	_, _, err := erp.UpdateCustomer.Call(t.Context(), connect(t, address(), nil), changes(newDocument(t)))
	if !erp.IsKind(err, erp.NotFound) {
		t.Errorf("got %v, want %s", err, erp.NotFound)
	}
}
