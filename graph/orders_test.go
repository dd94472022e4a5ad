package graph_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/internal/association"
	"balcao/internal/ordering"
)

// sells associates the local codes of the tests' orders.
func (c *counter) sells() {
	c.t.Helper()
	for _, a := range []association.Association{
		{Kind: association.Product, LocalCode: "fibra-600", Code: "17"}, {Kind: association.Product, LocalCode: "antena", Code: "18"},
		{Kind: association.DueDate, LocalCode: "dia-10", Code: "D10"}, {Kind: association.Reseller, LocalCode: "loja", Code: "R3"},
		{Kind: association.CommercialOrigin, LocalCode: "google", Code: "C5"},
	} {
		if err := c.tenant.Associations.Put(c.t.Context(), "acme", a); err != nil {
			c.t.Fatal(err)
		}
	}
}

// takes makes the ERP take a function's writes, and gives what it was sent.
func (c *counter) takes(function string, answer any) *[]erp.Input {
	var sent []erp.Input
	c.erp.answer(function, func(in erp.Input) erp.Result {
		sent = append(sent, in)
		if err, ok := answer.(error); ok {
			return erp.Result{Err: err}
		}
		return erp.Result{Value: answer}
	})
	return &sent
}

const createOrder = `mutation($input: CreateOrderInput!) { createOrder(input: $input) {
	order { id state reason message way remoteId remoteMessage trace } userErrors { code field message } clientMutationId } }`

// anOrder is one that nothing is wrong with.
func anOrder() map[string]any {
	return map[string]any{
		"idempotencyKey": "order-0001", "clientMutationId": "m1",
		"customer": map[string]any{
			"document": "111.444.777-35", "name": " João Souza ", "birthDate": "1990-12-31", "email": "joao@example.com",
			"mobiles": []any{map[string]any{"number": "(11) 98888-7777", "whatsapp": true}, map[string]any{"number": "+55 11 97777-6666"}},
		},
		"installationAddress": map[string]any{"street": "Rua A", "number": "10", "city": "São Paulo", "state": "SP", "postalCode": "01310-100", "ibgeCode": "3550308", "latitude": -23.5},
		"items":               []any{map[string]any{"productCode": "fibra-600", "monthlyPrice": "129.90", "installationPrice": "50.00", "loyaltyMonths": 12}, map[string]any{"productCode": "antena", "monthlyPrice": "9.90", "quantity": 2}},
		"dueDateCode":         "dia-10", "resellerCode": "loja", "commercialOriginCode": "google",
		"paymentMethod": "boleto", "coupon": "VERAO", "notes": "Tem cachorro\nno quintal", "acceptedTermsAt": "2026-11-24T11:59:00Z",
		"user": map[string]any{"id": "u1", "email": "joao@example.com"},
	}
}

func (c *counter) order(key string, in map[string]any, language ...string) string {
	c.t.Helper()
	return c.askWith(key, createOrder, map[string]any{"input": in}, language...)
}

