package erptest

import (
	"flag"
	"fmt"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
)

// Row is what is tried of one function in one kind of situation.
type Row struct {
	Function *erp.Info
	Kind     Kind
	// Applies is how many scenarios there are, Lacks why others do not apply.
	Applies int
	Lacks   []string
}

// Plan is what [Run] tries with a pack, and what it does not: everything is
// derived from the pack.
func Plan(pack *automation.Pack) []Row {
	at := map[string]int{}
	var rows []Row
	for _, s := range scenarios() {
		key := s.f.Name + " " + string(s.kind)
		n, known := at[key]
		if !known {
			n = len(rows)
			at[key], rows = n, append(rows, Row{Function: s.f, Kind: s.kind})
		}
		if why := s.lacks(pack); why != "" {
			rows[n].Lacks = append(rows[n].Lacks, why)
		} else {
			rows[n].Applies++
		}
	}
	return rows
}

// Table is the plan of all packs as the page docs/conformance.md.
func Table(plans map[string][]Row, names []string) string {
	var page strings.Builder
	page.WriteString(preface)
	summary(&page, plans, names)
	for _, name := range names {
		fmt.Fprintf(&page, "\n## %s\n\n", name)
		matrix(&page, plans[name])
		reasons(&page, plans[name])
	}
	return page.String()
}

const preface = `# What every pack is tried with

One set of scenarios for all packs, so that front ends see the same behaviour whichever ERP a provider has. ` + "`make test`" + ` runs every one
that applies; none is skipped. What does not apply is derived from the pack: a scenario without PIX needs an ERP that tells PIX codes.
The packs ` + "`ixc`, `hubsoft` and `sgp`" + ` run against stand-ins that are built from public pages of these ERPs, not against the ERPs themselves;
` + "`standard`" + ` runs against the sandbox and ` + "`tryton`" + ` against a real Tryton.

Made by ` + "`go test ./erp/erptest -run TestTheTable -update`" + `; every run compares it.

`

// summary has a line for each kind: how many scenarios of how many apply.
func summary(page *strings.Builder, plans map[string][]Row, names []string) {
	fmt.Fprintf(page, "| scenario | %s |\n| --- |%s\n", strings.Join(names, " | "), strings.Repeat(" ---: |", len(names)))
	for _, kind := range Kinds {
		fmt.Fprintf(page, "| %s |", kind)
		for _, name := range names {
			applies, not := count(plans[name], func(r Row) bool { return r.Kind == kind })
			fmt.Fprintf(page, " %s |", outOf(applies, not))
		}
		page.WriteString("\n")
	}
	page.WriteString("| **all** |")
	for _, name := range names {
		applies, not := count(plans[name], func(Row) bool { return true })
		fmt.Fprintf(page, " **%s** |", outOf(applies, not))
	}
	page.WriteString("\n")
}

func outOf(applies, not int) string {
	if not == 0 {
		return fmt.Sprint(applies)
	}
	return fmt.Sprintf("%d of %d", applies, applies+not)
}

func count(rows []Row, match func(Row) bool) (applies, not int) {
	for _, row := range rows {
		if match(row) {
			applies, not = applies+row.Applies, not+len(row.Lacks)
		}
	}
	return applies, not
}

// matrix has a line for each function: the kinds in which it is tried.
func matrix(page *strings.Builder, rows []Row) {
	page.WriteString("| function | scenarios | tried with |\n| --- | ---: | --- |\n")
	for _, f := range erp.Functions {
		var kinds []string
		total := 0
		for _, kind := range Kinds {
			applies, _ := count(rows, func(r Row) bool { return r.Function == f && r.Kind == kind })
			total += applies
			switch {
			case applies == 1:
				kinds = append(kinds, string(kind))
			case applies > 1:
				kinds = append(kinds, fmt.Sprintf("%s (%d)", kind, applies))
			}
		}
		if total > 0 {
			fmt.Fprintf(page, "| `%s` | %d | %s |\n", f.Name, total, strings.Join(kinds, ", "))
		}
	}
}

// reasons says why some scenarios do not apply, with their number.
func reasons(page *strings.Builder, rows []Row) {
	var order []string
	of := map[string][]string{}
	for _, row := range rows {
		for _, why := range row.Lacks {
			if of[why] == nil {
				order = append(order, why)
			}
			of[why] = append(of[why], row.Function.Name)
		}
	}
	if len(order) == 0 {
		return
	}
	page.WriteString("\nDoes not apply:\n")
	for _, why := range order {
		fmt.Fprintf(page, "- %s: %d (%s)\n", why, len(of[why]), strings.Join(unique(of[why]), ", "))
	}
}

func unique(names []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			kept = append(kept, name)
		}
		seen[name] = true
	}
	return kept
}

// isSelection tells whether the test was asked for some scenarios by -run.
func isSelection() bool {
	run := flag.Lookup("test.run")
	return run != nil && strings.Contains(run.Value.String(), "/")
}
