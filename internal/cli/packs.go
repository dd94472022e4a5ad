package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

type packsCommand struct {
	Name string `arg:"" optional:"" help:"A pack, by its name or as a folder."`
}

// Run lists the embedded packs, or tells all of one.
func (c packsCommand) Run(e *environment) error {
	if c.Name != "" {
		pack, err := loadPack(c.Name)
		if err != nil {
			return err
		}
		tellPack(e.stdout, pack)
		return nil
	}
	table := newTable(e.stdout)
	fmt.Fprintln(table, "PACK\tERP\tVERSION\tFUNCTIONS\tLAST REAL TEST\tEVIDENCE OF PAYMENTS")
	for _, name := range packs.Names() {
		pack, err := loadPack(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d of %d\t%s\t%s\n", pack.Name, pack.Title, pack.Version, supported(pack), len(erp.Functions), lastTest(pack), pack.Evidence)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(e.stdout, "\nbalcao packs NAME tells where each function's facts are from, and what to fill in.")
	return err
}

func newTable(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// loadPack loads an embedded pack, or one in a folder.
func loadPack(name string) (*automation.Pack, error) {
	folder, ok := packs.FS(name)
	if isPackFolder(name) {
		folder, ok = os.DirFS(name), true
	}
	if !ok {
		return nil, fmt.Errorf("there is no pack %q; there are %s, or give a folder", name, strings.Join(packs.Names(), ", "))
	}
	pack, problems := automation.Load(folder, filepath.ToSlash(name), packs.FS)
	if pack == nil {
		return nil, fmt.Errorf("pack %s:\n%w", name, problems.Errors())
	}
	return pack, nil
}

func supported(pack *automation.Pack) int {
	n := 0
	for _, f := range erp.Functions {
		if unitOf(pack, f) != nil {
			n++
		}
	}
	return n
}

// unitOf is what runs a function, of itself or of the one it is made of.
func unitOf(pack *automation.Pack, f *erp.Info) *automation.Unit {
	if u := pack.Functions[f.Name]; u != nil || f.From == nil || pack.NotSupported[f.Name] != "" {
		return u
	}
	return unitOf(pack, f.From)
}

// lastTest is the latest day on which a function was tried on a real ERP.
func lastTest(pack *automation.Pack) string {
	last := ""
	for _, u := range pack.Functions {
		if u.Tested != "never" {
			last = max(last, u.Tested)
		}
	}
	if last == "" {
		return "none yet"
	}
	return last
}

func tellPack(w io.Writer, pack *automation.Pack) {
	fmt.Fprintf(w, "%s: %s, version %s\n", pack.Name, pack.Title, pack.Version)
	if x := pack.Extends; x != nil {
		fmt.Fprintf(w, "over %s %s\n", x.Pack, x.Version)
	}
	fmt.Fprintf(w, "a payment is recognised by: %s; payments of a part: %s\n", pack.Evidence, map[bool]string{true: "yes", false: "no"}[pack.PartialPayments])
	fmt.Fprintln(w, "\nSettings")
	for _, s := range pack.Settings {
		tellSetting(w, s)
	}
	fmt.Fprintln(w, "\nFunctions")
	for i, f := range erp.Functions {
		fmt.Fprintf(w, "%4d  %s\n", i+1, f.Name)
		tellFunction(w, pack, f)
	}
}

func tellSetting(w io.Writer, s *automation.Setting) {
	fmt.Fprintf(w, "  %s (%s%s): %s\n", s.Name, s.Type, map[bool]string{true: ", optional"}[s.Optional], s.Label)
	say := func(what, text string) {
		if text != "" {
			fmt.Fprintf(w, "      %s: %s\n", what, text)
		}
	}
	say("example", s.Example)
	if s.Default != nil {
		say("default", *s.Default)
	}
	say("one of", strings.Join(s.Choices, ", "))
	if s.Pick != "" {
		say("pick one of", "what the ERP lists ("+s.Pick+")")
	}
}

func tellFunction(w io.Writer, pack *automation.Pack, f *erp.Info) {
	u := pack.Functions[f.Name]
	switch reason := pack.NotSupported[f.Name]; {
	case u != nil:
		fmt.Fprintf(w, "      source: %s\n      confidence: %s\n      last real test: %s\n", orNone(u.Source), orNone(u.Confidence), lastOf(u))
	case reason != "":
		fmt.Fprintf(w, "      NOT SUPPORTED: %s\n", oneLine(reason))
	case unitOf(pack, f) != nil:
		fmt.Fprintf(w, "      made of %s\n", f.From.Name)
	default:
		fmt.Fprintln(w, "      not written yet")
	}
}

func lastOf(u *automation.Unit) string {
	if u.Tested == "never" || u.Tested == "" {
		return "none yet"
	}
	return u.Tested
}

func orNone(text string) string {
	if text == "" {
		return "not said"
	}
	return oneLine(text)
}
