package e2e_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// deskOperations ask for the root fields with which a connection is looked after.
func deskOperations() map[string]string {
	return map[string]string{
		"Query.automations":     `{ automations { node pack { fingerprint } settings { name value choices { code } } functions { function lastRun { error writeId } counts { count } } } }`,
		"Query.automationRuns":  `{ automationRuns { nodes { function error requestId writeId steps { name status } } } }`,
		"Query.connectionCheck": `{ connectionCheck(document: "52998224725") { findings { what detail advice } } }`,
		"Mutation.tryAutomation": `mutation { tryAutomation(input: {function: "get_customer", input: {document: "52998224725"}}) {
			outcome message error output trace { url headers text } } }`,
		"Mutation.invalidateCache": `mutation { invalidateCache(input: {document: "52998224725"}) { entries } }`,
	}
}

type ranAnswer struct {
	AutomationRuns struct {
		TotalCount int
		Nodes      []struct {
			Function, Outcome, RequestID, WriteID, Node string
			Manual                                      bool
			Steps                                       []struct {
				Name             string
				Requests, Status int
			}
		}
	}
}

const ranQuery = `query($f: String) { automationRuns(function: $f) { totalCount nodes { function outcome requestId writeId node manual steps { name requests status } } } }`

func ran(t *testing.T, node *harness.Node, tenant, function string) ranAnswer {
	t.Helper()
	return harness.Query[ranAnswer](t, node.URL, node.KeyOf(tenant, "admin"), ranQuery, map[string]any{"f": function})
}

// An admin finds what was asked of the ERP, for whom, and what came of it; the
// other provider's admin finds nothing of it.
func TestAnAdminSeesWhatRan(t *testing.T) {
	t.Parallel()
	node, _, _ := twins(t)
	id := openOf(t, node, "acme")
	settled := node.SettleOf(t, "acme", id.ID, id.OpenAmount, "E1234567820261124120012345678977")
	runs := ran(t, node, "acme", "settle_boleto").AutomationRuns
	if len(runs.Nodes) != 1 || runs.Nodes[0].WriteID != settled.ID || runs.Nodes[0].Outcome != "OK" || len(runs.Nodes[0].Steps) == 0 {
		t.Fatalf("%s: %+v", settled.ID, runs)
	}
	if request := ran(t, node, "acme", "list_invoices").AutomationRuns.Nodes[0].RequestID; request == "" || !strings.Contains(node.Process.Output(), request) {
		t.Errorf("the request %q is not in the log", request)
	}
	if other := harness.Query[ranAnswer](t, node.URL, node.KeyOf("bolt", "admin"), ranQuery, nil); other.AutomationRuns.TotalCount != 0 {
		t.Errorf("bolt sees %+v", other)
	}
	counted := string(harness.Post(node.URL, node.KeyOf("acme", "admin"), `{ automations { functions { function counts { outcome count } } } }`, nil).Data)
	if !strings.Contains(counted, `"function":"settle_boleto","counts":[{"outcome":"OK","count":1}]`) {
		t.Error(counted)
	}
	for name, query := range deskOperations() {
		if got := harness.Post(node.URL, node.KeyOf("acme", "site"), query, nil); got.Code() != "FORBIDDEN" {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
}

// A technician who has only the playground finds out where the way to the ERP ends,
// and what an automation makes of its answer.
func TestAnAdminChecksAndTries(t *testing.T) {
	t.Parallel()
	erp := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(erp))
	erp.Reset(t)
	check := string(harness.Post(node.URL, node.Key("admin"), `{ connectionCheck(document: "52998224725") { sound complete findings { stage what verdict } } }`, nil).Body)
	for _, want := range []string{`"sound":true`, `"complete":true`, `"stage":"LOG_IN"`, `"what":"list_statement","verdict":"WORKS"`} {
		if !strings.Contains(check, want) {
			t.Errorf("want %s in %s", want, check)
		}
	}
	try := func(function string, input map[string]any) string {
		return string(harness.Post(node.URL, node.Key("admin"), `mutation($f: String!, $i: JSON!) { tryAutomation(input: {function: $f, input: $i}) {
			outcome message output trace { kind method url status text } userErrors { field } } }`, map[string]any{"f": function, "i": input}).Body)
	}
	read := try("list_invoices", map[string]any{"document": maria})
	written := try("create_lead", map[string]any{"reference": "by-hand", "lead": map[string]any{"name": "Ana D'Ávila", "email": "ana@lead.example"}})
	if !strings.Contains(read, `"outcome":"OK"`) || !strings.Contains(read, `"status":"OVERDUE"`) || !strings.Contains(written, `"outcome":"STOPPED"`) {
		t.Errorf("%s\n%s", read, written)
	}
	if !json.Valid([]byte(read)) {
		t.Error("it is no JSON")
	}
	for path := range erp.Count(t).Paths {
		if !strings.HasPrefix(path, "GET ") {
			t.Errorf("%s was called", path)
		}
	}
	log := node.Process.Output()
	for _, want := range []string{"desk: connection checked", "desk: automation tried", `"function":"create_lead"`, `"client":"admin"`} {
		if !strings.Contains(log, want) {
			t.Errorf("want %q in the log", want)
		}
	}
	for _, secret := range []string{maria, "Maria", "Ávila", "ana@lead", erp.Token} {
		if strings.Contains(check+read+written+log, secret) {
			t.Errorf("%q is shown", secret)
		}
	}
}

// What an admin of one server has forgotten is forgotten by all.
func TestTheCacheIsForgottenOnAllNodes(t *testing.T) {
	t.Parallel()
	erp, redis := harness.StartSandbox(t), harness.StartRedis(t)
	config := harness.Config(erp)
	config.Redis = redis.URL()
	nodes := []*harness.Node{harness.StartNode(t, config), harness.StartNode(t, config)}
	ask := func(n *harness.Node) {
		harness.Query[any](t, n.URL, n.Key("site"), `{ customer(document: "52998224725") { name } }`, nil)
	}
	count := func() int { return erp.Count(t).Paths["GET /clientes"].Calls }
	erp.Reset(t)
	ask(nodes[0])
	ask(nodes[1])
	ask(nodes[0])
	before := count()
	forgotten := harness.Query[struct {
		InvalidateCache struct{ Everywhere bool }
	}](t, nodes[1].URL, nodes[1].Key("admin"), `mutation { invalidateCache(input: {function: "get_customer"}) { everywhere entries functions } }`, nil)
	if !forgotten.InvalidateCache.Everywhere {
		t.Error("the other server was not told")
	}
	// The news travels through Redis, in moments.
	for end := time.Now().Add(10 * time.Second); count() == before && time.Now().Before(end); {
		ask(nodes[0])
	}
	if count() != before+1 {
		t.Errorf("%d calls before, %d after", before, count())
	}
}
