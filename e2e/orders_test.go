package e2e_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"balcao/e2e/harness"
	"balcao/internal/br"
)

const (
	joao    = "11144477735"    // owes something
	padaria = "11444777000161" // owes nothing
)

// stranger is nobody's document.
func stranger(t *testing.T) string {
	t.Helper()
	document, err := br.NewDocument("987654321")
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

type orderAnswer struct {
	Order *struct {
		ID, State, Reason, Message, Way, RemoteID, RemoteMessage string
		Trace                                                    []string
	}
	UserErrors []struct {
		Code, Message string
		Field         []string
	}
}

const createOrder = `mutation($input: CreateOrderInput!) { createOrder(input: $input) {
	order { id state reason message way remoteId remoteMessage trace } userErrors { code field message } } }`

// anOrder is one of a product whose local code is "fibra".
func anOrder(key, document string) map[string]any {
	return map[string]any{
		"idempotencyKey":      key,
		"customer":            map[string]any{"document": document, "name": "Ana Souza", "mobiles": []any{map[string]any{"number": "11 98888-7777"}}},
		"installationAddress": map[string]any{"street": "Rua A", "number": "10", "city": "São Paulo", "state": "SP", "postalCode": "01310-100"},
		"items":               []any{map[string]any{"productCode": "fibra", "name": "Fibra 500", "monthlyPrice": "129.90"}},
		"dueDateCode":         "10", "resellerCode": "R01", "commercialOriginCode": "1",
	}
}

func post(node *harness.Node, tenant string, in map[string]any) harness.Answer {
	return harness.Post(node.URL, node.KeyOf(tenant, "site"), createOrder, map[string]any{"input": in})
}

func order(t *testing.T, node *harness.Node, tenant string, in map[string]any) orderAnswer {
	t.Helper()
	answer := post(node, tenant, in)
	var data struct{ CreateOrder orderAnswer }
	if err := json.Unmarshal(answer.Data, &data); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return data.CreateOrder
}

// selling starts a node whose tenants sell by these rules; the ERP is one, and
// the local code "fibra" stands for its FIBRA500.
func selling(t *testing.T, sandbox *harness.Sandbox, rules map[string]map[string]any) *harness.Node {
	t.Helper()
	options := harness.Options{Tenants: map[string]*harness.Tenant{}}
	for name, ordering := range rules {
		options.Tenants[name] = harness.TenantOf(sandbox)
		options.Tenants[name].Also = map[string]any{"ordering": ordering}
	}
	node := harness.StartNode(t, options)
	for name := range rules {
		associate(t, node, name)
	}
	return node
}

func associate(t *testing.T, node *harness.Node, tenant string) {
	t.Helper()
	answer := harness.Post(node.URL, node.KeyOf(tenant, "admin"), `mutation {
		associate(input: {kind: PRODUCT, localCode: "fibra", code: "FIBRA500"}) { userErrors { code } }
		resellers: importAssociations(input: {kind: RESELLER}) { userErrors { code } }
		days: importAssociations(input: {kind: DUE_DATE}) { userErrors { code } }
		origins: importAssociations(input: {kind: COMMERCIAL_ORIGIN}) { userErrors { code } } }`, nil)
	if len(answer.Errors) > 0 || strings.Contains(string(answer.Body), `"code"`) {
		t.Fatalf("%s", answer.Body)
	}
}

// applied are the kinds of what the ERP has applied, and what it was sent last.
func applied(t *testing.T, sandbox *harness.Sandbox) (kinds []string, last map[string]any) {
	t.Helper()
	for _, e := range sandbox.Books(t) {
		if e.Applied == "no" {
			continue
		}
		kinds = append(kinds, e.Kind)
		if records := sandbox.Records(t, e.Key); len(records) > 0 {
			last = records[0].Content
		}
	}
	return kinds, last
}

func TestTheWaysOfAnOrder(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rules           map[string]any
		document        string
		way, kind, says string
	}{
		"new":       {map[string]any{"existing_customer": "ticket"}, stranger(t), "ORDER", "pedido", "Pedido recebido."},
		"customer":  {nil, padaria, "ORDER", "pedido", "Pedido recebido."},
		"ticket":    {map[string]any{"existing_customer": "ticket"}, padaria, "TICKET", "pedido_cliente", "Chamado aberto para o pedido."},
		"lead":      {map[string]any{"existing_customer": "lead"}, padaria, "LEAD", "lead", ""},
		"unchecked": {map[string]any{"existing_customer": "ticket", "skip_customer_check": true}, padaria, "ORDER", "pedido", "Pedido recebido."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sandbox := harness.StartSandbox(t)
			node := selling(t, sandbox, map[string]map[string]any{"acme": tc.rules})
			// What the cache knows of the person does not decide.
			harness.Post(node.URL, node.Key("site"), `{ customer(document: "`+tc.document+`") { active } }`, nil)
			sandbox.Reset(t)
			got := order(t, node, "acme", anOrder("order-0001", tc.document)).Order
			if got.State != "CONFIRMED" || got.Way != tc.way || got.RemoteID == "" || got.RemoteMessage != tc.says || len(got.Trace) == 0 {
				t.Errorf("%+v", got)
			}
			kinds, sent := applied(t, sandbox)
			if !slices.Equal(kinds, []string{tc.kind}) {
				t.Errorf("the ERP has %v, want %s", kinds, tc.kind)
			}
			if tc.kind != "lead" {
				item := sent["itens"].([]any)[0].(map[string]any)
				if item["codigo"] != "FIBRA500" || sent["revendedor"] != "R01" || !strings.HasPrefix(sent["mensagem"].(string), "Pedido pelo canal SITE\nCliente: Ana Souza, ") {
					t.Errorf("sent %v", sent)
				}
			}
			looked := sandbox.Count(t).Paths["GET /clientes"].Calls
			if (looked == 0) != (name == "unchecked") {
				t.Errorf("the person was looked up %d times", looked)
			}
		})
	}
}

