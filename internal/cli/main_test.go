package cli_test

import (
	"os"
	"testing"

	"balcao/internal/cli"
)

// asProgram makes the test's binary behave as balcao, for what needs a process
// of its own: signals.
const asProgram = "TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
