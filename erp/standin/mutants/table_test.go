package main

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write README.md anew")

// TestTableFitsTheSources is cheap: whether each mutant can still be made.
// `make mutants` is what tries them.
func TestTableFitsTheSources(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range mutants() {
		made := m.mutation()
		if _, err := made.Sources("../../.."); err != nil {
			t.Error(err)
		}
		if seen[made.Name] {
			t.Errorf("%s is there twice", made.Name)
		}
		seen[made.Name] = true
	}
}

// Every complaint has a mutant, or a reason why it has none.
func TestEveryComplaintHasAMutant(t *testing.T) {
	t.Parallel()
	of := map[int]int{}
	for _, m := range mutants() {
		of[m.row]++
	}
	for i, c := range complaints {
		if c.row != i+1 || (c.none == "") == (of[c.row] == 0) {
			t.Errorf("row %d, %q: %d mutants; none because %q", c.row, c.text, of[c.row], c.none)
		}
		delete(of, c.row)
	}
	if len(of) > 0 {
		t.Errorf("mutants of rows that are no complaint: %v", of)
	}
}

func TestReadmeIsTheList(t *testing.T) {
	t.Parallel()
	if *update {
		if err := os.WriteFile("README.md", []byte(page()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("README.md"); err != nil || string(got) != page() {
		t.Errorf("README.md is not the list (%v): go test ./erp/standin/mutants -update", err)
	}
}
