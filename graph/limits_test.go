package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"balcao/graph/transport/audits"
)

const tooComplex = `"code":"QUERY_TOO_COMPLEX"`

func TestLimitsRefuse(t *testing.T) {
	t.Parallel()
	many := func(n int, field string) string { return "{" + strings.Repeat(field+" ", n) + "}" }
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+" ", i)
		}
		return b.String()
	}
	bomb := "{...f0}" + numbered(30, "fragment f%[1]d on Query{...g%[1]d ...g%[1]d}")
	for i := range 30 {
		bomb += fmt.Sprintf(" fragment g%d on Query{...f%d __typename}", i, i+1)
	}
	nested := "id"
	for range 16 {
		nested = "customer{" + nested + "}"
	}
	tests := []struct{ name, query, want string }{
		{"110 KB of __typename", many(10_000, "__typename"), "the document has 110002 bytes, 32768 are allowed"},
		{"tokens", many(1001, "a"), "more than 1000 tokens"},
		{"one field again and again", many(900, "__typename"), "asked for 900 times in one place, 50 are allowed"},
		{"again and again in places of their own", many(51, "customer(document:1){a}"), "asked for 51 times"},
		{"again and again in a fragment that nothing uses", "{__typename} fragment f on Query" + many(900, "__typename"), "asked for 900 times"},
		{"fragments that double", bomb, "fields and fragments, 2000 are allowed"},
		{"depth", "{invoice(id:1){" + nested + "}}", "is 18 fields deep, 15 are allowed"},
		{"depth within a fragment", "{invoice(id:1){...f}} fragment f on Invoice{" + nested + "}", "is 18 fields deep"},
		{"aliases", "{customer(document:1){" + numbered(61, "a%d:id") + "}}", "has 61 aliases, 60 are allowed"},
		{"root fields", "{" + numbered(31, "a%d:__typename") + "}", "has 31 root fields, 30 are allowed"},
		{"directives", many(31, "... @skip(if:true){id}"), "has 31 directives, 30 are allowed"},
		{"operations", numbered(11, "query q%d{__typename}"), "has 11 operations, 10 are allowed"},
	}
	c := newCounter(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := c.ask("behalf", test.query)
			if !strings.Contains(got, tooComplex) || !strings.Contains(got, test.want) || strings.Contains(got, `"data"`) {
				t.Errorf("%.300s lacks %s or %q", got, tooComplex, test.want)
			}
		})
	}
}

func TestComplexity(t *testing.T) {
	t.Parallel()
	hundred := strings.Repeat(`"52998224725",`, 100)
	fields := "id code customerName contractId companyId originalAmount currentAmount openAmount interest fine discount issuedOn dueOn status digitableLine barcode pixCode payable notPayableReason pdfUrl"
	tests := []struct{ name, query, want string }{
		{"100 customers with 50 invoices of 20 fields",
			"{customers(documents:[" + hundred + "]){name invoices(first:50){nodes{" + fields + "} pageInfo{hasNextPage endCursor}}}}", `"name":"Maria da Silva"`},
		{"200 customers with 50 invoices of 20 fields",
			"{customers(documents:[" + hundred + hundred + "]){name invoices(first:50){nodes{" + fields + "}}}}", tooComplex},
		{"100 customers with 100 invoices of 20 fields",
			"{customers(documents:[" + hundred + "]){invoices(first:100){nodes{" + fields + "}}}}", tooComplex},
		{"an endless page is a matter of its argument", `{invoices(document:"52998224725",first:2000000000){nodes{id}}}`, "INVALID_INPUT"},
		{"from a customer to the invoices and back", `{customer(document:"52998224725"){invoices{nodes{customer{name}}}}}`, `"name":"Maria da Silva"`},
		{"in circles", `{customer(document:"52998224725"){invoices{nodes{customer{invoices{nodes{id}}}}}}}`, "a page in a page"},
		{"in circles by fragments", `{boletos(document:"52998224725"){nodes{...i}}} fragment i on Invoice{customer{...c}} fragment c on Customer{... on Customer{invoices{nodes{id}}}}`, "a page in a page"},
		{"another page in a page", `{boletos(document:"52998224725"){nodes{customer{statement{totalCount}}}}}`, "a page in a page"},
		{"100 customers with 100 notes of 15 fields", "{customers(documents:[" + hundred + "]){fiscalNotes(first:100){nodes{" + strings.Repeat("id ", 15) + "}}}}", tooComplex},
		{"two pages side by side", `{customer(document:"52998224725"){...c boletos{totalCount}}} fragment c on Customer{invoices{totalCount}}`, `"totalCount":5`},
		{"lists do not overflow", `{customers(documents:[` + hundred + `]){invoices(first:100){edges{node{customer{id}}} nodes{payments{amount} ` + fields + `}}}}`, tooComplex},
	}
	c := newCounter(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := c.ask("behalf", test.query); !strings.Contains(got, test.want) {
				t.Errorf("%.300s lacks %q", got, test.want)
			}
		})
	}
}

