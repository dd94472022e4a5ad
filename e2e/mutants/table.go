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

// expects tells whether a feature's test may fail under the mutant.
func (m Mutant) expects(feature string) bool {
	return feature == m.Feature || slices.ContainsFunc(m.Also, func(also string) bool {
		return also == feature || strings.HasSuffix(also, "/") && strings.HasPrefix(feature, also)
	})
}
