package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Mutant is one entry of the table.
type Mutant struct {
	// Feature is the test that must fail: "step/optional", see TestLanguage.
	Feature string `yaml:"feature"`
	// File is the source, below erp/automation; Old stands in it once, and New
	// instead makes the mutant.
	File string `yaml:"file"`
	Old  string `yaml:"old"`
	New  string `yaml:"new"`
	// Also are other features whose tests fail too, because they are made of this
	// one. A name that ends in / stands for all below it.
	Also []string `yaml:"also"`
	// None is why a feature has no mutant.
	None string `yaml:"none"`
}

func readTable(file string) ([]Mutant, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var table []Mutant
	if err := yaml.UnmarshalWithOptions(text, &table, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return table, nil
}

// applied is the text of the mutant's file with its change.
func (m Mutant) applied(text string) (string, error) {
	if n := strings.Count(text, m.Old); n != 1 || m.Old == "" {
		return "", fmt.Errorf("%s: %s has %q %d times, want once", m.Feature, m.File, m.Old, n)
	}
	return strings.Replace(text, m.Old, m.New, 1), nil
}

// expects tells whether a feature's test may fail under the mutant.
func (m Mutant) expects(feature string) bool {
	return feature == m.Feature || slices.ContainsFunc(m.Also, func(also string) bool {
		return also == feature || strings.HasSuffix(also, "/") && strings.HasPrefix(feature, also)
	})
}

// batches puts mutants together, at most size of them: those of which none may
// fail another's tests, and that change different texts.
func batches(mutants []Mutant, size int) [][]Mutant {
	var all [][]Mutant
	for _, m := range mutants {
		if m.None != "" {
			continue
		}
		at := slices.IndexFunc(all, func(batch []Mutant) bool {
			return len(batch) < size && !slices.ContainsFunc(batch, m.disturbs)
		})
		if at < 0 {
			all = append(all, nil)
			at = len(all) - 1
		}
		all[at] = append(all[at], m)
	}
	return all
}

// disturbs tells whether two mutants cannot be tried together.
func (m Mutant) disturbs(other Mutant) bool {
	if m.File == other.File && (strings.Contains(m.Old, other.Old) || strings.Contains(other.Old, m.Old)) {
		return true
	}
	return m.expects(other.Feature) || other.expects(m.Feature) || m.File == other.File && strings.Count(m.Old, "\n")+strings.Count(other.Old, "\n") > 0
}
