package e2e_test

import (
	"strings"
	"testing"

	"balcao/e2e/harness"
)

// The connection is cut, and the ERP applies the payment six seconds later. A
// client that repeats at once must not pay twice, though this ERP applies
// whatever it is sent.
func TestAPaymentThatIsAppliedLateIsNotSentAgain(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Also = map[string]any{"ledger": map[string]any{"wait": "1s"}}
	node := harness.StartNode(t, config)
	invoice := openInvoice(t, node)
	sandbox.Switch(t, map[string]any{"faults": map[string]any{"late_apply": 1}, "late_ms": 6000, "double": "apply"})
	const e2e = "E1234567820261124120012345678906"
	first := node.Settle(t, invoice.ID, "5.00", e2e)
	if first.State != "UNKNOWN" {
		t.Fatalf("first: %+v", first)
	}
	sandbox.Switch(t, map[string]any{"double": "apply"})
	if again := node.Settle(t, invoice.ID, "5.00", e2e); again.State != "UNKNOWN" || again.ID != first.ID {
		t.Errorf("at once: %+v", again)
	}
	waitUntil(t, "the ERP applies it", func() bool { return len(sandbox.Books(t)) > 0 })
	waitUntil(t, "it is found", func() bool { return node.Settle(t, invoice.ID, "5.00", e2e).State == "CONFIRMED" })
	books := sandbox.Books(t)
	if len(books) != 1 || books[0].Amount != 500 || books[0].Applied != "late" {
		t.Errorf("the books: %+v, want one payment of 5.00", books)
	}
}

// The same payment with another amount is not another payment.
func TestAKeyThatIsUsedAgain(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	id := openInvoice(t, node).ID
	settle := func(node *harness.Node, amount string) string {
		return string(harness.Post(node.URL, node.Key("payments"), `mutation { settleBoleto(input: {invoiceId: "`+id+`", amount: "`+amount+`",
			paidAt: "`+harness.Now()+`", payment: {pix: {endToEndId: "E1234567820261124120012345678907"}}}) {
			settlement { state amount remoteId } userErrors { code field } } }`, nil).Body)
	}
	first := settle(node, "10.00")
	other := settle(node, "60.00")
	// A node with a ledger of its own remembers nothing, and learns the sum from the ERP.
	elsewhere := settle(harness.StartNode(t, harness.Config(sandbox)), "60.00")
	if !strings.Contains(first, `"amount":"10.00"`) || !strings.Contains(first, `"userErrors":[]`) {
		t.Errorf("first: %s", first)
	}
	for what, got := range map[string]string{"other": other, "on another node": elsewhere} {
		if !strings.Contains(got, `"CONFIRMED"`) || !strings.Contains(got, `"amount":"10.00"`) || !strings.Contains(got, `"KEY_REUSED"`) {
			t.Errorf("%s: %s", what, got)
		}
	}
	if again := settle(node, "10.00"); again != first {
		t.Errorf("first %s, again %s", first, again)
	}
	if n := len(sandbox.Books(t)); n != 1 {
		t.Errorf("%d payments in the books", n)
	}
}
