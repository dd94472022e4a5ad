package automation

import (
	"reflect"
	"slices"
	"strings"

	"balcao/erp"
)

// checkWhole looks at what can be said only of all units together: who calls
// whom, what changes something, what is used by nobody.
func (l *loader) checkWhole() {
	c := checker{loader: l, done: map[*Unit]bool{}}
	for _, f := range l.files {
		if f.adopted { // it was checked where it is from, and others may run it now
			c.done[f.unit] = true
		}
	}
	for _, f := range l.files {
		if f.unit != nil && f.tree != nil {
			c.follow(f.unit, nil)
		}
	}
	for _, f := range l.files {
		if f.unit != nil && f.tree != nil && f.tree.kind == yamlMapping && !f.adopted {
			c.effects(f)
		}
	}
	l.checkSettings()
	l.checkFunctions()
	if !l.broken {
		l.checkMembers()
	}
}

// checker follows calls.
type checker struct {
	*loader
	done map[*Unit]bool
}

// follow computes a unit's effect and needs from those of what it calls, which
// come first; path are the units on the way, to find circles.
func (c checker) follow(u *Unit, path []*Unit) {
	if c.done[u] {
		return
	}
	path = append(path, u)
	for _, step := range stepsOf(u) {
		c.followStep(u, step, path)
	}
	if u.NeedsSession && c.pack.Session != nil {
		u.Needs = union(u.Needs, c.pack.Session.Needs)
	}
	c.done[u] = true
}

func (c checker) followStep(u *Unit, step *Step, path []*Unit) {
	if step.Call != nil {
		called := step.Call.Unit
		if slices.Contains(path, called) {
			c.circle(step, path[slices.Index(path, called):])
			return
		}
		c.follow(called, path)
		u.Needs = union(u.Needs, called.Needs)
		u.NeedsSession = u.NeedsSession || called.NeedsSession
		step.Effect = called.Effect
	}
	if u.Effect == "" {
		u.Effect = erp.Read
	}
	if step.Effect == erp.Write {
		u.Effect = erp.Write
	}
}

// stepsOf are a unit's steps and their lookups.
func stepsOf(u *Unit) []*Step {
	var steps []*Step
	for _, s := range u.Steps {
		steps = append(steps, s)
		if s.Lookup != nil {
			steps = append(steps, s.Lookup)
		}
	}
	return steps
}

func (c checker) circle(step *Step, path []*Unit) {
	names := make([]string, 0, len(path)+1)
	for _, u := range append(path, path[0]) {
		names = append(names, u.Name)
	}
	c.report(ruleCircle, c.callPlace(step), "calls go in a circle: "+strings.Join(names, " → "), "move what both need into a part of its own")
}

// callPlace is where a step says what it calls.
func (l *loader) callPlace(step *Step) span {
	file := l.texts[step.Pos.File]
	where := span{file: file.source, line: step.Pos.Line, column: step.Pos.Column, length: len(step.Name)}
	if m := l.stepTree(file, step); m != nil {
		if call := m.node.find("call"); call != nil {
			return call.node.span
		}
	}
	return where
}

// stepTree finds a step, or a lookup, in its file.
func (l *loader) stepTree(f *packFile, step *Step) *yamlMember {
	steps := f.tree.find("steps")
	if steps == nil {
		return nil
	}
	for _, m := range steps.node.members {
		if m.key.span.pos() == step.Pos {
			return m
		}
		if lookup := m.node.find("lookup"); lookup != nil && lookup.key.span.pos() == step.Pos {
			return lookup
		}
	}
	return nil
}

func union(a, b []string) []string {
	joined := slices.Concat(a, b)
	slices.Sort(joined)
	return slices.Compact(joined)
}

// checkSettings tells pick that picks nothing and settings that nothing uses.
func (l *loader) checkSettings() {
	for _, s := range l.pack.Settings {
		if s.Pick != "" {
			l.checkPick(s)
		}
		if !l.used[s.Name] && !l.broken {
			l.warn(ruleUnusedSetting, l.spanAt(s.Pos.File, s.Pos.Line, s.Pos.Column, len(s.Name)), "nothing mentions the setting "+quoted(s.Name), "remove it, or use settings."+s.Name)
		}
	}
}

