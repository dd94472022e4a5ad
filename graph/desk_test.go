package graph_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/graph/model"
)

// private are texts that no admin is shown.
var private = []string{"!Maria", "!529982", "!" + erpToken, "!Rua"}

const whatAnAdminAsks = `{ automations {
	node since pack { name title version language extends fingerprint } lastLogIn { at }
	settings { name label type optional filled value options hasChoices choices { code name } }
	functions { function effect supported reason missingSettings madeOf about source confidence tested
		steps { unit name kind effect method path calls optional place }
		lastRun { at outcome durationMs manual } counts { outcome count } } } }`

type automationsAnswer struct {
	Automations struct {
		Node     string
		Pack     struct{ Name, Extends, Fingerprint string }
		Settings []struct {
			Name, Type, Value  string
			Filled, HasChoices bool
			Choices            []struct{ Code, Name string }
		}
		Functions []struct {
			Function, Effect, Reason, MadeOf, Source, Confidence, Tested string
			Supported                                                    bool
			MissingSettings                                              []string
			Steps                                                        []struct{ Name, Kind, Effect, Method, Path string }
			LastRun                                                      *struct{ Outcome string }
			Counts                                                       []struct {
				Outcome string
				Count   int
			}
		}
	}
}

func TestAutomations(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	want(t, d.ask("site", `{ plans(document: "52998224725") { name } }`), `"plans":[{`)
	answer := d.ask("admin", whatAnAdminAsks)
	want(t, answer, private...)
	got := data[automationsAnswer](t, answer).Automations
	if got.Node != "node-1" || got.Pack.Name != "standard" || !strings.HasPrefix(got.Pack.Extends, "standard") || got.Pack.Fingerprint == "" || len(got.Functions) != 24 {
		t.Errorf("got %+v", got)
	}
	settings := map[string]string{}
	for _, s := range got.Settings {
		settings[s.Name] = fmt.Sprint(s.Type, " ", s.Filled, " ", s.Value, " ", s.HasChoices, " ", len(s.Choices) > 0)
	}
	for name, state := range map[string]string{
		"url": "URL true  false false", "token": "SECRET true  false false", "account": "TEXT true site true true", "branch": "TEXT false  false false",
	} {
		if settings[name] != state {
			t.Errorf("%s is %q, want %q", name, settings[name], state)
		}
	}
	for _, f := range got.Functions {
		switch f.Function {
		case "list_plans":
			if !f.Supported || f.LastRun == nil || f.LastRun.Outcome != "OK" || len(f.Counts) != 1 || f.Counts[0].Count != 1 || len(f.Steps) == 0 ||
				f.Steps[0].Method != "GET" || f.Steps[0].Path != "/planos" || f.Confidence == "" || f.Tested == "" {
				t.Errorf("got %+v", f)
			}
		case "list_products":
			if f.Supported || !strings.Contains(f.Reason, "this ERP lists none") {
				t.Errorf("got %+v", f)
			}
		case "list_resellers":
			if f.Supported || len(f.MissingSettings) != 1 || f.MissingSettings[0] != "branch" || f.Source != "a test" || f.Tested != "never" {
				t.Errorf("got %+v", f)
			}
		case "settle_boleto":
			if f.Effect != "WRITE" || f.LastRun != nil || len(f.Counts) != 0 {
				t.Errorf("got %+v", f)
			}
		}
	}
}

func TestAConnectionThatIsSwitchedOff(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	want(t, c.ask("admin", `{ automations { pack { name } functions { function supported reason } } }`), `"pack":null`, "no such call", `"function":"settle_boleto"`)
	for _, query := range []string{
		`{ automationRuns { totalCount } }`, `{ connectionCheck { sound } }`,
		`mutation { tryAutomation(input: {function: "get_customer", input: {document: "52998224725"}}) { outcome } }`,
	} {
		want(t, c.ask("admin", query), "NOT_SUPPORTED")
	}
}

type runsAnswer struct {
	AutomationRuns struct {
		TotalCount int
		PageInfo   struct {
			HasNextPage bool
			EndCursor   string
		}
		Nodes []struct {
			Function, Outcome, Error, Node, At string
			Manual                             bool
			Steps                              []struct {
				Name, Outcome    string
				Requests, Status int
			}
		}
	}
}

