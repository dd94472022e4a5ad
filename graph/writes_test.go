package graph_test

import (
	"context"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
)

func (c *counter) invoiceID(t *testing.T) string {
	t.Helper()
	return data[struct{ Boletos page }](t, c.ask("site", `{ boletos(document: "52998224725") { nodes { id } } }`)).Boletos.Nodes[0].ID
}

const e2e = "E1234567820261124120012345678901"

func pix(invoice, e2e, rest string) string {
	return `mutation { settleBoleto(input: {invoiceId: "` + invoice + `", amount: "129.90", paidAt: "2026-11-24T12:00:00Z", clientMutationId: "m1",
		payment: {pix: {endToEndId: "` + e2e + `"}}}) { clientMutationId userErrors { code field } settlement { id state evidence amount paidAt method ` + rest + ` } } }`
}

func TestSettleBoleto(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.invoiceID(t)
	first := c.ask("totem", pix(id, e2e, "invoice { status }"))
	want(t, first, `"clientMutationId":"m1"`, `"userErrors":[]`, `"state":"CONFIRMED"`, `"evidence":"REFERENCE"`,
		`"amount":"129.90"`, `"paidAt":"2026-11-24T09:00:00-03:00"`, `"method":"PIX"`, `"invoice":{"status"`)
	if second := c.ask("payments", pix(id, e2e, "invoice { status }")); second != first {
		t.Errorf("the same payment answers\n%s\nand then\n%s", first, second)
	}
	want(t, c.ask("totem", pix("nonsense", e2e, "")), `"NOT_FOUND","field":["invoiceId"]`, `"settlement":null`)
	want(t, c.ask("totem", pix(id, "E1", "")), `"INVALID","field":["payment","pix","endToEndId"]`)
	want(t, c.ask("site", pix(id, e2e, "")), "FORBIDDEN")
	both := strings.Replace(pix(id, e2e, ""), "payment: {", `payment: {tef: {network: "R", store: "1", terminal: "1", receiptDate: "2026-11-24"}, `, 1)
	want(t, c.ask("totem", both), "GRAPHQL_VALIDATION_FAILED")
	want(t, c.ask("totem", strings.Replace(pix(id, e2e, ""), `"129.90"`, `129.90`, 1)), "INVALID_INPUT", "em texto")
}

// The parser checks @oneOf in the document alone; front ends send variables.
func TestAPaymentInVariablesIsMadeInOneWay(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.invoiceID(t)
	const settle = `mutation($input: SettleBoletoInput!) { settleBoleto(input: $input) { settlement { state } userErrors { code } } }`
	pix := map[string]any{"endToEndId": e2e}
	tef := map[string]any{"network": "REDE", "store": "1", "terminal": "1", "nsuHost": "4711", "receiptDate": "2026-11-24"}
	for name, tc := range map[string]struct {
		payment map[string]any
		want    string
	}{
		"both":    {map[string]any{"pix": pix, "tef": tef}, "GRAPHQL_VALIDATION_FAILED"},
		"neither": {map[string]any{}, "GRAPHQL_VALIDATION_FAILED"},
		"nulls":   {map[string]any{"pix": nil, "tef": nil}, "GRAPHQL_VALIDATION_FAILED"},
		"pix":     {map[string]any{"pix": pix}, "CONFIRMED"},
		"tef":     {map[string]any{"tef": tef}, "CONFIRMED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want(t, c.askWith("totem", settle, map[string]any{"input": map[string]any{
				"invoiceId": id, "amount": "129.90", "paidAt": "2026-11-24T12:00:00Z", "payment": tc.payment,
			}}), tc.want)
		})
	}
}