func TestPendenciesDecideAnOrder(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	rule := func(then string) map[string]any {
		return map[string]any{"pendency_rules": []any{map[string]any{"regex": `FATURA \d+ VÊNCIDA`, "then": then}}}
	}
	node := selling(t, sandbox, map[string]map[string]any{"refuse": rule("refuse"), "note": rule("note"), "lead": rule("lead"), "none": nil})
	for tenant, want := range map[string]struct{ consequence, state, way string }{
		"refuse": {"REFUSE", "REFUSED", ""}, "note": {"NOTE", "CONFIRMED", "ORDER"}, "lead": {"LEAD", "CONFIRMED", "LEAD"}, "none": {"NONE", "CONFIRMED", "ORDER"},
	} {
		owed := harness.Query[struct {
			Pendencies []struct{ Text, Consequence string }
		}](t, node.URL, node.KeyOf(tenant, "site"),
			`{ pendencies(document: "`+joao+`") { text consequence } }`, nil).Pendencies
		if len(owed) == 0 || owed[0].Consequence != want.consequence {
			t.Fatalf("%s: %+v", tenant, owed)
		}
		before, _ := applied(t, sandbox)
		got := order(t, node, tenant, anOrder("order-0001", joao)).Order
		if got.State != want.state || got.Way != want.way {
			t.Errorf("%s: %+v", tenant, got)
		}
		after, sent := applied(t, sandbox)
		if (len(after) == len(before)) != (tenant == "refuse") {
			t.Errorf("%s: the ERP had %v and has %v", tenant, before, after)
		}
		if tenant == "refuse" && (got.Reason != "PENDENCY" || strings.Contains(got.Message, "Fatura")) {
			t.Errorf("%+v", got)
		}
		if tenant == "note" && !strings.HasSuffix(sent["mensagem"].(string), "Pendência: "+owed[len(owed)-1].Text) {
			t.Errorf("sent %v", sent)
		}
		if got := order(t, node, tenant, anOrder("order-0002", padaria)).Order; got.State != "CONFIRMED" || got.Way != "ORDER" {
			t.Errorf("%s: of who owes nothing: %+v", tenant, got)
		}
	}
}