const aRun = `totalCount pageInfo { hasNextPage endCursor } nodes { node at function durationMs inputs outcome error manual requestId writeId
	steps { unit name beganMs durationMs requests status outcome } }`

func TestAutomationRuns(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	d.ask("site", `{ plans(document: "52998224725") { name } }`)
	d.ask("behalf", `{ customer(document: "52998224725") { name contacts { emails } } }`)
	d.ask("admin", `mutation { tryAutomation(input: {function: "get_debt_clearance", input: {document: "52998224725", year: 2025}}) { outcome } }`)
	answer := d.ask("admin", `{ automationRuns { `+aRun+` } }`)
	want(t, answer, private...)
	all := data[runsAnswer](t, answer).AutomationRuns
	if all.TotalCount != 4 || len(all.Nodes) != 4 || all.Nodes[0].Function != "get_debt_clearance" || !all.Nodes[0].Manual || all.Nodes[3].Function != "list_plans" {
		t.Fatalf("got %+v", all)
	}
	for _, r := range all.Nodes[1:] {
		if r.Node != "node-1" || r.Outcome != "OK" || r.Manual || len(r.Steps) == 0 || r.Steps[0].Requests != 1 || r.Steps[0].Status != 200 {
			t.Errorf("got %+v", r)
		}
	}
	first := data[runsAnswer](t, d.ask("admin", `{ automationRuns(first: 3) { `+aRun+` } }`)).AutomationRuns
	next := data[runsAnswer](t, d.ask("admin", `{ automationRuns(first: 3, after: "`+first.PageInfo.EndCursor+`") { `+aRun+` } }`)).AutomationRuns
	if !first.PageInfo.HasNextPage || len(next.Nodes) != 1 || next.Nodes[0].Function != "list_plans" || next.PageInfo.HasNextPage {
		t.Errorf("the second page is %+v", next)
	}
	want(t, d.ask("admin", `{ automationRuns(function: "list_plans", outcome: [OK]) { totalCount } }`), `"totalCount":1`)
	want(t, d.ask("admin", `{ automationRuns(outcome: [UNAVAILABLE]) { totalCount } }`), `"totalCount":0`)
	want(t, d.ask("admin", `{ automationRuns(function: "list_plans", after: "`+first.PageInfo.EndCursor+`") { totalCount } }`), "INVALID_INPUT", "not a cursor of this list")
	want(t, d.ask("admin", `{ automationRuns(function: "list_secrets") { totalCount } }`), "INVALID_INPUT", "no such function")
}

// try is a trial's mutation with the input as a variable.
func (d *desk) try(function string, apply bool, input any, language ...string) string {
	d.t.Helper()
	return d.askWith("admin", `mutation($f: String!, $i: JSON!, $a: Boolean!) { tryAutomation(input: {function: $f, input: $i, apply: $a, clientMutationId: "m1"}) {
		clientMutationId outcome message error output incomplete durationMs traceCut userErrors { code field message }
		trace { kind afterMs unit step place method url status headers text } } }`, map[string]any{"f": function, "i": input, "a": apply}, language...)
}

func TestTryAutomation(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	document := map[string]any{"document": "529.982.247-25"}
	read := d.try("get_customer", false, document)
	want(t, read, append([]string{
		`"outcome":"OK"`, "Funcionou.", `"kind":"REQUEST"`, `"kind":"ANSWER"`, `"status":200`, `"kind":"OUTPUT"`, `"userErrors":[]`, `"clientMutationId":"m1"`,
		`"output":{`, `"document":"***"`, `"name":"***"`, `"active":true`, "/clientes?cnpj_cpf=***", "Authorization: ***",
	}, private...)...)
	invoices := d.try("list_invoices", false, document)
	want(t, invoices, `"digitable_line"`, `/***"`, "!/boletos/")
	want(t, d.try("get_customer", false, map[string]any{"document": "98765432100"}, "en"), `"NOT_FOUND"`, "no such thing", `"output":null`)
	want(t, d.try("get_debt_clearance", false, map[string]any{"document": "52998224725", "year": 2025}, "en"), `"OK"`, ` bytes"}`)
	want(t, d.try("list_products", false, map[string]any{}, "en"), `"NOT_SUPPORTED"`, "this ERP lists none")
	want(t, d.log.String(), append([]string{"desk: automation tried", `"function":"get_customer"`, `"client":"admin"`, `"outcome":"OK"`}, private...)...)
}

