package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/manual"
	"balcao/erp/packs"
)

type explainCommand struct {
	Function string `arg:"" optional:"" help:"Name of the function; without one they are listed."`
	Pack     string `help:"Print this pack's file of it, and the parts that it calls: a pack's name, or a folder." placeholder:"NAME"`
}

// Run tells what a function is given and must answer, or prints how a pack does it.
func (c explainCommand) Run(e *environment) error {
	if c.Function == "" {
		listFunctions(e.stdout)
		return nil
	}
	f := erp.Function(c.Function)
	if f == nil {
		return noFunction(c.Function)
	}
	if c.Pack != "" {
		return printFiles(e.stdout, c.Pack, f)
	}
	explain(e.stdout, manual.Of(f))
	return whoHas(e.stdout, f)
}

func listFunctions(w io.Writer) {
	for i, f := range erp.Functions {
		m := manual.Of(f)
		fmt.Fprintf(w, "%3d  %-34s %-5s  %s\n", i+1, f.Name, f.Effect, m.Purpose)
	}
	fmt.Fprintln(w, "\nbalcao explain FUNCTION tells the rest.")
}

func explain(w io.Writer, m *manual.Function) {
	fmt.Fprintf(w, "%s (%s) %s\n", m.Name, m.Portuguese, m.Purpose)
	if m.Effect == erp.Write {
		fmt.Fprintln(w, "It changes something in the ERP: its automation has a step with `effect: write`.")
	}
	fmt.Fprintln(w, "\nWhat it is given (* is always there)")
	if len(m.Inputs) == 0 {
		fmt.Fprintln(w, "  nothing")
	}
	told := map[string]bool{}
	explainFields(w, m.Inputs, "input.", 1, told)
	fmt.Fprintln(w, "\nWhat its output has to say (* is required; leave out what the ERP does not have)")
	switch {
	case m.IsFile():
		fmt.Fprintln(w, "  pdf*  bytes, base64, or what a download brought")
	case m.Answer == nil:
		fmt.Fprintln(w, "  a list of texts: a list of expressions, or each: and text:")
	case m.List:
		fmt.Fprintf(w, "  a list of %s: each:, and fields:\n", m.Answer.Noun)
	default:
		fmt.Fprintf(w, "  one %s, or nothing\n", m.Answer.Noun)
	}
	if m.Answer != nil {
		explainFields(w, m.Answer.Fields(), "", 2, told)
	}
	if rules := m.Rules(); len(rules) > 0 {
		fmt.Fprintln(w, "\nWhat Balcão does itself")
		for _, r := range rules {
			fmt.Fprintf(w, "  - %s\n", r)
		}
	}
}

// explainFields lists fields with those of the objects in them, each object once.
func explainFields(w io.Writer, fields []manual.Field, prefix string, depth int, told map[string]bool) {
	for _, f := range fields {
		name := prefix + f.Name
		if f.Required {
			name += "*"
		}
		kind := f.Kind
		if f.List {
			kind = "list of " + kind
		}
		line := fmt.Sprintf("%s%-*s %-10s %s", strings.Repeat("  ", depth), 32-2*depth, name, kind, f.About)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
		if f.Object == nil {
			continue
		}
		if told[f.Object.Noun] {
			fmt.Fprintf(w, "%s(the fields of %s as above)\n", strings.Repeat("  ", depth+1), f.Object.Noun)
			continue
		}
		told[f.Object.Noun] = true
		explainFields(w, f.Object.Fields(), "", depth+1, told)
	}
}

// whoHas names the embedded packs that have the function.
func whoHas(w io.Writer, f *erp.Info) error {
	fmt.Fprintln(w, "\nPacks that have it (balcao explain "+f.Name+" --pack NAME prints the file)")
	for _, name := range packs.Names() {
		pack, err := loadPack(name)
		if err != nil {
			return err
		}
		switch u := pack.Functions[f.Name]; {
		case u != nil:
			fmt.Fprintf(w, "  %-10s %s/%s.yaml\n", name, name, f.Name)
		case pack.NotSupported[f.Name] != "":
			fmt.Fprintf(w, "  %-10s not supported: %s\n", name, oneLine(pack.NotSupported[f.Name]))
		case unitOf(pack, f) != nil:
			fmt.Fprintf(w, "  %-10s made of %s\n", name, f.From.Name)
		}
	}
	return nil
}

// printFiles prints a pack's file of a function and those of what it calls.
func printFiles(w io.Writer, name string, f *erp.Info) error {
	pack, err := loadPack(name)
	if err != nil {
		return err
	}
	u := unitOf(pack, f)
	if u == nil {
		return fmt.Errorf("the pack %s does not have %s: %s", pack.Name, f.Name, orNone(pack.NotSupported[f.Name]))
	}
	folder, ok := packs.FS(name)
	if isPackFolder(name) {
		folder, ok = os.DirFS(name), true
	}
	if !ok {
		return fmt.Errorf("there is no pack %q", name)
	}
	printed := map[*automation.Unit]bool{}
	return printUnit(w, folder, u, printed)
}

func printUnit(w io.Writer, folder fs.FS, u *automation.Unit, printed map[*automation.Unit]bool) error {
	printed[u] = true
	file := u.Name + ".yaml"
	if u.Function == nil {
		file = "parts/" + file
	}
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		fmt.Fprintf(w, "# %s is that of the pack below\n\n", file)
		return nil
	}
	fmt.Fprintf(w, "# %s\n%s\n", file, text)
	for _, s := range u.Steps {
		for _, step := range []*automation.Step{s, s.Lookup} {
			if step != nil && step.Call != nil && !printed[step.Call.Unit] {
				if err := printUnit(w, folder, step.Call.Unit, printed); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
