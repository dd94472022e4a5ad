package tryton_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

// asked is an ERP behind a node, as the probes of functions see it. The tenant
// "acme" makes orders of customers orders, "tickets" makes them tickets.
type asked struct {
	t    *testing.T
	node *harness.Node
	// person has something of everything that the ERP knows of people; blocked
	// has a plan that can be unlocked.
	person, blocked string
	// billed is the open amount of an invoice whose PDF the ERP need not make
	// anew; empty for any.
	billed string
}

// notSupported is what a probe saw of a function that the connection lacks.
const notSupported = "NOT_SUPPORTED"

// probes ask each function over GraphQL, as front ends do, and give what they
// saw: nothing if the ERP answered, else notSupported. Anything else fails.
var probes = map[string]func(*asked) string{
	"create_order":                       func(a *asked) string { return a.order("acme", newcomer(), "create_order") },
	"create_order_for_existing_customer": func(a *asked) string { return a.order("tickets", a.person, "create_order_for_existing_customer") },
	"create_lead": func(a *asked) string {
		return a.write("createLead", "lead", `name: "Ana", mobiles: [{number: "11 98888-7777"}]`)
	},
	"list_resellers":          func(a *asked) string { return a.read("admin", `{ resellers { nodes { code name } } }`, `"code"`) },
	"list_products":           func(a *asked) string { return a.read("admin", `{ products { nodes { code name } } }`, `"code"`) },
	"list_due_dates":          func(a *asked) string { return a.read("admin", `{ dueDates { code name } }`, `"code"`) },
	"list_commercial_origins": func(a *asked) string { return a.read("admin", `{ commercialOrigins { code description } }`, `"code"`) },
	"list_invoices":           func(a *asked) string { return a.of(`invoices(first: 1) { nodes { id } }`, `"id"`) },
	"get_boleto_pdf": func(a *asked) string {
		return a.file(`invoices(status: [OPEN, OVERDUE], first: 100) { nodes { openAmount pdfUrl } }`)
	},
	"get_invoice": func(a *asked) string {
		id := a.pick(a.of1(`invoices(first: 1) { nodes { id } }`), "id")
		return a.read("totem", `{ invoice(id: "`+id+`") { openAmount } }`, `"openAmount"`)
	},
	"settle_boleto": func(a *asked) string {
		id := a.pick(a.of1(`invoices(status: [OPEN, OVERDUE], first: 1) { nodes { id } }`), "id")
		amount := a.pick(string(harness.Post(a.node.URL, a.node.Key("totem"), `{ invoice(id: "`+id+`") { openAmount } }`, nil).Body), "openAmount")
		paid := a.node.Settle(a.t, id, amount, newReference())
		return a.judge(paid.State, paid.Reason, paid.Message)
	},
	"get_customer_contacts": func(a *asked) string { return a.of(`contacts { emails mobiles }`, `"emails"`) },
	"list_pendency_texts":   func(a *asked) string { return a.of(`pendencies { text consequence }`, `"text"`) },
	"get_customer":          func(a *asked) string { return a.of(`name active`, `"name"`) },
	"create_ticket": func(a *asked) string {
		return a.write("createTicket", "ticket", `document: "`+a.person+`", title: "Sem sinal", message: "Desde ontem à noite."`)
	},
	"list_fiscal_notes":   func(a *asked) string { return a.of(`fiscalNotes(first: 1) { nodes { id } }`, `"id"`) },
	"get_fiscal_note_pdf": func(a *asked) string { return a.file(`fiscalNotes(first: 1) { nodes { pdfUrl } }`) },
	"list_plans":          func(a *asked) string { return a.of(`plans { contractId name status }`, `"contractId"`) },
	"list_blocked_plans": func(a *asked) string {
		return a.read("site", `{ plans(document: "`+a.blocked+`", status: [BLOCKED]) { contractId status } }`, `"BLOCKED"`)
	},
	"unlock_on_trust": func(a *asked) string {
		contract := "1"
		answer := harness.Post(a.node.URL, a.node.Key("site"), `{ plans(document: "`+a.blocked+`", status: [BLOCKED]) { contractId trustUnlock } }`, nil)
		if answer.Code() == "" {
			contract = a.pick(string(answer.Body), "contractId")
		}
		return a.write("unlockOnTrust", "trustUnlock", `document: "`+a.blocked+`", contractId: "`+contract+`"`)
	},
	"update_customer": func(a *asked) string {
		return a.write("updateCustomer", "update", `document: "`+a.person+`", changes: {email: "maria@cliente.example"}`)
	},
	"list_contracts": func(a *asked) string {
		if strings.Contains(a.of1(`contracts { contractId }`), `"contracts":[]`) {
			return notSupported // an ERP that does not tell them has none to show
		}
		return a.of(`contracts { contractId }`, `"contractId"`)
	},
	"list_statement": func(a *asked) string { return a.of(`statement(first: 1) { nodes { code amount } }`, `"code"`) },
	"get_debt_clearance": func(a *asked) string {
		return a.file(fmt.Sprintf(`debtClearance(year: %d) { pdfUrl }`, time.Now().Year()-2))
	},
}

