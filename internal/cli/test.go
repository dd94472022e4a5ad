package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

type testCommand struct {
	Folders []string `arg:"" optional:"" help:"Folders of packs, or one that holds several; without any the embedded packs." type:"existingdir"`
	Run_    string   `name:"run" help:"Only examples whose name fits this regular expression: list_invoices, get_customer/none." placeholder:"PATTERN"`
	Verbose bool     `short:"v" help:"Name the examples that pass, too."`
}

// Run plays examples and shows what is different, expected (-) and got (+). The
// exit code is 1 if one fails or none was played.
func (c testCommand) Run(e *environment) error {
	pattern, err := regexp.Compile(c.Run_)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	found, err := packFolders(c.Folders)
	if err != nil {
		return err
	}
	total := 0
	sound := true
	for _, p := range found {
		played, ok := c.test(e, p, pattern)
		total, sound = total+played, sound && ok
	}
	if total == 0 && sound {
		fmt.Fprintln(e.stdout, "No example was played.")
		sound = false
	}
	if !sound {
		return exitCode(1)
	}
	return nil
}

func (c testCommand) test(e *environment, p packFolder, pattern *regexp.Regexp) (played int, sound bool) {
	pack, problems := automation.Load(p.files, p.name, packs.FS)
	if pack == nil {
		fmt.Fprintf(e.stdout, "%v\n%s cannot be loaded.\n", problems.Errors(), p.name)
		return 0, false
	}
	var chosen []*automation.Example
	for _, example := range pack.Examples {
		if pattern.MatchString(example.Name) {
			chosen = append(chosen, example)
		}
	}
	failed := 0
	bar := newProgress(e.stderr)
	outcomes := play(e.ctx, pack, chosen, func(done int) { bar.tell("example", int64(done), int64(len(chosen))) })
	bar.end()
	for _, o := range outcomes {
		if o.err != nil {
			failed++
		}
		c.show(e.stdout, o)
	}
	switch {
	case len(chosen) == 0:
	case failed > 0:
		fmt.Fprintf(e.stdout, "%s: %s, %d not as expected\n", p.name, plural(len(chosen), "example"), failed)
	default:
		fmt.Fprintf(e.stdout, "%s: %s, all as expected\n", p.name, plural(len(chosen), "example"))
	}
	return len(chosen), failed == 0
}

func (c testCommand) show(w io.Writer, o outcome) {
	if o.err == nil {
		if c.Verbose {
			fmt.Fprintf(w, "ok    %s\n", o.example.Name)
		}
		return
	}
	fmt.Fprintf(w, "FAIL  %s (%s)\n", o.example.Name, o.example.Pos.File)
	if o.example.About != "" {
		fmt.Fprintf(w, "      %s\n", o.example.About)
	}
	for _, err := range flat(o.err) {
		d, ok := err.(automation.Difference)
		if !ok {
			fmt.Fprintf(w, "      %s\n", strings.TrimPrefix(err.Error(), o.example.Pos.String()+": "))
			continue
		}
		fmt.Fprintf(w, "      %s\n", d.Path)
		if d.Want != "" {
			fmt.Fprintf(w, "        - %s\n", d.Want)
		}
		if d.Got != "" {
			fmt.Fprintf(w, "        + %s\n", d.Got)
		}
	}
}

// flat are the errors that one joins, or that one within it joins.
func flat(err error) []error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		if many, ok = errors.Unwrap(err).(interface{ Unwrap() []error }); !ok {
			return []error{err}
		}
	}
	var all []error
	for _, inner := range many.Unwrap() {
		all = append(all, flat(inner)...)
	}
	return all
}

// outcome is how an example went.
type outcome struct {
	example *automation.Example
	err     error
}

// play plays examples, as many at once as there are processors, and gives their
// outcomes in order. done may be nil; it is told how many are through.
func play(ctx context.Context, pack *automation.Pack, examples []*automation.Example, done func(int)) []outcome {
	outcomes := make([]outcome, len(examples))
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	var group sync.WaitGroup
	var mu sync.Mutex
	through := 0
	for i, example := range examples {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			outcomes[i] = outcome{example, automation.RunExample(ctx, pack, example)}
			if done != nil {
				mu.Lock()
				defer mu.Unlock()
				through++
				done(through)
			}
		})
	}
	group.Wait()
	return outcomes
}
