package ordering_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
)

// situation is one combination of all that an order's way depends on, in the
// words of the table in docs/ordering.md.
type situation struct {
	person, inactive, existing, owed, lacks string
}

const anyOf = "any"

var (
	people = []string{"not asked for", "unknown", "former customer", "active customer", "not told: the ERP is silent", "not told: no `get_customer`"}
	owing  = []string{"nothing", "no rule matches", "note", "lead", "refuse", "note and lead and refuse", "no rules", "not told: the ERP is silent", "not told: no `list_pendency_texts`"}
	lacks  = map[string][]*erp.Info{
		"nothing": nil, "`create_order`": {erp.CreateOrder.Info}, "`create_lead`": {erp.CreateLead.Info},
		"`create_order_for_existing_customer`": {erp.CreateOrderForExistingCustomer.Info},
		"both functions of tickets":            {erp.CreateOrderForExistingCustomer.Info, erp.CreateTicket.Info},
	}
	existing = map[string]ordering.Way{"order": ordering.AsOrder, "ticket": ordering.AsTicket, "lead": ordering.AsLead}
)

// Every combination of settings, person, pendencies and connection does what the
// table says, which was written by hand; and every row of it says something.
func TestEveryCombinationIsAsTheTableSays(t *testing.T) {
	t.Parallel()
	rows, used := tableRows(t), map[int]bool{}
	tried := 0
	for s := range situations() {
		tried++
		n := slices.IndexFunc(rows, func(r tableRow) bool { return r.fits(s) })
		if n < 0 {
			t.Fatalf("no row fits %+v", s)
		}
		used[n] = true
		if got := s.try(t); got != rows[n].happens {
			t.Errorf("%+v: %q, the table says %q", s, got, rows[n].happens)
		}
	}
	if want := len(people) * 2 * len(existing) * len(owing) * len(lacks); tried != want || want < 1500 {
		t.Errorf("%d combinations tried of %d", tried, want)
	}
	for n, r := range rows {
		if !used[n] {
			t.Errorf("nothing fits row %d, %+v: the rows above it hide it", n+1, r)
		}
	}
}

func situations() func(yield func(situation) bool) {
	return func(yield func(situation) bool) {
		for _, p := range people {
			for _, inactive := range []bool{false, true} {
				for e := range existing {
					for _, o := range owing {
						for l := range lacks {
							if !yield(situation{p, strconv.FormatBool(inactive), e, o, l}) {
								return
							}
						}
					}
				}
			}
		}
	}
}

// try hands an order in and tells what happened in the table's words.
func (s situation) try(t *testing.T) string {
	w, reads := &world{lacks: lacks[s.lacks]}, &world{}
	set := settings(t)
	set.CountInactive, set.ExistingCustomer = s.inactive == "true", existing[s.existing]
	set.SkipCustomerCheck = s.person == "not asked for"
	s.set(t, &set, reads)
	outcome, err := ordering.OrderRunner(set, reads, w.has)(context.Background(), ledger.Detached(w, order()))
	if asked := slices.Contains(reads.calls, "get_customer"); asked == set.SkipCustomerCheck {
		t.Errorf("%+v: the person was looked up: %v", s, asked)
	}
	if s.owed == "no rules" && slices.Contains(reads.calls, "list_pendency_texts") {
		t.Errorf("%+v: the ERP was asked what is owed, for nothing", s)
	}
	result := ordering.ResultOf(outcome)
	if len(result.Trace) == 0 || (result.Way == "") != (len(w.calls) == 0) {
		t.Errorf("%+v: %+v", s, result)
	}
	switch {
	case len(w.calls) == 1 && err == nil && outcome.State == ledger.Confirmed && w.calls[0] == result.Function:
		return fmt.Sprintf("%s by `%s`", result.Way, w.calls[0])
	case len(w.calls) > 0:
		return fmt.Sprintf("called %v: %v %v", w.calls, outcome.State, err)
	case erp.IsKind(err, erp.Unavailable) && outcome.State == ledger.Accepted:
		return "waits"
	case err == nil && outcome.State == ledger.Refused && outcome.Reason == ledger.Pendency:
		return "refused"
	case err == nil && outcome.State == ledger.NeedsAttention && outcome.Reason == ledger.NotSupported:
		return "a person sees to it"
	}
	return fmt.Sprint("what is this? ", outcome, err)
}

// set makes the ERP answer as the situation says.
func (s situation) set(t *testing.T, set *ordering.Settings, w *world) {
	w.customer = map[string]func() (*erp.Customer, error){
		"unknown": fails[*erp.Customer](erp.NotFound), "former customer": answers(false), "active customer": answers(true),
		"not told: the ERP is silent": fails[*erp.Customer](erp.Unavailable), "not told: no `get_customer`": fails[*erp.Customer](erp.NotSupported),
	}[s.person]
	set.Pendencies.Rules = rules(t)
	w.owed = map[string]func() ([]string, error){
		"nothing": owes(), "no rule matches": owes("Fatura em aberto"), "note": owes("Anotar isto"), "lead": owes("Virar lead"),
		"refuse": owes("Recusar"), "note and lead and refuse": owes("Anotar isto", "Recusar", "Virar lead"),
		"not told: the ERP is silent":        fails[[]string](erp.Unavailable),
		"not told: no `list_pendency_texts`": fails[[]string](erp.NotSupported),
	}[s.owed]
	if s.owed == "no rules" {
		set.Pendencies.Rules = nil
	}
}

// tableRow is a row of the table: the words that each cell allows.
type tableRow struct {
	person, inactive, existing, owed, lacks []string
	happens                                 string
}

func (r tableRow) fits(s situation) bool {
	allows := func(cell []string, word string) bool { return cell[0] == anyOf || slices.Contains(cell, word) }
	owed := s.owed
	if owed == "note and lead and refuse" { // the gravest counts
		owed = "refuse"
	}
	return allows(r.person, s.person) && allows(r.inactive, s.inactive) && allows(r.existing, s.existing) &&
		allows(r.owed, owed) && allows(r.lacks, s.lacks)
}

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/ordering.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func tableRows(t *testing.T) []tableRow {
	t.Helper()
	_, table, found := strings.Cut(page(t), "| what happens |\n| --- | --- | --- | --- | --- | --- |\n")
	table, _, ended := strings.Cut(table, "\n\n")
	if !found || !ended {
		t.Fatal("docs/ordering.md has no table of what happens")
	}
	var rows []tableRow
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "| "), " | ")
		if len(cells) != 6 {
			t.Fatalf("%d cells in %q", len(cells), line)
		}
		words := func(n int) []string { return strings.Split(cells[n], ", ") }
		rows = append(rows, tableRow{words(0), words(1), words(2), words(3), words(4), cells[5]})
	}
	return rows
}
