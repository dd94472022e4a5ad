package main

import (
	"fmt"
	"strings"
)

const preface = `# What the stand-ins would lose, and who would notice

Each line takes an oddity of an ERP away from its stand-in, or makes it worse in a way that a real ERP could; the test in the last
column fails then. Tests of ` + "`erp/erptest`" + ` try a pack over the stand-in. Where a pack copes either way, a test of the
stand-in's own notices: there the oddity is as the ERP's reference page says.

Tried by ` + "`make mutants`" + `; this page is made by ` + "`go test ./erp/standin/mutants -update`" + `.

| row | complaint | ERP | what it does now | noticed by |
| ---: | --- | --- | --- | --- |
`

// page is the list as README.md.
func page() string {
	var text strings.Builder
	text.WriteString(preface)
	all := mutants()
	for _, c := range complaints {
		if c.none != "" {
			fmt.Fprintf(&text, "| %d | %s | none | %s | |\n", c.row, c.text, c.none)
		}
		for _, m := range all {
			if m.row == c.row {
				fmt.Fprintf(&text, "| %d | %s | %s | %s | `%s` %s |\n", c.row, c.text, m.erp, m.what, strings.TrimPrefix(m.by.folder, "./"), m.by.name)
			}
		}
	}
	return text.String()
}
