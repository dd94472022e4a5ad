package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/internal/app"
	"balcao/internal/br"
	"balcao/internal/check"
)

type recordCommand struct {
	connectionFlags
	Functions []string `arg:"" optional:"" help:"The functions to record; without any, all that only read."`
	Document  string   `help:"CPF or CNPJ of a customer whose data may be read." placeholder:"CPF"`
	Tenant    string   `help:"The tenant, if the config has several."`
	Name      string   `help:"What the examples are called." default:"recorded"`
	To        string   `help:"The pack's folder to write into; needless where the pack is one." type:"existingdir" placeholder:"DIR"`
}

// Run calls functions that only read and writes an example of each, in which
// everybody is made up.
func (c recordCommand) Run(e *environment) (err error) {
	asking := &check.Asking{}
	if c.Document != "" {
		if asking.Document, err = br.ParseDocument(c.Document); err != nil {
			return errors.New("--document is no CPF or CNPJ: look at its digits")
		}
	}
	functions, err := c.functions()
	if err != nil {
		return err
	}
	studio, err := openStudio(e, c.connectionFlags, c.Tenant, c.To)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, studio.Close()) }()
	asking.Today = br.DateOf(studio.Now())
	bar := newProgress(e.stderr)
	for i, f := range functions {
		bar.tell("function", int64(i), int64(len(functions)))
		if e.ctx.Err() != nil {
			break
		}
		c.take(e, studio, asking, f)
	}
	bar.end()
	unready, err := studio.finish(e)
	if err == nil && unready > 0 {
		err = exitCode(1)
	}
	return err
}

// functions are those that are named, in the contract's order: lists go before
// what needs an id of theirs.
func (c recordCommand) functions() ([]*erp.Info, error) {
	var functions []*erp.Info
	for _, name := range c.Functions {
		f := erp.Function(name)
		switch {
		case f == nil:
			return nil, noFunction(name)
		case f.Effect == erp.Write:
			return nil, fmt.Errorf("%s changes the ERP: record it with balcao try %s --apply --record", name, name)
		}
	}
	for _, f := range erp.Functions {
		if f.Effect == erp.Read && (len(c.Functions) == 0 || slices.Contains(c.Functions, f.Name)) {
			functions = append(functions, f)
		}
	}
	return functions, nil
}

// take records one function, or says why not.
func (c recordCommand) take(e *environment, s *studio, asking *check.Asking, f *erp.Info) {
	if f.From != nil && s.Pack.Functions[f.Name] == nil {
		s.say(e, f.Name, "not asked: Balcão makes it of "+f.From.Name)
		return
	}
	in, why := asking.Input(f)
	if in == nil {
		s.say(e, f.Name, "not asked: "+why)
		return
	}
	result, err := s.record(e.ctx, f, record.FreeName(s.folder, f.Name, c.Name), in, nil)
	if err != nil {
		s.say(e, f.Name, "not asked: "+err.Error())
		return
	}
	asking.Remember(result.Value)
	if result.Err != nil && !isExample(result.Err) {
		s.say(e, f.Name, "no example: "+result.Err.Error())
	}
}

// isExample tells the errors that an example can end with: the ERP has answered.
func isExample(err error) bool {
	switch erp.KindOf(err) {
	case erp.NotFound, erp.Refused, erp.BadAnswer, erp.NotDone:
		return true
	}
	return false
}

// studio records runs of an ERP into a pack's folder.
type studio struct {
	*app.Trial
	recording *record.Recording
	folder    string
	begun     int
}

// openStudio opens the ERP that the flags name. Without folder the examples go
// into that of the pack.
func openStudio(e *environment, flags connectionFlags, tenant, folder string) (*studio, error) {
	cfg, logger, err := flags.target(e, tenant)
	if err != nil {
		return nil, err
	}
	trial, err := app.OpenTrial(e.ctx, cfg, app.Options{Version: version(), Stdout: e.stdout, Logger: logger}, tenant)
	if err != nil {
		return nil, flags.explained(err)
	}
	if folder == "" {
		folder = trial.Folder
	}
	if folder == "" {
		return nil, errors.Join(fmt.Errorf("the pack %s is embedded, so there is no folder for its examples: name one with --to", trial.Pack.Name), trial.Close())
	}
	return &studio{Trial: trial, recording: record.New(trial.Pack, trial.Settings), folder: folder}, nil
}

