package manual_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/manual"
)

var update = flag.Bool("update", false, "write words.json")

// words.json is made of the comments of package erp.
func TestWordsFileIsCurrent(t *testing.T) {
	t.Parallel()
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(commentsOf(t, filepath.Join("..", "*.go"))); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("words.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("words.json")
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("words.json is not what package erp says: go test ./erp/manual -run WordsFile -update (%v)", err)
	}
}

func commentsOf(t *testing.T, pattern string) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool { collect(all, n); return true })
	}
	return all
}

func collect(all map[string]string, n ast.Node) {
	switch n := n.(type) {
	case *ast.ValueSpec:
		if erp.Function(snake(n.Names[0].Name)) != nil {
			note(all, n.Names[0].Name, n.Doc.Text())
		}
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			if declared, ok := spec.(*ast.TypeSpec); ok {
				collectType(all, declared, n.Doc.Text())
			}
		}
	}
}

// collectType takes a type that has fields of the contract, and the comment of a
// group of fields for each of it.
func collectType(all map[string]string, declared *ast.TypeSpec, doc string) {
	object, ok := declared.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range object.Fields.List {
		if field.Tag == nil || !strings.Contains(field.Tag.Value, `erp:"`) {
			continue
		}
		note(all, declared.Name.Name, doc)
		for _, name := range field.Names {
			note(all, declared.Name.Name+"."+name.Name, field.Doc.Text())
		}
	}
}

var links = regexp.MustCompile(`\[([A-Z]\w+)\]`)

func note(all map[string]string, name, comment string) {
	if text := links.ReplaceAllString(strings.Join(strings.Fields(comment), " "), "$1"); text != "" {
		all[name] = text
	}
}

var humps = regexp.MustCompile(`([a-z])([A-Z])`)

func snake(name string) string { return strings.ToLower(humps.ReplaceAllString(name, "${1}_$2")) }

func TestEveryFunctionIsTold(t *testing.T) {
	t.Parallel()
	for _, f := range erp.Functions {
		m := manual.Of(f)
		if m.Portuguese == "" || m.Purpose == "" || len(m.Rules()) == 0 && f.Effect == erp.Write {
			t.Errorf("%s: %+v", f.Name, m)
		}
	}
}

func TestAnInvoiceInWords(t *testing.T) {
	t.Parallel()
	m := manual.Of(erp.ListInvoices.Info)
	if m.Portuguese != "Listar faturas" || m.Answer.Noun != "invoice" || m.FilledIn() != "document_number" {
		t.Errorf("%+v", m)
	}
	fields := map[string]manual.Field{}
	for _, f := range m.Answer.Fields() {
		fields[f.Name] = f
	}
	if f := fields["due_on"]; f.Kind != "day" || !f.Required || f.About != "The last day to pay without fine." {
		t.Errorf("%+v", f)
	}
	if f := fields["status"]; len(f.Words) != 5 || f.Words[0] != "OPEN" {
		t.Errorf("%+v", f)
	}
	if f := fields["payments"]; !f.List || f.Object == nil || f.Object.Noun != "payment" {
		t.Errorf("%+v", f)
	}
	if m := manual.Of(erp.GetBoletoPDF.Info); m.Answer != nil || len(m.Rules()) != 1 {
		t.Errorf("%+v %v", m, m.Rules())
	}
}
