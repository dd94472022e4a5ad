package automation

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"balcao/erp/automation/value"

	"github.com/go-json-experiment/json/jsontext"
)

// largestAnswer is how large an answer in an example's own file may be; a larger
// one is a file beside it.
const largestAnswer = 64 << 10

// Files writes an example as a pack has it: its own file under examples/, and one
// for each large answer, by their paths in the pack's folder.
func (e *Example) Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	w := &exampleWriter{example: e, files: files}
	w.line(0, "function: %s", e.Function)
	if e.About != "" {
		w.line(0, "about: %s", scalarText(e.About))
	}
	if !e.Now.IsZero() {
		w.line(0, "now: %s", e.Now.Format(time.RFC3339))
	}
	if len(e.Settings) > 0 {
		w.member(0, "settings", anyOf(e.Settings))
	}
	if e.Attempt > 0 {
		w.line(0, "attempt: %d", e.Attempt)
	}
	w.member(0, "input", e.Input)
	w.exchanges()
	w.ending()
	files["examples/"+e.Name+".yaml"] = []byte(w.b.String())
	return files, w.err
}

func anyOf(texts map[string]string) map[string]any {
	object := make(map[string]any, len(texts))
	for name, text := range texts {
		object[name] = text
	}
	return object
}

type exampleWriter struct {
	example *Example
	files   map[string][]byte
	b       strings.Builder
	err     error
}

func (w *exampleWriter) line(depth int, format string, args ...any) {
	w.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

func (w *exampleWriter) exchanges() {
	if len(w.example.Exchanges) == 0 {
		w.line(0, "exchanges: []")
		return
	}
	w.line(0, "exchanges:")
	for i, x := range w.example.Exchanges {
		w.line(1, "- %s: %s", strings.ToLower(x.Method), scalarText(x.Path))
		for _, part := range []struct {
			name string
			v    map[string]any
		}{{"headers", x.Headers}, {"query", x.Query}, {"form", x.Form}} {
			if len(part.v) > 0 {
				w.member(2, part.name, part.v)
			}
		}
		if x.JSON != nil {
			w.member(2, "json", x.JSON)
		}
		if x.Text != nil {
			w.member(2, "text", *x.Text)
		}
		w.answer(i, &x.Answer)
	}
}

func (w *exampleWriter) answer(i int, a *ExampleAnswer) {
	w.line(2, "answer:")
	if a.Status != 0 && a.Status != 200 {
		w.line(3, "status: %d", a.Status)
	}
	if len(a.Headers) > 0 {
		w.member(3, "headers", anyOf(a.Headers))
	}
	switch {
	case a.File != nil:
		w.beside(i, "bin", a.File)
	case a.HasJSON:
		text, err := value.AppendJSON(nil, a.JSON)
		if err != nil {
			w.err = err
			return
		}
		if len(text) > largestAnswer {
			w.beside(i, "json", text)
			return
		}
		w.member(3, "json", a.JSON)
	default:
		w.member(3, "text", a.Text)
	}
}

// beside puts an answer into a file of its own.
func (w *exampleWriter) beside(i int, ending string, data []byte) {
	name := fmt.Sprintf("%s.%d.%s", path.Base(w.example.Name), i+1, ending)
	w.files[path.Join("examples", path.Dir(w.example.Name), name)] = data
	w.line(3, "file: %s", name)
}

func (w *exampleWriter) ending() {
	switch e := w.example; {
	case e.Error != nil:
		w.line(0, "error:")
		w.line(1, "kind: %s", e.Error.Kind)
		if e.Error.Message != "" {
			w.line(1, "message: %s", scalarText(e.Error.Message))
		}
	case e.HasOutput:
		w.member(0, "output", e.Output)
	}
}

// widest is how long a line within { } or [ ] may be.
const widest = 110

func (w *exampleWriter) member(depth int, name string, v any) {
	if text := FlowOf(v); len(text)+2*depth <= widest || !isTree(v) {
		w.line(depth, "%s: %s", scalarText(name), text)
		return
	}
	w.line(depth, "%s:", scalarText(name))
	w.block(depth+1, v)
}

func isTree(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	}
	return false
}

// block writes a tree over several lines.
func (w *exampleWriter) block(depth int, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			w.member(depth, name, v[name])
		}
	case []any:
		for _, item := range v {
			if text := FlowOf(item); len(text)+2*depth <= widest || !isTree(item) {
				w.line(depth, "- %s", text)
				continue
			}
			inner := &exampleWriter{}
			inner.block(depth+1, item)
			indent := strings.Repeat("  ", depth)
			w.b.WriteString(indent + "- " + strings.TrimPrefix(inner.b.String(), indent+"  "))
		}
	}
}

// FlowOf writes a value on one line, as YAML within { } and [ ].
func FlowOf(v any) string {
	var items []string
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			items = append(items, scalarText(name)+": "+FlowOf(v[name]))
		}
		return "{" + strings.Join(items, ", ") + "}"
	case []any:
		for _, item := range v {
			items = append(items, FlowOf(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case nil:
		return "null"
	case string:
		return scalarText(v)
	}
	return fmt.Sprint(v)
}

var (
	plainScalar = regexp.MustCompile(`^[\pL/][\pL\pN_./@ -]*[\pL\pN_]$|^\pL$`)
	yamlWords   = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null)$`)
)

// scalarText writes a text so that YAML reads this text.
func scalarText(text string) string {
	if plainScalar.MatchString(text) && !yamlWords.MatchString(text) {
		return text
	}
	quoted, err := jsontext.AppendQuote(nil, []byte(strings.ToValidUTF8(text, "\uFFFD")))
	if err != nil {
		return `""`
	}
	return string(quoted)
}
