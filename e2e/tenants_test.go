package e2e_test

import (
	"encoding/base64"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"balcao/e2e/harness"
)

// twins are two tenants with the same client names, whose ERPs know the same
// customers and invoice ids. What differs is one invoice of Maria's.
func twins(t *testing.T) (node *harness.Node, redis *harness.Redis, erps map[string]*harness.Sandbox) {
	t.Helper()
	redis = harness.StartRedis(t)
	erps = map[string]*harness.Sandbox{"acme": harness.StartSandbox(t), "bolt": harness.StartSandbox(t)}
	config := harness.Config(erps["acme"])
	config.Redis = redis.URL()
	config.Tenants["bolt"] = harness.TenantOf(erps["bolt"])
	return harness.StartNode(t, config), redis, erps
}

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
}

// operations asks for every root field of the schema, by name: one that is added
// without a line here fails the test. ID is an invoice of the tenant, Share one
// of its shares, writes what it has handed in.
func operations(id, share string, writes writeIDs) map[string]string {
	const person = `document: "52998224725"`
	all := writeOperations(id, writes)
	maps.Copy(all, deskOperations())
	maps.Copy(all, map[string]string{
		"Query.customer":      `{ customer(` + person + `) { id name document } }`,
		"Query.customers":     `{ customers(documents: ["52998224725"]) { id } }`,
		"Query.invoice":       `{ invoice(id: "` + id + `") { id openAmount } }`,
		"Query.invoices":      `{ invoices(` + person + `) { nodes { id status openAmount } } }`,
		"Query.boletos":       `{ boletos(` + person + `) { nodes { id openAmount } } }`,
		"Query.node":          `{ node(id: "` + id + `") { id ... on Invoice { openAmount } } }`,
		"Query.capabilities":  `{ capabilities { functions { name supported } } }`,
		"Query.contracts":     `{ contracts(` + person + `) { contractId name } }`,
		"Query.plans":         `{ plans(` + person + `) { contractId name address { street } } }`,
		"Query.fiscalNotes":   `{ fiscalNotes(` + person + `) { edges { cursor } nodes { id code pdfUrl } } }`,
		"Query.statement":     `{ statement(` + person + `) { edges { cursor } nodes { code invoiceId fiscalNoteId } } }`,
		"Query.debtClearance": `{ debtClearance(` + person + `, year: 2020) { pdfUrl } }`,
		"Query.contacts":      `{ contacts(` + person + `) { emails mobiles } }`,
		"Query.pendencies":    `{ pendencies(` + person + `) { text consequence } }`,

		"Query.products":          `{ products { nodes { code localCodes } } }`,
		"Query.resellers":         `{ resellers { edges { cursor } nodes { code name taxvat email localCodes } } }`,
		"Query.dueDates":          `{ dueDates { code localCodes } }`,
		"Query.commercialOrigins": `{ commercialOrigins { code localCodes } }`,
		"Query.associations":      `{ associations(kind: PRODUCT) { nodes { localCode code } } }`,
		"Query.settingChoices":    `{ settingChoices(setting: "url") { code name } }`,

		"Mutation.createOrder": `mutation { createOrder(input: {idempotencyKey: "same-key-2", customer: {document: "39053344705", name: "Maria D'Ávila",
			email: "ana@lead.example"}, installationAddress: {street: "Rua D'Oeste"}, items: [{productCode: "acmes", monthlyPrice: "1.00"}]}) {
			order { id remoteId trace } userErrors { code } } }`,
		"Mutation.createTicket": `mutation { createTicket(input: {idempotencyKey: "same-key-3", ` + person + `, message: "Maria sem sinal"}) {
			ticket { id protocol } } }`,
		"Mutation.unlockOnTrust": `mutation { unlockOnTrust(input: {idempotencyKey: "same-key-4", ` + person + `, contractId: "5002"}) {
			trustUnlock { id granted } } }`,
		"Mutation.updateCustomer": `mutation { updateCustomer(input: {idempotencyKey: "same-key-5", ` + person + `, changes: {email: "ana@lead.example"}}) {
			update { id stored { email } } } }`,
		"Mutation.associate":          `mutation { associate(input: {kind: PRODUCT, localCode: "mine", code: "FIBRA500"}) { association { localCode } } }`,
		"Mutation.dissociate":         `mutation { dissociate(input: {kind: PRODUCT, localCode: "acmes"}) { localCode } }`,
		"Mutation.importAssociations": `mutation { importAssociations(input: {kind: RESELLER}) { associations { localCode name } } }`,

		"Mutation.settleBoleto": `mutation { settleBoleto(input: {invoiceId: "` + id + `", amount: "1.00", paidAt: "` + harness.Now() + `",
			payment: {pix: {endToEndId: "E1234567820261124120012345678904"}}}) { settlement { id paymentId } userErrors { code } } }`,
		"Mutation.createLead":  `mutation { createLead(input: {idempotencyKey: "same-key-1", name: "Ana", email: "ana@lead.example"}) { lead { id remoteId } } }`,
		"Mutation.shareBoleto": `mutation { shareBoleto(input: {invoiceId: "` + id + `"}) { share { id url } userErrors { code } } }`,
		"Mutation.revokeShare": `mutation { revokeShare(input: {id: "` + share + `"}) { revokedId userErrors { code } } }`,
	})
	return all
}

