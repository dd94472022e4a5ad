package e2e_test

import (
	"testing"

	"balcao/e2e/harness"
)

type chargedInvoice struct {
	ID, DueOn, OpenAmount, NotPayableReason string
	Payable                                 bool
}

// A rule keeps an invoice out of the boletos and says why beside the invoice; a
// payment of it that has been made is registered all the same.
func TestChargingRulesBoundWhatIsOffered(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Tenants["free"] = harness.TenantOf(sandbox)
	config.Tenants["acme"].Also = map[string]any{"charging": map[string]any{"least_amount": "100000.00"}}
	node := harness.StartNode(t, config)
	boletos := func(tenant string) int {
		return harness.Query[struct{ Boletos struct{ TotalCount int } }](t, node.URL, node.KeyOf(tenant, "totem"),
			`{ boletos(document: "52998224725") { totalCount } }`, nil).Boletos.TotalCount
	}
	if free, ruled := boletos("free"), boletos("acme"); free == 0 || ruled != 0 {
		t.Errorf("%d boletos without a rule and %d with one that keeps all of them back", free, ruled)
	}
	invoices := harness.Query[struct {
		Invoices struct{ Nodes []chargedInvoice }
	}](t, node.URL, node.Key("totem"),
		`{ invoices(document: "52998224725", status: [OPEN, OVERDUE]) { nodes { id dueOn openAmount payable notPayableReason } } }`, nil).Invoices.Nodes
	if len(invoices) == 0 {
		t.Fatal("no open invoice")
	}
	for _, i := range invoices {
		if i.Payable || i.NotPayableReason != "CHARGING_RULE" {
			t.Errorf("%+v", i)
		}
	}
	paid := node.Settle(t, invoices[0].ID, invoices[0].OpenAmount, "E123456782026112412000000000ABCD")
	if paid.State != "CONFIRMED" || paid.Invoice.Status != "PAID" {
		t.Errorf("%+v", paid)
	}
}
