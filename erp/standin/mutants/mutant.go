package main

import (
	"fmt"
	"slices"
	"strings"

	"balcao/e2e/mutation"
)

// mutant is a stand-in that lacks an oddity of its ERP, or overdoes it.
type mutant struct {
	row   int    // of the complaints
	erp   string // the stand-in's folder
	what  string // what the ERP does now
	edits []mutation.Edit
	by    test
}

// test is what has to notice.
type test struct{ folder, name string }

// pack is a test of a pack over its stand-in, own one of the stand-in itself:
// a pack that copes either way notices nothing.
func pack(name string) test     { return test{"./erp/erptest", name} }
func own(erp, name string) test { return test{"./erp/standin/" + erp, name} }

// put changes a file of a stand-in.
func put(erp, file, old, replacement string) mutation.Edit {
	return mutation.In("erp/standin/"+erp+"/"+file, old, replacement)
}

func (m mutant) mutation() mutation.Mutant {
	exactly := "^" + strings.ReplaceAll(m.by.name, "/", "$/^") + "$"
	return mutation.Mutant{Name: fmt.Sprintf("%d %s: %s", m.row, m.erp, m.what), Edits: m.edits,
		Test: []string{m.by.folder, "-run", exactly, "-timeout", "3m"}}
}

// mutants are all of them, by the complaints' rows.
func mutants() []mutant {
	all := slices.Concat(ixcMutants, hubsoftMutants, sgpMutants)
	slices.SortStableFunc(all, func(a, b mutant) int { return a.row - b.row })
	return all
}