func TestAnOrderOfANewCustomer(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	sent := c.takes("create_order", &erp.OrderPlaced{RemoteID: text("P1"), RemoteMessage: text("<p>Pedido\nrecebido.</p>")})
	first := c.order("behalf", anOrder())
	want(t, first, `"state":"CONFIRMED"`, `"reason":null`, `"way":"ORDER"`, `"remoteId":"P1"`, `"remoteMessage":"Pedido recebido."`,
		`"trace":["the ERP does not know the person"`, `"userErrors":[]`, `"clientMutationId":"m1"`)
	if len(*sent) != 1 {
		t.Fatalf("sent %v", *sent)
	}
	o := (*sent)[0].(erp.OrderInput).Order
	if o.Customer.Kind != erp.Person || o.Customer.Name != "João Souza" || o.Customer.Document != unknown || o.Channel != erp.Site ||
		!slices.Equal(o.Customer.Mobiles, []string{"11988887777", "11977776666"}) || !slices.Equal(o.Customer.WhatsApp, []string{"11988887777"}) {
		t.Errorf("%+v", o)
	}
	if o.Items[0].ProductCode != "17" || o.Items[1].ProductCode != "18" || o.Items[1].Quantity != 2 || o.Items[0].Quantity != 1 ||
		*o.DueDateCode != "D10" || *o.ResellerCode != "R3" || *o.CommercialOriginCode != "C5" {
		t.Errorf("codes: %+v", o)
	}
	if *o.InstallationAddress.PostalCode != "01310100" || *o.InstallationAddress.Latitude != "-23.500000" || o.AcceptedTermsAt.Format("15:04 -0700") != "08:59 -0300" {
		t.Errorf("%+v", o)
	}
	if again := c.order("behalf", anOrder()); again != first || len(*sent) != 1 {
		t.Errorf("the same key answers\n%s\nand then\n%s", first, again)
	}
	if app := c.askWith("app", strings.ReplaceAll(createOrder, " trace", ""), map[string]any{"input": anOrder()}); len(*sent) != 2 || (*sent)[1].(erp.OrderInput).Order.Channel != erp.App {
		t.Errorf("two clients' keys are one: %s", app)
	}
}

func TestACompanyOrders(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	c.erp.answers["get_customer"] = func(erp.Input) erp.Result { return erp.Result{Err: &erp.Error{Kind: erp.NotFound}} }
	sent := c.takes("create_order", &erp.OrderPlaced{})
	in := anOrder()
	in["customer"] = map[string]any{"document": "11.222.333/0001-81", "name": "Padaria", "email": "padaria@example.com"}
	want(t, c.order("behalf", in), "CONFIRMED")
	if len(*sent) != 1 || (*sent)[0].(erp.OrderInput).Order.Customer.Kind != erp.Company {
		t.Errorf("%+v", *sent)
	}
}

func TestTheWaysOfACustomersOrder(t *testing.T) {
	t.Parallel()
	for way, function := range map[ordering.Way]string{
		ordering.AsOrder: "create_order", ordering.AsTicket: "create_order_for_existing_customer", ordering.AsLead: "create_lead",
	} {
		c := newCounter(t)
		c.sells()
		c.selling.ExistingCustomer = way
		c.takes("create_order", &erp.OrderPlaced{})
		users := c.takes("create_order_for_existing_customer", &erp.OrderPlaced{IsIssue: true})
		c.takes("create_lead", &erp.Created{})
		in := anOrder()
		in["customer"].(map[string]any)["document"] = string(maria)
		want(t, c.order("behalf", in), `"state":"CONFIRMED"`, `"way":"`+string(way)+`"`)
		if calls := c.erp.seen(); !slices.Equal(calls, []string{"get_customer×1", function + "×1"}) {
			t.Errorf("%s: called %v", way, calls)
		}
		if way == ordering.AsTicket && (*users)[0].(erp.ExistingOrderInput).User.ID != "u1" {
			t.Errorf("%+v", *users)
		}
	}
}

func TestAnOrderIsRefusedForWhatIsOwed(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	c.selling.Pendencies.Otherwise = ordering.Refuse
	c.tenant.Pendencies = c.selling.Pendencies
	c.takes("list_pendency_texts", []string{"<b>Fatura 7</b> vencida", "<br>"})
	refused := c.order("behalf", anOrder())
	want(t, refused, `"state":"REFUSED"`, `"reason":"PENDENCY"`, `"message":"Há pendências com o provedor."`, `"way":null`, `"remoteId":null`, "it is refused", "!Fatura 7")
	want(t, c.ask("behalf", `{ pendencies(document: "52998224725") { text consequence } customer(document: "52998224725") { pendencies { consequence } } }`),
		`"pendencies":[{"text":"Fatura 7 vencida","consequence":"REFUSE"}]`, `"pendencies":[{"consequence":"REFUSE"}]`)
	want(t, c.ask("site", `{ pendencies(document: "52998224725") { text } }`), "FORBIDDEN")
	want(t, c.askWith("site", createOrder, map[string]any{"input": anOrder()}), "FORBIDDEN") // its trace
}

