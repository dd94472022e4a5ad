package charging_test

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/charging"
)

func TestRules(t *testing.T) {
	t.Parallel()
	company := func(id string) *string { return &id }
	today := br.Date{Year: 2026, Month: 11, Day: 24}
	for name, c := range map[string]struct {
		rules   charging.Rules
		due     int // days from today
		open    erp.Money
		company *string
		want    bool
	}{
		"no rules, far ahead":            {charging.Rules{}, 400, 1, nil, true},
		"no rules, long overdue":         {charging.Rules{}, -4000, 1, company("9"), true},
		"on the last day ahead":          {charging.Rules{DaysAhead: 30}, 30, 100, nil, true},
		"a day too far ahead":            {charging.Rules{DaysAhead: 30}, 31, 100, nil, false},
		"ahead does not bound the past":  {charging.Rules{DaysAhead: 30}, -31, 100, nil, true},
		"on the last day overdue":        {charging.Rules{DaysOverdue: 90}, -90, 100, nil, true},
		"a day too long overdue":         {charging.Rules{DaysOverdue: 90}, -91, 100, nil, false},
		"overdue does not bound ahead":   {charging.Rules{DaysOverdue: 90}, 91, 100, nil, true},
		"exactly the least amount":       {charging.Rules{LeastAmount: 500}, 0, 500, nil, true},
		"a centavo below it":             {charging.Rules{LeastAmount: 500}, 0, 499, nil, false},
		"one of the companies":           {charging.Rules{Companies: []string{"1", "2"}}, 0, 100, company("2"), true},
		"another company":                {charging.Rules{Companies: []string{"1", "2"}}, 0, 100, company("3"), false},
		"no company said":                {charging.Rules{Companies: []string{"1"}}, 0, 100, nil, true},
		"all rules, one of them refuses": {charging.Rules{30, 90, 500, []string{"1"}}, 31, 500, company("1"), false},
	} {
		i := &erp.Invoice{DueOn: today.AddDays(c.due), OpenAmount: c.open, CompanyID: c.company}
		if got := c.rules.Take(i, today); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}