// record runs a function over a connection of its own: an example begins with the
// log-in. tracer may be nil. The error is why nothing was asked.
func (s *studio) record(ctx context.Context, f *erp.Info, name string, in erp.Input, tracer *automation.Tracer) (erp.Result, error) {
	connection, err := s.Connect()
	if err != nil {
		return erp.Result{}, err
	}
	defer connection.Close()
	if ok, reason := connection.Supports(f); !ok {
		return erp.Result{}, errors.New(reason)
	}
	if tracer == nil {
		tracer = &automation.Tracer{Event: func(automation.Event) {}, Plain: true}
	}
	var heard []automation.Recorded
	tracer.Answered = func(r automation.Recorded) { heard = append(heard, r) }
	result := connection.Do(automation.WithTracer(ctx, tracer), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
	if result.Err != nil && !isExample(result.Err) {
		return result, nil
	}
	take := s.recording.Begin(f, name, in, s.Now())
	for _, r := range heard {
		take.Answered(r)
	}
	take.Ended(result)
	s.begun++
	return result, nil
}

func (s *studio) say(e *environment, name, text string) {
	fmt.Fprintf(e.stdout, "%-34s %s\n", name, text)
}

// finish writes what was recorded, and asks the technician to look at it. It counts
// the examples that do not play yet.
func (s *studio) finish(e *environment) (unready int, err error) {
	if s.begun == 0 {
		fmt.Fprintln(e.stdout, "Nothing was recorded.")
		return 0, exitCode(1)
	}
	made, kept := s.recording.Finish(e.ctx)
	for _, m := range made {
		paths, err := m.Save(s.folder)
		if err != nil {
			return unready, err
		}
		s.say(e, m.Name, strings.Join(paths, ", "))
		if m.Problem != nil {
			unready++
			fmt.Fprintf(e.stdout, "    does not play as recorded: %v\n", m.Problem)
		}
	}
	review(e, kept)
	if unready > 0 {
		fmt.Fprintf(e.stdout, "%d of %d examples do not play yet: mend them and take %q off their names.\n", unready, len(made), record.Unready)
	}
	return unready, nil
}

// mostKept is how many texts a review lists.
const mostKept = 60

// review lists what the scrubber left alone.
func review(e *environment, kept []string) {
	fmt.Fprintln(e.stdout, "\nCPF, CNPJ, names, addresses, phones, e-mails, tokens, boletos and PIX codes were replaced, each everywhere by the same fake.")
	fmt.Fprintln(e.stdout, "Look at the files before you share them.")
	if len(kept) > 0 {
		fmt.Fprintln(e.stdout, "Only a person can tell whether one of these texts, left as they are, is somebody's:")
	}
	for i, text := range kept {
		if i == mostKept {
			fmt.Fprintf(e.stdout, "  … and %d more\n", len(kept)-i)
			break
		}
		fmt.Fprintf(e.stdout, "  %s\n", shortened(oneLine(text)))
	}
}

// shortened keeps a text within a line.
func shortened(text string) string {
	const most = 100
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// recordFlag is --record, or --record=NAME.
type recordFlag struct {
	on   bool
	name string
}

// IsBool tells kong that the flag needs no value.
func (*recordFlag) IsBool() bool { return true }

// Decode implements [kong.MapperValue].
func (r *recordFlag) Decode(ctx *kong.DecodeContext) error {
	r.on = true
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		return nil
	}
	value := ctx.Scan.Pop().String()
	switch value {
	case "true":
	case "false":
		r.on = false
	default:
		r.name = value
	}
	if strings.ContainsAny(r.name, `/\. `) {
		return errors.New("the example's name is one word, without ending")
	}
	return nil
}
