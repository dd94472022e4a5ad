package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

func on(month time.Month, day int) *br.Date { return &br.Date{Year: 2026, Month: month, Day: day} }

// papers gives the counter's ERP what it knows of Maria beside her invoices.
func papers(c *counter) {
	const maria = br.Document("52998224725")
	link := "https://erp.example/nota/1"
	answer := func(name string, value any) {
		c.erp.answers[name] = func(erp.Input) erp.Result { return erp.Result{Value: value} }
	}
	active := erp.Plan{Document: maria, ContractID: "1", Name: "Fibra", Status: erp.PlanActive}
	blocked := erp.Plan{Document: maria, ContractID: "2", Name: "Antena", Status: erp.PlanBlocked}
	answer("list_plans", []erp.Plan{active, blocked, {Document: maria, ContractID: "3", Name: "TV", Status: erp.PlanCancelled}})
	answer("list_blocked_plans", []erp.Plan{blocked})
	answer("list_contracts", []erp.Contract{{Document: maria, ID: "1"}})
	answer("list_pendency_texts", []string{"Fatura 7 vencida"})
	answer("get_customer_contacts", &erp.Contacts{Document: maria, Emails: []string{"maria@cliente.example"}})
	answer("list_fiscal_notes", []erp.FiscalNote{
		{Document: maria, ID: "n1", Amount: 100, IssuedOn: on(9, 1), URL: &link},
		{Document: maria, ID: "n0", Amount: 100}, // of no known day: it comes last
		{Document: maria, ID: "n3", Amount: 300, IssuedOn: on(11, 1)},
		{Document: maria, ID: "n2", Amount: 200, IssuedOn: on(11, 1)},
	})
	invoice, note, none, remark, blank := "7", "n1", "", "Juros<br>abonados &amp; conferidos", "<br>"
	answer("list_statement", []erp.StatementEntry{
		{Document: maria, ID: "s1", Amount: 100, DueOn: on(9, 10), InvoiceID: &invoice, FiscalNoteID: &note, Note: &remark},
		{Document: maria, ID: "s2", Amount: 200, DueOn: on(10, 10), InvoiceID: &none, Note: &blank},
	})
	c.supports = func(*erp.Info) (bool, string) { return true, "" }
}

func TestPlansAreAskedByTheFunctionThatFits(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	for status, want := range map[string]struct{ contracts, call string }{
		``:                            {`[{"contractId":"1"},{"contractId":"2"},{"contractId":"3"}]`, "list_plans×1"},
		`, status: [BLOCKED]`:         {`[{"contractId":"2"}]`, "list_blocked_plans×1"},
		`, status: BLOCKED`:           {`[{"contractId":"2"}]`, "list_blocked_plans×1"},
		`, status: [ACTIVE, BLOCKED]`: {`[{"contractId":"1"},{"contractId":"2"}]`, "list_plans×1"},
		`, status: []`:                {`[]`, "list_plans×1"},
	} {
		c.erp.seen()
		got := c.ask("site", `{ plans(document: "52998224725"`+status+`) { contractId } }`)
		if calls := c.erp.seen(); !strings.Contains(got, `"plans":`+want.contracts+`}`) || !slices.Equal(calls, []string{want.call}) {
			t.Errorf("%q gives %s by %v", status, got, calls)
		}
	}
}

// All that is asked about somebody is asked at once, however deep it stands.
func TestWhatIsAskedAboutSomebodyIsFetchedAhead(t *testing.T) {
	t.Parallel()
	id := data[struct{ Invoices page }](t, newCounter(t).ask("site",
		`{ invoices(document: "52998224725") { nodes { id } } }`)).Invoices.Nodes[0].ID
	for name, test := range map[string]struct {
		query string
		calls []string
	}{
		"all of a customer": {`{ customer(document: "52998224725") { contracts { contractId } plans { name } blocked: plans(status: BLOCKED) { name }
			fiscalNotes { totalCount } again: fiscalNotes(first: 1) { totalCount } statement { totalCount } contacts { emails }
			pendencies { text } invoices { totalCount } } }`,
			[]string{"get_customer_contacts×1", "get_customer×1", "list_blocked_plans×1", "list_contracts×1", "list_fiscal_notes×1",
				"list_invoices×1", "list_pendency_texts×1", "list_plans×1", "list_statement×1"}},
		"of the customer of a list's invoices": {`{ invoices(document: "52998224725") { edges { node { customer { plans { name } contacts { emails } } } } } }`,
			[]string{"get_customer_contacts×1", "get_customer×1", "list_invoices×1", "list_plans×1"}},
		"of the customer of an invoice": {`{ invoice(id: "` + id + `") { customer { ... on Customer { statement { totalCount } } } } }`,
			[]string{"get_customer×1", "get_invoice×1", "list_statement×1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			papers(c)
			// Each call waits for the others: one after the other would take too long.
			c.erp.hold = &sync.WaitGroup{}
			c.erp.hold.Add(len(test.calls))
			want(t, c.ask("behalf", test.query), `"data"`, "!errors")
			calls := c.erp.seen()
			slices.Sort(calls)
			if !slices.Equal(calls, test.calls) {
				t.Errorf("asked %v, want each once: %v", calls, test.calls)
			}
		})
	}
}

