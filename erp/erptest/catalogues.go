package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
)

var catalogues = []scenario{
	catalogue(erp.ListProducts, func(p erp.Product) (string, string) {
		if p.Price != nil && *p.Price <= 0 {
			return p.Code, "" // a price of nothing is none
		}
		return p.Code, p.Name
	}, func(c Codes) string { return c.Product }),
	catalogue(erp.ListResellers, func(r erp.Reseller) (string, string) { return r.Code, r.Name }, func(c Codes) string { return c.Reseller }),
	catalogue(erp.ListDueDates, func(d erp.DueDate) (string, string) { return d.Code, d.Name }, func(c Codes) string { return c.DueDate }),
	catalogue(erp.ListCommercialOrigins, func(o erp.CommercialOrigin) (string, string) { return o.Code, o.Description },
		func(c Codes) string { return c.Origin }),
}

// catalogue wants codes that tell the rows apart, names, and a known code.
func catalogue[Row any](f erp.Func[erp.CatalogueInput, []Row], read func(Row) (code, name string), known func(Codes) string) scenario {
	return scenario{f.Info, Found, "each with a code and a name", func(t *testing.T, d desk) {
		var codes []string
		for _, row := range must(t, d, f, erp.CatalogueInput{}) {
			code, name := read(row)
			if code == "" || name == "" || slices.Contains(codes, code) {
				t.Errorf("the row %+v has no name or no code of its own", row)
			}
			codes = append(codes, code)
		}
		if known := known(d.Facts.Codes); !slices.Contains(codes, known) {
			t.Errorf("the codes %v are without %q", codes, known)
		}
	}, nil}
}
