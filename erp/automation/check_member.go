package automation

import (
	"regexp"
	"slices"
	"strings"

	"balcao/erp/automation/value"
)

// memberUse is a member that an expression asks an ERP's answer for.
type memberUse struct {
	name  string
	where span
}

// memberForm finds quoted texts, to pass over them, and members: ["name"] and
// .name.
var memberForm = regexp.MustCompile(`\["((?:[^"\\]|\\.)*)"\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\.([A-Za-z_][A-Za-z0-9_]*)`)

// madeForm finds the names in an object that an expression makes: {"row": #}.
var madeForm = regexp.MustCompile(`[{,]\s*"?([A-Za-z_][A-Za-z0-9_]*)"?\s*:`)

// noteMembers notes the members that an expression mentions; from is the byte
// at which it begins in the source.
func (l *loader) noteMembers(source value.Source, file *sourceFile, from, to int) {
	if l.using == nil {
		return
	}
	text := source.Text[from:to]
	for _, m := range madeForm.FindAllStringSubmatch(text, -1) {
		l.made[m[1]] = true
	}
	for _, m := range memberForm.FindAllStringSubmatchIndex(text, -1) {
		for group := 2; group < len(m); group += 2 {
			if m[group] < 0 {
				continue
			}
			at := source.At(from + m[group])
			l.using.members = append(l.using.members, memberUse{text[m[group]:m[group+1]], span{file, at.Line, at.Column, m[group+1] - m[group]}})
		}
	}
}

// noteTextMembers does so for each $(…) of a text.
func (l *loader) noteTextMembers(source value.Source, file *sourceFile) {
	for from := 0; ; {
		at := strings.Index(source.Text[from:], "$(")
		if at < 0 {
			return
		}
		from += at + 1
		end := closing(source.Text[from:])
		if end < 0 {
			return
		}
		l.noteMembers(source, file, from, from+end)
		from += end
	}
}

// checkMembers warns of members that no answer in an example ever had: an ERP's
// own names can be checked in no other way. Units that no example runs are left
// out; they have a warning of their own.
func (l *loader) checkMembers() {
	known := l.knownMembers()
	told := map[string]bool{} // by file and name
	for _, unit := range l.exampled() {
		for _, use := range l.members[unit] {
			key := use.where.file.name + " " + use.name
			if known[use.name] || l.made[use.name] || told[key] {
				continue
			}
			told[key] = true
			l.warn(ruleUnseenMember, use.where, "no example's answer ever had "+quoted(use.name), suggest(use.name, l.answered, "is it spelt as the ERP spells it? make an example that has it"))
		}
	}
}

// exampled are the units that an example runs, with what they call.
func (l *loader) exampled() []*Unit {
	var units []*Unit
	var add func(u *Unit)
	add = func(u *Unit) {
		if slices.Contains(units, u) {
			return
		}
		units = append(units, u)
		for _, step := range stepsOf(u) {
			if step.Call != nil {
				add(step.Call.Unit)
			}
		}
	}
	for _, e := range l.pack.Examples {
		if u := l.pack.Functions[e.Function]; u != nil {
			add(u)
		}
	}
	return units
}

// knownMembers are the names in the examples' answers, and those that this side
// gives: of the contract, of settings, session, inputs, tables and outputs.
func (l *loader) knownMembers() map[string]bool {
	known := map[string]bool{}
	for _, e := range l.pack.Examples {
		for _, x := range e.Exchanges {
			collectKeys(x.Answer.JSON, known)
			for _, text := range [][]byte{[]byte(x.Answer.Text), x.Answer.File} {
				if body, err := value.DecodeJSON(text, value.JSONLimits{}); err == nil {
					collectKeys(body, known)
				}
			}
		}
	}
	l.answered = sortedKeys(known)
	for _, t := range contractTypes {
		collectMembers(value.TypeOf(t), known)
	}
	for _, unit := range append(unitsOf(l.pack.Functions), unitsOf(l.pack.Parts)...) {
		for _, p := range unit.Inputs {
			known[p.Name] = true
			collectMembers(p.Type, known)
		}
		collectFields(unit.Output, known)
	}
	for name, rows := range l.pack.Tables {
		known[name] = true
		for code := range rows {
			known[code] = true
		}
	}
	collectMembers(l.settings, known)
	if l.session != nil {
		collectMembers(l.session, known)
	}
	return known
}

func unitsOf(m map[string]*Unit) []*Unit {
	var units []*Unit
	for _, name := range sortedKeys(m) {
		units = append(units, m[name])
	}
	return units
}

func collectKeys(v any, known map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			known[name] = true
			collectKeys(inner, known)
		}
	case []any:
		for _, inner := range v {
			collectKeys(inner, known)
		}
	}
}

func collectMembers(t *value.Type, known map[string]bool) {
	for _, m := range t.Members() {
		known[m.Name] = true
		collectMembers(m.Type, known)
	}
	if t.IsList() {
		collectMembers(t.Elem(), known)
	}
}

func collectFields(o *Output, known map[string]bool) {
	if o == nil {
		return
	}
	for _, f := range o.Fields {
		known[f.Name] = true
		collectFields(f.Nested, known)
	}
}
