package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/e2e/harness"
)

type unlockAnswer struct {
	UnlockOnTrust struct {
		TrustUnlock struct {
			ID, State, Reason, Message, Until string
			Granted                           *bool
		}
		UserErrors []struct{ Code string }
	}
}

func unlock(t *testing.T, node *harness.Node, document, contract, key string) unlockAnswer {
	t.Helper()
	return harness.Query[unlockAnswer](t, node.URL, node.Key("app"), `mutation($d: Document!, $c: String!, $k: ID!) {
		unlockOnTrust(input: {idempotencyKey: $k, document: $d, contractId: $c}) {
			trustUnlock { id state reason message granted until } userErrors { code } } }`,
		map[string]any{"d": document, "c": contract, "k": key})
}

type planAnswer struct {
	ContractID, Status, Name string
	TrustUnlock              *bool
}

func plans(t *testing.T, node *harness.Node, document string) []planAnswer {
	t.Helper()
	return harness.Query[struct{ Plans []planAnswer }](t, node.URL, node.Key("app"),
		`query($d: Document!) { plans(document: $d) { contractId status name trustUnlock } }`, map[string]any{"d": document}).Plans
}

func blocked(t *testing.T, node *harness.Node, document string) planAnswer {
	t.Helper()
	all := plans(t, node, document)
	i := slices.IndexFunc(all, func(p planAnswer) bool { return p.Status == "BLOCKED" })
	if i < 0 {
		t.Fatalf("%s has no blocked plan: %+v", document, all)
	}
	return all[i]
}

func TestTrustUnlocks(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	contract := blocked(t, node, maria).ContractID // now it is in the cache
	first := unlock(t, node, maria, contract, "unlock-01").UnlockOnTrust
	if u := first.TrustUnlock; u.State != "CONFIRMED" || u.Granted == nil || !*u.Granted || u.Until == "" || u.Message != "" {
		t.Errorf("%+v", u)
	}
	i := slices.IndexFunc(plans(t, node, maria), func(p planAnswer) bool { return p.ContractID == contract })
	if p := plans(t, node, maria)[i]; p.Status == "BLOCKED" && (p.TrustUnlock == nil || *p.TrustUnlock) {
		t.Errorf("the plan is shown as before: %+v", p)
	}
	if again := unlock(t, node, maria, contract, "unlock-01").UnlockOnTrust.TrustUnlock; again.ID != first.TrustUnlock.ID || !*again.Granted {
		t.Errorf("the same key: %+v", again)
	}
	other := unlock(t, node, maria, contract, "unlock-02").UnlockOnTrust.TrustUnlock
	if other.State != "CONFIRMED" || other.Granted == nil || *other.Granted || other.Message == "" || other.Reason != "" || other.ID == first.TrustUnlock.ID {
		t.Errorf("a second one in the month: %+v", other)
	}
	if reused := unlock(t, node, joao, contract, "unlock-01").UnlockOnTrust; len(reused.UserErrors) != 1 || reused.UserErrors[0].Code != "KEY_REUSED" {
		t.Errorf("%+v", reused)
	}
	kinds, _ := applied(t, sandbox)
	if !slices.Equal(kinds, []string{"desbloqueio"}) {
		t.Errorf("the ERP has %v", kinds)
	}
}

func TestATicket(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	create := func(message string) string {
		return string(harness.Post(node.URL, node.Key("totem"), `mutation { createTicket(input: {idempotencyKey: "ticket-01", document: "`+maria+`",
			message: "`+message+`", contactPhone: "(11) 3333-4444"}) { ticket { id state remoteId protocol } userErrors { code } } }`, nil).Body)
	}
	first := create("Sem sinal")
	if !strings.Contains(first, `"CONFIRMED"`) || strings.Contains(first, `"protocol":null`) || strings.Contains(first, `"remoteId":null`) {
		t.Errorf("%s", first)
	}
	if again := create("Sem sinal nenhum"); again != first {
		t.Errorf("first %s, again %s", first, again)
	}
	kinds, sent := applied(t, sandbox)
	if !slices.Equal(kinds, []string{"chamado"}) || sent["mensagem"] != "Sem sinal" || sent["contato_telefone"] != "1133334444" {
		t.Errorf("the ERP has %v: %v", kinds, sent)
	}
}

func TestAChangeOfACustomersData(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Tenants["open"] = harness.TenantOf(sandbox)
	config.Tenants["open"].Also = map[string]any{"allow_name_change": true}
	node := harness.StartNode(t, config)
	contacts := func() string {
		return string(harness.Post(node.URL, node.Key("site"), `{ contacts(document: "`+maria+`") { emails mobiles } }`, nil).Data)
	}
	update := func(tenant, key, changes string) string {
		return string(harness.Post(node.URL, node.KeyOf(tenant, "site"), `mutation { updateCustomer(input: {idempotencyKey: "`+key+`", document: "`+maria+`",
			changes: {`+changes+`}}) { update { state reason stored { name email mobiles } } userErrors { code } } }`, nil).Body)
	}
	before := contacts() // now they are in the cache
	done := update("acme", "change-01", `email: "nova@example.com", mobiles: ["11 97777-6666"]`)
	if !strings.Contains(done, `"state":"CONFIRMED"`) || !strings.Contains(done, `"email":"nova@example.com","mobiles":["11977776666"]`) {
		t.Errorf("%s", done)
	}
	if after := contacts(); after == before || !strings.Contains(after, "nova@example.com") || !strings.Contains(after, "11977776666") {
		t.Errorf("before %s, after %s", before, after)
	}
	if named := update("acme", "change-02", `name: "Maria Souza"`); !strings.Contains(named, `"NOT_ALLOWED"`) {
		t.Errorf("%s", named)
	}
	if named := update("open", "change-02", `name: "Maria Souza"`); !strings.Contains(named, `"name":"Maria Souza"`) {
		t.Errorf("%s", named)
	}
	sandbox.Switch(t, map[string]any{"dropped": []string{"email"}, "double": "refuse"})
	if dropped := update("acme", "change-03", `email: "outra@example.com"`); !strings.Contains(dropped, `"state":"NEEDS_ATTENTION","reason":"NOT_DONE"`) {
		t.Errorf("what was dropped in silence: %s", dropped)
	}
}