// An ERP that is silent decides nothing: the order waits, and goes on by itself.
func TestAnOrderWaitsForASilentERP(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	silent := c.erp.answers["get_customer"]
	c.erp.answers["get_customer"] = func(erp.Input) erp.Result { return erp.Result{Err: &erp.Error{Kind: erp.Unavailable}} }
	c.takes("create_order", &erp.OrderPlaced{})
	want(t, c.order("behalf", anOrder()), `"state":"ACCEPTED"`, `"reason":"ERP_UNAVAILABLE"`, `"way":null`, "it waits")
	if calls := c.erp.seen(); !slices.Equal(calls, []string{"get_customer×1"}) {
		t.Errorf("called %v", calls)
	}
	c.erp.answer("get_customer", silent)
	c.until(func() string { return c.order("behalf", anOrder()) }, `"state":"CONFIRMED"`)
}

func TestAnUnansweredOrderKeepsItsWay(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	c.selling.ExistingCustomer = ordering.AsTicket
	c.takes("create_order", &erp.Error{Kind: erp.MaybeSent})
	want(t, c.order("behalf", anOrder()), `"state":"UNKNOWN"`, `"reason":"NO_ANSWER"`, `"way":"ORDER"`)
	want(t, c.log.String(), "write not confirmed", "!11144477735", "!João")
	c.erp.answer("get_customer", func(erp.Input) erp.Result { return erp.Result{Value: &erp.Customer{Active: true}} })
	c.takes("create_order", &erp.OrderPlaced{RemoteID: text("P1")})
	confirmed := c.until(func() string { return c.order("behalf", anOrder()) }, `"state":"CONFIRMED"`)
	want(t, confirmed, `"way":"ORDER"`, `"remoteId":"P1"`)
}

func TestAnOrderThatTheERPRefuses(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	sent := c.takes("create_order", &erp.Error{Kind: erp.Refused, Message: "Sem viabilidade no endereço."})
	refused := c.order("behalf", anOrder())
	want(t, refused, `"state":"REFUSED"`, `"reason":"REFUSED_BY_ERP"`, "recusou: Sem viabilidade no endereço.", `"way":"ORDER"`)
	if again := c.order("behalf", anOrder()); again != refused || len(*sent) != 1 {
		t.Errorf("%s", again)
	}
}

func TestWhatTheConnectionLacksIsForAPerson(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	c.supports = func(f *erp.Info) (bool, string) { return f != erp.CreateOrder.Info, "no such call" }
	want(t, c.order("behalf", anOrder()), `"state":"NEEDS_ATTENTION"`, `"reason":"NOT_SUPPORTED"`, "the connection has no create_order")
	want(t, c.log.String(), "write not confirmed")
}

func TestAnOrdersKeyIsUsedAgain(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	sent := c.takes("create_order", &erp.OrderPlaced{RemoteID: text("P1")})
	first := c.order("behalf", anOrder())
	other := anOrder()
	other["items"].([]any)[1].(map[string]any)["quantity"] = 3
	reused := c.order("behalf", other)
	want(t, reused, `"KEY_REUSED","field":["idempotencyKey"]`, `"remoteId":"P1"`)
	words := anOrder()
	words["notes"], words["acceptedTermsAt"] = "Outra coisa", "2026-11-24T11:58:00Z"
	if got := c.order("behalf", words); got != first {
		t.Errorf("texts and times are no other substance: %s", got)
	}
	// An admin associates a code with another record meanwhile.
	if err := c.tenant.Associations.Put(t.Context(), "acme", association.Association{Kind: association.Product, LocalCode: "antena", Code: "99"}); err != nil {
		t.Fatal(err)
	}
	if got := c.order("behalf", anOrder()); got != first || len(*sent) != 1 {
		t.Errorf("%s", got)
	}
}

