package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/erp/automation/value"
	"balcao/internal/app"
	"balcao/internal/config"
)

type tryCommand struct {
	connectionFlags
	Function string     `arg:"" help:"Name of the function: list_invoices."`
	Input    string     `required:"" help:"Its input as JSON, by the contract's names: {\"document\":\"52998224725\"}." placeholder:"JSON"`
	Tenant   string     `help:"The tenant, if the config has several."`
	Apply    bool       `help:"Also send what changes something in the ERP."`
	Record   recordFlag `help:"Make an example of it in the pack's folder, with everybody in it made up: --record, or --record=NAME."`
	To       string     `help:"With --record, the pack's folder; needless where the pack is one." type:"existingdir" placeholder:"DIR"`
}

// Run calls one function past cache and ledger and prints each step. A write
// stops before the first step that changes something, unless --apply is given.
func (c tryCommand) Run(e *environment) error {
	f := erp.Function(c.Function)
	if f == nil {
		return noFunction(c.Function)
	}
	in, err := c.input(f)
	if err != nil {
		return err
	}
	tracer := &automation.Tracer{
		Event:            func(event automation.Event) { show(e.stdout, event) },
		StopBeforeEffect: !c.Apply,
	}
	if c.Record.on {
		return c.record(e, f, in, tracer)
	}
	cfg, logger, err := c.target(e, c.Tenant)
	if err != nil {
		return err
	}
	// Nothing is kept, and the store may be held by a server that is running.
	cfg.Store = config.Store{}
	a, err := app.New(e.ctx, cfg, app.Options{Version: version(), Stdout: e.stdout, Logger: logger})
	if err != nil {
		return c.explained(err)
	}
	result, err := a.Try(e.ctx, c.Tenant, f, in, tracer)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	return conclude(e.stdout, result)
}

// record runs the function and makes an example of it.
func (c tryCommand) record(e *environment, f *erp.Info, in erp.Input, tracer *automation.Tracer) (err error) {
	s, err := openStudio(e, c.connectionFlags, c.Tenant, c.To)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	name := c.Record.name
	if name == "" {
		name = record.FreeName(s.folder, f.Name, "recorded")
	}
	result, err := s.record(e.ctx, f, name, in, tracer)
	if err != nil {
		return err
	}
	if err := conclude(e.stdout, result); err != nil && !isExample(err) {
		return err
	}
	unready, err := s.finish(e)
	switch {
	case err != nil || unready == 0:
		return err
	case f.Effect == erp.Write && result.Err == nil:
		fmt.Fprintln(e.stdout, "The ERP has done it: do not send it again. Only the example needs a look.")
		return nil
	}
	return exitCode(1)
}

func (c tryCommand) input(f *erp.Info) (erp.Input, error) {
	object, err := value.DecodeJSON([]byte(c.Input), value.JSONLimits{})
	if err != nil {
		return nil, fmt.Errorf("--input: %w", err)
	}
	in, err := automation.ParseInput(f, object)
	if err != nil {
		return nil, fmt.Errorf("--input: %w", err)
	}
	return in, nil
}

func noFunction(name string) error {
	return fmt.Errorf("there is no function %q; there are %s", name, strings.Join(functionNames(), ", "))
}

func functionNames() []string {
	names := make([]string, len(erp.Functions))
	for i, f := range erp.Functions {
		names[i] = f.Name
	}
	return names
}

// show prints one event: a line that says what, then what belongs to it,
// indented.
func show(w io.Writer, event automation.Event) {
	head := event.Unit
	if event.Step != "" {
		head += "." + event.Step
	}
	fmt.Fprintf(w, "%-9s %s", event.What, head)
	if event.Place != "" {
		fmt.Fprintf(w, "  (%s)", event.Place)
	}
	fmt.Fprintln(w)
	if event.Method != "" {
		fmt.Fprintf(w, "          %s %s\n", event.Method, event.URL)
	}
	if event.Status != 0 {
		fmt.Fprintf(w, "          HTTP %d\n", event.Status)
	}
	for _, line := range event.Header {
		fmt.Fprintf(w, "          %s\n", line)
	}
	for line := range strings.SplitSeq(indented(event.Text), "\n") {
		if line != "" {
			fmt.Fprintf(w, "          %s\n", line)
		}
	}
}

// indented lays JSON out to be read; other texts stay as they are.
func indented(text string) string {
	var v json.RawMessage
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return text
	}
	return string(out)
}

// conclude says how the call ended; the answer itself was an event.
func conclude(w io.Writer, result erp.Result) error {
	switch {
	case errors.Is(result.Err, automation.ErrStopped):
		fmt.Fprintln(w, "Stopped before the first step that changes something. Add --apply to send it.")
		return nil
	case erp.IsKind(result.Err, erp.NotFound):
		fmt.Fprintln(w, "The ERP has no such thing.")
		return nil
	case result.Err != nil:
		return result.Err
	}
	fmt.Fprintln(w, "Done.")
	return nil
}
