package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"balcao/internal/app"
	"balcao/internal/br"
	"balcao/internal/check"
)

type checkCommand struct {
	connectionFlags
	Tenant    string        `arg:"" optional:"" help:"The tenant of the config; needless where it has only one."`
	Document  string        `help:"CPF or CNPJ of a customer whose data may be read. Without one, only lists that are nobody's."`
	SlowAfter time.Duration `help:"What takes longer is called slow." default:"2s"`
}

// Run goes through an ERP and prints a line for each step and function. It sends
// no write. The exit code is 1 if something is not as it should be.
func (c checkCommand) Run(e *environment) error {
	cfg, _, err := c.target(e, c.Tenant)
	if err != nil {
		return err
	}
	o := check.Options{SlowAfter: c.SlowAfter}
	if c.Document != "" {
		if o.Document, err = br.ParseDocument(c.Document); err != nil {
			return errors.New("--document is no CPF or CNPJ: look at its digits")
		}
	}
	table := &checkTable{out: e.stdout, verdicts: map[check.Verdict]int{}}
	o.Tell = table.line
	sound, err := app.Check(e.ctx, cfg, app.Options{Version: version(), Stdout: e.stdout}, c.Tenant, o)
	if err != nil {
		return c.explained(err)
	}
	table.conclude(e.ctx.Err() != nil)
	if !sound {
		return exitCode(1)
	}
	return nil
}

// checkTable prints findings as they come.
type checkTable struct {
	out      io.Writer
	lines    int
	verdicts map[check.Verdict]int
}

const checkRow = "%-7s %-34s %-18s %8s  %s\n"

func (t *checkTable) line(f check.Finding) {
	if t.lines == 0 {
		fmt.Fprintf(t.out, checkRow, "STAGE", "WHAT", "VERDICT", "TIME", "DETAIL")
	}
	t.lines++
	t.verdicts[f.Verdict]++
	took := ""
	if f.Took > 0 {
		took = fmt.Sprintf("%d ms", max(1, f.Took.Milliseconds()))
	}
	fmt.Fprintf(t.out, checkRow, f.Stage, f.What, f.Verdict, took, oneLine(f.Detail))
	if f.Advice != "" {
		fmt.Fprintf(t.out, "%8s-> %s\n", "", oneLine(f.Advice))
	}
}

// oneLine keeps an ERP's words within the table.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// conclude counts the verdicts.
func (t *checkTable) conclude(interrupted bool) {
	var counts []string
	for _, v := range slices.SortedFunc(maps.Keys(t.verdicts), byCount(t.verdicts)) {
		counts = append(counts, fmt.Sprintf("%d %s", t.verdicts[v], v))
	}
	fmt.Fprintf(t.out, "\n%s.\n", strings.Join(counts, ", "))
	if interrupted {
		fmt.Fprintln(t.out, "Interrupted: what is not listed was not asked.")
	}
}

func byCount(n map[check.Verdict]int) func(a, b check.Verdict) int {
	return func(a, b check.Verdict) int { return cmp.Or(n[b]-n[a], cmp.Compare(a, b)) }
}
