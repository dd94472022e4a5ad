// Mutants switches the features of the automation language off, one at a time,
// and looks whether the tests of that feature notice, and no others.
//
// A mutant is a piece of the engine's source, and what stands there instead. It
// is compiled over the tree (go test -overlay), which is never changed. The
// table is mutants.yaml; `make mutants` runs all of them, one at a time for each
// core; with names as arguments only theirs. Ten together are ten times as fast and
// nearly as sure:
//
//	go run ./e2e/mutants step/optional function/
//	go run ./e2e/mutants -batch 10
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"
)

func main() {
	atOnce := flag.Int("at-once", 2, "how many mutants are tried at the same time")
	size := flag.Int("batch", 1, "how many mutants are compiled together, if none may fail another's tests; more than 1 leaves out TestQuirk")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	table, err := readTable("e2e/mutants/mutants.yaml")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	begun := time.Now()
	verdicts := tryAll(ctx, batches(chosen(table, flag.Args()), *size), *atOnce, *size == 1)
	bad := report(verdicts)
	fmt.Printf("\n%d mutants in %s, %d not as they should be\n", len(verdicts), time.Since(begun).Round(time.Second), bad)
	if bad > 0 || len(verdicts) == 0 || ctx.Err() != nil {
		os.Exit(1)
	}
}

// chosen are the mutants of features that begin with one of the names; all
// where there are none.
func chosen(all []Mutant, names []string) []Mutant {
	if len(names) == 0 {
		return all
	}
	var some []Mutant
	for _, m := range all {
		for _, name := range names {
			if strings.HasPrefix(m.Feature, name) {
				some = append(some, m)
				break
			}
		}
	}
	return some
}

func tryAll(ctx context.Context, batches [][]Mutant, atOnce int, quirks bool) []verdict {
	var verdicts []verdict
	var mu sync.Mutex
	var group sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for _, batch := range batches {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			found := try(ctx, batch, quirks)
			mu.Lock()
			defer mu.Unlock()
			verdicts = append(verdicts, found...)
			for _, v := range found {
				fmt.Println(v)
			}
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
