package tryton_test

import (
	"crypto/rand"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/erp"
	"balcao/erp/erptest"
)

// The same Tryton, seen as a front end sees it: over GraphQL, through the whole
// server.

type invoiceAnswer struct{ ID, Status, OpenAmount, PDFURL string }

// counter is a node whose tenant "acme" has the Tryton at url as its ERP.
func counter(t *testing.T, url string) *harness.Node {
	t.Helper()
	return harness.StartNode(t, harness.Options{Tenants: map[string]*harness.Tenant{"acme": trytonTenant(url)}}, "TRYTON_PASSWORD="+password)
}

// trytonTenant is a tenant whose ERP is the Tryton at url.
func trytonTenant(url string) *harness.Tenant {
	return &harness.Tenant{Pack: "tryton", Settings: map[string]any{
		"url": url, "database": database, "user": user, "password": map[string]string{"env": "TRYTON_PASSWORD"},
		"pix_method": 1, "card_method": 2, "ticket_type": 1, "installation_product": "INST",
	}}
}

// bill makes an invoice for Maria, of an amount that no other has, and finds it
// over GraphQL.
func bill(t *testing.T, node *harness.Node) (erpID string, invoice invoiceAnswer) {
	t.Helper()
	amount := erp.Money(10_000 + mathrand.IntN(1_000_000))
	erpID = newClerk(t).Bill(t, maria, amount)
	for _, i := range listed(t, node) {
		if i.OpenAmount == amount.String() {
			return erpID, i
		}
	}
	t.Fatal("the new invoice is not listed")
	return "", invoiceAnswer{}
}

func listed(t *testing.T, node *harness.Node) []invoiceAnswer {
	t.Helper()
	return harness.Query[struct {
		Customer struct {
			Name     string
			Invoices struct{ Nodes []invoiceAnswer }
		}
	}](t, node.URL, node.Key("site"), `{ customer(document: "52998224725") { name invoices(first: 100) { nodes { id status openAmount pdfUrl } } } }`, nil).Customer.Invoices.Nodes
}

func TestTheSixFunctionsOverGraphQL(t *testing.T) {
	node := counter(t, address())
	_, invoice := bill(t, node)
	if pdf := harness.Get(t, invoice.PDFURL, 200); !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("no PDF: %.40q", pdf)
	}
	e2e := newReference()
	paid := node.Settle(t, invoice.ID, invoice.OpenAmount, e2e)
	if paid.State != "CONFIRMED" || paid.Evidence != "REFERENCE" || paid.Invoice.Status != "PAID" {
		t.Fatalf("settlement %+v", paid)
	}
	if again := node.Settle(t, invoice.ID, invoice.OpenAmount, e2e); again.State != "CONFIRMED" || again.ID != paid.ID {
		t.Errorf("the same payment again: %+v", again)
	}
	if other := node.Settle(t, invoice.ID, invoice.OpenAmount, newReference()); other.State != "NEEDS_ATTENTION" || other.Reason != "PAID_ELSEWHERE" {
		t.Errorf("another payment of a paid invoice: %+v", other)
	}
	lead := harness.Post(node.URL, node.Key("site"), `mutation { createLead(input: {idempotencyKey: "`+strings.ToLower(e2e)+`", name: "João D'Ávila \"x\"",
		mobiles: [{number: "11 98888-7777"}], notes: "$(settings.password) ${HOME} ' OR 1=1 --"}) { lead { state remoteId } userErrors { code field } } }`, nil)
	if !strings.Contains(string(lead.Body), `"CONFIRMED"`) {
		t.Errorf("lead: %s", lead.Body)
	}
}

// Tryton's wizard pays an invoice or does not: a part is for a person, and is not
// sent.
func TestAPartIsNotTaken(t *testing.T) {
	node := counter(t, address())
	_, invoice := bill(t, node)
	part := node.Settle(t, invoice.ID, "30.00", newReference())
	if part.State != "NEEDS_ATTENTION" || part.Reason != "AMOUNT_TOO_LOW" || part.Invoice.OpenAmount != invoice.OpenAmount {
		t.Errorf("a part: %+v", part)
	}
}

// Somebody pays at the counter after our read and before our payment arrives.
func TestPaidBetweenReadAndSend(t *testing.T) {
	clerk := newClerk(t)
	proxy := erptest.NewProxy(t, address())
	node := counter(t, proxy.URL)
	id, invoice := bill(t, node)
	settles := calls("wizard.account.invoice.pay.execute")
	paidAlready := false
	proxy.Before(func(r erptest.Request) {
		if settles(r) && !paidAlready {
			paidAlready = true
			clerk.Pay(t, id)
		}
	})
	got := node.Settle(t, invoice.ID, invoice.OpenAmount, newReference())
	if !paidAlready {
		t.Fatal("the payment was never sent")
	}
	if got.State != "NEEDS_ATTENTION" || got.Reason != "PAID_ELSEWHERE" {
		t.Errorf("settlement %+v", got)
	}
}

// João's invoice is partly paid: what is open is what is to be paid.
func TestAPartlyPaidInvoice(t *testing.T) {
	node := counter(t, address())
	list := harness.Query[struct {
		Invoices struct{ Nodes []invoiceAnswer }
	}](t, node.URL, node.Key("site"), `{ invoices(document: "11144477735", status: [PARTIALLY_PAID]) { nodes { id status openAmount } } }`, nil).Invoices.Nodes
	if len(list) != 1 || list[0].OpenAmount != "86.40" {
		t.Fatalf("João's partly paid invoices: %+v", list)
	}
	wrong := node.Settle(t, list[0].ID, "136.40", newReference())
	if wrong.State != "NEEDS_ATTENTION" || wrong.Reason != "AMOUNT_TOO_HIGH" {
		t.Errorf("the whole sum: %+v", wrong)
	}
}

// newReference is a PIX end-to-end id that was not used before.
func newReference() string {
	return "E12345678" + time.Now().UTC().Format("200601021504") + rand.Text()[:11]
}

// A front end that had no answer sends its lead again with the same key: there
// is one lead.
func TestALeadThatIsSentAgainIsOne(t *testing.T) {
	node, key := counter(t, address()), "again-"+rand.Text()
	send := func() string {
		return string(harness.Post(node.URL, node.Key("site"), `mutation { createLead(input: {idempotencyKey: "`+key+`", name: "Ana Souza",
			email: "ana@lead.example"}) { lead { id state remoteId } } }`, nil).Body)
	}
	first := send()
	if !strings.Contains(first, `"CONFIRMED"`) {
		t.Fatal(first)
	}
	if again := send(); again != first {
		t.Errorf("first %s, then %s", first, again)
	}
}
