package automation

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// unclosed is true for a text with a $( whose bracket does not close again.
func unclosed(text string) bool {
	for {
		at := strings.Index(text, "$(")
		if at < 0 {
			return false
		}
		end := closing(text[at+1:])
		if end < 0 {
			return true
		}
		text = text[at+1+end:]
	}
}

// closing is the byte behind the bracket that closes the first one, -1 if it is
// not closed. Brackets in quotes do not count.
func closing(text string) int {
	depth := 0
	var quote rune
	for i, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '(' || r == '[' || r == '{':
			depth++
		case r == ')' || r == ']' || r == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// findCut looks inside { } and [ ] for a $( that YAML cut at a comma, tells it
// once, and marks the pieces that were cut off so that they are not told too.
func (r *yamlReader) findCut(n *yamlNode) {
	pieces := slices.Clone(n.items)
	for _, m := range n.members {
		pieces = append(pieces, m.key, m.node)
	}
	open := false
	for _, piece := range pieces {
		switch {
		case open:
			piece.cut = true
			open = !strings.Contains(piece.text, ")")
		case piece.scalar() && piece.style == 0 && piece.tag == "" && unclosed(piece.text):
			r.loader.reportCut(piece.span, piece.rest())
			piece.cut, open = true, true
		}
	}
}

// reportCut tells a cut $(; rest is the line from its place on.
func (l *loader) reportCut(where span, rest string) {
	whole := rest
	if at := strings.Index(rest, "$("); at >= 0 {
		if end := closing(rest[at+1:]); end > 0 {
			whole = rest[:at+1+end]
		}
	}
	hint := `put it in quotes: "` + whole + `"`
	if strings.Contains(whole, `"`) {
		hint = `put it in single quotes: '` + strings.ReplaceAll(whole, "'", "''") + `'`
	}
	l.report(ruleCut, where, "this $( is not closed: inside [ ] and { } YAML cuts at commas", hint)
}

// flowValue finds a $( inside { } or [ ] without quotes around it.
var flowValue = regexp.MustCompile(`[\[{,]\s*(?:[A-Za-z0-9_.-]+\??:\s+)?(\$\([^"']*)`)

// reportCutLine finds the reason of a syntax error in a $( with a bracket inside
// { } or [ ].
func (l *loader) reportCutLine(where span) bool {
	line := where.file.lines[where.line-1]
	m := flowValue.FindStringSubmatchIndex(line)
	if m == nil {
		return false
	}
	rest := line[m[2]:]
	end := closing(rest[1:])
	if end < 0 || !strings.ContainsAny(rest[2:end], "[]{},") {
		return false
	}
	where.column = utf8.RuneCountInString(line[:m[2]]) + 1
	where.length = utf8.RuneCountInString(rest[:end+1])
	l.reportCut(where, rest)
	return true
}

// keyAndValue splits a line "key: value"; condition is "a ? b : c".
var (
	keyAndValue = regexp.MustCompile(`^(\s*(?:- )*[^\s:"'{\[#][^:{\[]*:\s+)([^\s"'{\[|>&*!#].*)$`)
	condition   = regexp.MustCompile(`^(.+?) \? (.+?) : (.+)$`)
)

// reportColon finds the reason of a syntax error in a value that holds ": ".
func (l *loader) reportColon(where span) bool {
	m := keyAndValue.FindStringSubmatch(where.file.lines[where.line-1])
	if m == nil || !strings.Contains(m[2], ": ") {
		return false
	}
	where.column, where.length = utf8.RuneCountInString(m[1])+1, 1
	hint := "put the whole in quotes: " + quotedYAML(m[2])
	if c := condition.FindStringSubmatch(m[2]); c != nil {
		hint = "write choose(" + c[1] + ", " + c[2] + ", " + c[3] + "), or put the whole in quotes"
	}
	l.report(ruleColon, where, `YAML ends this value at ": "`, hint)
	return true
}

// quotedYAML is a text in the quotes that need no escapes.
func quotedYAML(text string) string {
	if !strings.ContainsAny(text, `"\`) {
		return `"` + text + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