func TestWhatIsWrongWithATrialIsToldByItsPath(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	want(t, d.try("get_costumer", false, map[string]any{}), `"NOT_FOUND","field":["function"]`, `"outcome":null`)
	want(t, d.try("get_customer", false, map[string]any{}), `"REQUIRED","field":["input","document"]`)
	want(t, d.try("get_customer", false, map[string]any{"document": "1"}), `"INVALID","field":["input","document"]`)
	want(t, d.try("get_customer", false, map[string]any{"document": "52998224725", "cpf": "1"}), `"INVALID","field":["input","cpf"]`)
	want(t, d.try("get_customer", false, "52998224725"), `"INVALID","field":["input"]`)
	want(t, d.try("create_lead", false, map[string]any{"reference": "r", "lead": map[string]any{"name": "Ana", "mobiles": []any{1}}}), `"field":["input","lead","mobiles","0"]`)
	want(t, d.try("get_debt_clearance", false, map[string]any{"document": "52998224725", "year": 20.5}), "INVALID_INPUT", "em texto")
	if n := len(d.tenant.Desk.Runs.List("")); n != 0 {
		t.Errorf("%d runs", n)
	}
}

// What changes something is shown, and sent only where nothing but the ERP's own
// desk is the worse for it.
func TestTrialsOfWrites(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	ticket := map[string]any{"document": "52998224725", "reference": "by-hand-" + strconv.FormatInt(time.Now().UnixNano(), 36), "ticket": map[string]any{"message": "Sem sinal na Rua das Flores"}}
	stopped := d.try("create_ticket", false, ticket, "en")
	want(t, stopped, append([]string{`"STOPPED"`, "nothing was sent", `"kind":"STOPPED"`, `"method":"POST"`, `"output":null`, `"error":null`}, "!52998224725")...)
	want(t, d.try("create_ticket", true, ticket, "en"), `"OK"`, `"kind":"OUTPUT"`, `"protocol"`)
	want(t, d.log.String(), `"function":"create_ticket","applied":true`)
	for function, mutation := range map[string]string{
		"settle_boleto": "settleBoleto", "create_order": "createOrder", "create_order_for_existing_customer": "createOrder",
		"unlock_on_trust": "unlockOnTrust", "update_customer": "updateCustomer",
	} {
		want(t, d.try(function, true, map[string]any{}), `"NOT_ALLOWED","field":["apply"]`, mutation, `"trace":[]`)
	}
	settle := map[string]any{"invoice_id": "1", "document": "52998224725", "reference": "E1", "settlement": map[string]any{
		"amount": "10.00", "paid_at": "2026-11-24T12:00:00Z", "method": "PIX", "end_to_end_id": e2e,
	}}
	want(t, d.try("settle_boleto", false, settle), `"STOPPED"`, `"kind":"STOPPED"`, "!"+e2e+"-")
}

func TestConnectionCheck(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	const ask = `query($d: Document) { connectionCheck(document: $d) { node sound complete durationMs findings { stage verdict what durationMs detail advice } } }`
	answer := d.askWith("admin", ask, map[string]any{"d": "52998224725"})
	want(t, answer, append([]string{`"complete":true`, `"sound":true`, `"stage":"LOG_IN","verdict":"WORKS"`, `"verdict":"UNPROTECTED"`,
		`"stage":"WRITE","verdict":"NOT_ASKED","what":"settle_boleto"`, `"verdict":"NOT_SUPPORTED","what":"list_products"`}, private...)...)
	want(t, answer, "!--document")
	want(t, d.log.String(), append([]string{"desk: connection checked", `"of_a_customer":true`}, private...)...)
	// An ERP that locks users after some wrong log-ins is not asked again and again.
	want(t, d.ask("admin", ask), `"complete":true`)
	want(t, d.ask("admin", ask), "BUSY", "Tente novamente")
}

func TestACheckThatIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "another-token")
	want(t, d.ask("admin", `{ connectionCheck(document: "52998224725") { sound complete findings { stage verdict advice } } }`),
		`"sound":false`, `"complete":true`, `"stage":"LOG_IN","verdict":"REFUSED"`, "check the connection's token", "!another-token")
}

