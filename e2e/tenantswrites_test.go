package e2e_test

import (
	"encoding/json"
	"strings"
	"testing"

	"balcao/e2e/harness"
)

// writeIDs are the ids of what a tenant's clients have handed in, by the root
// field that shows one.
type writeIDs map[string]string

// writesOf hands in one of each kind, as operations has them, and gives their ids.
func writesOf(t *testing.T, node *harness.Node, tenant, invoice string) writeIDs {
	t.Helper()
	ids, all := writeIDs{}, operations(invoice, "", nil)
	for mutation, field := range map[string]string{
		"settleBoleto": "settlement", "createOrder": "order", "createLead": "lead", "createTicket": "ticket",
		"unlockOnTrust": "trustUnlock", "updateCustomer": "customerUpdate",
	} {
		answer := harness.Post(node.URL, node.KeyOf(tenant, clientFor("Mutation."+mutation)), all["Mutation."+mutation], nil)
		object := map[string]string{"customerUpdate": "update"}[field]
		if object == "" {
			object = field
		}
		var data map[string]map[string]struct{ ID, PaymentID string }
		_ = json.Unmarshal(answer.Data, &data)
		ids[field] = data[mutation][object].ID
		if ids[field] == "" {
			t.Fatalf("%s: %s", mutation, answer.Body)
		}
		if field == "settlement" {
			ids["payment"] = data[mutation][object].PaymentID
		}
	}
	return ids
}

// writeOperations asks for the root fields that are about writes.
func writeOperations(invoice string, ids writeIDs) map[string]string {
	const noted = `note: "de outro provedor"`
	all := map[string]string{
		"Query.writes":          `{ writes { totalCount nodes { id function trail { node } } } }`,
		"Query.connectionPause": `{ connectionPause { paused } }`,
		"Query.payment":         `{ payment(id: "` + ids["payment"] + `") { id reference settlements { id } } }`,

		"Mutation.settleBoletos": `mutation { settleBoletos(input: {invoices: [{invoiceId: "` + invoice + `", amount: "1.00"}], amount: "1.00", paidAt: "` + harness.Now() + `",
			payment: {pix: {endToEndId: "E1234567820261124120012345678914"}}}) { payment { id } settlements { id } userErrors { code } } }`,
		"Mutation.reverseSettlement": `mutation { reverseSettlement(input: {id: "` + ids["settlement"] + `", ` + noted + `}) { settlement { id } userErrors { code } } }`,
		"Mutation.retryWrite":        `mutation { retryWrite(input: {id: "` + ids["lead"] + `", ` + noted + `}) { write { id } userErrors { code } } }`,
		"Mutation.resolveWrite":      `mutation { resolveWrite(input: {id: "` + ids["order"] + `", outcome: CLOSED, ` + noted + `}) { write { id } userErrors { code } } }`,
		"Mutation.retryWrites":       `mutation { retryWrites(input: {filter: {state: [NEEDS_ATTENTION]}, ` + noted + `}) { count userErrors { code } } }`,
		"Mutation.resolveWrites":     `mutation { resolveWrites(input: {filter: {state: [NEEDS_ATTENTION]}, outcome: CLOSED, ` + noted + `}) { count userErrors { code } } }`,
		"Mutation.pauseConnection":   `mutation { pauseConnection(input: {paused: false, ` + noted + `}) { connectionPause { paused } } }`,
	}
	for _, field := range []string{"settlement", "order", "lead", "ticket", "trustUnlock", "customerUpdate"} {
		all["Query."+field] = `{ ` + field + `(id: "` + ids[field] + `") { id state createdAt } }`
	}
	return all
}

// checkForeignWrite checks that another tenant's write is "not found", and that
// none of its ids is shown.
func checkForeignWrite(t *testing.T, name string, got harness.Answer, foreign writeIDs) {
	t.Helper()
	body := string(got.Data)
	for field, id := range foreign {
		if id != "" && strings.Contains(body, id) {
			t.Errorf("%s shows another tenant's %s: %s", name, field, body)
		}
	}
	switch name {
	case "Query.settlement", "Query.payment", "Query.order", "Query.lead", "Query.ticket", "Query.trustUnlock", "Query.customerUpdate":
		if !strings.Contains(body, ":null}") {
			t.Errorf("%s: %s", name, got.Body)
		}
	case "Mutation.settleBoletos", "Mutation.reverseSettlement", "Mutation.retryWrite", "Mutation.resolveWrite":
		if !strings.Contains(body, "NOT_FOUND") {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
}
