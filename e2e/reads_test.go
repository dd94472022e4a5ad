package e2e_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/internal/br"
)

const maria = "52998224725"

type customerAnswer struct {
	Customer struct {
		Name     string
		Invoices struct {
			TotalCount int
			Nodes      []invoiceAnswer
		}
	}
}

type invoiceAnswer struct {
	ID, Status, DueOn, CurrentAmount, OpenAmount, PDFURL string
	DigitableLine, Barcode, PixCode                      *string
	Payable                                              bool
}

const customerQuery = `query($d: Document!) { customer(document: $d) { name invoices {
	totalCount nodes { id status dueOn currentAmount openAmount digitableLine barcode pixCode payable pdfUrl } } } }`

// busy keeps one core at work until the test ends, as a neighbour would.
func busy(t *testing.T) {
	t.Helper()
	harness.Start(t, t.TempDir(), nil, "sh", "-c", "while :; do :; done")
}

// documents gives n documents that the sandbox knows.
func documents(t *testing.T, sandbox *harness.Sandbox, n int) []string {
	t.Helper()
	known := sandbox.Documents(t)
	if len(known) < n {
		t.Fatalf("the sandbox has %d customers, want %d", len(known), n)
	}
	return known[:n]
}

func TestSandboxTenantAnswersFromAnEmptyFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address := harness.FreeAddress(t)
	began := time.Now()
	p := harness.Start(t, dir, []string{"BALCAO_LISTEN=" + address}, harness.Binary(t))
	url := "http://" + address
	p.WaitFor(t, url+"/readyz")
	answer := harness.Query[customerAnswer](t, url, "demo-site", customerQuery, map[string]any{"d": "529.982.247-25"})
	t.Logf("first answer after %v", time.Since(began).Round(time.Millisecond))
	if answer.Customer.Name != "Maria da Silva" {
		t.Errorf("got %q", answer.Customer.Name)
	}
	seen := map[string]bool{}
	for _, i := range answer.Customer.Invoices.Nodes {
		seen[i.Status] = true
		checkCodes(t, i)
	}
	for _, status := range []string{"OPEN", "OVERDUE", "PAID"} {
		if !seen[status] {
			t.Errorf("no invoice is %s", status)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the folder is no longer empty: %v %v", left, err)
	}
	for _, key := range []string{"demo-site", "demo-app", "demo-totem", "demo-payments", "demo-admin"} {
		if !strings.Contains(p.Output(), key) {
			t.Errorf("%s was not printed", key)
		}
	}
	p.Stop()
	if code := p.ExitCode(); code != 0 {
		t.Errorf("stopped with code %d:\n%s", code, p.Output())
	}
}

// checkCodes checks that what can be paid has a valid line, bar code and PIX
// code that belong together.
func checkCodes(t *testing.T, i invoiceAnswer) {
	t.Helper()
	if !i.Payable {
		return
	}
	line, err := br.ParseLine(*i.DigitableLine)
	if err != nil || string(line.Barcode()) != *i.Barcode {
		t.Errorf("line and bar code of %s do not belong together: %v", i.Status, err)
	}
	if _, err := br.ParsePIX(*i.PixCode); err != nil {
		t.Errorf("PIX code of %s: %v", i.Status, err)
	}
}

