package rights_test

import (
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"balcao/graph/rights"
	"balcao/internal/auth"
)

func schema(t *testing.T, change func(string) string) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphqls", Input: change(string(text))})
}

func asItIs(s string) string { return s }

func TestARootFieldWithoutARuleIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := rights.Read(schema(t, asItIs)); err != nil {
		t.Fatal(err)
	}
	const rule = "node(id: ID!): Node @allow(clients: [SITE, APP, TOTEM, PAYMENTS, ADMIN])"
	for name, without := range map[string]string{
		"no rule": "node(id: ID!): Node", "no clients": "node(id: ID!): Node @allow(onBehalf: true)",
	} {
		_, err := rights.Read(schema(t, func(s string) string { return strings.Replace(s, rule, without, 1) }))
		if err == nil || !strings.Contains(err.Error(), "Query.node") {
			t.Errorf("%s: got %v, want an error that names Query.node", name, err)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := schema(t, asItIs)
	rules, err := rights.Read(s)
	if err != nil {
		t.Fatal(err)
	}
	site := auth.Client{Kind: auth.Site}
	behalf := auth.Client{Kind: auth.Site, OnBehalf: true}
	totem := auth.Client{Kind: auth.Totem}
	payments := auth.Client{Kind: auth.Payments}
	const one = `(document: "52998224725")`
	for name, tc := range map[string]struct {
		query  string
		client auth.Client
		denied string
	}{
		"a site reads a customer":              {`{ customer` + one + ` { name } }`, site, ""},
		"payments read no customer":            {`{ customer` + one + ` { name } }`, payments, "Query.customer"},
		"the address wants on_behalf":          {`{ customer` + one + ` { address { city } } }`, site, "Customer.address"},
		"and is shown with it":                 {`{ customer` + one + ` { address { city } } }`, behalf, ""},
		"through a node":                       {`{ node(id: "x") { ... on Customer { document } } }`, site, "Customer.document"},
		"through a named fragment":             {`{ node(id: "x") { ...f } } fragment f on Customer { birthDate }`, site, "Customer.birthDate"},
		"through an alias":                     {`{ invoices` + one + ` { nodes { a: customer { b: document } } } }`, totem, "Customer.document"},
		"what is skipped is not asked for":     {`query($b: Boolean = false) { customer` + one + ` { name address @include(if: $b) { city } } }`, site, ""},
		"what is skipped by a literal neither": {`{ customer` + one + ` { name document @skip(if: true) } }`, site, ""},
		"a totem settles":                      {settle, totem, ""},
		"a site does not":                      {settle, site, "Mutation.settleBoleto"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, errs := gqlparser.LoadQueryWithRules(s, tc.query, nil)
			if errs != nil {
				t.Fatal(errs)
			}
			d := rules.Check(doc.Operations[0], map[string]any{"b": false}, tc.client)
			if (d == nil) != (tc.denied == "") || d != nil && d.Field != tc.denied {
				t.Errorf("got %+v, want %q denied", d, tc.denied)
			}
		})
	}
}

const settle = `mutation { settleBoleto(input: {invoiceId: "x", amount: "1", paidAt: "2026-11-24T10:00:00Z",
	payment: {pix: {endToEndId: "E"}}}) { settlement { state } } }`