// Whoever sends the worst that the limits let through, or far more, may not get
// much more of the processor than by asking for something useful.
func TestLargeDocumentsCostLittle(t *testing.T) {
	c := newCounter(t)
	cost := func(query string) time.Duration {
		best := time.Hour
		for i := range 5 {
			start := time.Now()
			c.ask("behalf", query+fmt.Sprintf("#%d", i))
			best = min(best, time.Since(start))
		}
		return best
	}
	useful := cost(`{customer(document:"52998224725"){id name invoices{nodes{id code status dueOn openAmount} pageInfo{endCursor}}}}`)
	for name, query := range map[string]string{
		"110 KB of __typename":    "{" + strings.Repeat("__typename ", 10_000) + "}",
		"__typename, 990 times":   "{" + strings.Repeat("__typename ", 990) + "}",
		"an unknown field":        "{" + strings.Repeat("nothing ", 990) + "}",
		"as often as is allowed":  "{" + strings.Repeat("invoice(id:1){id} ", 50) + "}",
		"unknown, near the limit": "{" + strings.Repeat("nothing ", 50) + "invoice(id:1){" + strings.Repeat("codes ", 50) + "}}",
	} {
		if got := cost(query); got > 10*useful+10*time.Millisecond {
			t.Errorf("%s takes %v, a useful query %v", name, got, useful)
		}
	}
}

func TestNoNameIsSuggested(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	for _, query := range []string{
		`{custome(document:"52998224725"){id}}`,
		`{customer(documen:"52998224725"){id}}`,
		`{customer(document:"52998224725"){... on Custome{id}}}`,
		`{customer(document:"52998224725")}`,
		`{invoices(document:"52998224725",status:[OPE]){totalCount}}`,
	} {
		got := c.ask("site", query)
		if !strings.Contains(got, "GRAPHQL_VALIDATION_FAILED") || strings.Contains(got, "mean") {
			t.Errorf("%s: %s", query, got)
		}
	}
}

func TestErrorsAreCapped(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	var query strings.Builder
	for i := range 240 {
		fmt.Fprintf(&query, "f%d ", i)
	}
	got := c.ask("site", "{capabilities{"+query.String()+"}}")
	if !strings.Contains(got, "40 more errors are not listed") || strings.Count(got, `"message"`) != 201 {
		t.Errorf("%d errors: …%s", strings.Count(got, `"message"`), got[max(0, len(got)-300):])
	}
}

func TestIntrospectionIsForAdmins(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	graphiql, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.ask("admin", string(graphiql)); !strings.Contains(got, `"Customer"`) || strings.Contains(got, `"errors"`) {
		t.Errorf("admin: %.300s", got)
	}
	if got := c.ask("site", string(graphiql)); !strings.Contains(got, `"code":"FORBIDDEN"`) || strings.Contains(got, "Customer") {
		t.Errorf("site: %.300s", got)
	}
	if got := c.ask("site", `{t:__type(name:"Customer"){name} __typename}`); got != `{"data":{"t":null,"__typename":"Query"}}` {
		t.Errorf("site: %s", got)
	}
}

func TestPersistedQueriesHaveLimitsToo(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	const hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38" // of {__typename}
	persisted := func(query string) string {
		return c.send("site", map[string]any{"query": query, "extensions": map[string]any{
			"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash},
		}})
	}
	for _, step := range []struct{ query, want string }{
		{"", `"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"`},
		{"{a}", `"code":"BAD_REQUEST"`},
		{strings.Repeat(" ", 33<<10), tooComplex},
		{"", `PersistedQueryNotFound`},
		{"{__typename}", `{"data":{"__typename":"Query"}}`},
		{"", `{"data":{"__typename":"Query"}}`},
	} {
		if got := persisted(step.query); !strings.Contains(got, step.want) {
			t.Errorf("%.20q: %s lacks %s", step.query, got, step.want)
		}
	}
}

func TestServerPassesTheAudits(t *testing.T) {
	t.Parallel()
	audits.Run(t, newCounter(t).server.URL, http.Header{"Authorization": {"Bearer site"}})
}

// send posts a body and gives the whole answer.
func (c *counter) send(key string, body map[string]any) string {
	c.t.Helper()
	text, _ := json.Marshal(body)
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.URL, bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(answer)
}