func TestAllThatIsWrongWithAnOrderIsTold(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.sells()
	in := anOrder()
	in["idempotencyKey"] = "short"
	in["customer"] = map[string]any{
		"document": "11144477735", "name": " ", "birthDate": "2026-11-25", "email": "joao@", "rg": "1\u0000", "ie": "\u202e1",
		"motherName": "Ana\nda Silva", "mobiles": []any{map[string]any{"number": "1133334444"}},
	}
	in["installationAddress"] = map[string]any{"state": "XX", "postalCode": "0131", "ibgeCode": "355030", "latitude": 91, "longitude": -181, "street": strings.Repeat("x", 2001)}
	in["billingAddress"] = map[string]any{"state": "sp", "city": "a\tb"}
	in["items"] = []any{
		map[string]any{"productCode": "fibra-900", "monthlyPrice": "-1.00", "quantity": 0, "loyaltyMonths": 121},
		map[string]any{"productCode": "fibra-600", "monthlyPrice": "1.00", "installationPrice": "-0.01", "quantity": 101, "name": "a\u0007"},
		map[string]any{"productCode": "a\nb", "monthlyPrice": "1.00"},
	}
	in["dueDateCode"], in["resellerCode"], in["commercialOriginCode"] = "dia-31", "ninguém", ""
	in["paymentMethod"], in["coupon"], in["notes"], in["acceptedTermsAt"] = "a\nb", "\u0085", "a\u0000b", "2026-11-24T12:02:00Z"
	in["user"] = map[string]any{"id": " ", "name": "\u2028", "email": "x"}
	answer := c.order("behalf", in)
	for _, e := range []string{
		`INVALID","field":["idempotencyKey"]`, `REQUIRED","field":["customer","name"]`, `INVALID","field":["customer","birthDate"]`,
		`INVALID","field":["customer","email"]`, `INVALID","field":["customer","rg"]`, `INVALID","field":["customer","ie"]`,
		`INVALID","field":["customer","motherName"]`, `INVALID","field":["customer","mobiles"]`,
		`INVALID","field":["installationAddress","state"]`, `INVALID","field":["installationAddress","postalCode"]`,
		`INVALID","field":["installationAddress","ibgeCode"]`, `INVALID","field":["installationAddress","latitude"]`,
		`INVALID","field":["installationAddress","longitude"]`, `INVALID","field":["installationAddress","street"]`,
		`INVALID","field":["billingAddress","state"]`, `INVALID","field":["billingAddress","city"]`,
		`NOT_ASSOCIATED","field":["items","0","productCode"]`, `INVALID","field":["items","0","monthlyPrice"]`,
		`INVALID","field":["items","0","quantity"]`, `INVALID","field":["items","0","loyaltyMonths"]`,
		`INVALID","field":["items","1","installationPrice"]`, `INVALID","field":["items","1","quantity"]`, `INVALID","field":["items","1","name"]`,
		`INVALID","field":["items","2","productCode"]`, `NOT_ASSOCIATED","field":["dueDateCode"]`, `NOT_ASSOCIATED","field":["resellerCode"]`,
		`INVALID","field":["commercialOriginCode"]`, `INVALID","field":["paymentMethod"]`, `INVALID","field":["coupon"]`,
		`INVALID","field":["notes"]`, `INVALID","field":["acceptedTermsAt"]`, `REQUIRED","field":["user","id"]`,
		`INVALID","field":["user","name"]`, `INVALID","field":["user","email"]`,
	} {
		want(t, answer, e)
	}
	if n := strings.Count(answer, `"code":`); n != 34 {
		t.Errorf("%d errors in %s", n, answer)
	}
	want(t, answer, `"order":null`, `O código \"fibra-900\" (produto) não está associado`, "administrador")
	if calls := c.erp.seen(); calls != nil {
		t.Errorf("called %v", calls)
	}
	in = anOrder()
	in["items"] = []any{}
	want(t, c.order("behalf", in, "en"), "An order has 1 to 50 lines.")
	in["items"] = slices.Repeat(anOrder()["items"].([]any), 26)
	want(t, c.order("behalf", in), `INVALID","field":["items"]`)
}