// Money that has been taken and is not proved to be in the ERP needs somebody's
// eyes; nobody looks at answers of GraphQL.
func TestAnUnprovedPaymentIsInTheLog(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.invoiceID(t)
	c.ask("totem", pix(id, e2e[:31]+"9", "remoteId"))
	want(t, c.log.String(), "!not confirmed")
	c.settle = func(context.Context, *ledger.Attempt) (ledger.Outcome, error) {
		return ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.PaidElsewhere}, nil
	}
	answer := data[struct {
		SettleBoleto struct{ Settlement struct{ ID string } }
	}](t, c.ask("totem", pix(id, e2e, "id")))
	want(t, c.log.String(), `"level":"WARN"`, "write not confirmed", "NEEDS_ATTENTION", "PAID_ELSEWHERE", answer.SettleBoleto.Settlement.ID)
}

func TestCreateLead(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	lead := func(key, rest string) string {
		return `mutation { createLead(input: {idempotencyKey: "` + key + `", ` + rest + `}) { lead { id state } userErrors { code field message } } }`
	}
	first := c.ask("site", lead("key-00001", `name: "Ana", mobiles: [{number: "(11) 98888-7777"}]`))
	want(t, first, `"state":"CONFIRMED"`, `"userErrors":[]`)
	if again := c.ask("site", lead("key-00001", `name: "Ana", mobiles: [{number: "(11) 98888-7777"}]`)); again != first {
		t.Errorf("the same key answers\n%s\nand then\n%s", first, again)
	}
	if other := c.ask("app", lead("key-00001", `name: "Ana", mobiles: [{number: "(11) 98888-7777"}]`)); other == first {
		t.Error("two clients' keys are one")
	}
	wrong := c.ask("site", lead("k", `name: " ", email: "a@", mobiles: [{number: "123"}]`))
	want(t, wrong, `["idempotencyKey"]`, `["name"]`, `["email"]`, `["mobiles"]`, `"lead":null`, "Informe o nome.")
	want(t, c.ask("site", lead("key-00002", `name: "Ana"`), "en"), "REQUIRED", "An e-mail or a mobile number is needed.")
	want(t, c.ask("payments", lead("key-00001", `name: "Ana"`)), "FORBIDDEN")
	long := strings.Repeat("x", 2001)
	for _, text := range []string{`notes: "` + long + `"`, `interest: ["` + long + `"]`, `address: {street: "` + long + `"}`} {
		want(t, c.ask("site", lead("key-00003", `name: "Ana", email: "ana@example.com", `+text)), `"lead":null`, "longo demais")
	}
	want(t, c.ask("site", lead("key-00003", `name: "A\u0000na", email: "ana@example.com", utm: "a\nb", notes: "a\nb", address: {postalCode: "1"}`)),
		`"lead":null`, `INVALID","field":["name"]`, `["utm"]`, `["address","postalCode"]`, `!["notes"]`)
}

func TestSharesAreRevokedByTheirTenantOnly(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	made := data[struct {
		ShareBoleto struct {
			Share struct{ ID, URL, ExpiresAt string }
		}
	}](t, c.ask("site", `mutation { shareBoleto(input: {invoiceId: "`+c.invoiceID(t)+`", days: 2}) { share { id url expiresAt } } }`)).ShareBoleto.Share
	want(t, made.URL, "https://balcao.example/files/")
	want(t, made.ExpiresAt, "2026-11-26T09:00:00-03:00")
	revoke := `mutation { revokeShare(input: {id: "` + made.ID + `"}) { revokedId userErrors { code } } }`
	for range 2 {
		want(t, c.ask("site", revoke), `"revokedId":"`+made.ID)
	}
	want(t, c.ask("site", `mutation { revokeShare(input: {id: "x"}) { revokedId userErrors { code } } }`), "NOT_FOUND")
	want(t, c.ask("site", `mutation { shareBoleto(input: {invoiceId: "x", days: 31}) { userErrors { code field } } }`), `["invoiceId"]`, `["days"]`)
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	answer := newCounter(t).ask("app", `{ capabilities { functions { name supported reason } } }`)
	want(t, answer, `{"name":"get_boleto_pdf","supported":false,"reason":"no such call"}`, `{"name":"get_customer","supported":true,"reason":null}`)
	for _, f := range erp.Functions {
		want(t, answer, f.Name)
	}
}
