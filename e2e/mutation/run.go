package mutation

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Run tries the mutants whose names hold one of the arguments, or all where there
// are none, one after the other, and prints a line for each. The error tells of a
// mutant that got no verdict, or that none was chosen, or how many survived.
func Run(ctx context.Context, to io.Writer, mutants []Mutant, arguments []string) error {
	tried, survived := 0, 0
	for _, m := range mutants {
		if !isChosen(m.Name, arguments) {
			continue
		}
		began := time.Now()
		v, err := m.Try(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		tried++
		word := "killed"
		if !v.Noticed {
			word = "SURVIVED"
			survived++
		}
		fmt.Fprintf(to, "%-9s %-46s %5.0f s  %s\n", word, m.Name, time.Since(began).Seconds(), v.Says)
	}
	if tried == 0 || survived > 0 {
		return fmt.Errorf("%d mutants, %d not noticed", tried, survived)
	}
	fmt.Fprintf(to, "\n%d mutants, all noticed\n", tried)
	return nil
}

// isChosen tells whether a name holds one of the arguments, or there are none.
func isChosen(name string, arguments []string) bool {
	return len(arguments) == 0 || slices.ContainsFunc(arguments, func(a string) bool { return strings.Contains(name, a) })
}