// clientFor is a client that may ask for a root field.
func clientFor(field string) string {
	switch name := field[strings.Index(field, ".")+1:]; name {
	case "settleBoleto", "settleBoletos", "settlement", "payment":
		return "totem"
	case "products", "resellers", "dueDates", "commercialOrigins", "associations", "settingChoices", "associate", "dissociate", "importAssociations",
		"automations", "automationRuns", "connectionCheck", "tryAutomation", "invalidateCache", "writes", "connectionPause", "reverseSettlement", "retryWrite", "resolveWrite", "retryWrites", "resolveWrites", "pauseConnection":
		return "admin"
	}
	return "site"
}

func TestTenantsNeverCross(t *testing.T) {
	node, _, erps := twins(t)
	ids := map[string]invoiceAnswer{}
	for _, tenant := range []string{"acme", "bolt"} {
		ids[tenant] = harness.Query[customerAnswer](t, node.URL, node.KeyOf(tenant, "site"), customerQuery, map[string]any{"d": maria}).Customer.Invoices.Nodes[0]
	}
	if ids["acme"].ID == ids["bolt"].ID {
		t.Fatal("two tenants' invoices have one id")
	}
	share := harness.Query[struct {
		ShareBoleto struct{ Share struct{ ID, URL string } }
	}](t, node.URL, node.KeyOf("acme", "site"),
		operations(ids["acme"].ID, "", nil)["Mutation.shareBoleto"], nil).ShareBoleto.Share
	associations := func(tenant string) string {
		return string(harness.Post(node.URL, node.KeyOf(tenant, "admin"), `{ associations(kind: PRODUCT) { nodes { localCode } } }`, nil).Data)
	}
	harness.Query[any](t, node.URL, node.KeyOf("acme", "admin"),
		`mutation { associate(input: {kind: PRODUCT, localCode: "acmes", code: "FIBRA500"}) { association { localCode } } }`, nil)
	acmes := associations("acme")
	writes := writesOf(t, node, "acme", ids["acme"].ID)
	before := len(erps["acme"].Books(t))
	all := operations(ids["acme"].ID, share.ID, writes)
	for _, root := range []*ast.Definition{schema(t).Query, schema(t).Mutation} {
		for _, field := range root.Fields {
			name := root.Name + "." + field.Name
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			query, ok := all[name]
			if !ok {
				t.Errorf("%s is not tried", name)
				continue
			}
			// Bolt's client uses what it has of acme: ids, keys, cached answers.
			got := harness.Post(node.URL, node.KeyOf("bolt", clientFor(name)), query, nil)
			for _, foreign := range []string{ids["acme"].ID, share.ID} {
				if strings.Contains(query, foreign) && strings.Contains(string(got.Data), foreign) {
					t.Errorf("%s gave bolt acme's object: %s", name, got.Data)
				}
			}
			checkForeign(t, name, got)
			checkForeignWrite(t, name, got, writes)
		}
	}
	// What bolt has tied and untied is its own, and acme's code means nothing there.
	if got := associations("acme"); got != acmes || !strings.Contains(got, "acmes") {
		t.Errorf("bolt changed acme's associations: %s, and before %s", got, acmes)
	}
	if got := associations("bolt"); strings.Contains(got, "acmes") {
		t.Errorf("bolt sees acme's associations: %s", got)
	}
	// Bolt's writes with acme's keys went to bolt's ERP only: all but the order,
	// whose code nobody has tied there.
	if n := len(erps["acme"].Books(t)); n != before {
		t.Errorf("acme's ERP has %d entries that acme did not make", n-before)
	}
	bolts := len(erps["bolt"].Books(t))
	if bolts != 4 {
		t.Errorf("bolt's ERP has %d entries, want its lead, ticket, unlock and change", bolts)
	}
	// The share that bolt tried to revoke still works for acme.
	harness.Get(t, share.URL, 200)
	// A payment at acme leaves bolt's cache and books alone.
	if paid := node.SettleOf(t, "acme", openOf(t, node, "acme").ID, openOf(t, node, "acme").OpenAmount, "E1234567820261124120012345678905"); paid.State != "CONFIRMED" {
		t.Fatalf("%+v", paid)
	}
	if len(erps["bolt"].Books(t)) != bolts {
		t.Error("acme's payment reached bolt's ERP")
	}
	if got, want := openOf(t, node, "bolt").OpenAmount, ids["bolt"].OpenAmount; got == "0.00" {
		t.Errorf("bolt shows acme's payment: %s, had %s", got, want)
	}
}

