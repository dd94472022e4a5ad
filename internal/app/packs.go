package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

// packSet finds packs by name: those of the provider's folder go before the
// embedded ones. Each is loaded once and shared by the tenants that run it.
type packSet struct {
	app *App
	// watcher is of the provider's folder, nil if there is none.
	watcher *automation.Watcher

	mu      sync.Mutex
	current map[string]func() *automation.Pack
}

func (a *App) openPacks(context.Context) error {
	a.packs = &packSet{app: a, current: map[string]func() *automation.Pack{}}
	if a.cfg.Packs == "" {
		return nil
	}
	watcher, err := automation.NewWatcher(a.opts.Logger)
	if err != nil {
		return err
	}
	a.packs.watcher = watcher
	a.closing(func() error { watcher.Close(); return nil })
	return nil
}

// get gives a function that has the pack's present version: a folder's is
// watched, so that a saved change takes effect without a restart.
func (p *packSet) get(name string) (func() *automation.Pack, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found, ok := p.current[name]; ok {
		return found, nil
	}
	made, err := p.open(name)
	if err == nil {
		p.current[name] = made
	}
	return made, err
}

func (p *packSet) open(name string) (func() *automation.Pack, error) {
	if dir := filepath.Join(p.app.cfg.Packs, name); p.watcher != nil && isFolder(dir) {
		source, err := p.watcher.Source(dir, name, packs.FS)
		if err != nil {
			return nil, brokenPack(name, err)
		}
		return source.Pack, nil
	}
	folder, ok := packs.FS(name)
	if !ok {
		return nil, errNoPack
	}
	pack, problems := automation.Load(folder, name, packs.FS)
	if pack == nil {
		return nil, brokenPack(name, problems)
	}
	return func() *automation.Pack { return pack }, nil
}

// errNoPack means that neither the provider's folder nor the program has a pack
// of that name.
var errNoPack = errors.New("there is no such pack")

// brokenPack tells what is wrong with a pack below one line that names it.
func brokenPack(name string, err error) error {
	return fmt.Errorf("the pack %q cannot be used:\n%w", name, err)
}

// names are those of all packs there are, for who has mistyped one.
func (p *packSet) names() []string {
	names := packs.Names()
	entries, err := os.ReadDir(p.app.cfg.Packs)
	if err != nil {
		return names // without a folder of the provider's own there is nothing more
	}
	for _, e := range entries {
		if isFolder(filepath.Join(p.app.cfg.Packs, e.Name())) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func isFolder(path string) bool {
	info, err := fs.Stat(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	return err == nil && info.IsDir()
}
