// Mutants takes the oddities of IXC, HubSoft and SGP away from their stand-ins,
// one at a time, or makes them worse in a way that a real ERP could, and looks
// whether a test notices: a stand-in that lost an oddity would leave the packs
// untried where ERPs hurt. With words as arguments only mutants whose names hold
// one are tried; -list prints the list and tries nothing:
//
//	go run ./erp/standin/mutants
//	go run ./erp/standin/mutants "12 " hubsoft
//
// The complaints about ERPs are in rows.go, the mutants in table_*.go, the page
// README.md is made of both by page.go; package mutation patches and runs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"balcao/e2e/mutation"
)

func main() {
	list := flag.Bool("list", false, "print the list and try nothing")
	flag.Parse()
	fmt.Print(page())
	if *list {
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := try(ctx, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func try(ctx context.Context, names []string) error {
	fmt.Println()
	if err := sound(ctx); err != nil {
		return err
	}
	var all []mutation.Mutant
	for _, m := range mutants() {
		all = append(all, m.mutation())
	}
	return mutation.Run(ctx, os.Stdout, all, names)
}

// sound fails if a test fails without any mutant: it would notice nothing.
func sound(ctx context.Context) error {
	tests := map[string][]string{}
	for _, m := range mutants() {
		name, _, _ := strings.Cut(m.by.name, "/")
		tests[m.by.folder] = append(tests[m.by.folder], name)
	}
	for folder, names := range tests {
		slices.Sort(names)
		only := "^(" + strings.Join(slices.Compact(names), "|") + ")$"
		if output, err := mutation.GoTest(ctx, "", []string{folder, "-run", only}); err != nil {
			return fmt.Errorf("without any mutant: %w\n%s", err, output)
		}
	}
	return nil
}
