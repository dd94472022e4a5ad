package automation

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// Load reads, checks and compiles the pack in a folder. name is what reports
// call the folder; base finds the folder of a pack that this one extends.
//
// All mistakes are told at once, sorted by place. The pack is nil if one of them
// is no mere warning.
func Load(fsys fs.FS, name string, base func(pack string) (fs.FS, bool)) (*Pack, Problems) {
	l := newLoader(name, base)
	l.load(fsys)
	problems := sorted(l.problems)
	if problems.Err() != nil {
		return nil, problems
	}
	return l.pack, problems
}

func newLoader(name string, base func(pack string) (fs.FS, bool)) *loader {
	return &loader{
		name: name, base: base, texts: map[string]*packFile{}, contract: contractWords(),
		pack: &Pack{Functions: map[string]*Unit{}, Parts: map[string]*Unit{}},
		used: map[string]bool{}, made: map[string]bool{}, members: map[*Unit][]memberUse{}, mentions: map[*Unit]map[string]bool{},
	}
}

// loader holds what is known while a pack is loaded.
type loader struct {
	name string
	base func(pack string) (fs.FS, bool)
	pack *Pack

	problems Problems
	files    []*packFile
	texts    map[string]*packFile // by the name that reports use
	// contract are the words that may stand without quotes.
	contract []string
	// broken is true if a file is no YAML: what it would have defined is then
	// not missed elsewhere.
	broken bool
	// using collects what is mentioned while a unit, host or session is read.
	using *usage
	// settings are the types of the pack's settings, session those of what the
	// log-in gives.
	settings, session *value.Type
	// used are the settings that something mentions, later the lines of the steps
	// below the present one.
	used  map[string]bool
	later map[string]int
	// members are those that a unit asks answers for, answered the names in the
	// examples' answers.
	members  map[*Unit][]memberUse
	answered []string
	// made are the members of objects that the pack's own expressions make.
	made map[string]bool
	// mentions are the settings that a unit itself mentions, ground those that
	// pack.yaml does.
	mentions map[*Unit]map[string]bool
	ground   map[string]bool
	// shared is the pack that this folder stands over, if there is something to
	// take from it; onSharedGround is true if its units can be taken.
	shared         *shared
	onSharedGround bool
}

// load goes from the outside in: files, the pack's own file, what units promise,
// their steps, and then what can be said only of all of them together.
func (l *loader) load(fsys fs.FS) {
	l.readFiles(fsys)
	root := l.packTree()
	if root == nil {
		return
	}
	l.adopt()
	l.declareUnits()
	l.loadPack(root)
	l.ground = maps.Clone(l.used)
	for _, f := range l.files {
		if f.unit != nil && f.tree != nil && !f.adopted {
			l.loadUnit(f)
		}
	}
	l.loadExamples()
	l.checkWhole()
	l.pack.Fingerprint = l.fingerprint()
}

// declareUnits makes every function and part known before one of them is read,
// so that they may call each other in any order.
func (l *loader) declareUnits() {
	for _, f := range l.files {
		switch {
		case f.adopted:
		case f.kind == functionFile:
			l.declareFunction(f)
		case f.kind == partFile:
			l.declarePart(f)
		}
	}
}

func (l *loader) declareFunction(f *packFile) {
	info := erp.Function(f.unitName)
	if info == nil {
		l.report(ruleUnknownFile, span{file: f.source}, "the contract has no function "+quoted(f.unitName),
			suggest(f.unitName, functionNames(), "pieces that several functions share stand in parts/"))
		return
	}
	f.unit = &Unit{Name: f.unitName, Function: info, Pos: value.Pos{File: f.source.name, Line: 1, Column: 1}, Returns: info.Out, Type: value.TypeOf(info.Out)}
	for _, m := range value.TypeOf(info.In).Members() {
		f.unit.Inputs = append(f.unit.Inputs, &Param{Name: m.Name, Type: m.Type, Optional: !m.Required})
	}
	l.pack.Functions[f.unitName] = f.unit
}

