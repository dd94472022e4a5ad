package graph_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

func TestCreateTicket(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	sent := c.takes("create_ticket", &erp.TicketOpened{RemoteID: text("9"), Protocol: text("2026-9")})
	ticket := func(rest string) string {
		return c.ask("app", `mutation { createTicket(input: {idempotencyKey: "ticket-01", document: "529.982.247-25", `+rest+`}) {
			ticket { id state reason message remoteId protocol } userErrors { code field } } }`)
	}
	first := ticket(`contractId: "5001", title: "Sem sinal", message: " Caiu ontem.\nE hoje. ", contactPhone: "+55 (11) 3333-4444", contactName: "Ana"`)
	want(t, first, `"state":"CONFIRMED"`, `"remoteId":"9"`, `"protocol":"2026-9"`, `"userErrors":[]`)
	in := (*sent)[0].(erp.TicketInput)
	if in.Document != maria || in.Ticket.Message != "Caiu ontem.\nE hoje." || *in.Ticket.ContactPhone != "1133334444" || *in.Ticket.ContractID != "5001" || in.Reference == "" {
		t.Errorf("%+v", in)
	}
	if again := ticket(`contractId: "5001", message: "Noch einmal"`); again != first {
		t.Errorf("other words are another ticket: %s", again)
	}
	want(t, ticket(`contractId: "5002", message: "x"`), `"KEY_REUSED"`, `"protocol":"2026-9"`)
	want(t, ticket(`contractId: "5001", subjectCode: "2", message: "x"`), `"KEY_REUSED"`)
	want(t, ticket(`message: " ", title: "a\nb", contactPhone: "123", contractId: "\u0000"`), `"ticket":null`,
		`REQUIRED","field":["message"]`, `["title"]`, `["contactPhone"]`, `["contractId"]`)
	if len(*sent) != 1 {
		t.Errorf("sent %v", *sent)
	}
}

func TestATicketOfNobody(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.takes("create_ticket", &erp.Error{Kind: erp.NotFound})
	want(t, c.ask("app", `mutation { createTicket(input: {idempotencyKey: "ticket-01", document: "52998224725", message: "x"}) { ticket { state reason message } } }`),
		`"state":"REFUSED"`, `"reason":"CUSTOMER_NOT_FOUND"`, `"message":"O cliente não foi encontrado."`)
}

func unlock(key, contract string) string {
	return `mutation { unlockOnTrust(input: {idempotencyKey: "` + key + `", document: "52998224725", contractId: "` + contract + `"}) {
		trustUnlock { id state reason message granted until } userErrors { code field } } }`
}

// The ERP has decided, whichever way it said so.
func TestUnlockOnTrust(t *testing.T) {
	t.Parallel()
	until := br.Date{Year: 2026, Month: time.November, Day: 27}
	for name, tc := range map[string]struct {
		answer any
		want   []string
	}{
		"granted": {&erp.TrustUnlock{Granted: true, Until: &until}, []string{`"CONFIRMED"`, `"granted":true`, `"until":"2026-11-27"`, `"message":null`, `"reason":null`}},
		"not granted": {&erp.TrustUnlock{Reason: text("<b>Já usado</b> este m&ecirc;s.")},
			[]string{`"CONFIRMED"`, `"granted":false`, `"until":null`, `"message":"Já usado este mês."`, `"reason":null`}},
		"refused": {&erp.Error{Kind: erp.Refused, Message: "Contrato não bloqueado."},
			[]string{`"CONFIRMED"`, `"granted":false`, `"message":"Contrato não bloqueado."`, `"reason":null`}},
		"refused without words": {&erp.Error{Kind: erp.Refused}, []string{`"CONFIRMED"`, `"granted":false`, `"message":null`}},
		"no answer":             {&erp.Error{Kind: erp.MaybeSent}, []string{`"UNKNOWN"`, `"granted":null`, `"reason":"NO_ANSWER"`}},
		"away":                  {&erp.Error{Kind: erp.Unavailable}, []string{`"ERP_UNAVAILABLE"`}},
	} {
		c := newCounter(t)
		c.takes("unlock_on_trust", tc.answer)
		answer := c.ask("site", unlock("unlock-01", "5001"))
		want(t, answer, tc.want...)
		if again := c.ask("site", unlock("unlock-01", "5001")); name != "away" && again != answer {
			t.Errorf("%s: %s", name, again)
		}
	}
	c := newCounter(t)
	c.takes("unlock_on_trust", &erp.TrustUnlock{Granted: true})
	c.ask("site", unlock("unlock-01", "5001"))
	want(t, c.ask("site", unlock("unlock-01", "5002")), `"KEY_REUSED"`)
	want(t, c.ask("site", unlock("key", " ")), `["idempotencyKey"]`, `REQUIRED","field":["contractId"]`)
}

