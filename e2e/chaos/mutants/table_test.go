package main

import "testing"

// TestTableFitsTheSources is cheap: whether each mutant can still be made.
// `make mutants` is what tries them.
func TestTableFitsTheSources(t *testing.T) {
	t.Parallel()
	for _, m := range mutants {
		if _, err := m.Sources("../../.."); err != nil {
			t.Error(err)
		}
	}
}
