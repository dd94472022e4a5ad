package automation

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"balcao/erp/automation/value"
)

const (
	// maxFileSize bounds a file of a pack, in bytes. The largest files are
	// examples with a recorded answer.
	maxFileSize = 1 << 20
	// maxSigns bounds the punctuation of a file: the parser's time grows with the
	// square of its tokens (tenths of a second at this bound). A recorded answer with a hundred
	// invoices has half of it.
	maxSigns = 30_000
	// maxDepth bounds how deep a file may be nested.
	maxDepth = 40
)

// sourceFile is a file of a pack as it was read.
type sourceFile struct {
	// name is what reports call it: "ixc/parts/rows.yaml".
	name  string
	lines []string
}

// span is a piece of one line of a file.
type span struct {
	file                 *sourceFile
	line, column, length int
}

func (s span) pos() value.Pos {
	return value.Pos{File: s.file.name, Line: s.line, Column: s.column}
}

// yamlKind tells what a node of a file is.
type yamlKind int

const (
	yamlNull yamlKind = iota
	yamlText
	yamlInteger
	yamlDecimal
	yamlFlag
	yamlMapping
	yamlSequence
)

// yamlNode is YAML with exact places. It is made of goccy's tree, whose tokens
// are not always where they say.
type yamlNode struct {
	kind yamlKind
	span span
	// flow is true inside { } and [ ].
	flow bool
	// tag is "!text" and the like, empty if there is none.
	tag     string
	tagSpan span
	// style is 0 for a plain scalar, else ' " | or >.
	style byte
	// under is the key that it stands under, empty for items of a list.
	under string
	// takes is the type of the input that it is given to, nil elsewhere.
	takes *value.Type
	// text is a scalar's text.
	text    string
	members []*yamlMember
	items   []*yamlNode
	// cut is true for a piece that YAML cut off an unclosed $(.
	cut bool
}

type yamlMember struct {
	name string
	key  *yamlNode
	node *yamlNode
}

// scalar is true for texts, numbers, flags and null.
func (n *yamlNode) scalar() bool { return n.kind < yamlMapping }

// find is the member with this name, nil if there is none.
func (n *yamlNode) find(name string) *yamlMember {
	for _, m := range n.members {
		if m.name == name {
			return m
		}
	}
	return nil
}

// parseYAML reads a file to a tree; nil if it is no YAML, which is then told.
func (l *loader) parseYAML(file *sourceFile, data []byte) *yamlNode {
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	file.lines = strings.Split(text, "\n")
	whole := span{file: file, line: 1, column: 1, length: 1}
	switch {
	case len(data) > maxFileSize:
		l.report(ruleFileSize, span{file: file}, "this file is larger than 1 MB", "")
		return nil
	case signs(text) > maxSigns:
		l.report(ruleFileSize, span{file: file}, "this file has too many keys and values", "shorten it; an example's answer can be a file of its own beside it (file: answer.json)")
		return nil
	case !utf8.ValidString(text):
		l.report(ruleSyntax, whole, "this file is not UTF-8", "save it as UTF-8")
		return nil
	case nesting(text) > maxDepth:
		l.report(ruleDepth, whole, "this file is nested too deeply", "")
		return nil
	}
	tree, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.reportSyntax(file, err)
		return nil
	}
	reader := yamlReader{loader: l, file: file}
	return reader.document(tree)
}

// nesting is how deep brackets, and dashes at the beginning of a line, are
// nested at most, texts included: a cheap bound to ask before a recursive parser
// sees them.
func nesting(text string) int {
	depth, deepest := 0, 0
	for line := range strings.Lines(text) {
		deepest = max(deepest, len(indicators.FindString(line))/2)
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth = max(depth-1, 0)
		case '\n':
			if i+1 < len(text) && text[i+1] != ' ' {
				depth = 0
			}
		}
	}
	return deepest
}

// signs counts what makes tokens.
func signs(text string) int {
	n := 0
	for i := range len(text) {
		if strings.IndexByte("\n:,[]{}\"'!&*#-", text[i]) >= 0 {
			n++
		}
	}
	return n
}

// indicators are signs that each open a level on one line.
var indicators = regexp.MustCompile(`(?:[-?:] +)+`)

// yamlReader turns goccy's tree into ours.
type yamlReader struct {
	loader *loader
	file   *sourceFile
}

func (r *yamlReader) document(tree *ast.File) *yamlNode {
	var bodies []ast.Node
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	if len(bodies) == 0 {
		return &yamlNode{span: span{file: r.file, line: 1, column: 1, length: 1}}
	}
	if len(bodies) > 1 {
		r.loader.report(ruleSyntax, r.start(bodies[1]), "a file holds one document", "remove what stands after ---")
	}
	return r.node(bodies[0], false, 0)
}

