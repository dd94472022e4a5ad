package erp_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

var update = flag.Bool("update", false, "write the generated part of docs/functions.md")

const (
	functionsPage = "../docs/functions.md"
	generatedFrom = "<!-- generated from package erp: go test ./erp -update -->\n"
)

// The page's tables are made of the contract itself: its types, tags and
// comments.
func TestTheFunctionsPageIsTheContract(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(functionsPage)
	if err != nil {
		t.Fatal(err)
	}
	written, _, found := strings.Cut(string(text), generatedFrom)
	if !found {
		t.Fatalf("%s has no line %q", functionsPage, generatedFrom)
	}
	page := written + generatedFrom + newPage(t).text()
	if *update {
		if err := os.WriteFile(functionsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if string(text) != page && !*update {
		t.Errorf("%s is not what the contract is; -update writes it", functionsPage)
	}
}

// page writes the contract. comments are those of functions ("ListInvoices"),
// types ("Invoice") and fields ("Invoice.ID").
type page struct {
	comments map[string]string
	objects  []reflect.Type
}

func newPage(t *testing.T) *page {
	t.Helper()
	p := &page{comments: map[string]string{}}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, p.collect)
	}
	return p
}

func (p *page) collect(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ValueSpec:
		p.comments[n.Names[0].Name] = n.Doc.Text()
	case *ast.GenDecl:
		for _, spec := range n.Specs {
			if declared, ok := spec.(*ast.TypeSpec); ok {
				p.comments[declared.Name.Name] = n.Doc.Text()
				p.fields(declared)
			}
		}
	}
	return true
}

// fields takes the comment of a group for each field of it: "Interest (juros),
// Fine (multa) …" stands above the first.
func (p *page) fields(declared *ast.TypeSpec) {
	fields, ok := declared.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range fields.Fields.List {
		for _, name := range field.Names {
			p.comments[declared.Name.Name+"."+name.Name] = field.Doc.Text()
		}
	}
}

func (p *page) text() string {
	var b strings.Builder
	b.WriteString("\n| | function | effect | input | answer |\n| --- | --- | --- | --- | --- |\n")
	for i, f := range erp.Functions {
		fmt.Fprintf(&b, "| %d | `%s` (%s) | %s | %s | %s |\n", i+1, f.Name, p.portuguese(f), f.Effect, p.inputs(f.In), p.answer(f.Out))
	}
	b.WriteString("\nWhat each is for:\n\n")
	for i, f := range erp.Functions {
		fmt.Fprintf(&b, "%d. `%s` %s\n", i+1, f.Name, p.purpose(f))
	}
	for i := 0; i < len(p.objects); i++ { // an object may bring others along
		p.object(&b, p.objects[i])
	}
	return b.String()
}

var opening = regexp.MustCompile(`^\w+ \((\d+), ([^)]+)\) (.*)$`)

func (p *page) opening(f *erp.Info) []string {
	name := strings.ReplaceAll(strings.ToLower(f.Name), "_", "")
	for declared, comment := range p.comments {
		if strings.ToLower(declared) == name {
			if m := opening.FindStringSubmatch(strings.Join(strings.Fields(comment), " ")); m != nil {
				return m
			}
		}
	}
	panic("the comment of " + f.Name + " does not begin with its name, number and Portuguese name")
}

func (p *page) portuguese(f *erp.Info) string { return p.opening(f)[2] }

var links = regexp.MustCompile(`\[([A-Z]\w+)\]`)

func (p *page) purpose(f *erp.Info) string { return links.ReplaceAllString(p.opening(f)[3], "$1") }

func (p *page) inputs(in reflect.Type) string {
	var list []string
	for field := range in.Fields() {
		name, required := tagOf(field)
		list = append(list, "`"+name+star(required)+"`")
		p.mention(field.Type)
	}
	if list == nil {
		return "none"
	}
	return strings.Join(list, ", ")
}

func (p *page) answer(out reflect.Type) string {
	switch out {
	case reflect.TypeFor[erp.PDF]():
		return "`pdf`: bytes, base64, or what a `download` brought"
	case reflect.TypeFor[[]string]():
		return "a list of texts"
	}
	p.mention(out)
	if out.Kind() == reflect.Slice {
		return "a list of **" + noun(out.Elem()) + "**"
	}
	return "one **" + noun(out.Elem()) + "**, or nothing"
}

// mention puts an object on the page, once.
func (p *page) mention(t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t != reflect.TypeFor[br.Date]() && t != reflect.TypeFor[time.Time]() && !slices.Contains(p.objects, t) {
		p.objects = append(p.objects, t)
	}
}

func (p *page) object(b *strings.Builder, t reflect.Type) {
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n| field | type | |\n| --- | --- | --- |\n", noun(t), p.sentence(p.comments[t.Name()], t.Name()))
	for field := range t.Fields() {
		name, required := tagOf(field)
		p.mention(field.Type)
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", name, star(required), kind(field.Type), p.sentence(p.comments[t.Name()+"."+field.Name], field.Name))
	}
}

// sentence is a comment on one line, without the Go name that it begins with.
func (p *page) sentence(comment, name string) string {
	text := links.ReplaceAllString(strings.Join(strings.Fields(comment), " "), "$1")
	m := regexp.MustCompile(`^` + name + `( \([^)]+\))?( is| are| has)? (.+)$`).FindStringSubmatch(text)
	if m == nil {
		return text
	}
	said := strings.ToUpper(m[3][:1]) + m[3][1:]
	if m[1] != "" {
		said = strings.TrimPrefix(m[1], " (")
		said = strings.ToUpper(said[:1]) + strings.TrimSuffix(said[1:], ")") + ": " + m[3]
	}
	return said
}

func tagOf(field reflect.StructField) (name string, required bool) {
	name, option, _ := strings.Cut(field.Tag.Get("erp"), ",")
	return name, option == "required"
}

func star(required bool) string {
	if required {
		return "*"
	}
	return ""
}

// kind is the word for a field's type.
func kind(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[erp.Money]():
		return "money"
	case reflect.TypeFor[br.Date]():
		return "day"
	case reflect.TypeFor[time.Time]():
		return "instant"
	case reflect.TypeFor[br.Document]():
		return "document"
	}
	if words, ok := reflect.Zero(t).Interface().(interface{ Words() []string }); ok && t.Kind() == reflect.String {
		return strings.Join(words.Words(), ", ")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kind(t.Elem())
	case reflect.Slice:
		return "list of " + kind(t.Elem())
	case reflect.Bool:
		return "yes or no"
	case reflect.Int:
		return "number"
	case reflect.Struct:
		return "**" + noun(t) + "**"
	}
	return "text"
}

// noun is a type's name in words: "order item".
func noun(t reflect.Type) string {
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(t.Name(), "$1 $2"))
}
