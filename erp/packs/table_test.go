package packs_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

var update = flag.Bool("update", false, "write docs/erps.md anew")

const head = `# What each ERP can do

The 24 functions of the [contract](functions.md) in the packs that Balcão brings along; why some are not there stands below. How sure the facts are is
told by ` + "`balcao packs NAME`" + `, what each pack is tried with in [conformance.md](conformance.md). Only the sandbox (pack ` + "`standard`" + `) and Tryton 6.0
are asked for real in every test run, over GraphQL; ` + "`ixc`, `hubsoft` and `sgp`" + ` were written from public pages, run against stand-ins, and
have never seen a real install.

Made by ` + "`go test ./erp/packs -run TestTheTable -update`" + `; every run compares it.

`

// The page says what the packs say.
func TestTheTable(t *testing.T) {
	t.Parallel()
	const path = "../../docs/erps.md"
	want := table(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s is not of these packs (%v): run this test with -update", path, err)
	}
}

func table(t *testing.T) string {
	var page, reasons strings.Builder
	names := packs.Names()
	fmt.Fprintf(&page, "%s| function | %s |\n| --- |%s\n", head, strings.Join(names, " | "), strings.Repeat(" --- |", len(names)))
	count := make([]int, len(names))
	for _, f := range erp.Functions {
		fmt.Fprintf(&page, "| `%s` |", f.Name)
		for i, name := range names {
			if cell, does := cellOf(load(t, name), f); does {
				count[i]++
				fmt.Fprintf(&page, " %s |", cell)
			} else {
				page.WriteString(" no |")
			}
		}
		page.WriteString("\n")
	}
	fmt.Fprintf(&page, "| **of %d** |", len(erp.Functions))
	for i, name := range names {
		fmt.Fprintf(&page, " **%d** |", count[i])
		writeReasons(&reasons, load(t, name))
	}
	return page.String() + "\n" + reasons.String()
}

// cellOf says how sure the facts are of which the function is made.
func cellOf(pack *automation.Pack, f *erp.Info) (cell string, does bool) {
	unit := pack.Functions[f.Name]
	if unit == nil && f.From != nil && pack.NotSupported[f.Name] == "" {
		unit = pack.Functions[f.From.Name]
	}
	if unit == nil {
		return "", false
	}
	sure, _, _ := strings.Cut(unit.Confidence, ";")
	sure, _, _ = strings.Cut(sure, " ")
	return strings.TrimSuffix(sure, ","), true
}

func writeReasons(page *strings.Builder, pack *automation.Pack) {
	if len(pack.NotSupported) == 0 {
		return
	}
	fmt.Fprintf(page, "\n## %s\n\n", pack.Title)
	for _, f := range erp.Functions {
		if reason := pack.NotSupported[f.Name]; reason != "" {
			fmt.Fprintf(page, "- `%s`: %s\n", f.Name, strings.TrimSpace(reason))
		}
	}
}
