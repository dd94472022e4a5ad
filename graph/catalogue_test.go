package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
)

// shelves gives the counter's ERP its four catalogues.
func shelves(c *counter) {
	catalogue := func(name string, value any) {
		c.erp.answers[name] = func(erp.Input) erp.Result { return erp.Result{Value: value} }
	}
	price := erp.Money(9990)
	catalogue("list_products", []erp.Product{
		{Code: "9", Name: "fibra 500"}, {Code: "7", Name: "Fibra 600", Price: &price}, {Code: "8", Name: "Antena"}, {Code: "10", Name: "Fibra 500"},
	})
	catalogue("list_resellers", []erp.Reseller{{Code: "2", Name: "Loja D'Ávila"}, {Code: "1", Name: "Área Sul"}})
	catalogue("list_due_dates", []erp.DueDate{{Code: "b", Name: "20"}, {Code: "a", Name: "10"}})
	catalogue("list_commercial_origins", []erp.CommercialOrigin{{Code: "z", Description: "Site"}, {Code: "a", Description: "Rádio"}})
}

func TestCataloguesComeInTheirOrder(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	shelves(c)
	got := c.ask("admin", `{ products { totalCount stale nodes { code price } } resellers { nodes { code } }
		dueDates { code } commercialOrigins { code } }`)
	want(t, got, `"totalCount":4,"stale":false,"nodes":[{"code":"8","price":null},{"code":"10","price":null},{"code":"9","price":null},{"code":"7","price":"99.90"}]`,
		`"resellers":{"nodes":[{"code":"1"},{"code":"2"}]}`,
		`"dueDates":[{"code":"b"},{"code":"a"}]`, `"commercialOrigins":[{"code":"z"},{"code":"a"}]`)
	calls := c.erp.seen()
	slices.Sort(calls)
	if !slices.Equal(calls, []string{"list_commercial_origins×1", "list_due_dates×1", "list_products×1", "list_resellers×1"}) {
		t.Errorf("asked %v", calls)
	}
}

func TestCataloguesComeInPages(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	shelves(c)
	type answer struct {
		Products struct {
			Nodes    []struct{ Code string }
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
	}
	var codes []string
	cursor := ""
	for after := ""; ; after = `, after: "` + cursor + `"` {
		p := data[answer](t, c.ask("admin", `{ products(first: 1`+after+`) { nodes { code } pageInfo { hasNextPage endCursor } } }`)).Products
		codes, cursor = append(codes, p.Nodes[0].Code), p.PageInfo.EndCursor
		if !p.PageInfo.HasNextPage {
			break
		}
	}
	if !slices.Equal(codes, []string{"8", "10", "9", "7"}) {
		t.Errorf("the pages bring %v", codes)
	}
	for list, fits := range map[string]bool{"products": true, "resellers": false} {
		got := c.ask("admin", fmt.Sprintf(`{ %s(after: "%s") { totalCount } }`, list, cursor))
		if strings.Contains(got, "INVALID_INPUT") == fits {
			t.Errorf("%s: %s", list, got)
		}
	}
	want(t, c.ask("admin", `{ resellers(first: 101) { totalCount } }`), "INVALID_INPUT", "first")
}

func TestACatalogueThatIsNotThere(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	catalogue(c)
	want(t, c.ask("admin", `{ dueDates { code } }`), "NOT_SUPPORTED")
	want(t, c.ask("admin", `{ resellers { totalCount } }`), "ERP_UNAVAILABLE")
	for _, list := range []string{"products { totalCount }", "resellers { totalCount }", "dueDates { code }", "commercialOrigins { code }"} {
		for _, client := range []string{"site", "app", "totem", "payments", "behalf"} {
			want(t, c.ask(client, "{ "+list+" }"), "FORBIDDEN")
		}
	}
}
