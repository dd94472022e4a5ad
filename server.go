// Balcão is one GraphQL endpoint between an internet provider's front ends and
// its ERP. Without arguments it serves a sandbox; see README.md.
package main

import (
	"os"

	"balcao/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
