package automation

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"balcao/erp/automation/value"
)

// report tells a mistake.
func (l *loader) report(r *rule, where span, message, hint string) {
	l.add(r, where, message, hint, false)
}

// warn tells what is no mistake but looks like one.
func (l *loader) warn(r *rule, where span, message, hint string) {
	l.add(r, where, message, hint, true)
}

func (l *loader) add(r *rule, where span, message, hint string, warning bool) {
	l.addProblem(value.Problem{
		Rule: r.info.Rule, Pos: where.pos(), Length: where.length, Message: message, Hint: hint, Warning: warning,
	}, where.file)
}

func (l *loader) addProblem(p value.Problem, file *sourceFile) {
	problem := &Problem{Problem: p}
	if p.Pos.Line > 0 && p.Pos.Line <= len(file.lines) {
		problem.Line = strings.TrimRight(file.lines[p.Pos.Line-1], " ")
	}
	l.problems = append(l.problems, problem)
}

// reader reads the value of a key.
type reader func(m *yamlMember)

// keys are those that an object may have.
type keys map[string]reader

// object reads an object's keys in written order and tells those that it may
// not have; what is what messages call it: "a step". It is false if n is no
// object.
func (l *loader) object(n *yamlNode, what string, known keys) bool {
	if !l.mapping(n, what) {
		return false
	}
	for _, m := range n.members {
		read, ok := known[m.name]
		switch {
		case !ok:
			l.unknownKey(m, what, slices.Sorted(maps.Keys(known)))
		case l.filled(m):
			read(m)
		}
	}
	return true
}

func (l *loader) mapping(n *yamlNode, what string) bool {
	if n.kind == yamlMapping && n.tag == "" {
		return true
	}
	if n.cut {
		return false
	}
	if n.tag != "" {
		l.tagHere(n)
		return false
	}
	l.report(ruleShape, n.span, what+" is an object", "write it as name: value, one below the other or in { }")
	return false
}

func (l *loader) unknownKey(m *yamlMember, what string, known []string) {
	if m.key.cut {
		return
	}
	l.report(ruleUnknownKey, m.key.span, what+" has no "+quoted(m.name), suggest(m.name, known, "it may have: "+strings.Join(known, ", ")))
}

// filled is false for a key with nothing behind it, which is told.
func (l *loader) filled(m *yamlMember) bool {
	if m.node.kind != yamlNull || m.node.tag != "" {
		return !m.node.cut
	}
	if !m.node.cut {
		l.report(ruleNoValue, m.key.span, quoted(m.name)+" has no value", "write one, or remove the key")
	}
	return false
}

// required tells a key that has to be there.
func (l *loader) required(n *yamlNode, what string, names ...string) {
	var missing []string
	for _, name := range names {
		if n.kind == yamlMapping && n.find(name) == nil {
			missing = append(missing, quoted(name))
		}
	}
	if len(missing) > 0 {
		l.report(ruleMissingKey, n.span, what+" needs "+strings.Join(missing, " and "), "")
	}
}

// plain is a scalar's text, false if n is something else, which is told.
func (l *loader) plain(m *yamlMember) (string, bool) {
	n := m.node
	switch {
	case n.cut:
		return "", false
	case n.tag != "":
		l.tagHere(n)
		return "", false
	case !n.scalar():
		l.report(ruleShape, n.span, quoted(m.name)+" is a single value", "")
		return "", false
	}
	return n.text, true
}

func (l *loader) tagHere(n *yamlNode) {
	if !l.knownTag(n) {
		return
	}
	l.report(ruleTagPlace, n.tagSpan, n.tag+" means nothing here", "tags belong to what is sent: query, form, json, headers, with")
}

var tags = wordsIn("tag")

func (l *loader) knownTag(n *yamlNode) bool {
	if n.tag == "" || slices.Contains(tags, n.tag) {
		return true
	}
	l.report(ruleUnknownTag, n.tagSpan, "there is no tag "+n.tag, suggest(n.tag, tags, "there are "+strings.Join(tags, ", ")))
	return false
}