// read asks and expects to find a piece of text in the answer.
func (a *asked) read(client, query, expected string) string {
	a.t.Helper()
	answer := harness.Post(a.node.URL, a.node.Key(client), query, nil)
	switch {
	case answer.Code() == notSupported:
		return notSupported
	case answer.Code() != "" || !strings.Contains(string(answer.Body), expected):
		a.t.Errorf("%s: %s", query, answer.Body)
	}
	return ""
}

// of asks something of the person's customer record.
func (a *asked) of(fields, expected string) string {
	a.t.Helper()
	return a.read("site", a.ofPerson(fields), expected)
}

func (a *asked) of1(fields string) string {
	return string(harness.Post(a.node.URL, a.node.Key("site"), a.ofPerson(fields), nil).Body)
}

func (a *asked) ofPerson(fields string) string {
	return `{ customer(document: "` + a.person + `") { ` + fields + ` } }`
}

// file asks for a link of the person's and opens it. Where the list itself is
// not supported there is no link, and the page of a link says it otherwise.
func (a *asked) file(fields string) string {
	a.t.Helper()
	answer := harness.Post(a.node.URL, a.node.Key("site"), a.ofPerson(fields), nil)
	if answer.Code() == notSupported {
		return notSupported
	}
	list := string(answer.Body)
	if _, rest, found := strings.Cut(list, `"openAmount":"`+a.billed+`"`); found {
		list = rest
	}
	status, body := a.open(a.pick(list, "pdfUrl"))
	if status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		a.t.Errorf("%s: %d %.200s", fields, status, body)
	}
	return ""
}

