package erp_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/manual"
)

var update = flag.Bool("update", false, "write the generated part of docs/functions.md")

const (
	functionsPage = "../docs/functions.md"
	generatedFrom = "<!-- generated from package erp: go test ./erp -update -->\n"
)

// The page's tables are made of the contract itself.
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
	page := written + generatedFrom + (&page{}).text()
	if *update {
		if err := os.WriteFile(functionsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if string(text) != page && !*update {
		t.Errorf("%s is not what the contract is; -update writes it", functionsPage)
	}
}

// page writes the contract, as package manual tells it.
type page struct{ objects []*manual.Object }

func (p *page) text() string {
	var b strings.Builder
	b.WriteString("\n| | function | effect | input | answer |\n| --- | --- | --- | --- | --- |\n")
	for i, f := range erp.Functions {
		m := manual.Of(f)
		fmt.Fprintf(&b, "| %d | `%s` (%s) | %s | %s | %s |\n", i+1, f.Name, m.Portuguese, f.Effect, p.inputs(m.Inputs), p.answer(m))
	}
	b.WriteString("\nWhat each is for:\n\n")
	for i, f := range erp.Functions {
		fmt.Fprintf(&b, "%d. `%s` %s\n", i+1, f.Name, manual.Of(f).Purpose)
	}
	for i := 0; i < len(p.objects); i++ { // an object may bring others along
		p.object(&b, p.objects[i])
	}
	return b.String()
}

func (p *page) inputs(fields []manual.Field) string {
	if fields == nil {
		return "none"
	}
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = "`" + f.Name + star(f.Required) + "`"
		p.mention(f.Object)
	}
	return strings.Join(list, ", ")
}

func (p *page) answer(f *manual.Function) string {
	switch {
	case f.IsFile():
		return "`pdf`: bytes, base64, or what a `download` brought"
	case f.Answer == nil:
		return "a list of texts"
	}
	p.mention(f.Answer)
	if f.List {
		return "a list of **" + f.Answer.Noun + "**"
	}
	return "one **" + f.Answer.Noun + "**, or nothing"
}

// mention puts an object on the page, once.
func (p *page) mention(o *manual.Object) {
	if o != nil && !slices.ContainsFunc(p.objects, func(known *manual.Object) bool { return known.Type == o.Type }) {
		p.objects = append(p.objects, o)
	}
}

func (p *page) object(b *strings.Builder, o *manual.Object) {
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n| field | type | |\n| --- | --- | --- |\n", o.Noun, o.About)
	for _, f := range o.Fields() {
		p.mention(f.Object)
		fmt.Fprintf(b, "| `%s%s` | %s | %s |\n", f.Name, star(f.Required), typed(f), f.About)
	}
}

func typed(f manual.Field) string {
	kind := f.Kind
	if f.Object != nil {
		kind = "**" + kind + "**"
	}
	if f.List {
		return "list of " + kind
	}
	return kind
}

func star(required bool) string {
	if required {
		return "*"
	}
	return ""
}
