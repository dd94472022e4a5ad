package automation

import (
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// loadExamples reads the tests; nothing in them is compiled.
func (l *loader) loadExamples() {
	for _, f := range l.files {
		if f.kind == exampleFile && f.tree != nil {
			if f.origin == nil {
				f.example = l.loadExample(f)
			}
			if f.example != nil {
				l.pack.Examples = append(l.pack.Examples, f.example)
			}
		}
	}
	slices.SortFunc(l.pack.Examples, func(a, b *Example) int { return strings.Compare(a.Name, b.Name) })
}

func (l *loader) loadExample(f *packFile) *Example {
	e := &Example{
		Name: strings.TrimSuffix(strings.TrimPrefix(f.path, "examples/"), ".yaml"), Settings: map[string]string{},
		Pos: value.Pos{File: f.source.name, Line: 1, Column: 1},
	}
	x := exampleLoader{l, f, e}
	if !l.object(f.tree, "an example", keys{
		"function": x.function, "about": l.toText(&e.About), "now": x.now, "settings": x.settings, "exchanges": x.exchanges,
		"attempt": x.toInt(&e.Attempt, 1, 100),
		"input":   func(m *yamlMember) { e.Input = plainTree(m.node) },
		"output":  func(m *yamlMember) { e.Output, e.HasOutput = plainTree(m.node), true },
		"error":   x.failure,
	}) {
		return nil
	}
	l.required(f.tree, "an example", "function", "input", "exchanges")
	output, failure := f.tree.find("output"), f.tree.find("error")
	switch {
	case output != nil && failure != nil:
		l.report(ruleExample, failure.key.span, "an example ends with an output or with an error, not with both", "")
	case output == nil && failure == nil:
		l.report(ruleExample, f.tree.span, "an example says what must come out", "add output: …, output: [] for nothing found in a list, or error: {kind: not_found}")
	}
	return e
}

type exampleLoader struct {
	*loader
	file    *packFile
	example *Example
}

func (x exampleLoader) function(m *yamlMember) {
	x.toText(&x.example.Function)(m)
	name := x.example.Function
	switch {
	case name == "" || x.pack.Functions[name] != nil || x.broken && x.knownFile(name):
	default:
		x.report(ruleExample, m.node.span, "this pack has no function "+quoted(name), suggest(name, sortedKeys(x.pack.Functions), "it has "+strings.Join(sortedKeys(x.pack.Functions), ", ")))
	}
}

func (x exampleLoader) now(m *yamlMember) {
	now, err := time.Parse(time.RFC3339, m.node.text)
	if err != nil {
		x.report(ruleExample, m.node.span, `"now" is an instant with its offset`, "write it so: now: 2026-11-24T10:00:00-03:00")
	}
	x.example.Now = now
}

func (x exampleLoader) settings(m *yamlMember) {
	if !x.mapping(m.node, "settings") {
		return
	}
	for _, entry := range m.node.members {
		if x.pack.Setting(entry.name) == nil && !entry.key.cut {
			var names []string
			for _, s := range x.pack.Settings {
				names = append(names, s.Name)
			}
			x.report(ruleExample, entry.key.span, "pack.yaml has no setting "+quoted(entry.name), suggest(entry.name, names, ""))
		}
		if text, ok := x.plain(entry); ok {
			x.example.Settings[entry.name] = text
		}
	}
}

var errorKinds = []string{
	string(erp.NotFound), string(erp.Refused), string(erp.NotDone), string(erp.InvalidInput), string(erp.Unauthenticated),
	string(erp.Unavailable), string(erp.BadAnswer), string(erp.NotSupported), string(erp.MaybeSent), string(erp.Internal),
}

func (x exampleLoader) failure(m *yamlMember) {
	e := &ExampleError{Pos: m.key.span.pos()}
	x.object(m.node, "an error", keys{
		"kind": func(m *yamlMember) {
			word, _ := x.oneOf(m, errorKinds...)
			e.Kind = erp.Kind(word)
		},
		"message": x.toText(&e.Message),
	})
	x.required(m.node, "an error", "kind")
	x.example.Error = e
}

func (x exampleLoader) exchanges(m *yamlMember) {
	if m.node.kind != yamlSequence {
		x.report(ruleShape, m.node.span, "exchanges is a list of requests and answers", "write [] if nothing is sent")
		return
	}
	for _, item := range m.node.items {
		x.example.Exchanges = append(x.example.Exchanges, x.exchange(item))
	}
}

func (x exampleLoader) exchange(n *yamlNode) *Exchange {
	e := &Exchange{Pos: n.span.pos(), Answer: ExampleAnswer{Status: http.StatusOK}}
	known := keys{
		"query": x.toObject(&e.Query), "headers": x.toObject(&e.Headers), "form": x.toObject(&e.Form),
		"json": func(m *yamlMember) { e.JSON = plainTree(m.node) },
		"text": func(m *yamlMember) { e.Text = new(m.node.text) }, "answer": func(m *yamlMember) { x.answer(&e.Answer, m) },
	}
	for _, method := range methods {
		known[method] = func(m *yamlMember) {
			if text, ok := x.plain(m); ok {
				e.Method, e.Path = strings.ToUpper(method), text
			}
		}
	}
	if x.object(n, "an exchange", known) {
		x.required(n, "an exchange", "answer")
		if e.Method == "" {
			x.report(ruleExample, n.span, "an exchange begins with its request", "write get: /path, or post: and so on")
		}
	}
	return e
}

func (l *loader) toObject(to *map[string]any) reader {
	return func(m *yamlMember) {
		if l.mapping(m.node, m.name) {
			*to, _ = plainTree(m.node).(map[string]any)
		}
	}
}

func (x exampleLoader) answer(a *ExampleAnswer, m *yamlMember) {
	bodies := 0
	body := func(read reader) reader {
		return func(m *yamlMember) {
			if bodies++; bodies == 2 {
				x.report(ruleExample, m.key.span, "an answer has one body: json, text or file", "")
			}
			read(m)
		}
	}
	var headers map[string]any
	x.object(m.node, "an answer", keys{
		"status": x.toInt(&a.Status, 100, 599), "headers": x.toObject(&headers),
		"json": body(func(m *yamlMember) { a.JSON, a.HasJSON = plainTree(m.node), true }),
		"text": body(func(m *yamlMember) { a.Text = m.node.text }),
		"file": body(func(m *yamlMember) { x.answerFile(a, m) }),
	})
	if len(headers) > 0 {
		a.Headers = map[string]string{}
		for name := range headers {
			a.Headers[name] = m.node.find("headers").node.find(name).node.text
		}
	}
}

// answerFile reads the file that an answer names, beside the example.
func (x exampleLoader) answerFile(a *ExampleAnswer, m *yamlMember) {
	name, ok := x.plain(m)
	if !ok {
		return
	}
	data, err := fs.ReadFile(x.file.folder, path.Join(path.Dir(x.file.path), name))
	switch {
	case err != nil:
		x.report(ruleExample, m.node.span, "there is no file "+quoted(name)+" beside this example", "")
	case len(data) > maxFileSize:
		x.report(ruleExample, m.node.span, "the file is larger than 1 MB", "")
	}
	a.File = data
}
