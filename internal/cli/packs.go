package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

type packsCommand struct{}

// Run lists the embedded packs with their functions and settings.
func (packsCommand) Run(e *environment) error {
	for _, name := range packs.Names() {
		folder, _ := packs.FS(name)
		pack, problems := automation.Load(folder, name, packs.FS)
		if pack == nil {
			return fmt.Errorf("pack %s:\n%w", name, problems)
		}
		fmt.Fprintf(e.stdout, "%s  %s\n", pack.Name, pack.Title)
		for _, f := range erp.Functions {
			if _, ok := pack.Functions[f.Name]; ok {
				fmt.Fprintf(e.stdout, "    %s\n", f.Name)
			} else {
				fmt.Fprintf(e.stdout, "    %s: not supported: %s\n", f.Name, pack.NotSupported[f.Name])
			}
		}
		for _, s := range pack.Settings {
			fmt.Fprintf(e.stdout, "    setting %s (%s): %s\n", s.Name, s.Type, s.Label)
		}
	}
	return nil
}

type lintCommand struct {
	Folders []string `arg:"" optional:"" help:"Folders of packs." type:"existingdir"`
}

// Run checks packs and ends with code 1 if one has a mistake; warnings alone do
// not fail.
func (c lintCommand) Run(e *environment) error {
	broken := false
	check := func(name string, folder fs.FS) {
		pack, problems := automation.Load(folder, name, packs.FS)
		if len(problems) > 0 {
			fmt.Fprintln(e.stdout, problems.Error())
		}
		if pack == nil {
			broken = true
			return
		}
		fmt.Fprintf(e.stdout, "%s: %d functions, no mistakes\n", name, len(pack.Functions))
	}
	if len(c.Folders) == 0 {
		for _, name := range packs.Names() {
			folder, _ := packs.FS(name)
			check(name, folder)
		}
	}
	for _, dir := range c.Folders {
		check(filepath.Base(dir), os.DirFS(dir))
	}
	if broken {
		return exitCode(1)
	}
	return nil
}