func (a *asked) open(url string) (status int, body string) {
	a.t.Helper()
	res, err := http.Get(url)
	if err != nil {
		a.t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return res.StatusCode, string(content)
}

// order hands one in for a product that is tied to the ERP's first one. Another
// function may stand in for the one that is asked about; the trace says so.
func (a *asked) order(tenant, document, function string) string {
	a.t.Helper()
	code := a.pick(string(harness.Post(a.node.URL, a.node.KeyOf(tenant, "admin"), `{ products { nodes { code } } }`, nil).Body), "code")
	harness.Query[any](a.t, a.node.URL, a.node.KeyOf(tenant, "admin"),
		`mutation { associate(input: {kind: PRODUCT, localCode: "probe", code: "`+code+`"}) { userErrors { code } } }`, nil)
	seen, trace := a.writeOf(tenant, "createOrder", "order", "trace", `customer: {document: "`+document+`", name: "Ana D'Ávila", email: "ana@cliente.example",
		mobiles: [{number: "11 98888-7777", whatsapp: true}]},
		installationAddress: {street: "Rua D'Oeste", number: "10-A", district: "Centro", city: "São Paulo", state: "SP", postalCode: "01310-100"},
		items: [{productCode: "probe", name: "Fibra", monthlyPrice: "99.90"}]`)
	if !slices.ContainsFunc(trace, func(line string) bool { return strings.HasSuffix(line, "by "+function) }) {
		return notSupported
	}
	return seen
}

// write hands something in at "acme" and judges its state.
func (a *asked) write(mutation, object, input string) string {
	a.t.Helper()
	seen, _ := a.writeOf("acme", mutation, object, "", input)
	return seen
}

func (a *asked) writeOf(tenant, mutation, object, more, input string) (seen string, trace []string) {
	a.t.Helper()
	answer := harness.Post(a.node.URL, a.node.KeyOf(tenant, "site"), `mutation { written: `+mutation+`(input: {idempotencyKey: "`+strings.ToLower(newReference())+`", `+input+`}) {
		object: `+object+` { state reason message `+more+` } userErrors { code field message } } }`, nil)
	var got struct {
		Written struct {
			Object *struct {
				State, Reason, Message string
				Trace                  []string
			}
			UserErrors []any
		}
	}
	if err := json.Unmarshal(answer.Data, &got); err != nil || got.Written.Object == nil {
		a.t.Errorf("%s: %s", mutation, answer.Body)
		return "", nil
	}
	written := got.Written.Object
	return a.judge(written.State, written.Reason, written.Message), written.Trace
}

func (a *asked) judge(state, reason, message string) string {
	a.t.Helper()
	switch {
	case reason == notSupported:
		return notSupported
	case state != "CONFIRMED":
		a.t.Errorf("%s %s: %s", state, reason, message)
	}
	return ""
}

// pick finds a text member of an answer, wherever it stands.
func (a *asked) pick(answer, member string) string {
	a.t.Helper()
	_, rest, found := strings.Cut(answer, `"`+member+`":`)
	var text string
	if !found || json.NewDecoder(strings.NewReader(rest)).Decode(&text) != nil {
		a.t.Fatalf("no %s in %s", member, answer)
	}
	return text
}

// seen asks every function of an ERP and holds what was seen against what
// `capabilities` says. It gives, by function, nothing or the reason why not.
func (a *asked) seen() map[string]string {
	a.t.Helper()
	said := harness.Query[struct {
		Capabilities struct {
			Functions []struct {
				Name, Reason string
				Supported    bool
			}
		}
	}](a.t, a.node.URL, a.node.Key("admin"), `{ capabilities { functions { name supported reason } } }`, nil).Capabilities.Functions
	table := map[string]string{}
	for _, f := range said {
		probe, ok := probes[f.Name]
		if !ok {
			a.t.Errorf("nobody asks %s", f.Name)
			continue
		}
		if works := probe(a) != notSupported; works != f.Supported {
			a.t.Errorf("%s: capabilities say %t (%s), and it is %t", f.Name, f.Supported, f.Reason, works)
		}
		_, reason, _ := strings.Cut(f.Reason, ": ") // the pack's name for people
		table[f.Name] = strings.TrimSuffix(reason, ".")
	}
	return table
}

// What the functions do over GraphQL, on the sandbox and on a real Tryton, is what
// the packs say; docs/erps.md is made of the packs.
func TestEveryFunctionOverGraphQL(t *testing.T) {
	sandbox := harness.StartSandbox(t)
	wantAsThePackSays(t, "standard", (&asked{t: t, node: nodeOf(t, harness.TenantOf(sandbox)), person: "52998224725", blocked: "52998224725"}).seen())
	clerk := newClerk(t) // each run settles one invoice, and sees the PDF of another
	clerk.Bill(t, maria, 11_100)
	billed := erp.Money(20_000 + rand.IntN(1_000_000))
	clerk.Bill(t, maria, billed)
	wantAsThePackSays(t, "tryton", (&asked{t: t, node: nodeOf(t, trytonTenant(address())), person: string(maria), blocked: string(maria), billed: billed.String()}).seen())
}

// wantAsThePackSays holds the reasons that were seen, by function, against the
// pack's.
func wantAsThePackSays(t *testing.T, pack string, seen map[string]string) {
	t.Helper()
	said := erptest.Load(t, pack).NotSupported
	for function, reason := range seen {
		if want := strings.TrimSuffix(strings.TrimSpace(said[function]), "."); reason != want {
			t.Errorf("%s: %s: %q was seen, the pack says %q", pack, function, reason, want)
		}
	}
	if len(seen) != len(erp.Functions) {
		t.Errorf("%s: %d functions were asked, there are %d", pack, len(seen), len(erp.Functions))
	}
}

// nodeOf is a node with the ERP twice: orders of customers become orders at
// "acme" and tickets at "tickets".
func nodeOf(t *testing.T, tenant *harness.Tenant) *harness.Node {
	t.Helper()
	tickets := *tenant
	tickets.Also = map[string]any{"ordering": map[string]any{"existing_customer": "ticket"}}
	return harness.StartNode(t, harness.Options{Tenants: map[string]*harness.Tenant{"acme": tenant, "tickets": &tickets}}, "TRYTON_PASSWORD="+password)
}

// newcomer is a document that no ERP here knows.
func newcomer() string {
	document, err := br.NewDocument(fmt.Sprintf("%09d", 700_000_000+rand.IntN(99_999_999)))
	if err != nil {
		panic(err)
	}
	return string(document)
}
