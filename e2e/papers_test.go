package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// papersAnswer is all that the ERP knows about a customer beside the invoices.
type papersAnswer struct {
	Customer struct {
		Contracts   []struct{ ContractID string }
		Plans       []planAnswer
		Blocked     []planAnswer
		FiscalNotes struct {
			TotalCount int
			Nodes      []noteAnswer
		}
		Statement struct {
			TotalCount int
			Nodes      []struct{ Code, Amount, InvoiceID, FiscalNoteID string }
		}
		Contacts   struct{ Emails, Mobiles []string }
		Pendencies []struct{ Text string }
	}
}

type noteAnswer struct{ ID, Code, Amount, PDFURL string }

const papersQuery = `query($d: Document!) { customer(document: $d) {
	contracts { contractId } plans { contractId status name trustUnlock } blocked: plans(status: [BLOCKED]) { contractId status }
	fiscalNotes { totalCount nodes { id code amount pdfUrl } }
	statement { totalCount nodes { code amount invoiceId fiscalNoteId } }
	contacts { emails mobiles } pendencies { text } } }`

func papers(t *testing.T, node *harness.Node, document string) papersAnswer {
	t.Helper()
	return harness.Query[papersAnswer](t, node.URL, node.Key("site"), papersQuery, map[string]any{"d": document})
}

func TestWhatTheERPKnowsOfACustomer(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	sandbox.Reset(t)
	known := papers(t, node, maria).Customer
	want := []string{"GET /clientes", "GET /contatos", "GET /contratos", "GET /extrato", "GET /notas-fiscais", "GET /pendencias", "GET /planos"}
	// The blocked plans are a question of their own at this ERP.
	if c := sandbox.Count(t); c.Calls != len(want)+1 || c.Paths["GET /planos"].Calls != 2 {
		t.Errorf("cold: %+v, want one call each of %v, and one more of plans", c, want)
	}
	if len(known.Plans) != 2 || len(known.Blocked) != 1 || known.Blocked[0].Status != "BLOCKED" || known.Blocked[0].ContractID != known.Plans[1].ContractID {
		t.Errorf("plans %+v, blocked %+v", known.Plans, known.Blocked)
	}
	for i, c := range known.Contracts {
		if c.ContractID != known.Plans[i].ContractID {
			t.Errorf("contract %d is %s, its plan's %s", i, c.ContractID, known.Plans[i].ContractID)
		}
	}
	if !slices.Contains(known.Contacts.Emails, "maria.silva@example.com") || len(known.Contacts.Mobiles) == 0 || len(known.Pendencies) == 0 {
		t.Errorf("contacts %+v, pendencies %v", known.Contacts, known.Pendencies)
	}
	sandbox.Reset(t)
	papers(t, node, maria)
	if c := sandbox.Count(t); c.Calls != 1 || c.Paths["GET /pendencias"].Calls != 1 {
		t.Errorf("again: %+v, want what is owed asked anew and nothing else", c)
	}
	nobody := harness.Query[map[string]any](t, node.URL, node.Key("site"), `query($d: Document!) { contacts(document: $d) { emails }
		plans(document: $d) { name } statement(document: $d) { totalCount } pendencies(document: $d) { text } }`, map[string]any{"d": stranger(t)})
	if got := fmt.Sprint(nobody); got != "map[contacts:<nil> pendencies:[] plans:[] statement:map[totalCount:0]]" {
		t.Errorf("of nobody the ERP knows %s", got)
	}
}

func TestAStatementLeadsToInvoicesAndNotes(t *testing.T) {
	t.Parallel()
	node := harness.StartNode(t, harness.Config(harness.StartSandbox(t)))
	known := papers(t, node, maria).Customer
	if known.Statement.TotalCount == 0 || known.FiscalNotes.TotalCount == 0 {
		t.Fatalf("%+v", known)
	}
	notes := map[string]noteAnswer{}
	for _, n := range known.FiscalNotes.Nodes {
		notes[n.ID] = n
	}
	for _, line := range known.Statement.Nodes {
		got := harness.Query[struct {
			Invoice *struct{ OriginalAmount string }
			Node    *noteAnswer
		}](t, node.URL, node.Key("site"), `query($invoice: ID!, $note: ID!) { invoice(id: $invoice) { originalAmount }
			node(id: $note) { ... on FiscalNote { id code amount } } }`, map[string]any{"invoice": line.InvoiceID, "note": line.FiscalNoteID})
		if got.Invoice == nil || got.Invoice.OriginalAmount != line.Amount || got.Node == nil || got.Node.Code != notes[line.FiscalNoteID].Code {
			t.Errorf("the line %+v leads to %+v and %+v", line, got.Invoice, got.Node)
		}
	}
}