func (r *yamlReader) node(n ast.Node, flow bool, depth int) *yamlNode {
	if depth > maxDepth {
		r.loader.report(ruleDepth, r.start(n), "this is nested too deeply", "")
		return &yamlNode{span: r.start(n)}
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return r.mapping(n, n.Values, n.IsFlowStyle, depth)
	case *ast.MappingValueNode:
		return r.mapping(n, []*ast.MappingValueNode{n}, false, depth)
	case *ast.SequenceNode:
		return r.sequence(n, depth)
	case *ast.TagNode:
		return r.tagged(n, flow, depth)
	case *ast.AnchorNode, *ast.AliasNode:
		r.loader.report(ruleAnchor, r.start(n), "anchors (&) and aliases (*) are not used here",
			"write it twice, or make a part of it; a text that begins with & or * needs quotes")
		return &yamlNode{span: r.start(n), cut: true}
	default:
		return r.scalar(n, flow)
	}
}

func (r *yamlReader) mapping(n ast.Node, values []*ast.MappingValueNode, flow bool, depth int) *yamlNode {
	out := &yamlNode{kind: yamlMapping, flow: flow, span: r.start(n)}
	for _, v := range values {
		if m := r.member(v, flow, depth); m != nil {
			out.members = append(out.members, m)
		}
	}
	if !flow && len(out.members) > 0 {
		out.span = out.members[0].key.span
	}
	r.doubles(out)
	if flow {
		r.findCut(out)
	}
	return out
}

func (r *yamlReader) member(v *ast.MappingValueNode, flow bool, depth int) *yamlMember {
	if _, merge := v.Key.(*ast.MergeKeyNode); merge {
		r.loader.report(ruleAnchor, r.start(v.Key), "the merge key << is not used here", "write !merge over a list of objects")
		return nil
	}
	key := r.node(v.Key, flow, depth+1)
	if !key.scalar() {
		r.loader.report(ruleSyntax, key.span, "a key is a word", "")
		return nil
	}
	node := r.node(v.Value, flow, depth+1)
	node.under = key.text
	return &yamlMember{name: key.text, key: key, node: node}
}

// doubles tells keys that stand there twice.
func (r *yamlReader) doubles(n *yamlNode) {
	first := make(map[string]*yamlNode, len(n.members))
	kept := n.members[:0]
	for _, m := range n.members {
		if earlier := first[m.name]; earlier != nil {
			r.loader.report(ruleDoubleKey, m.key.span, quoted(m.name)+" stands here twice",
				"the first is on line "+itoa(earlier.span.line))
			continue
		}
		first[m.name] = m.key
		kept = append(kept, m)
	}
	n.members = kept
}

func (r *yamlReader) sequence(n *ast.SequenceNode, depth int) *yamlNode {
	out := &yamlNode{kind: yamlSequence, flow: n.IsFlowStyle, span: r.start(n)}
	for _, item := range n.Values {
		out.items = append(out.items, r.node(item, n.IsFlowStyle, depth+1))
	}
	if out.flow {
		r.findCut(out)
	}
	return out
}

func (r *yamlReader) tagged(n *ast.TagNode, flow bool, depth int) *yamlNode {
	where := r.start(n)
	tag := strings.TrimSpace(n.Start.Value)
	where.length = utf8.RuneCountInString(tag)
	inner := &yamlNode{span: where}
	if n.Value != nil {
		inner = r.node(n.Value, flow, depth+1)
	}
	inner.tag, inner.tagSpan = tag, where
	return inner
}

// start is where a node's first token stands.
func (r *yamlReader) start(n ast.Node) span {
	s := span{file: r.file, line: 1, column: 1, length: 1}
	if t := n.GetToken(); t != nil && t.Position != nil {
		s.line, s.column = t.Position.Line, t.Position.Column
	}
	return s.inside()
}

// inside keeps a place within the file, whatever the parser said. Behind a tag
// it says the blank before the value.
func (s span) inside() span {
	s.line = max(min(s.line, len(s.file.lines)), 1)
	s.column = max(s.column, 1)
	for strings.HasPrefix(from(s.file.lines[s.line-1], s.column), " ") {
		s.column++
	}
	return s
}

// reportSyntax tells what the parser tells, in other words where ours help
// more.
func (l *loader) reportSyntax(file *sourceFile, err error) {
	where, message := span{file: file, line: 1, column: 1, length: 1}, err.Error()
	if syntax, ok := errors.AsType[*yaml.SyntaxError](err); ok {
		message = syntax.Message
		if t := syntax.Token; t != nil && t.Position != nil {
			where.line, where.column = t.Position.Line, t.Position.Column
		}
	}
	where = where.inside()
	if l.reportColon(where) || l.reportCutLine(where) {
		return
	}
	l.report(ruleSyntax, where, "this is not YAML: "+message, syntaxHint(file.lines[where.line-1]))
}

func syntaxHint(line string) string {
	switch {
	case strings.Contains(line, "\t"):
		return "indent with spaces, not with tabs"
	case strings.ContainsAny(line, "@`%"):
		return "a text that begins with @, ` or % needs quotes"
	}
	return "often the line above is at fault: look at its indentation, quotes and brackets"
}