func TestManyCustomersAreOneCallOfEachFunction(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	want(t, c.ask("behalf", `{ customers(documents: ["52998224725", "39053344705", "11222333000181"]) {
		plans { name } contracts { name } statement { totalCount } pendencies { text } } }`), "!errors")
	calls := c.erp.seen()
	slices.Sort(calls)
	if !slices.Equal(calls, []string{"get_customer×3", "list_contracts×3", "list_pendency_texts×3", "list_plans×3", "list_statement×3"}) {
		t.Errorf("asked %v", calls)
	}
}

func TestFiscalNotesComeInPagesAndByTheirIDs(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	type answer struct {
		FiscalNotes struct {
			TotalCount int
			Nodes      []struct{ ID, Code, PDFURL, ExternalURL string }
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
		}
	}
	ask := func(client, arguments string) answer {
		return data[answer](t, c.ask(client, `{ fiscalNotes(document: "52998224725"`+arguments+`) {
			totalCount nodes { id code pdfUrl externalUrl } pageInfo { hasNextPage endCursor } } }`))
	}
	var codes []string
	after := ""
	for range 4 {
		page := ask("behalf", `, first: 1`+after).FiscalNotes
		codes = append(codes, page.Nodes[0].Code)
		after = `, after: "` + page.PageInfo.EndCursor + `"`
		if page.TotalCount != 4 || page.PageInfo.HasNextPage == (len(codes) == 4) {
			t.Errorf("page %+v", page)
		}
	}
	if !slices.Equal(codes, []string{"n2", "n3", "n1", "n0"}) {
		t.Errorf("the order is %v", codes)
	}
	n1 := ask("behalf", "").FiscalNotes.Nodes[2]
	want(t, n1.PDFURL, "https://balcao.example/files/", "!52998224725")
	want(t, n1.ExternalURL, "https://erp.example/nota/1")
	want(t, c.ask("site", `{ fiscalNotes(document: "52998224725") { nodes { externalUrl } } }`), "!erp.example")
	want(t, c.ask("totem", `{ node(id: "`+n1.ID+`") { __typename id ... on FiscalNote { code amount } } }`), `"FiscalNote"`, `"code":"n1"`, n1.ID)
}

func TestAStatementLeadsToItsInvoicesAndNotes(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	got := data[struct {
		Statement struct {
			Nodes []struct{ Code, InvoiceID, FiscalNoteID, Note string }
		}
	}](t, c.ask("site", `{ statement(document: "52998224725") { nodes { code invoiceId fiscalNoteId note } } }`)).Statement.Nodes
	if len(got) != 2 || got[0].Code != "s2" || got[0].InvoiceID != "" || got[1].InvoiceID == "" {
		t.Fatalf("got %+v", got)
	}
	if got[0].Note != "" || got[1].Note != "Juros abonados & conferidos" {
		t.Errorf("the ERP's remarks are %+v", got)
	}
	want(t, c.ask("site", `{ node(id: "`+got[1].FiscalNoteID+`") { ... on FiscalNote { code } } }`), `"n1"`)
	want(t, c.ask("site", `{ invoice(id: "`+got[1].FiscalNoteID+`") { id } }`), `{"invoice":null}`)
}

func TestADeclarationIsOfAYearThatIsOver(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	clearance := func(year int) string {
		return c.ask("totem", fmt.Sprintf(`{ debtClearance(document: "52998224725", year: %d) { year pdfUrl } }`, year))
	}
	want(t, clearance(2025), `"year":2025`, `https://balcao.example/files/`)
	for _, year := range []int{2026, 2027, 1989, -1} {
		want(t, clearance(year), "INVALID_INPUT")
	}
	c.now = time.Date(2027, 1, 1, 2, 59, 59, 0, time.UTC) // still December where the provider is
	want(t, clearance(2026), "INVALID_INPUT", "1990 to 2025")
	c.now = c.now.Add(time.Second)
	want(t, clearance(2026), `"year":2026`)
	if calls := c.erp.seen(); len(calls) > 0 {
		t.Errorf("the ERP was asked before anybody opened the link: %v", calls)
	}
	c.supports = func(*erp.Info) (bool, string) { return false, "no such call" }
	want(t, clearance(2025), "NOT_SUPPORTED")
}

