package automation

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long a folder must be quiet before it is read: editors and
// copies write several files.
const settle = 200 * time.Millisecond

// Source is a pack's folder that is watched. It always has the last version
// that was good.
type Source struct {
	dir, name string
	base      func(pack string) (fs.FS, bool)
	log       *slog.Logger
	pack      atomic.Pointer[Pack]
	reload    sync.Mutex
	watcher   *fsnotify.Watcher
	done      sync.WaitGroup
}

// NewSource loads the pack in a folder and watches it. name is the folder's in
// messages; base finds the packs that it may extend. The error holds every
// mistake of the pack, with its place.
func NewSource(dir, name string, base func(pack string) (fs.FS, bool), log *slog.Logger) (*Source, error) {
	s := &Source{dir: dir, name: name, base: base, log: log}
	pack, problems := Load(os.DirFS(dir), name, base)
	if pack == nil {
		return nil, problems.Err()
	}
	s.pack.Store(pack)
	var err error
	if s.watcher, err = fsnotify.NewWatcher(); err != nil {
		return nil, fmt.Errorf("the pack's folder cannot be watched: %w", err)
	}
	if err := s.watch(); err != nil {
		s.watcher.Close()
		return nil, err
	}
	s.done.Go(s.follow)
	return s, nil
}

// Pack is the last good version.
func (s *Source) Pack() *Pack { return s.pack.Load() }

// Close stops watching.
func (s *Source) Close() {
	s.watcher.Close()
	s.done.Wait()
}

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

// watch watches the folder and all below it. Folders are watched, not files:
// editors replace files, and so do ConfigMaps.
func (s *Source) watch() error {
	return filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return s.watcher.Add(path)
	})
}

// follow reloads when the folder has been quiet for a moment after a change.
func (s *Source) follow() {
	quiet := time.NewTimer(settle)
	quiet.Stop()
	defer quiet.Stop()
	for {
		select {
		case _, open := <-s.watcher.Events:
			if !open {
				return
			}
			quiet.Reset(settle)
		case err, open := <-s.watcher.Errors:
			if !open {
				return
			}
			s.log.Warn("watching the pack's folder failed; it is read again", "pack", s.name, "error", err)
			quiet.Reset(settle)
		case <-quiet.C:
			if err := s.watch(); err != nil {
				s.log.Warn("a folder of the pack cannot be watched", "pack", s.name, "error", err)
			}
			_ = s.Reload() // it has been logged
		}
	}
}
