package automation

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"balcao/erp/automation/value"
)

// plainNumbers are the spellings of numbers that mean the same to everybody.
// 007 is octal to some YAML readers, 0x10, 1_000 and 1e3 are texts to others.
var (
	plainInteger = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})$`)
	plainDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}$`)
	leadingZeros = regexp.MustCompile(`^[-+]?0[0-9]+(\.[0-9]+)?$`)
)

func (r *yamlReader) scalar(n ast.Node, flow bool) *yamlNode {
	out := &yamlNode{span: r.start(n), flow: flow, kind: yamlText}
	out.text = n.GetToken().Value
	switch n := n.(type) {
	case *ast.NullNode:
		out.kind, out.text = yamlNull, ""
		out.span.length = 4
		if n.GetToken().Value == "~" || !strings.HasPrefix(out.rest(), "null") {
			out.span.length = 1
		}
		return out
	case *ast.LiteralNode:
		r.literal(out, n)
		return out
	case *ast.StringNode:
		out.text = n.Value
		out.style = out.quote()
	case *ast.BoolNode:
		out.kind = yamlFlag
	default:
		r.number(out)
	}
	out.span.length = out.width()
	return out
}

// number decides what a number is; only plain decimal ones are numbers.
func (r *yamlReader) number(out *yamlNode) {
	out.span.length = utf8.RuneCountInString(out.text)
	switch {
	case plainInteger.MatchString(out.text):
		out.kind = yamlInteger
	case plainDecimal.MatchString(out.text):
		out.kind = yamlDecimal
	case leadingZeros.MatchString(out.text):
		r.loader.report(ruleLeadingZeros, out.span, "a number with leading zeros means different things to different YAML readers",
			`write it as a text: "`+out.text+`"`)
	default:
		r.loader.report(ruleNumberForm, out.span, quoted(out.text)+" is a number that not everybody reads alike",
			`write digits and a dot only, or a text: "`+out.text+`"`)
	}
}

// literal reads a block: its text is right, its place is counted from the sign
// that opens it.
func (r *yamlReader) literal(out *yamlNode, n *ast.LiteralNode) {
	out.style = n.Start.Value[0]
	out.text = n.Value.Value
	out.span.line, out.span.column, out.span.length = n.Start.Position.Line, n.Start.Position.Column, len(strings.TrimSpace(n.Start.Value))
	out.span = out.span.inside()
}

// rest is the line from the node's place on.
func (n *yamlNode) rest() string {
	return from(n.span.file.lines[n.span.line-1], n.span.column)
}

// from is a line from a column on, counted in characters from 1.
func from(line string, column int) string {
	for i := range line {
		if column--; column == 0 {
			return line[i:]
		}
	}
	return ""
}

func (n *yamlNode) quote() byte {
	if rest := n.rest(); rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		return rest[0]
	}
	return 0
}

// width is how many characters a scalar takes on its first line.
func (n *yamlNode) width() int {
	if n.asWritten() {
		return max(utf8.RuneCountInString(n.text)+2*len(n.quotes()), 1)
	}
	places := n.places()
	last := places[len(places)-1]
	width := last.column - n.span.column
	if last.line != n.span.line {
		width = utf8.RuneCountInString(strings.TrimRight(n.rest(), " "))
	} else if n.style != 0 {
		width++
	}
	return max(width, 1)
}

// source is the scalar's text with the place of each of its characters.
func (n *yamlNode) source() value.Source {
	at := n.straightPlace
	if !n.straight() {
		places := sync.OnceValue(n.places)
		at = func(offset int) place { return places()[offset] }
	}
	return value.Source{Text: n.text, Name: strings.TrimSuffix(n.under, "?"), Takes: n.takes, At: func(offset int) value.Pos {
		p := at(max(min(offset, len(n.text)), 0))
		return value.Pos{File: n.span.file.name, Line: p.line, Column: p.column}
	}}
}

// straight is true for a text that stands in one line as it is, without quotes:
// most do, and need no list of places, which would outlive the load.
func (n *yamlNode) straight() bool { return n.style == 0 && n.asWritten() }

