package automation

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"maps"
	"strconv"
	"sync"
)

// shared is a pack that folders stand over, as it was loaded by itself. What a
// folder does not change of it is taken from here, so that a hundred providers
// over one pack cost little more than one: the files as they were parsed, its
// examples, and the compiled units that nothing in the folder bears upon.
type shared struct {
	loader *loader
	// ground are the settings that hosts, log-in and rules mention.
	ground map[string]bool
}

// bases are the packs that folders stand over, by their content. They are those
// that are embedded in the program: few, and they never change.
var bases = struct {
	sync.Mutex
	byContent map[[sha256.Size]byte]*shared
}{byContent: map[[sha256.Size]byte]*shared{}}

// sharedBase is a pack to take from; nil if it has a mistake, and then every
// folder over it tells so itself.
func sharedBase(fsys fs.FS, name string) *shared {
	key, err := contentOf(fsys, name)
	if err != nil {
		return nil
	}
	bases.Lock()
	defer bases.Unlock()
	if base, known := bases.byContent[key]; known {
		return base
	}
	var base *shared
	l := newLoader(name, nil)
	if l.load(fsys); l.problems.Err() == nil {
		base = &shared{loader: l, ground: l.ground}
	}
	bases.byContent[key] = base
	return base
}

// contentOf hashes a folder: names and contents.
func contentOf(fsys fs.FS, name string) (key [sha256.Size]byte, err error) {
	h := sha256.New()
	put := func(piece []byte) { h.Write([]byte(strconv.Itoa(len(piece)) + ":")); h.Write(piece) }
	put([]byte(name))
	err = fs.WalkDir(fsys, ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		put([]byte(p))
		put(data)
		return err
	})
	return [sha256.Size]byte(h.Sum(nil)), err
}

// baseFiles are the files of the pack that a folder stands over, parsed once if
// it can be shared.
func (l *loader) baseFiles(fsys fs.FS, name string) []*packFile {
	l.shared = sharedBase(fsys, name)
	if l.shared == nil {
		return l.list(fsys, name)
	}
	var files []*packFile
	for _, f := range l.shared.loader.files {
		own := *f
		own.unit, own.origin = nil, f
		l.texts[f.source.name] = &own
		files = append(files, &own)
	}
	return files
}

// adopt takes over what the folder leaves as it is. Units are compiled against
// the types of settings and session, against hosts, formats and tables, and
// against what they call: all of that must be the pack's.
func (l *loader) adopt() {
	if l.shared == nil || !l.sameGround() {
		return
	}
	l.onSharedGround = true
	for _, f := range l.files {
		if f.origin == nil || !l.adoptable(f.origin.unit) {
			continue
		}
		f.unit, f.adopted = f.origin.unit, true
		if f.kind == functionFile {
			l.pack.Functions[f.unitName] = f.unit
		} else {
			l.pack.Parts[f.unitName] = f.unit
		}
		l.members[f.unit] = l.shared.loader.members[f.unit]
		maps.Copy(l.made, l.shared.loader.made)
		maps.Copy(l.used, l.shared.loader.mentions[f.unit])
	}
}

// sameGround is true if the folder changes nothing that every unit stands on.
func (l *loader) sameGround() bool {
	own := treeOf(l.files) // the folder's stands before the pack's
	for _, name := range []string{"hosts", "session", "formats"} {
		if own.find(name) != nil {
			return false
		}
	}
	if settings := own.find("settings"); settings != nil {
		for _, m := range settings.node.members {
			known := l.shared.loader.pack.Setting(m.name) != nil
			if known && (m.node.find("type") != nil || m.node.find("optional") != nil) {
				return false
			}
		}
	}
	return l.shared.loader.pack.Session == nil || l.callsAdoptable(l.shared.loader.pack.Session.Steps)
}

// adoptable is true for a unit of the pack whose file is not replaced or left
// out, that does not read tables which the folder changes, and that calls
// nothing which is not adoptable itself.
func (l *loader) adoptable(u *Unit) bool {
	if u == nil {
		return false
	}
	for _, f := range l.files {
		if f.origin != nil && f.origin.unit == u {
			tables := treeOf(l.files).find("tables") != nil && bytes.Contains(f.data, []byte("tables"))
			return !tables && l.callsAdoptable(stepsOf(u))
		}
	}
	return false
}

func (l *loader) callsAdoptable(steps []*Step) bool {
	for _, s := range steps {
		if s.Call != nil && !l.adoptable(s.Call.Unit) {
			return false
		}
	}
	return true
}

// takeGround gives the pack the hosts, formats and log-in of the shared one: its
// units know no others.
func (l *loader) takeGround() {
	from := l.shared.loader
	l.pack.Hosts, l.pack.Formats, l.pack.Session, l.session = from.pack.Hosts, from.pack.Formats, from.pack.Session, from.session
	maps.Copy(l.used, l.shared.ground)
}
