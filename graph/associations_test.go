package graph_test

import (
	"context"
	"testing"

	"balcao/erp"
)

// catalogue gives the counter's ERP two products and no list of due dates.
func catalogue(c *counter) {
	c.erp.answers["list_products"] = func(erp.Input) erp.Result {
		return erp.Result{Value: []erp.Product{{Code: "17", Name: "Fibra 600"}, {Code: "18", Name: "Fibra D'Ouro"}}}
	}
	c.erp.answers["list_due_dates"] = func(erp.Input) erp.Result {
		return erp.Result{Err: &erp.Error{Kind: erp.NotSupported, Function: "list_due_dates"}}
	}
	c.erp.answers["list_resellers"] = func(erp.Input) erp.Result {
		return erp.Result{Err: &erp.Error{Kind: erp.Unavailable, Function: "list_resellers"}}
	}
}

const associationFields = `{ association { kind localCode code name } userErrors { code field message } }`

func (c *counter) associate(kind, localCode, code string) string {
	return c.askWith("admin", `mutation($k: AssociationKind!, $l: String!, $c: String!) {
		associate(input: {kind: $k, localCode: $l, code: $c}) `+associationFields+` }`,
		map[string]any{"k": kind, "l": localCode, "c": code})
}

func TestAssociationsAreOfTheERPsList(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	catalogue(c)
	want(t, c.associate("PRODUCT", "fibra-600", "17"), `{"kind":"PRODUCT","localCode":"fibra-600","code":"17","name":"Fibra 600"}`, `"userErrors":[]`)
	want(t, c.associate("PRODUCT", "fibra-600", "18"), `"code":"18"`) // tied anew
	want(t, c.associate("PRODUCT", "antena", "99"), `"association":null`, `NOT_FOUND`, `["code"]`)
	want(t, c.associate("PRODUCT", " antena", "17"), `"association":null`, `INVALID`, `["localCode"]`)
	want(t, c.associate("PRODUCT", "antena", ""), `INVALID`, `["code"]`)
	want(t, c.associate("DUE_DATE", "dia-10", "10"), `"code":"10","name":"10"`) // the ERP has no list: an admin knows it
	want(t, c.associate("RESELLER", "loja", "1"), `ERP_UNAVAILABLE`)
	want(t, c.ask("site", `mutation { associate(input: {kind: PRODUCT, localCode: "x", code: "17"}) `+associationFields+` }`), `FORBIDDEN`)

	want(t, c.ask("admin", `{ associations(kind: PRODUCT) { totalCount nodes { localCode code name updatedAt } } }`),
		`"totalCount":1`, `{"localCode":"fibra-600","code":"18","name":"Fibra D'Ouro","updatedAt":"2026-11-24T09:00:00-03:00"}`)
	untie := `mutation { dissociate(input: {kind: PRODUCT, localCode: "fibra-600"}) { localCode userErrors { code } } }`
	want(t, c.ask("admin", untie), `{"localCode":"fibra-600","userErrors":[]}`)
	want(t, c.ask("admin", untie), `{"localCode":"fibra-600","userErrors":[]}`)
	want(t, c.ask("admin", `{ associations(kind: PRODUCT) { totalCount } }`), `"totalCount":0`)
}

func TestImportingLeavesWhatIsTiedAlone(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	catalogue(c)
	c.associate("PRODUCT", "17", "18")
	bring := func(codes string) string {
		return c.ask("admin", `mutation { importAssociations(input: {kind: PRODUCT`+codes+`}) { associations { localCode code } userErrors { code field message } } }`)
	}
	want(t, bring(`, codes: ["17", "99", "98", "99"]`), `"associations":[]`, `NOT_FOUND`, `99, 98.`)
	want(t, bring(`, codes: []`), `"associations":[]`, `"userErrors":[]`)
	want(t, bring(``), `"associations":[{"localCode":"18","code":"18"}]`)
	want(t, bring(``), `"associations":[]`, `"userErrors":[]`)
	want(t, c.ask("admin", `{ products { nodes { code localCodes } } }`), `{"code":"17","localCodes":[]}`, `{"code":"18","localCodes":["17","18"]}`)
}

func TestAssociationsComeInPages(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	catalogue(c)
	for _, code := range []string{"b", "a", "c"} {
		c.associate("DUE_DATE", code, code)
	}
	type connection struct {
		Associations struct {
			Nodes    []struct{ LocalCode string }
			PageInfo struct {
				HasNextPage, HasPreviousPage bool
				EndCursor                    string
			}
		}
	}
	ask := func(more string) connection {
		return data[connection](t, c.ask("admin", `{ associations(kind: DUE_DATE, first: 2`+more+`) { nodes { localCode } pageInfo { hasNextPage hasPreviousPage endCursor } } }`))
	}
	first := ask("").Associations
	if len(first.Nodes) != 2 || first.Nodes[0].LocalCode != "a" || !first.PageInfo.HasNextPage || first.PageInfo.HasPreviousPage {
		t.Fatalf("%+v", first)
	}
	second := ask(`, after: "` + first.PageInfo.EndCursor + `"`).Associations
	if len(second.Nodes) != 1 || second.Nodes[0].LocalCode != "c" || second.PageInfo.HasNextPage || !second.PageInfo.HasPreviousPage {
		t.Errorf("%+v", second)
	}
	want(t, c.ask("admin", `{ associations(kind: PRODUCT, after: "`+first.PageInfo.EndCursor+`") { totalCount } }`), `INVALID_INPUT`)
	want(t, c.ask("admin", `{ associations(kind: PRODUCT, first: 0) { totalCount } }`), `INVALID_INPUT`)
}

func TestSettingChoices(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.tenant.Choices = func(_ context.Context, setting string) ([]erp.Choice, error) {
		if setting != "pix_account" {
			return nil, &erp.Error{Kind: erp.InvalidInput}
		}
		return []erp.Choice{{Code: "3", Name: "Caixa D'Ávila"}}, nil
	}
	want(t, c.ask("admin", `{ settingChoices(setting: "pix_account") { code name } }`), `[{"code":"3","name":"Caixa D'Ávila"}]`)
	want(t, c.ask("admin", `{ settingChoices(setting: "no_such") { code } }`), "INVALID_INPUT")
	want(t, c.ask("site", `{ settingChoices(setting: "pix_account") { code } }`), "FORBIDDEN")
}
