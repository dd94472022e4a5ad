// Package cli is the command line: it reads arguments and config and hands over
// to the package that does the work. Start at [Main]; each command has a file.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	// Zones are part of the binary: a bare machine has none, and due dates are
	// those of the tenant's zone.
	_ "time/tzdata"
)

// commands are Balcão's commands. The texts are what `balcao --help` shows.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Serve GraphQL. Without a config: a sandbox with made-up customers."`
	Try     tryCommand     `cmd:"" help:"Run one function against the ERP and show each step, personal data masked."`
	Record  recordCommand  `cmd:"" help:"Run functions against a real ERP and write examples of them, with everybody in them made up."`
	Check   checkCommand   `cmd:"" help:"Go through an ERP step by step, from its name to each function, and tell what works."`
	New     newCommand     `cmd:"" help:"Begin something new: a pack for an ERP that has none."`
	Lint    lintCommand    `cmd:"" help:"Check packs, play their examples, and tell every mistake with its place. Without arguments: the embedded packs."`
	Test    testCommand    `cmd:"" help:"Play the examples of packs and show what is different, expected and got."`
	Explain explainCommand `cmd:"" help:"Tell what a function is given and must answer, field by field, and which packs have it."`
	Schema  schemaCommand  `cmd:"" help:"Write JSON Schemas of a pack's files, for editors."`
	Packs   packsCommand   `cmd:"" help:"List the packs, or tell of one where its facts are from and what to fill in."`
	Sandbox sandboxCommand `cmd:"" help:"Serve the sandbox's ERP as a process of its own."`
	Migrate migrateCommand `cmd:"" help:"Bring the store's schema up to date, and say from which version to which."`
	Ledger  ledgerCommand  `cmd:"" help:"Export, back up, restore or move what the ledger keeps."`
	Key     keyCommand     `cmd:"" help:"Make a client key, and its hash for the config."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// environment is what commands work with.
type environment struct {
	ctx            context.Context
	environ        []string
	stdout, stderr io.Writer
}

// exitCode is the error of a command that has said what is wrong itself.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Main runs a command and gives the process's exit code: 0 for success, 1 for
// a failure that stderr describes, 2 for wrong arguments. An interrupt or
// SIGTERM ends a command in order; a second one ends it at once.
func Main(args, environ []string, stdout, stderr io.Writer) int {
	var parsed commands
	exited := -1
	parser, err := kong.New(&parsed,
		kong.Name("balcao"),
		kong.Description("One GraphQL endpoint between an internet provider's front ends and its ERP."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(stderr, "balcao:", err)
		return 1
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited // --help
	}
	if err != nil {
		fmt.Fprintf(stderr, "balcao: %v\nTry balcao --help.\n", err)
		return 2
	}
	return run(command, environ, stdout, stderr)
}

func run(command *kong.Context, environ []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// The second signal finds the default handler and ends the process.
	context.AfterFunc(ctx, stop)
	err := command.Run(&environment{ctx, environ, stdout, stderr})
	if code, ok := errors.AsType[exitCode](err); ok {
		return int(code)
	}
	if err != nil {
		fmt.Fprintln(stderr, "balcao:", err)
		return 1
	}
	return 0
}