func (l *loader) declarePart(f *packFile) {
	if erp.Function(f.unitName) != nil {
		l.report(ruleTaken, span{file: f.source}, quoted(f.unitName)+" is a function of the contract, so no part can be called so", "name it after what it brings")
		return
	}
	f.unit = &Unit{Name: f.unitName, Pos: value.Pos{File: f.source.name, Line: 1, Column: 1}, Type: value.AnyType}
	l.pack.Parts[f.unitName] = f.unit
	if f.tree != nil && f.tree.kind == yamlMapping {
		l.declareInputs(f)
		l.declareReturns(f)
	}
}

func functionNames() []string {
	names := make([]string, len(erp.Functions))
	for i, f := range erp.Functions {
		names[i] = f.Name
	}
	return names
}

// fileKind tells what a file of a pack is for.
type fileKind int

const (
	packFileKind fileKind = iota
	functionFile
	partFile
	exampleFile
)

// packFile is a file of the pack.
type packFile struct {
	path     string // in its folder
	folder   fs.FS
	kind     fileKind
	unitName string
	source   *sourceFile
	data     []byte
	tree     *yamlNode // nil if it is no YAML
	unit     *Unit
	example  *Example
	// origin is the file of the shared pack that this is one of; adopted is true
	// if its unit is that one's.
	origin  *packFile
	adopted bool
}

// readFiles reads the folder and, if pack.yaml says that it extends a pack, that
// pack's folder: a file of the same name stands in for the pack's, and a function
// that the folder says is not supported is left out of it.
func (l *loader) readFiles(fsys fs.FS) {
	own := l.list(fsys, l.name)
	files := own
	if baseName, folder := l.extended(own); folder != nil {
		for _, f := range l.baseFiles(folder, baseName) {
			replaced := slices.ContainsFunc(own, func(o *packFile) bool { return o.path == f.path })
			if f.kind == packFileKind || !replaced && !leftOut(own, f) {
				files = append(files, f)
			}
		}
	}
	slices.SortStableFunc(files, func(a, b *packFile) int { return strings.Compare(a.path, b.path) })
	l.files = files
}

// list reads every file of a folder that is a pack's.
func (l *loader) list(fsys fs.FS, name string) []*packFile {
	var files []*packFile
	err := fs.WalkDir(fsys, ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return nil
		}
		if f := l.recognise(p, name); f != nil {
			f.folder = fsys
			l.read(fsys, f)
			files = append(files, f)
		}
		return nil
	})
	if err != nil {
		l.report(ruleUnreadable, span{file: &sourceFile{name: name}}, "this folder cannot be read: "+err.Error(), "")
	}
	return files
}

// recognise tells by its place what a file is; nil if it is none of the pack's.
func (l *loader) recognise(p, name string) *packFile {
	ending := path.Ext(p)
	if ending != ".yaml" {
		if ending == ".yml" {
			l.report(ruleUnknownFile, span{file: &sourceFile{name: name + "/" + p}}, "the files of a pack end in .yaml", "rename it")
		}
		return nil
	}
	f := &packFile{path: p, source: &sourceFile{name: name + "/" + p}, unitName: strings.TrimSuffix(path.Base(p), ending)}
	switch folder := path.Dir(p); {
	case p == "pack.yaml":
		f.kind = packFileKind
	case folder == ".":
		f.kind = functionFile
	case folder == "parts":
		f.kind = partFile
	case folder == "examples" || strings.HasPrefix(folder, "examples/"):
		f.kind = exampleFile
	default:
		l.report(ruleUnknownFile, span{file: f.source}, "nothing reads this file", "functions stand beside pack.yaml, pieces they share in parts/, tests in examples/")
		return nil
	}
	return f
}

func (l *loader) read(fsys fs.FS, f *packFile) {
	data, err := fs.ReadFile(fsys, f.path)
	if err != nil {
		l.report(ruleUnreadable, span{file: f.source}, "this file cannot be read: "+err.Error(), "")
		return
	}
	f.data = data
	l.texts[f.source.name] = f
	f.tree = l.parseYAML(f.source, data)
	l.broken = l.broken || f.tree == nil
}
