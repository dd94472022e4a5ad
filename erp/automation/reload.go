package automation

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Source is a pack's folder that is watched. It always has the last version
// that was good.
type Source struct {
	dir, name string
	base      func(pack string) (fs.FS, bool)
	log       *slog.Logger
	pack      atomic.Pointer[Pack]
	reload    sync.Mutex
}

// Source loads the pack in a folder and watches it from now on. name is the
// folder's in messages; base finds the packs that it may extend. The error holds
// every mistake of the pack, with its place.
func (w *Watcher) Source(dir, name string, base func(pack string) (fs.FS, bool)) (*Source, error) {
	s := &Source{dir: filepath.Clean(dir), name: name, base: base, log: w.log}
	pack, problems := Load(os.DirFS(dir), name, base)
	if pack == nil {
		return nil, problems.Err()
	}
	s.pack.Store(pack)
	if err := w.add(s); err != nil {
		return nil, err
	}
	return s, nil
}

// Pack is the last good version.
func (s *Source) Pack() *Pack { return s.pack.Load() }

// Reload reads the folder now. A version with mistakes is not taken, and the log
// says why, with line and caret; the error says the same.
func (s *Source) Reload() error {
	s.reload.Lock()
	defer s.reload.Unlock()
	pack, problems := Load(os.DirFS(s.dir), s.name, s.base)
	if pack == nil {
		s.log.Error("the edited pack has mistakes and is not taken; the former version stays", "pack", s.name, "problems", "\n"+problems.Error())
		return problems.Err()
	}
	if former := s.pack.Load(); former.Fingerprint != pack.Fingerprint {
		s.pack.Store(pack)
		s.log.Info("the edited pack is in force", "pack", s.name, "fingerprint", pack.Fingerprint)
	}
	return nil
}