// What one tenant was given of a person's papers is nothing at another one, even
// if both ask the same ERP about the same person.
func TestPapersOfAnotherTenant(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Tenants["bolt"] = harness.TenantOf(sandbox)
	node := harness.StartNode(t, config)
	const query = `query($d: Document!, $after: String) { fiscalNotes(document: $d, first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }`
	acmes := harness.Query[struct {
		FiscalNotes struct {
			Nodes    []noteAnswer
			PageInfo struct{ EndCursor string }
		}
	}](t, node.URL, node.KeyOf("acme", "site"), query, map[string]any{"d": maria}).FiscalNotes
	if got := harness.Post(node.URL, node.KeyOf("bolt", "site"), `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": acmes.Nodes[0].ID}); string(got.Data) != `{"node":null}` {
		t.Errorf("acme's note at bolt: %s", got.Body)
	}
	for tenant, code := range map[string]string{"acme": "", "bolt": "INVALID_INPUT"} {
		vars := map[string]any{"d": maria, "after": acmes.PageInfo.EndCursor}
		if got := harness.Post(node.URL, node.KeyOf(tenant, "site"), query, vars); got.Code() != code {
			t.Errorf("acme's cursor at %s: %s", tenant, got.Body)
		}
	}
}

func TestManyCustomersPlansAreOneCall(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	known := documents(t, sandbox, 50)
	sandbox.Reset(t)
	harness.Query[map[string]any](t, node.URL, node.Key("site"),
		`query($d: [Document!]!) { customers(documents: $d) { plans { name } contracts { name } contacts { emails } } }`, map[string]any{"d": known})
	c := sandbox.Count(t)
	for _, path := range []string{"GET /clientes", "GET /planos", "GET /contratos", "GET /contatos"} {
		if c.Paths[path].Calls != 1 {
			t.Errorf("%s was called %d times, want once", path, c.Paths[path].Calls)
		}
	}
	if c.Calls != 4 {
		t.Errorf("%+v", c)
	}
}

// openLink opens a link as a browser does.
func openLink(t *testing.T, url string) (status int, header http.Header, body string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(text)
}

func clearance(t *testing.T, node *harness.Node, tenant, document string, year int) harness.Answer {
	t.Helper()
	return harness.Post(node.URL, node.KeyOf(tenant, "totem"), `query($d: Document!, $y: Int!) { debtClearance(document: $d, year: $y) { year pdfUrl } }`,
		map[string]any{"d": document, "y": year})
}

func clearanceURL(t *testing.T, node *harness.Node, document string, year int) string {
	t.Helper()
	return harness.Query[struct{ DebtClearance struct{ PDFURL string } }](t, node.URL, node.Key("totem"),
		`query($d: Document!, $y: Int!) { debtClearance(document: $d, year: $y) { pdfUrl } }`, map[string]any{"d": document, "y": year}).DebtClearance.PDFURL
}

func TestPapersArePDFs(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	note := papers(t, node, maria).Customer.FiscalNotes.Nodes[0]
	lastYear := time.Now().Year() - 1
	links := map[string]string{
		"nota-fiscal-" + note.Code + ".pdf":      note.PDFURL,
		fmt.Sprintf("quitacao-%d.pdf", lastYear): clearanceURL(t, node, padaria, lastYear),
	}
	sandbox.Reset(t)
	for name, url := range links {
		for range 2 { // each time it is asked anew
			status, header, body := openLink(t, url)
			if status != http.StatusOK || !strings.HasPrefix(body, "%PDF-") || header.Get("Content-Disposition") != `inline; filename="`+name+`"` {
				t.Errorf("%s: %d %v %.40q", name, status, header, body)
			}
		}
	}
	if c := sandbox.Count(t); c.Calls != 4 {
		t.Errorf("%+v, want a call for each download", c)
	}
}

// Who asks for a declaration although something is open reads a sentence of
// ours, not the ERP's.
func TestADeclarationThatTheERPRefuses(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	lastYear := time.Now().Year() - 1
	sandbox.Bill(t, map[string]any{"document": padaria, "amount": "10.00", "due_on": fmt.Sprintf("%d-06-10", lastYear)})
	status, header, body := openLink(t, clearanceURL(t, node, padaria, lastYear))
	if status != http.StatusNotFound || !strings.Contains(header.Get("Content-Type"), "text/html") ||
		!strings.Contains(body, "Talvez haja débitos em aberto") || strings.Contains(body, "Há débitos") {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := openLink(t, clearanceURL(t, node, padaria, lastYear-1)); status != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("the year before: %d %.80q", status, body)
	}
	for _, year := range []int{lastYear + 1, 1989} {
		if code := clearance(t, node, "acme", padaria, year).Code(); code != "INVALID_INPUT" {
			t.Errorf("%d: %s", year, code)
		}
	}
}

// fewPapers stands over the standard pack as the folder of an ERP that prints
// nothing but boletos.
const fewPapers = `pack: few_papers
title: Few papers
language: 1
extends: standard 1.0
not_supported:
  get_fiscal_note_pdf: the ERP does not print them
  get_debt_clearance: the ERP does not print them
  list_contracts: the ERP has none
  list_due_dates: the ERP has none
`

func TestPapersThatTheERPDoesNotPrint(t *testing.T) {
	t.Parallel()
	config := harness.Config(harness.StartSandbox(t))
	config.Packs = harness.WritePacks(t, map[string]map[string]string{"few_papers": {"pack.yaml": fewPapers}})
	config.Tenants["acme"].Pack = "few_papers"
	node := harness.StartNode(t, config)
	note := papers(t, node, maria).Customer.FiscalNotes.Nodes[0]
	if status, _, body := openLink(t, note.PDFURL); status != http.StatusNotFound || !strings.Contains(body, "não oferece o PDF desta nota fiscal") {
		t.Errorf("%d %s", status, body)
	}
	if code := clearance(t, node, "acme", maria, 2020).Code(); code != "NOT_SUPPORTED" {
		t.Errorf("the declaration: %s", code)
	}
	if known := papers(t, node, maria).Customer.Contracts; len(known) != 0 {
		t.Errorf("contracts %+v", known)
	}
	if code := harness.Post(node.URL, node.Key("admin"), `{ dueDates { code } }`, nil).Code(); code != "NOT_SUPPORTED" {
		t.Errorf("due dates: %s", code)
	}
}

type cataloguePage struct {
	TotalCount int
	Nodes      []struct{ Code, Name string }
	PageInfo   struct {
		HasNextPage bool
		EndCursor   string
	}
}

func TestTheCataloguesOfTheERP(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	const fields = `totalCount nodes { code name } pageInfo { hasNextPage endCursor }`
	first := harness.Query[struct {
		Products, Resellers cataloguePage
		DueDates            []struct{ Code string }
		CommercialOrigins   []struct{ Code string }
	}](t, node.URL, node.Key("admin"), `{ products(first: 2) { `+fields+` } resellers { `+fields+` } dueDates { code } commercialOrigins { code } }`, nil)
	if first.Products.TotalCount < 3 || len(first.Resellers.Nodes) == 0 || first.DueDates[0].Code != "05" || first.CommercialOrigins[0].Code != "1" {
		t.Fatalf("%+v", first)
	}
	sandbox.Reset(t)
	products := first.Products.Nodes
	for p := first.Products; p.PageInfo.HasNextPage; products = append(products, p.Nodes...) {
		p = harness.Query[struct{ Products cataloguePage }](t, node.URL, node.Key("admin"),
			`query($after: String) { products(first: 2, after: $after) { `+fields+` } }`, map[string]any{"after": p.PageInfo.EndCursor}).Products
	}
	names := make([]string, len(products))
	for i, p := range products {
		names[i] = strings.ToLower(p.Name)
	}
	if len(products) != first.Products.TotalCount || !slices.IsSorted(names) {
		t.Errorf("the pages bring %v of %d", names, first.Products.TotalCount)
	}
	if c := sandbox.Count(t); c.Calls != 0 {
		t.Errorf("%+v, want all pages cut of one answer", c)
	}
	wrong := harness.Post(node.URL, node.Key("admin"), `query($after: String) { resellers(after: $after) { totalCount } }`,
		map[string]any{"after": first.Products.PageInfo.EndCursor})
	if wrong.Code() != "INVALID_INPUT" {
		t.Errorf("a cursor of another list: %s", wrong.Body)
	}
}
