package main

import (
	"slices"
	"testing"

	"balcao/erp/automation"
)

// TestTableFitsTheSources is cheap: whether each mutant can still be made.
// `make mutants` is what tries them.
func TestTableFitsTheSources(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range mutants(t) {
		if seen[m.Feature] {
			t.Errorf("%s is there twice", m.Feature)
		}
		seen[m.Feature] = true
		if m.None != "" {
			continue
		}
		if _, err := sources("../../"+engine, []Mutant{m}); err != nil {
			t.Error(err)
		}
		if m.Old == m.New {
			t.Errorf("%s changes nothing", m.Feature)
		}
	}
}

// Everything that a pack can write has a mutant, or a reason why it has none.
func TestEveryFeatureHasAMutant(t *testing.T) {
	t.Parallel()
	var known []string
	for _, m := range mutants(t) {
		known = append(known, m.Feature)
	}
	for _, feature := range automation.Vocabulary() {
		if !slices.Contains(known, feature) {
			t.Errorf("%s has no mutant: write one into mutants.yaml, or under none why not", feature)
		}
	}
}

func mutants(t *testing.T) []Mutant {
	t.Helper()
	table, err := readTable("mutants.yaml")
	if err != nil || len(table) == 0 {
		t.Fatalf("%d mutants, %v", len(table), err)
	}
	return table
}