// asWritten is true for a text that stands in one line as it is, between its
// quotes if it has any.
func (n *yamlNode) asWritten() bool {
	lines, quotes := n.span.file.lines, n.quotes()
	switch {
	case n.style == '|' || n.style == '>', n.span.line < 1 || n.span.line > len(lines):
		return false
	case quotes != "" && strings.ContainsAny(n.text, quotes+`\`):
		return false // written as an escape
	}
	rest := n.rest()
	return rest != "" && strings.HasPrefix(rest, quotes+n.text+quotes)
}

// quotes is what a quoted text begins and ends with, empty for others.
func (n *yamlNode) quotes() string {
	if n.style == '"' || n.style == '\'' {
		return string(n.style)
	}
	return ""
}

// straightPlace is the place of the character that a byte belongs to.
func (n *yamlNode) straightPlace(offset int) place {
	for offset < len(n.text) && !utf8.RuneStart(n.text[offset]) {
		offset--
	}
	return place{n.span.line, n.span.column + utf8.RuneCountInString(n.text[:offset])}
}

// place is a character's place in a file.
type place struct{ line, column int }

// places are the place of each byte of the text, and of its end.
func (n *yamlNode) places() []place {
	if n.style == '|' || n.style == '>' {
		return n.blockPlaces()
	}
	c := cursor{lines: n.span.file.lines, place: place{n.span.line, n.span.column}, style: n.style}
	if n.style != 0 {
		c.column++
	}
	places := make([]place, 0, len(n.text)+1)
	for _, r := range n.text {
		at := c.next(r)
		for range utf8.RuneLen(r) {
			places = append(places, at)
		}
	}
	return append(places, c.place)
}

// blockPlaces are those of a | block: line by line, behind the indentation.
func (n *yamlNode) blockPlaces() []place {
	lines := n.span.file.lines
	indent := 0
	for _, line := range lines[n.span.line:] {
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			indent = len(line) - len(trimmed)
			break
		}
	}
	at := place{n.span.line + 1, indent + 1}
	places := make([]place, 0, len(n.text)+1)
	for _, r := range n.text {
		for range utf8.RuneLen(r) {
			places = append(places, at)
		}
		at.column++
		if r == '\n' {
			at = place{at.line + 1, indent + 1}
		}
	}
	return append(places, at)
}

// cursor walks over a plain or quoted scalar as it stands in the file.
type cursor struct {
	lines []string
	place
	style byte
}

// next returns the place of the text's next character and moves behind it.
func (c *cursor) next(want rune) place {
	if c.line > len(c.lines) {
		return c.place
	}
	rest := from(c.lines[c.line-1], c.column)
	if c.style == '"' && strings.HasPrefix(rest, `\`) {
		return c.escaped(rest, want)
	}
	if (want == ' ' || want == '\n') && strings.TrimSpace(rest) == "" {
		at := c.place
		c.fold(want)
		return at
	}
	for strings.TrimSpace(rest) == "" && c.line < len(c.lines) {
		c.fold(' ') // empty lines that the text has no character for
		rest = from(c.lines[c.line-1], c.column)
	}
	at := c.place
	c.column++
	if c.style == '\'' && strings.HasPrefix(rest, "''") {
		c.column++
	}
	return at
}

// fold goes on at the next line with text. Each further line break in the text
// stands for an empty line.
func (c *cursor) fold(want rune) {
	c.line++
	for want == ' ' && c.line < len(c.lines) && strings.TrimSpace(c.lines[c.line-1]) == "" {
		c.line++
	}
	c.column = 1
	if c.line <= len(c.lines) {
		line := c.lines[c.line-1]
		c.column += len(line) - len(strings.TrimLeft(line, " "))
	}
}

// escaped moves over an escape sequence of a double-quoted text.
func (c *cursor) escaped(rest string, want rune) place {
	if rest == `\` { // an escaped line break is nothing
		c.fold(' ')
		return c.next(want)
	}
	at := c.place
	switch rest[1] {
	case 'x':
		c.column += 4
	case 'u':
		c.column += 6
	case 'U':
		c.column += 10
	default:
		c.column += 2
	}
	return at
}
