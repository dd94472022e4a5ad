package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// data reads an answer's data into a value.
func data[T any](t *testing.T, answer string) T {
	t.Helper()
	var got struct {
		Data   T
		Errors json.RawMessage
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil || got.Errors != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	return got.Data
}

// want fails unless an answer holds every text and none that begins with "!".
func want(t *testing.T, answer string, texts ...string) {
	t.Helper()
	for _, s := range texts {
		not, found := strings.CutPrefix(s, "!")
		if strings.Contains(answer, not) == found {
			t.Errorf("want %q in %s", s, answer)
		}
	}
}

func TestAChildIsFetchedTogetherWithItsParent(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"customer and invoices": `{ customer(document: "52998224725") { name invoices { totalCount } boletos { totalCount } } }`,
		"invoices and customer": `{ invoices(document: "52998224725") { nodes { customer { name } } } }`,
		"through edges":         `{ boletos(document: "52998224725") { edges { node { customer { name } } } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			// Each call waits for the other: one after the other would hang.
			c.erp.hold = &sync.WaitGroup{}
			c.erp.hold.Add(2)
			want(t, c.ask("site", query), `"data"`, "!errors")
			calls := c.erp.seen()
			slices.Sort(calls)
			if !slices.Equal(calls, []string{"get_customer×1", "list_invoices×1"}) {
				t.Errorf("calls %v", calls)
			}
		})
	}
}

func TestManyCustomersAreTwoCalls(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	documents := make([]string, 50)
	for i := range documents {
		d, err := br.NewDocument(strings.Repeat("7", 7) + string(rune('0'+i/10)) + string(rune('0'+i%10)))
		if err != nil {
			t.Fatal(err)
		}
		documents[i] = string(d)
	}
	list, _ := json.Marshal(documents)
	answer := c.ask("behalf", `{ customers(documents: `+string(list)+`) { name document invoices { nodes { id customer { name } } } } }`)
	got := data[struct{ Customers []struct{ Document string } }](t, answer)
	for i, d := range documents {
		if got.Customers[i].Document != d {
			t.Fatalf("customer %d is another one", i)
		}
	}
	calls := c.erp.seen()
	slices.Sort(calls)
	if !slices.Equal(calls, []string{"get_customer×50", "list_invoices×50"}) {
		t.Errorf("calls %v", calls)
	}
}

func TestCustomersKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	answer := c.ask("behalf", `{ customers(documents: ["52998224725", "11144477735", "529.982.247-25"]) { name } }`)
	want(t, answer, `{"customers":[{"name":"Maria da Silva"},null,{"name":"Maria da Silva"}]}`)
	if calls := c.erp.seen(); len(calls) != 1 {
		t.Errorf("calls %v", calls)
	}
	want(t, c.ask("behalf", `{ customers(documents: []) { name } }`), `{"customers":[]}`)
	want(t, c.ask("site", `{ customer(document: "11144477735") { name invoices { totalCount } } }`), `{"customer":null}`, "!errors")
}

type page struct {
	TotalCount int
	Nodes      []struct{ ID string }
	Edges      []struct{ Cursor string }
	PageInfo   struct {
		HasNextPage, HasPreviousPage bool
		EndCursor                    *string
	}
}

func TestInvoicesComeInTheirOrderAndInPages(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	ids := data[struct{ Invoices page }](t, c.ask("site", `{ invoices(document: "52998224725") { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`)).Invoices
	if ids.TotalCount != 5 || len(ids.Nodes) != 5 || ids.PageInfo.HasNextPage || ids.PageInfo.HasPreviousPage {
		t.Fatalf("got %+v", ids)
	}
	var walked []string
	after := ""
	for range 3 {
		p := data[struct{ Invoices page }](t, c.ask("site", `{ invoices(document: "52998224725", first: 2`+after+`) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`)).Invoices
		for _, n := range p.Nodes {
			walked = append(walked, n.ID)
		}
		if p.TotalCount != 5 || p.PageInfo.HasPreviousPage == (after == "") {
			t.Errorf("page %+v", p)
		}
		after = `, after: "` + *p.PageInfo.EndCursor + `"`
	}
	all := make([]string, 5)
	for i, n := range ids.Nodes {
		all[i] = n.ID
	}
	if !slices.Equal(walked, all) {
		t.Errorf("pages give %v, the whole list %v", walked, all)
	}
	want(t, c.ask("site", `{ invoices(document: "52998224725", status: [PAID]) { nodes { status } } }`), `{"nodes":[{"status":"PAID"}]}`)
	boletos := c.ask("site", `{ boletos(document: "52998224725") { nodes { dueOn payable notPayableReason } } }`)
	want(t, boletos, `{"nodes":[{"dueOn":"2026-11-02","payable":true,"notPayableReason":null},{"dueOn":"2026-11-03","payable":true,"notPayableReason":null},{"dueOn":"2026-11-04","payable":true,"notPayableReason":null}]}`)
	for _, wrong := range []string{`first: 0`, `first: 101`, `after: "x"`, `after: "` + all[0] + `"`} {
		want(t, c.ask("site", `{ invoices(document: "52998224725", `+wrong+`) { totalCount } }`), "INVALID_INPUT")
	}
}

func TestNodesAndLinks(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	answer := c.ask("behalf", `{ customer(document: "52998224725") { id invoices { nodes { id pdfUrl externalUrl } } } }`)
	want(t, answer, `https://balcao.example/files/`, `"externalUrl":"https://erp.example/b/3"`, "!javascript", "!52998224725")
	want(t, c.ask("site", `{ invoices(document: "52998224725") { nodes { externalUrl } } }`), "!erp.example")
	got := data[struct {
		Customer struct {
			ID       string
			Invoices page
		}
	}](t, answer)
	want(t, c.ask("site", `{ node(id: "`+got.Customer.ID+`") { __typename id ... on Customer { name } } }`), `"Customer"`, got.Customer.ID, "Maria")
	want(t, c.ask("totem", `{ invoice(id: "`+got.Customer.Invoices.Nodes[0].ID+`") { openAmount customer { name } } }`), `"129.90"`, "Maria")
	want(t, c.ask("site", `{ node(id: "nonsense") { id } }`), `{"node":null}`, "!errors")
	want(t, c.ask("site", `{ invoice(id: "`+got.Customer.ID+`") { id } }`), `{"invoice":null}`, "!errors")
}

func TestErrorsHaveCodesAndTellNoMore(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	const query = `{ customer(document: "52998224725") { name } }`
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"unavailable": {&erp.Error{Kind: erp.Unavailable, Detail: "dial erp.internal"}, []string{"ERP_UNAVAILABLE", "indisponível", "!erp.internal", "requestId"}},
		"not let in":  {&erp.Error{Kind: erp.Unauthenticated, Detail: "token"}, []string{"ERP_UNAVAILABLE", "!token"}},
		"refused":     {&erp.Error{Kind: erp.Refused, Message: "Cliente suspenso."}, []string{"ERP_REFUSED", "Cliente suspenso."}},
		"a page":      {&erp.Error{Kind: erp.BadAnswer, Detail: "<html>"}, []string{"ERP_BAD_ANSWER", "!html"}},
		"not there":   {&erp.Error{Kind: erp.NotSupported}, []string{"NOT_SUPPORTED"}},
		"a fault":     {errFault, []string{"INTERNAL", "!secret"}},
	} {
		c.erp.answers["get_customer"] = func(erp.Input) erp.Result { return erp.Result{Err: tc.err} }
		t.Run(name, func(t *testing.T) { want(t, c.ask("site", query), tc.want...) })
	}
	c.erp.answers["get_customer"] = func(erp.Input) erp.Result { return erp.Result{Err: errFault} }
	want(t, c.ask("site", query, "en-GB"), "Something went wrong")
	c.erp.answers["get_customer"] = func(erp.Input) erp.Result { panic("fault") }
	want(t, c.ask("site", query), "INTERNAL")
	want(t, c.ask("site", `{ customer(document: "52998224720") { name } }`), "INVALID_INPUT", "!52998224720", "CPF")
	want(t, c.ask("nobody", query), "UNAUTHENTICATED")
	want(t, c.ask("payments", query), "FORBIDDEN", "Query.customer")
	if !strings.Contains(c.log.String(), "erp.internal") {
		t.Error("the operator's log lacks what the customer was not shown")
	}
}

type fault struct{}

func (fault) Error() string { return "secret" }

var errFault error = fault{}