func TestWhatAnERPDoesNotTell(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	for _, name := range []string{"list_contracts", "list_plans", "list_statement"} {
		c.erp.answers[name] = func(erp.Input) erp.Result { return erp.Result{Err: &erp.Error{Kind: erp.NotSupported, Function: name}} }
	}
	c.erp.answers["get_customer_contacts"] = func(erp.Input) erp.Result { return erp.Result{Err: &erp.Error{Kind: erp.NotFound}} }
	want(t, c.ask("site", `{ contracts(document: "52998224725") { contractId } }`), `{"contracts":[]}`, "!errors")
	want(t, c.ask("site", `{ plans(document: "52998224725") { contractId } }`), "NOT_SUPPORTED")
	want(t, c.ask("site", `{ statement(document: "52998224725") { totalCount } }`), "NOT_SUPPORTED")
	want(t, c.ask("behalf", `{ contacts(document: "52998224725") { emails } }`), `{"contacts":null}`, "!errors")
}

func TestWhoMayAskForWhat(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	catalogue(c)
	for query, allowed := range map[string][]string{
		`{ contacts(document: "52998224725") { emails } }`:                       {"behalf"},
		`{ customer(document: "52998224725") { contacts { emails } } }`:          {"behalf"},
		`{ customer(document: "52998224725") { plans { address { street } } } }`: {"behalf"},
		`{ customer(document: "52998224725") { plans { name trustUnlock } } }`:   {"behalf", "site", "app", "totem", "admin"},
		`{ fiscalNotes(document: "52998224725") { totalCount } }`:                {"behalf", "site", "app", "totem", "admin"},
		// What a client may not ask for at the root, it may not on a way round either.
		`{ invoices(document: "52998224725") { nodes { customer { name } } } }`:                                {"behalf", "site", "app", "totem", "payments", "admin"},
		`{ invoices(document: "52998224725") { nodes { customer { contracts { name } } } } }`:                  {"behalf", "site", "app", "totem", "payments", "admin"},
		`{ invoices(document: "52998224725") { nodes { customer { plans { name } } } } }`:                      {"behalf", "site", "app", "totem", "admin"},
		`{ boletos(document: "52998224725") { nodes { customer { debtClearance(year: 2025) { pdfUrl } } } } }`: {"behalf", "site", "app", "totem", "admin"},
		`{ products { totalCount } }`:                                                   {"admin"},
		`{ associations(kind: PRODUCT) { totalCount } }`:                                {"admin"},
		`mutation { dissociate(input: {kind: PRODUCT, localCode: "x"}) { localCode } }`: {"admin"},
	} {
		for _, client := range []string{"behalf", "site", "app", "totem", "payments", "admin"} {
			got := c.ask(client, query)
			if refused := strings.Contains(got, "FORBIDDEN"); refused == slices.Contains(allowed, client) {
				t.Errorf("%s, %s: %s", client, query, got)
			}
		}
	}
}

// A cursor is good for its own list with its own arguments, and for nothing else.
func TestACursorBelongsToItsList(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers(c)
	cursor := data[struct{ Invoices page }](t, c.ask("site", `{ invoices(document: "52998224725", first: 1) { totalCount nodes { id } pageInfo { endCursor } } }`)).Invoices.PageInfo.EndCursor
	for list, fits := range map[string]bool{
		`invoices(document: "52998224725", after: "%s")`:                  true,
		`invoices(document: "52998224725", first: 3, after: "%s")`:        true,
		`invoices(document: "52998224725", status: [OPEN], after: "%s")`:  false,
		`invoices(document: "52998224725", contractId: "1", after: "%s")`: false,
		`invoices(document: "11144477735", after: "%s")`:                  false,
		`boletos(document: "52998224725", after: "%s")`:                   false,
		`fiscalNotes(document: "52998224725", after: "%s")`:               false,
		`statement(document: "52998224725", after: "%s")`:                 false,
	} {
		got := c.ask("site", `{ `+fmt.Sprintf(list, *cursor)+` { totalCount } }`)
		if strings.Contains(got, "INVALID_INPUT") == fits {
			t.Errorf("%s: %s", list, got)
		}
	}
	want(t, c.ask("site", `{ invoices(document: "52998224725", contractId: "") { totalCount } }`), "INVALID_INPUT", "contractId")
}

func TestChargingRules(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	const boletos = `{ boletos(document: "52998224725") { totalCount } invoices(document: "52998224725", status: [OPEN, OVERDUE]) { nodes { payable notPayableReason } } }`
	want(t, c.ask("totem", boletos), `"totalCount":3`, `"payable":true`)
	c.tenant.Charging.LeastAmount = 1_000_000
	want(t, c.ask("totem", boletos), `"totalCount":0`, `"payable":false`, "CHARGING_RULE")
}
