// Command generate makes the code that gqlgen derives from schema.graphqls. It
// refuses a root field that no @allow rule opens to anybody: such a field cannot
// be built into the server.
package main

import (
	"fmt"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"

	"balcao/graph/rights"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate() error {
	if err := os.Chdir(".."); err != nil {
		return err
	}
	cfg, err := config.LoadConfig("gqlgen.yml")
	if err != nil {
		return err
	}
	if err := cfg.LoadSchema(); err != nil {
		return err
	}
	if _, err := rights.Read(cfg.Schema); err != nil {
		return err
	}
	return api.Generate(cfg)
}