func (l *loader) checkPick(s *Setting) {
	where := l.settingSpan(s, "pick")
	unit := l.pack.Unit(s.Pick)
	if unit == nil {
		if !l.knownFile(s.Pick) {
			l.report(rulePick, where, "there is no part and no function "+quoted(s.Pick), suggest(s.Pick, slices.Concat(sortedKeys(l.pack.Parts), sortedKeys(l.pack.Functions)), "write one in parts/ that lists code and name"))
		}
		return
	}
	if unit.Output == nil || l.brokenUnit(unit) {
		return
	}
	if slices.ContainsFunc(unit.Inputs, func(p *Param) bool { return !p.Optional }) {
		l.report(rulePick, where, quoted(s.Pick)+" needs inputs, so nothing can be picked from it", "write a part without input")
		return
	}
	listed := unit.Output.columns()
	if !slices.Contains(listed, "code") || !slices.Contains(listed, "name") && !slices.Contains(listed, "description") {
		l.report(rulePick, where, quoted(s.Pick)+" does not list code and name", "its output needs each: and fields: {code: …, name: …}; a description stands for the name")
	}
}

// columns are the fields of an output's rows, nil where it gives no list.
func (o *Output) columns() []string {
	if o.Fields == nil && o.Type != nil && o.Type.Kind() == reflect.Slice && o.Row != nil {
		return fieldNames(o.Row)
	}
	if o.Each == nil {
		return nil
	}
	var names []string
	for _, f := range o.Fields {
		names = append(names, f.Name)
	}
	return names
}

// settingSpan is where a setting's key has its value.
func (l *loader) settingSpan(s *Setting, key string) span {
	for _, f := range l.files {
		if f.source.name != s.Pos.File || f.tree == nil {
			continue
		}
		if settings := f.tree.find("settings"); settings != nil {
			if m := settings.node.find(s.Name); m != nil && m.node.find(key) != nil {
				return m.node.find(key).node.span
			}
		}
	}
	return l.spanAt(s.Pos.File, s.Pos.Line, s.Pos.Column, len(s.Name))
}

func (l *loader) spanAt(file string, line, column, length int) span {
	return span{file: l.texts[file].source, line: line, column: column, length: length}
}

// checkFunctions warns of functions that are neither there nor explained, and of
// those without a test.
func (l *loader) checkFunctions() {
	var missing []string
	var untried []*Unit
	for _, f := range erp.Functions {
		unit := l.pack.Functions[f.Name]
		if unit == nil {
			if l.pack.NotSupported[f.Name] == "" && !l.knownFile(f.Name) && f.From == nil {
				missing = append(missing, f.Name)
			}
			continue
		}
		if !slices.ContainsFunc(l.pack.Examples, func(e *Example) bool { return e.Function == f.Name }) {
			untried = append(untried, unit)
		}
	}
	l.warnOfUntried(untried)
	if len(missing) > 0 {
		l.warn(ruleNoReason, span{file: l.packSource()}, "functions with neither a file nor a reason: "+someOf(missing), "write their files, or under not_supported why not, "+missing[0]+": …; docs/functions.md has them all")
	}
}

// warnOfUntried warns of functions without examples: of each while they are few, and
// once of a pack that is being begun, so that what else is said of it is seen.
func (l *loader) warnOfUntried(units []*Unit) {
	if len(units) > mostNamed {
		names := make([]string, len(units))
		for i, unit := range units {
			names[i] = unit.Name
		}
		l.warn(ruleNoExample, span{file: l.packSource()}, "functions without an example: "+someOf(names), "balcao try FUNCTION --record makes one of an answer of the ERP")
		return
	}
	for _, unit := range units {
		l.warn(ruleNoExample, span{file: l.texts[unit.Pos.File].source}, unit.Name+" has no example", "write one as examples/"+unit.Name+"/NAME.yaml, with an answer of the ERP")
	}
}

// mostNamed is how many names a message lists.
const mostNamed = 3

// someOf lists the first of many names. It does not count the others, so that what
// is said of a pack stays the same when the contract grows.
func someOf(names []string) string {
	if len(names) <= mostNamed+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:mostNamed], ", ") + " and others"
}

// packSource is the pack.yaml that reports name.
func (l *loader) packSource() *sourceFile {
	for _, f := range l.files {
		if f.kind == packFileKind {
			return f.source
		}
	}
	return &sourceFile{name: l.name}
}