// Neither an ERP that does not know who it is, nor one that does not tell what
// is owed, makes an order go through.
func TestAnOrderWaitsForTheERP(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := selling(t, sandbox, map[string]map[string]any{"acme": {"pendency_otherwise": "note"}})
	for _, path := range []string{"/clientes", "/pendencias"} {
		sandbox.Switch(t, map[string]any{"faults": map[string]any{"error_500": 1}, "paths": []string{path}, "double": "refuse"})
		waiting := order(t, node, "acme", anOrder("order-0001", stranger(t))).Order
		if isOpen := waiting.State == "ACCEPTED" || waiting.State == "SENDING"; !isOpen || waiting.Reason != "ERP_UNAVAILABLE" || waiting.Way != "" {
			t.Errorf("%s: %+v", path, waiting)
		}
	}
	if kinds, _ := applied(t, sandbox); kinds != nil {
		t.Errorf("the ERP has %v", kinds)
	}
	sandbox.Switch(t, map[string]any{"double": "refuse"})
	waitUntil(t, "it goes through by itself", func() bool {
		return order(t, node, "acme", anOrder("order-0001", stranger(t))).Order.State == "CONFIRMED"
	})
	if kinds, _ := applied(t, sandbox); !slices.Equal(kinds, []string{"pedido"}) {
		t.Errorf("the ERP has %v", kinds)
	}
}

// The ERP takes the order and its answer is lost.
func TestAnOrderWhoseAnswerIsLostIsOne(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := selling(t, sandbox, map[string]map[string]any{"acme": nil})
	sandbox.Switch(t, map[string]any{"faults": map[string]any{"after_apply": 1}, "double": "apply", "paths": []string{"/pedidos"}})
	// It is found within the moment that the mutation waits.
	lost := order(t, node, "acme", anOrder("order-0001", stranger(t))).Order
	if lost.State != "CONFIRMED" || lost.RemoteID == "" || lost.Way != "ORDER" {
		t.Fatalf("%+v", lost)
	}
	sandbox.Switch(t, map[string]any{"double": "apply"})
	if again := order(t, node, "acme", anOrder("order-0001", stranger(t))).Order; again.State != "CONFIRMED" || again.ID != lost.ID {
		t.Errorf("%+v", again)
	}
	if kinds, _ := applied(t, sandbox); !slices.Equal(kinds, []string{"pedido"}) {
		t.Errorf("the ERP has %v", kinds)
	}
	other := anOrder("order-0001", stranger(t))
	other["items"].([]any)[0].(map[string]any)["quantity"] = 2
	reused := order(t, node, "acme", other)
	if len(reused.UserErrors) != 1 || reused.UserErrors[0].Code != "KEY_REUSED" || reused.Order.ID != lost.ID {
		t.Errorf("%+v", reused)
	}
}

func TestCodesThatNobodyHasAssociated(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	in := anOrder("order-0001", stranger(t))
	refused := order(t, node, "acme", in)
	var fields []string
	for _, e := range refused.UserErrors {
		if e.Code != "NOT_ASSOCIATED" || !strings.Contains(e.Message, "administrador") {
			t.Errorf("%+v", e)
		}
		fields = append(fields, strings.Join(e.Field, "."))
	}
	if !slices.Equal(fields, []string{"items.0.productCode", "dueDateCode", "resellerCode", "commercialOriginCode"}) || refused.Order != nil {
		t.Errorf("%v", fields)
	}
	associate(t, node, "acme")
	if got := order(t, node, "acme", in).Order; got == nil || got.State != "CONFIRMED" {
		t.Errorf("%+v", got)
	}
	untied := harness.Post(node.URL, node.Key("admin"), `mutation { dissociate(input: {kind: PRODUCT, localCode: "fibra"}) { localCode } }`, nil)
	if refused := order(t, node, "acme", anOrder("order-0002", stranger(t))); len(refused.UserErrors) != 1 || len(untied.Errors) > 0 {
		t.Errorf("after it was untied: %+v %s", refused, untied.Body)
	}
}
