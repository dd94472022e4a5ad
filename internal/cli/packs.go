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

// Run checks packs, plays their examples, and ends with code 1 if one has a
// mistake; warnings alone do not fail.
func (c lintCommand) Run(e *environment) error {
	sound := true
	if len(c.Folders) == 0 {
		for _, name := range packs.Names() {
			folder, _ := packs.FS(name)
			sound = lint(e, name, folder) && sound
		}
	}
	for _, dir := range c.Folders {
		sound = lint(e, filepath.Base(dir), os.DirFS(dir)) && sound
	}
	if !sound {
		return exitCode(1)
	}
	return nil
}

func lint(e *environment, name string, folder fs.FS) (sound bool) {
	pack, problems := automation.Load(folder, name, packs.FS)
	if len(problems) > 0 {
		fmt.Fprintln(e.stdout, problems.Error())
	}
	if pack == nil {
		return false
	}
	failed := 0
	for _, example := range pack.Examples {
		if err := automation.RunExample(e.ctx, pack, example); err != nil {
			fmt.Fprintln(e.stdout, err)
			failed++
		}
	}
	if failed > 0 {
		fmt.Fprintf(e.stdout, "%s: %d of %d examples fail\n", name, failed, len(pack.Examples))
		return false
	}
	fmt.Fprintf(e.stdout, "%s: %d functions and %d examples, no mistakes\n", name, len(pack.Functions), len(pack.Examples))
	return true
}