// The printed boleto, read by a scanner, gives back what the API said.
func TestThePDFScans(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	answer := harness.Query[customerAnswer](t, node.URL, node.Key("site"), customerQuery, map[string]any{"d": maria})
	at := slices.IndexFunc(answer.Customer.Invoices.Nodes, func(i invoiceAnswer) bool { return i.Payable })
	invoice := answer.Customer.Invoices.Nodes[at]
	dir := t.TempDir()
	pdf := dir + "/boleto.pdf"
	if err := os.WriteFile(pdf, harness.Get(t, invoice.PDFURL, 200), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "pdftoppm", "-r", "150", "-png", pdf, dir+"/page")
	pages, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	scanned := ""
	for _, page := range pages {
		if strings.HasSuffix(page.Name(), ".png") {
			scanned += run(t, "zbarimg", "-q", "--set", "i25.enable=1", "--raw", dir+"/"+page.Name())
		}
	}
	for what, code := range map[string]string{"bar code": *invoice.Barcode, "PIX code": *invoice.PixCode} {
		if !strings.Contains(scanned, code) {
			t.Errorf("the %s %s was not scanned:\n%s", what, code, scanned)
		}
	}
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// A customer and the invoices are asked for at the same time: the front end
// waits for one call, not for two.
func TestChildrenAreFetchedAhead(t *testing.T) {
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Timed = true
	node := harness.StartNode(t, config)
	sandbox.Switch(t, map[string]any{"latency_ms": 300})
	known := documents(t, sandbox, 11)
	best := func(query string, documents []string) time.Duration {
		shortest := time.Hour
		for _, d := range documents {
			began := time.Now()
			harness.Query[map[string]any](t, node.URL, node.Key("site"), query, map[string]any{"d": d})
			shortest = min(shortest, time.Since(began))
		}
		return shortest
	}
	best(`query($d: Document!) { customer(document: $d) { name } }`, known[:1]) // opens connections
	one := best(`query($d: Document!) { customer(document: $d) { name } }`, known[1:6])
	both := best(customerQuery, known[6:])
	ratio := float64(both) / float64(one)
	t.Logf("one call %v, customer with invoices %v: %.2f×", one, both, ratio)
	if ratio > 1.3 {
		t.Errorf("customer with invoices took %.2f× one call, want 1.3×", ratio)
	}
}

// customersQuery asks for many customers with their invoices.
const customersQuery = `query($d: [Document!]!) { customers(documents: $d) { name invoices { totalCount } } }`

func TestFiftyCustomersAreTwoCallsWhereThePackBatches(t *testing.T) {
	sandbox := harness.StartSandbox(t)
	busy(t)
	node := harness.StartNode(t, harness.Config(sandbox), "GOMAXPROCS=1")
	vars := map[string]any{"d": documents(t, sandbox, 50)}
	sandbox.Reset(t)
	harness.Query[map[string]any](t, node.URL, node.Key("site"), customersQuery, vars)
	if c := sandbox.Count(t); c.Calls != 2 || c.Paths["GET /clientes"].Calls != 1 || c.Paths["GET /faturas"].Calls != 1 {
		t.Errorf("cold: %+v, want 1 + 1 calls", c)
	}
	sandbox.Reset(t)
	harness.Query[map[string]any](t, node.URL, node.Key("site"), customersQuery, vars)
	if c := sandbox.Count(t); c.Calls != 0 {
		t.Errorf("again: %+v, want no call", c)
	}
}

func TestFiftyCustomersWhereThePackDoesNotBatch(t *testing.T) {
	sandbox := harness.StartSandbox(t)
	busy(t)
	config := harness.Config(sandbox)
	config.Packs = harness.WritePacks(t, map[string]map[string]string{"one_by_one": harness.OneByOne})
	config.Tenants["acme"].Pack = "one_by_one"
	node := harness.StartNode(t, config, "GOMAXPROCS=1")
	vars := map[string]any{"d": documents(t, sandbox, 50)}
	sandbox.Switch(t, map[string]any{"latency_ms": 20})
	sandbox.Reset(t)
	harness.Query[map[string]any](t, node.URL, node.Key("site"), customersQuery, vars)
	c := sandbox.Count(t)
	if c.Paths["GET /clientes"].Calls != 50 || c.Paths["GET /faturas"].Calls != 50 || c.Calls != 100 {
		t.Errorf("%+v, want 50 + 50 calls", c)
	}
	if c.AtOnce > 6 || c.AtOnce < 2 {
		t.Errorf("%d calls at once, want several and at most 6", c.AtOnce)
	}
	sandbox.Reset(t)
	harness.Query[map[string]any](t, node.URL, node.Key("site"), customersQuery, vars)
	if c := sandbox.Count(t); c.Calls != 0 {
		t.Errorf("again: %+v, want no call", c)
	}
}

func TestTheSixFunctionsOnTheSandbox(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	sixFunctions(t, node, maria)
	if books := sandbox.Books(t); len(books) != 2 || books[0].Applied != "yes" || books[1].Applied != "yes" {
		t.Errorf("books %+v, want one payment and one lead", books)
	}
}

// sixFunctions goes through all of them on a node's tenant "acme": a customer
// with something open that is paid in full, and a lead.
func sixFunctions(t *testing.T, node *harness.Node, document string) {
	t.Helper()
	answer := harness.Query[customerAnswer](t, node.URL, node.Key("site"), customerQuery, map[string]any{"d": document})
	at := slices.IndexFunc(answer.Customer.Invoices.Nodes, func(i invoiceAnswer) bool { return i.Status == "OVERDUE" })
	if at < 0 {
		t.Fatalf("no overdue invoice in %+v", answer)
	}
	invoice := answer.Customer.Invoices.Nodes[at]
	if pdf := harness.Get(t, invoice.PDFURL, 200); !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("no PDF: %.40q", pdf)
	}
	one := harness.Query[struct{ Invoice invoiceAnswer }](t, node.URL, node.Key("totem"),
		`query($id: ID!) { invoice(id: $id) { id status openAmount } }`, map[string]any{"id": invoice.ID}).Invoice
	paid := node.Settle(t, one.ID, one.OpenAmount, "E1234567820261124120012345678901")
	if paid.State != "CONFIRMED" || paid.Invoice.Status != "PAID" || paid.Invoice.OpenAmount != "0.00" {
		t.Fatalf("settlement %+v", paid)
	}
	again := node.Settle(t, one.ID, one.OpenAmount, "E1234567820261124120012345678901")
	if again.State != "CONFIRMED" || again.ID != paid.ID {
		t.Errorf("the same payment again is %+v, first %+v", again, paid)
	}
	lead := harness.Query[struct {
		CreateLead struct {
			Lead       struct{ State string }
			UserErrors []any
		}
	}](t, node.URL, node.Key("site"), `mutation { createLead(input: {idempotencyKey: "lead-0001", name: "João D'Ávila", mobiles: [{number: "11 98888-7777"}],
		interest: ["Fibra 600"], notes: "liga; DROP TABLE \"x\" $(input.reference) ${HOME}"}) { lead { state } userErrors { code field } } }`, nil).CreateLead
	if lead.Lead.State != "CONFIRMED" {
		t.Errorf("lead %+v", lead)
	}
}
