package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
	"balcao/internal/scaffold"
)

type newCommand struct {
	Pack newPackCommand `cmd:"" help:"Begin a pack: settings, log-in, and a stub of each function with its output spelt out. It is sound at once."`
}

type newPackCommand struct {
	Name      string   `arg:"" help:"The pack's name: small letters, digits, - and _."`
	Dir       string   `help:"The folder in which the pack's folder is made." default:"." type:"path" placeholder:"DIR"`
	Login     string   `help:"How the ERP lets callers in: header, basic, body, oauth, jwt. The others stand in pack.yaml as comments." default:"header" enum:"header,basic,body,oauth,jwt"`
	Functions []string `help:"Only these functions get a stub." placeholder:"FUNCTION"`
	From      string   `help:"Copy this embedded pack instead, with its examples." placeholder:"PACK"`
}

// Run writes a new folder. It overwrites nothing.
func (c newPackCommand) Run(e *environment) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	dir := filepath.Join(c.Dir, c.Name)
	if err := scaffold.Write(dir, files); err != nil {
		return err
	}
	c.next(e.stdout, shownPath(dir))
	return nil
}

func (c newPackCommand) files() (map[string][]byte, error) {
	if c.From != "" {
		folder, ok := packs.FS(c.From)
		if !ok {
			return nil, fmt.Errorf("there is no pack %q; there are %s", c.From, strings.Join(packs.Names(), ", "))
		}
		return scaffold.Copy(folder, c.Name)
	}
	o := scaffold.Options{Name: c.Name, Login: c.Login}
	for _, name := range c.Functions {
		f := erp.Function(name)
		if f == nil {
			return nil, noFunction(name)
		}
		o.Functions = append(o.Functions, f)
	}
	return scaffold.Pack(o)
}

// next tells what to do with the folder.
func (c newPackCommand) next(w io.Writer, dir string) {
	fmt.Fprintf(w, "%s is made.\n\n", dir)
	if c.From == "" {
		fmt.Fprintf(w, "1. Open %s: the settings, and how calls are let in.\n", filepath.Join(dir, "pack.yaml"))
		fmt.Fprintf(w, "2. Begin with one function: put the ERP's words into get_customer.yaml%s and take %s off its name.\n", scaffold.Unwritten, scaffold.Unwritten)
	} else {
		fmt.Fprintf(w, "1. It is a copy of %s. If little is different, a folder with `extends: %s VERSION` holds only that.\n", c.From, c.From)
		fmt.Fprintln(w, "2. Change what your ERP does in another way.")
	}
	fmt.Fprintf(w, "3. balcao lint %s\n", dir)
	fmt.Fprintf(w, "4. balcao try get_customer --pack %s%s --input '{\"document\":\"…\"}'\n", dir, settingFlags(filepath.Join(c.Dir, c.Name)))
	fmt.Fprintln(w, "5. The same with --record makes a test of it. Then the next function: balcao explain FUNCTION")
}

// settingFlags are the flags that fill in a pack's settings. Secrets come from the
// environment: the command line stands in the shell's history.
func settingFlags(dir string) string {
	pack, _ := automation.Load(os.DirFS(dir), filepath.Base(dir), packs.FS)
	if pack == nil {
		return "" // lint, which comes before, says why
	}
	var flags strings.Builder
	for _, s := range pack.Settings {
		switch {
		case s.Optional || s.Default != nil:
		case s.Type == automation.SettingSecret:
			fmt.Fprintf(&flags, " --set %s=env:ERP_%s", s.Name, strings.ToUpper(s.Name))
		case s.Type == automation.SettingURL:
			fmt.Fprintf(&flags, " --set %s=https://…", s.Name)
		default:
			fmt.Fprintf(&flags, " --set %s=…", s.Name)
		}
	}
	return flags.String()
}
