package automation_test

import (
	"fmt"
	"slices"
	"testing"

	"balcao/erp/automation/value"
)

// functionFeatures are the value functions: each is computed in a part, by the
// example that the reference page shows.
var functionFeatures = slices.Concat(computed("function", value.Functions()), formatted)

// operatorFeatures are what stands between values.
var operatorFeatures = computed("operator", value.Operators())

func computed(area string, infos []value.Info) []feature {
	var all []feature
	for _, i := range infos {
		all = append(all, gives(area+"/"+i.Name, i.Example, i.Gives))
	}
	return all
}

// gives is a feature of an expression: a part computes it, and what comes out is
// written as `balcao try` does.
func gives(name, expression, want string) feature {
	return feature{name, func(t *testing.T) {
		part := "steps:\n  a:\n    value: |\n      " + expression + "\noutput:\n  each: \"[1]\"\n  fields: {code: it, name: a}\n"
		c := connect(t, load(t, files{"pack.yaml": picking("part"), "parts/part.yaml": part}), "http://127.0.0.1:1")
		got, err := c.Choices(t.Context(), "account")
		if err != nil || len(got) != 1 || got[0].Name != want {
			t.Errorf("%s gives %v, %v, want %q", expression, got, err, want)
		}
		tryExpressions(t, name)
	}}
}

// formatted are the ways to write sums and days, and to round.
var formatted = []feature{
	gives("money/point", `money("1234.56", "1234.56")`, "1234.56"),
	gives("money/comma", `money("1234,56", "1234,56")`, "1234.56"),
	gives("money/thousands_point", `money("1.234,56", "1.234,56")`, "1234.56"),
	gives("money/thousands_comma", `money("1,234.56", "1,234.56")`, "1234.56"),
	gives("money/currency", `money_text(money("1", "1234.56"), "R$ 1.234,56")`, "R$ 1,00"),
	gives("money/number", `money(12.5, "number")`, "12.50"),
	layout("YY", `date_text(date("30/11/26", "DD/MM/YY"), "YYYY")`, "2026"),
	layout("YYYY", `date_text(date("2026-11-30", "YYYY-MM-DD"), "YYYY")`, "2026"),
	layout("MM", `month(date("2026-11-30", "YYYY-MM-DD"))`, "11"),
	layout("DD", `day(date("30/11/2026", "DD/MM/YYYY"))`, "30"),
	layout("hh", `date_text(instant("2026-11-30 07:08:09", "YYYY-MM-DD hh:mm:ss"), "hh")`, "07"),
	layout("mm", `date_text(instant("2026-11-30 07:08:09", "YYYY-MM-DD hh:mm:ss"), "mm")`, "08"),
	layout("ss", `date_text(instant("2026-11-30 07:08:09", "YYYY-MM-DD hh:mm:ss"), "ss")`, "09"),
	layout("Z", `date_text(instant("2026-11-30 07:00:00+00:00", "YYYY-MM-DD hh:mm:ssZ"), "hh")`, "04"),
	layout("unix", `date(1796040000, "unix")`, "2026-11-30"),
	layout("unix_ms", `date(1796040000000, "unix_ms")`, "2026-11-30"),
	rounding("half_up", "0.125", "0.13"), rounding("half_even", "0.125", "0.12"), rounding("down", "0.129", "0.12"), rounding("up", "0.121", "0.13"),
}

func layout(name, expression, want string) feature {
	return gives("layout/"+name, expression, want)
}

func rounding(name, by, want string) feature {
	return gives("rounding/"+name, fmt.Sprintf(`times(money("1", "1234.56"), %s, %q)`, by, name), want)
}