// checkForeign checks that another tenant's id is "not found".
func checkForeign(t *testing.T, name string, got harness.Answer) {
	t.Helper()
	body := string(got.Body)
	switch name {
	case "Query.invoice", "Query.node":
		if !strings.Contains(body, ":null") {
			t.Errorf("%s: %s", name, body)
		}
	case "Mutation.settleBoleto", "Mutation.shareBoleto", "Mutation.revokeShare":
		if !strings.Contains(body, "NOT_FOUND") {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func openOf(t *testing.T, node *harness.Node, tenant string) invoiceAnswer {
	t.Helper()
	list := harness.Query[customerAnswer](t, node.URL, node.KeyOf(tenant, "site"), customerQuery, map[string]any{"d": maria}).Customer.Invoices.Nodes
	at := slices.IndexFunc(list, func(i invoiceAnswer) bool { return i.Status == "OVERDUE" })
	return list[at]
}

// Nothing of the people who were asked about is left where operators, Redis or
// other readers could find it.
func TestNoPersonalDataIsLeftBehind(t *testing.T) {
	node, redis, erps := twins(t)
	for _, tenant := range []string{"acme", "bolt"} {
		id := openOf(t, node, tenant).ID
		for name, query := range operations(id, "x", nil) {
			harness.Post(node.URL, node.KeyOf(tenant, clientFor(name)), query, nil)
		}
		harness.Query[map[string]any](t, node.URL, node.KeyOf(tenant, "site"),
			`{ customers(documents: ["52998224725", "11144477735", "11222333000181"]) { name address { street } invoices { nodes { pdfUrl } } } }`, nil)
	}
	erps["acme"].Switch(t, map[string]any{"faults": map[string]any{"html_200": 1}})
	var bodies strings.Builder
	for _, query := range []string{
		`{ invoice(id: "` + openOf(t, node, "bolt").ID + `") { id } }`, `{ customer(document: "39053344705") { name } }`,
		`{ customer(document: "529.982.247-26") { name } }`, `{ invoices(document: "52998224725", after: "x") { totalCount } }`,
		`{ customer(document: "52998224725") { nome } }`,
	} {
		bodies.Write(harness.Post(node.URL, node.KeyOf("acme", "site"), query, nil).Body)
	}
	ids := harness.Post(node.URL, node.KeyOf("bolt", "site"), `{ invoices(document: "52998224725") { edges { cursor } nodes { id pdfUrl } } customer(document: "52998224725") { id } }`, nil)
	for what, text := range map[string]string{
		"the log": node.Process.Output(), "Redis": string(redis.Save(t)), "error bodies": bodies.String(),
		"ids and links": string(ids.Body), "ids, decoded": decoded(string(ids.Body)),
	} {
		for _, secret := range secrets(node) {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %q", what, secret)
			}
		}
	}
	if len(redis.Save(t)) < 500 {
		t.Error("Redis holds nothing: the test has looked at nothing")
	}
}

// secrets are the people, in every spelling, and the keys that were used.
func secrets(node *harness.Node) []string {
	list := []string{
		"52998224725", "529.982.247-25", "11144477735", "11222333000181", "11.222.333/0001-81", "39053344705",
		"Maria", "D'Ávila", "Aurora", "ana@lead.example",
	}
	for _, tenant := range []string{"acme", "bolt"} {
		for _, client := range []string{"site", "totem"} {
			list = append(list, node.KeyOf(tenant, client))
		}
	}
	return append(list, "token-of-the-sandbox")
}

var token = regexp.MustCompile(`[A-Za-z0-9_-]{16,}`)

// decoded is what base64 hides in a text.
func decoded(text string) string {
	var b strings.Builder
	for _, word := range token.FindAllString(text, -1) {
		if plain, err := base64.RawURLEncoding.DecodeString(word); err == nil {
			b.Write(plain)
		}
	}
	return b.String()
}

func TestABadConfigIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "balcao.yaml")
	if err := os.WriteFile(path, []byte("listen: 127.0.0.1:0\ntenats: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := harness.Run(t, "", nil, "serve", "--config", path)
	if code == 0 || !strings.Contains(out, "balcao.yaml:2:1") || !strings.Contains(out, "tenants") {
		t.Errorf("code %d, %s", code, out)
	}
}
