package app

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

// packSet finds packs by name: those of the provider's folder go before the
// embedded ones. Each is loaded once and shared by the tenants that run it.
type packSet struct {
	app *App

	mu      sync.Mutex
	current map[string]func() *automation.Pack
}

func (a *App) openPacks(context.Context) error {
	a.packs = &packSet{app: a, current: map[string]func() *automation.Pack{}}
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
	if dir := filepath.Join(p.app.cfg.Packs, name); p.app.cfg.Packs != "" && isFolder(dir) {
		source, err := automation.NewSource(dir, name, packs.FS, p.app.opts.Logger)
		if err != nil {
			return nil, fmt.Errorf("pack %s:\n%w", name, err)
		}
		p.app.closing(func() error { source.Close(); return nil })
		return source.Pack, nil
	}
	folder, ok := packs.FS(name)
	if !ok {
		return nil, fmt.Errorf("there is no pack %q; see `balcao packs`", name)
	}
	pack, problems := automation.Load(folder, name, packs.FS)
	if pack == nil {
		return nil, fmt.Errorf("pack %s:\n%w", name, problems)
	}
	return func() *automation.Pack { return pack }, nil
}

func isFolder(path string) bool {
	info, err := fs.Stat(os.DirFS(filepath.Dir(path)), filepath.Base(path))
	return err == nil && info.IsDir()
}
