package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
)

func products(t *testing.T, target Target) {
	catalogue(t, target, erp.ListProducts, func(p erp.Product) (string, string) {
		if p.Price != nil && *p.Price <= 0 {
			return p.Code, "" // a price of nothing is none
		}
		return p.Code, p.Name
	}, target.Facts.Codes.Product)
}

func resellers(t *testing.T, target Target) {
	catalogue(t, target, erp.ListResellers, func(r erp.Reseller) (string, string) { return r.Code, r.Name }, target.Facts.Codes.Reseller)
}

func dueDates(t *testing.T, target Target) {
	catalogue(t, target, erp.ListDueDates, func(d erp.DueDate) (string, string) { return d.Code, d.Name }, target.Facts.Codes.DueDate)
}

func origins(t *testing.T, target Target) {
	catalogue(t, target, erp.ListCommercialOrigins, func(o erp.CommercialOrigin) (string, string) { return o.Code, o.Description },
		target.Facts.Codes.Origin)
}

// catalogue wants codes that tell the rows apart, names, and a known code.
func catalogue[Row any](t *testing.T, target Target, f erp.Func[erp.CatalogueInput, []Row], read func(Row) (code, name string), known string) {
	scenario(t, target, "each with a code and a name", func(t *testing.T, d desk) {
		var codes []string
		for _, row := range must(t, d, f, erp.CatalogueInput{}) {
			code, name := read(row)
			if code == "" || name == "" || slices.Contains(codes, code) {
				t.Errorf("the row %+v has no name or no code of its own", row)
			}
			codes = append(codes, code)
		}
		if !slices.Contains(codes, known) {
			t.Errorf("the codes %v are without %q", codes, known)
		}
	})
}
