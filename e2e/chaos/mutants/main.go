// Mutants takes the rules of the durable ledger away, one at a time, and looks
// whether a test notices. With names as arguments only theirs are tried:
//
//	go run ./e2e/chaos/mutants resend lease
//
// The table is in table.go; package mutation patches and runs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"balcao/e2e/mutation"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mutation.Run(ctx, os.Stdout, mutants, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
