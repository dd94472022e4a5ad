package automation

import (
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long a folder must be quiet before it is read: editors and
// copies write several files.
const settle = 200 * time.Millisecond

// Watcher reads the packs of any number of folders again when they are edited.
// One serves them all: Linux gives a user 128 of them.
type Watcher struct {
	log     *slog.Logger
	events  *fsnotify.Watcher
	mu      sync.Mutex
	sources []*Source
	done    sync.WaitGroup
}

// NewWatcher begins to watch nothing yet; [Watcher.Source] adds folders.
func NewWatcher(log *slog.Logger) (*Watcher, error) {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("folders of packs cannot be watched: %w", err)
	}
	w := &Watcher{log: log, events: events}
	w.done.Go(w.follow)
	return w, nil
}

// Close stops watching. The sources keep their packs.
func (w *Watcher) Close() {
	w.events.Close()
	w.done.Wait()
}

func (w *Watcher) add(s *Source) error {
	if err := w.watch(s); err != nil {
		return fmt.Errorf("the pack's folder cannot be watched: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sources = append(w.sources, s)
	return nil
}

// watch watches a folder and all below it. Folders are watched, not files:
// editors replace files, and so do ConfigMaps.
func (w *Watcher) watch(s *Source) error {
	return filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return w.events.Add(path)
	})
}

// of are the sources that a path belongs to.
func (w *Watcher) of(path string) []*Source {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []*Source
	for _, s := range w.sources {
		if path == s.dir || strings.HasPrefix(path, s.dir+string(filepath.Separator)) {
			found = append(found, s)
		}
	}
	return found
}

// all are the sources, for when it is not known which was changed.
func (w *Watcher) all() []*Source {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]*Source(nil), w.sources...)
}

// follow reads a folder again when it has been quiet for a moment after a
// change. due are the folders that wait for that.
func (w *Watcher) follow() {
	due := map[*Source]time.Time{}
	tick := time.NewTimer(settle)
	tick.Stop()
	defer tick.Stop()
	changed := func(sources []*Source) {
		if len(due) == 0 { // else it runs, and a restless folder must not put it off
			tick.Reset(settle)
		}
		for _, s := range sources {
			due[s] = time.Now().Add(settle)
		}
	}
	for {
		select {
		case event, open := <-w.events.Events:
			if !open {
				return
			}
			changed(w.of(event.Name))
		case err, open := <-w.events.Errors:
			if !open {
				return
			}
			w.log.Warn("watching the folders of packs failed; all are read again", "error", err)
			changed(w.all())
		case now := <-tick.C:
			w.readQuiet(due, now)
			if len(due) > 0 {
				tick.Reset(settle)
			}
		}
	}
}

// readQuiet reads the folders that are due, and takes them from due.
func (w *Watcher) readQuiet(due map[*Source]time.Time, now time.Time) {
	for s, at := range due {
		if at.After(now) {
			continue
		}
		delete(due, s)
		if err := w.watch(s); err != nil {
			w.log.Warn("a folder of the pack cannot be watched", "pack", s.name, "error", err)
		}
		_ = s.Reload() // it has been logged
	}
}