// toText reads a plain text into a place.
func (l *loader) toText(to *string) reader {
	return func(m *yamlMember) {
		if text, ok := l.plain(m); ok {
			*to = strings.TrimSpace(text)
		}
	}
}

// toFlag reads true or false.
func (l *loader) toFlag(to *bool) reader {
	return func(m *yamlMember) {
		if m.node.kind != yamlFlag {
			l.report(ruleWord, m.node.span, quoted(m.name)+" is true or false", "")
			return
		}
		*to = m.node.text == "true"
	}
}

// toInt reads a whole number between bounds.
func (l *loader) toInt(to *int, from, most int) reader {
	return func(m *yamlMember) {
		n, err := strconv.Atoi(m.node.text)
		if m.node.kind != yamlInteger || err != nil || n < from || n > most {
			l.report(ruleNumber, m.node.span, quoted(m.name)+" is a whole number from "+itoa(from)+" to "+itoa(most), "")
			return
		}
		*to = n
	}
}

// toDuration reads "30s".
func (l *loader) toDuration(to *time.Duration) reader {
	return func(m *yamlMember) {
		d, ok := parseDuration(m.node.text)
		if !m.node.scalar() || !ok {
			l.report(ruleDuration, m.node.span, quoted(m.name)+" is a time", "write a number and a unit: 500ms, 30s, 5m, 2h, 1d")
			return
		}
		*to = d
	}
}

var (
	durationForm = regexp.MustCompile(`^([1-9][0-9]{0,5})(ms|s|m|h|d)$`)
	durations    = map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}
)

func parseDuration(text string) (time.Duration, bool) {
	m := durationForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return time.Duration(n) * durations[m[2]], err == nil
}

// oneOf reads a word of a list; it is false for another one, which is told.
func (l *loader) oneOf(m *yamlMember, words ...string) (string, bool) {
	if m.node.scalar() && m.node.tag == "" && slices.Contains(words, m.node.text) {
		return m.node.text, true
	}
	l.report(ruleWord, m.node.span, quoted(m.name)+" is "+alternatives(words), suggest(m.node.text, words, ""))
	return "", false
}

// toTexts reads one text or a list of them.
func (l *loader) toTexts(to *[]string) reader {
	return func(m *yamlMember) {
		items := []*yamlNode{m.node}
		if m.node.kind == yamlSequence {
			items = m.node.items
		}
		for _, item := range items {
			if text, ok := l.plain(&yamlMember{name: m.name, node: item}); ok {
				*to = append(*to, text)
			}
		}
	}
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// reserved are the names that the language itself gives.
var reserved = append(wordsIn("name"), "and", "contains", "false", "in", "let", "matches", "nil", "not", "null", "or", "true")

// named checks a name that the pack gives; what is what it is for: "a step".
func (l *loader) named(key *yamlNode, what string) bool {
	if key.cut {
		return false
	}
	if !nameForm.MatchString(key.text) {
		l.report(ruleName, key.span, quoted(key.text)+" cannot be the name of "+what, "a name is made of a to z, 0 to 9 and _, and begins with a letter")
		return false
	}
	return true
}

// notReserved checks a name that expressions mention without anything before
// it.
func (l *loader) notReserved(key *yamlNode, what string) bool {
	if slices.Contains(reserved, key.text) {
		l.report(ruleReserved, key.span, quoted(key.text)+" means something already, so "+what+" cannot be called so", "name it after what it brings: "+key.text+"_row")
		return false
	}
	return true
}

func quoted(s string) string { return `"` + s + `"` }

func itoa(n int) string { return strconv.Itoa(n) }

// alternatives writes a list of words: a, b or c.
func alternatives(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// suggest is a hint with the word that was probably meant, or otherwise what is
// said instead.
func suggest(wrong string, known []string, otherwise string) string {
	if best := value.Nearest(wrong, slices.Clone(known)); best != "" && best != wrong {
		return "did you mean " + quoted(best) + "?"
	}
	return otherwise
}