// Whoever waits for a slow ERP is told what was found so far.
func TestACheckThatIsNotDoneInTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken, func(c *counter) { c.deskTime, c.late = 2*time.Second, time.Minute })
	began := time.Now()
	answer := d.ask("admin", `{ connectionCheck { complete sound findings { stage verdict what } } }`)
	want(t, answer, `"complete":false`, `"sound":false`, `"stage":"TCP","verdict":"WORKS"`, "!errors")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %s", took)
	}
}

// A provider's admins take turns, however often they press the button.
func TestOneCheckAtATime(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken, func(c *counter) { c.late = 1500 * time.Millisecond })
	answers := make([]string, 3)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() { answers[i] = d.ask("admin", `{ connectionCheck { complete } }`) })
	}
	group.Wait()
	if all := strings.Join(answers, "\n"); strings.Count(all, "BUSY") != 2 || strings.Count(all, `"complete":true`) != 1 {
		t.Errorf("got %s", all)
	}
}

func TestInvalidateCache(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	fill := func() {
		d.ask("site", `{ customer(document: "52998224725") { name invoices { totalCount } } }`)
		d.ask("site", `{ customer(document: "11144477735") { name } }`)
	}
	forget := func(input string) string {
		return d.ask("admin", `mutation { invalidateCache(input: {`+input+`}) { functions entries everywhere userErrors { code field } } }`)
	}
	asked := func() int { return len(d.tenant.Desk.Runs.List("get_customer")) }
	fill()
	fill()
	if n := asked(); n != 2 {
		t.Fatalf("%d runs before", n)
	}
	want(t, forget(`document: "529.982.247-25"`), `"entries":2`, `"everywhere":false`, `"get_customer"`, "!list_products")
	fill()
	if n := asked(); n != 3 {
		t.Errorf("%d runs after a person's were forgotten", n)
	}
	want(t, forget(`function: "get_customer"`), `"functions":["get_customer"]`, `"entries":2`)
	fill()
	want(t, forget(``), `"entries":3`, `"list_products"`)
	fill()
	if n := asked(); n != 7 {
		t.Errorf("%d runs after all", n)
	}
	want(t, forget(`function: "get_costumer"`), `"NOT_FOUND","field":["function"]`, `"entries":0`)
	want(t, forget(`function: "get_invoice"`), `"INVALID","field":["function"]`)
	want(t, forget(`function: "get_customer", document: "52998224725"`), `"INVALID","field":["document"]`)
	want(t, d.log.String(), "desk: cache forgotten", "!52998224725")
}

// Nobody but those who set Balcão up gets to the desk.
func TestTheDeskIsForAdmins(t *testing.T) {
	t.Parallel()
	d := newDesk(t, erpToken)
	for field, query := range map[string]string{
		"Query.automations": `{ automations { node } }`, "Query.automationRuns": `{ automationRuns { totalCount } }`,
		"Query.connectionCheck":    `{ connectionCheck { sound } }`,
		"Mutation.tryAutomation":   `mutation { tryAutomation(input: {function: "get_customer", input: {document: "52998224725"}}) { outcome } }`,
		"Mutation.invalidateCache": `mutation { invalidateCache(input: {}) { entries } }`,
	} {
		for _, client := range []string{"site", "behalf", "app", "totem", "payments"} {
			want(t, d.ask(client, query), "FORBIDDEN", field, "!node-1")
		}
	}
	if n := len(d.tenant.Desk.Runs.List("")); n != 0 {
		t.Errorf("%d runs", n)
	}
}

// Whatever package check can say has a word in the schema.
func TestEveryStageAndVerdictOfACheckIsInTheSchema(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/check/finding.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, v := range spec.Values {
			literal, ok := v.(*ast.BasicLit)
			if !ok {
				continue
			}
			words++
			text, _ := strconv.Unquote(literal.Value)
			word := strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(text))
			if !model.CheckStage(word).IsValid() && !model.CheckVerdict(word).IsValid() {
				t.Errorf("%s (%s) is not in schema.graphqls", spec.Names[i], text)
			}
		}
		return true
	})
	if words < 15 {
		t.Errorf("only %d words were found", words)
	}
}
