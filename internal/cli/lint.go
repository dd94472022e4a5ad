package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/erp/packs"
)

type lintCommand struct {
	Folders []string `arg:"" optional:"" help:"Folders of packs, or one that holds several." type:"existingdir"`
	Strict  bool     `help:"Warnings fail too."`
	Only    bool     `help:"Check the files only; play no examples."`
}

// Run checks packs, plays their examples, and ends with code 1 if one has a
// mistake; warnings alone do not fail, unless --strict is given.
func (c lintCommand) Run(e *environment) error {
	bar := newProgress(e.stderr)
	defer bar.end()
	found, err := packFolders(c.Folders)
	if err != nil {
		return err
	}
	sound := true
	for i, p := range found {
		bar.tell("pack", int64(i), int64(len(found)))
		sound = c.lint(e, p) && sound
	}
	if !sound {
		return exitCode(1)
	}
	return nil
}

func (c lintCommand) lint(e *environment, p packFolder) (sound bool) {
	pack, problems := automation.Load(p.files, p.name, packs.FS)
	if len(problems) > 0 {
		fmt.Fprintln(e.stdout, problems.Error())
	}
	if pack == nil {
		fmt.Fprintf(e.stdout, "%s: %s\n", p.name, plural(len(problems.Errors()), "mistake"))
		return false
	}
	failed := 0
	if !c.Only {
		for _, played := range play(e.ctx, pack, pack.Examples, nil) {
			if played.err != nil {
				fmt.Fprintln(e.stdout, played.err)
				failed++
			}
		}
	}
	if failed > 0 {
		fmt.Fprintf(e.stdout, "%s: %d of %s fail\n", p.name, failed, plural(len(pack.Examples), "example"))
		return false
	}
	fmt.Fprintf(e.stdout, "%s: %s and %s, no mistakes%s\n", p.name, plural(len(pack.Functions), "function"), plural(len(pack.Examples), "example"), p.unwritten())
	return !c.Strict || len(problems) == 0
}

// plural counts things: "1 example", "2 examples".
func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprint(n, " ", what)
}

// packFolder is a pack to look at.
type packFolder struct {
	// name is what reports call its files by: the path as it was given, so that an
	// editor or terminal finds them.
	name  string
	files fs.FS
}

// unwritten counts the stubs that nobody has begun.
func (p packFolder) unwritten() string {
	stubs, err := fs.Glob(p.files, "*.yaml"+record.Unready)
	if err != nil || len(stubs) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s not written yet (*.yaml%s)", plural(len(stubs), "function"), record.Unready)
}

// packFolders are those that are named, those below a folder that is no pack
// itself, and without any the embedded ones.
func packFolders(dirs []string) ([]packFolder, error) {
	var found []packFolder
	if len(dirs) == 0 {
		for _, name := range packs.Names() {
			files, _ := packs.FS(name)
			found = append(found, packFolder{name, files})
		}
	}
	for _, dir := range dirs {
		below, err := packsBelow(dir)
		if err != nil {
			return nil, err
		}
		found = append(found, below...)
	}
	return found, nil
}

func packsBelow(dir string) ([]packFolder, error) {
	shown := filepath.ToSlash(shownPath(dir))
	if isPackFolder(dir) {
		return []packFolder{{shown, os.DirFS(dir)}}, nil
	}
	inner, err := filepath.Glob(filepath.Join(dir, "*", "pack.yaml"))
	if err != nil {
		return nil, err
	}
	var found []packFolder
	for _, file := range inner {
		one := filepath.Dir(file)
		found = append(found, packFolder{filepath.ToSlash(shownPath(one)), os.DirFS(one)})
	}
	if found == nil {
		return nil, errors.New(shown + " has no pack.yaml, and no folder in it has one: balcao new pack makes one")
	}
	return found, nil
}

// shownPath is a path as short as it can be: kong makes those of arguments
// absolute.
func shownPath(dir string) string {
	here, err := os.Getwd()
	if err != nil {
		return dir
	}
	if short, err := filepath.Rel(here, dir); err == nil && !strings.HasPrefix(short, "..") {
		return short
	}
	return dir
}
