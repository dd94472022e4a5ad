// Mutants switches the features of the automation language off, one at a time,
// and looks whether the tests of that feature notice, and no others but those that
// the table says are made of it.
//
// A mutant is a piece of the engine's source, and what stands there instead. The
// table is mutants.yaml; `make mutants` tries all of them, with names as arguments
// only theirs:
//
//	go run ./e2e/mutants step/optional function/
//
// How they are compiled is told in schema.go, how they are tried in try.go.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() { os.Exit(run()) }

func run() int {
	atOnce := flag.Int("at-once", 2, "how many mutants are tried at the same time")
	quirks := flag.Bool("quirks", true, "run TestQuirk too, and list which of it notice")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	table, err := readTable("e2e/mutants/mutants.yaml")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	begun := time.Now()
	tests, err := compile(ctx, table, *quirks)
	if tests != nil {
		defer os.RemoveAll(tests.folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if sound := tests.try(ctx, Mutant{}, 0); len(sound.failed) > 0 {
		fmt.Fprintln(os.Stderr, "without any mutant these fail already:", sound.by())
		return 2
	}
	verdicts := tests.tryAll(ctx, table, flag.Args(), *atOnce)
	bad := report(verdicts)
	fmt.Printf("\n%d mutants in %s, %d not as they should be\n", len(verdicts), time.Since(begun).Round(time.Second), bad)
	if bad > 0 || len(verdicts) == 0 || ctx.Err() != nil {
		return 1
	}
	return 0
}

// isChosen tells whether a feature begins with one of the names, or there are none.
func isChosen(feature string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(feature, name) })
}

func (p *program) tryAll(ctx context.Context, table []Mutant, names []string, atOnce int) []verdict {
	var verdicts []verdict
	var mu sync.Mutex
	var group sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i, m := range table {
		if m.None != "" || !isChosen(m.Feature, names) || ctx.Err() != nil {
			continue
		}
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			v := p.try(ctx, m, i+1)
			mu.Lock()
			defer mu.Unlock()
			verdicts = append(verdicts, v)
			fmt.Println(v)
		})
	}
	group.Wait()
	return verdicts
}

// report lists what is not as it should be once more.
func report(verdicts []verdict) int {
	bad := 0
	for _, v := range verdicts {
		if v.wrong != "" {
			if bad == 0 {
				fmt.Println("\nnot as they should be:")
			}
			bad++
			fmt.Println(v)
		}
	}
	return bad
}

// verdict is what became of a mutant; wrong is empty where it was noticed by its
// feature's tests and by no others.
type verdict struct {
	mutant Mutant
	failed []string
	// quirks are those of TestQuirk that notice too; nothing is asked of them.
	quirks []string
	took   time.Duration
	wrong  string
}

func (v verdict) String() string {
	quirks := ""
	if len(v.quirks) > 0 {
		quirks = "; quirks: " + some(v.quirks)
	}
	return fmt.Sprintf("%-10s %-28s %5.1f s  %s%s", cmp.Or(v.wrong, "killed"), v.mutant.Feature, v.took.Seconds(), v.by(), quirks)
}

// by is who noticed; of a mutant that is not as it should be, everyone.
func (v verdict) by() string {
	if v.wrong != "" {
		return strings.Join(v.failed, " ")
	}
	return some(v.failed)
}

// some lists the first of many names.
func some(names []string) string {
	if len(names) <= 4 {
		return strings.Join(names, " ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:3], " "), len(names)-3)
}
