// Mutants takes the rules of the durable ledger away, one at a time, and looks
// whether a test notices. Each is a piece of the source and what stands there
// instead; the tree itself is never changed (go build -overlay). With names as
// arguments only theirs are tried:
//
//	go run ./e2e/chaos/mutants resend lease
//
// The table is in table.go; try.go patches and runs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if _, err := os.Stat("go.mod"); err != nil {
		fmt.Fprintln(os.Stderr, "start it in the module's folder")
		return 2
	}
	tried, survived := 0, 0
	for _, m := range mutants {
		if !isChosen(m.name, os.Args[1:]) || ctx.Err() != nil {
			continue
		}
		began := time.Now()
		v, err := m.try(ctx)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", m.name, err)
			return 2
		}
		tried++
		word := "killed"
		if !v.noticed {
			word = "SURVIVED"
			survived++
		}
		fmt.Printf("%-9s %-46s %5.0f s  %s\n", word, m.name, time.Since(began).Seconds(), v.says)
	}
	fmt.Printf("\n%d mutants, %d not noticed\n", tried, survived)
	if survived > 0 || tried == 0 || ctx.Err() != nil {
		return 1
	}
	return 0
}

// isChosen tells whether a name holds one of the arguments, or there are none.
func isChosen(name string, arguments []string) bool {
	return len(arguments) == 0 || slices.ContainsFunc(arguments, func(a string) bool { return strings.Contains(name, a) })
}