func change(changes string) string {
	return `mutation { updateCustomer(input: {idempotencyKey: "update-01", document: "52998224725", changes: {` + changes + `}}) {
		update { id state stored { name email mobiles phones billingAddress { postalCode } } } userErrors { code field } } }`
}

func TestUpdateCustomer(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	sent := c.takes("update_customer", &erp.Updated{Stored: &erp.Changes{Email: text("m@example.com"), Mobiles: []string{"11988887777"}}})
	changes := `email: "m@example.com", mobiles: ["(11) 98888-7777"], phones: ["11 3333-4444"], billingAddress: {postalCode: "01310-100"}`
	first := c.ask("behalf", change(changes))
	want(t, first, `"state":"CONFIRMED"`, `"stored":{"name":null,"email":"m@example.com","mobiles":["11988887777"],"phones":[],"billingAddress":null}`)
	in := (*sent)[0].(erp.UpdateInput)
	if in.Document != maria || !slices.Equal(in.Changes.Mobiles, []string{"11988887777"}) || !slices.Equal(in.Changes.Phones, []string{"1133334444"}) ||
		*in.Changes.BillingAddress.PostalCode != "01310100" || in.Changes.Name != nil {
		t.Errorf("%+v", in)
	}
	if again := c.ask("behalf", change(changes)); again != first {
		t.Errorf("%s", again)
	}
	for _, other := range []string{strings.Replace(changes, "01310-100", "01310-101", 1), strings.Replace(changes, "m@", "n@", 1), `mobiles: ["(11) 98888-7777"]`} {
		want(t, c.ask("behalf", change(other)), `"KEY_REUSED"`, "m@example.com")
	}
	if len(*sent) != 1 {
		t.Errorf("sent %v", *sent)
	}
	want(t, c.ask("site", change(changes)), "FORBIDDEN")
}

func TestWhatCannotBeUpdated(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	sent := c.takes("update_customer", &erp.Updated{})
	want(t, c.ask("behalf", change("")), `"update":null`, `REQUIRED","field":["changes"]`)
	want(t, c.ask("behalf", change("mobiles: [], phones: []")), `REQUIRED","field":["changes"]`)
	want(t, c.ask("behalf", change(`name: "Maria Souza"`)), `NOT_ALLOWED","field":["changes","name"]`)
	want(t, c.ask("behalf", change(`email: "m", mobiles: ["1133334444"], phones: ["3333-4444"], billingAddress: {state: "ZZ"}`)),
		`["changes","email"]`, `["changes","mobiles"]`, `["changes","phones"]`, `["changes","billingAddress","state"]`)
	c.tenant.AllowNameChange = true
	want(t, c.ask("behalf", change(`name: " "`)), `REQUIRED","field":["changes","name"]`)
	if len(*sent) != 0 {
		t.Errorf("sent %v", *sent)
	}
	want(t, c.ask("behalf", change(`name: "Maria Souza"`)), `"state":"CONFIRMED"`, `"stored":null`)
}
