package automation_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balcao/erp/automation"
	"balcao/erp/automation/value"
)

// TestReference holds docs/language-reference.md to what the loader and the
// compiler know. To make it anew: go test ./erp/automation -run Reference -update
func TestReference(t *testing.T) {
	t.Parallel()
	file, page := filepath.Join("..", "..", "docs", "language-reference.md"), referencePage()
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil || string(was) != page {
		t.Errorf("%s is not current: run go test ./erp/automation -run Reference -update (%v)", file, err)
	}
}

const referenceHead = `# Reference of the automation language

Every key, word, function and check, as the loader knows them: this page is made from its tables, by
` + "`go test ./erp/automation -run Reference -update`" + `. How the language is meant is told in [automation.md](automation.md).

`

func referencePage() string {
	var b strings.Builder
	b.WriteString(referenceHead)
	b.WriteString("## Keys\n")
	for _, place := range automation.Places() {
		fmt.Fprintf(&b, "\n### `%s`\n\n%s.\n\n", place.Name, sentence(place.About))
		keyRows(&b, place.Name)
	}
	b.WriteString("\n## Words\n")
	wordTables(&b)
	infoTable(&b, "Functions", "Null gives null unless something else is said.", value.Functions())
	infoTable(&b, "Operators", "", value.Operators())
	infoTable(&b, "Formats of money", "By example, in `formats.money`, `money(…)` and `money_text(…)`.", value.MoneyFormats())
	infoTable(&b, "Layouts of days and instants", "Put together, with `- / . , : _ T` or a space between them.", value.DateLayouts())
	infoTable(&b, "Roundings", "", value.Roundings())
	b.WriteString("\n## What is checked when a pack is loaded\n\nMessages name the place; the rule is the name by which this page and the tests call them.\n\n")
	row(&b, "rule", "what is told")
	row(&b, "---", "---")
	for _, r := range sortedRules() {
		row(&b, code(string(r.Rule)), r.About)
	}
	return b.String()
}

func keyRows(b *strings.Builder, place string) {
	row(b, "key", "meaning")
	row(b, "---", "---")
	for _, k := range automation.Keys() {
		if k.Place == place {
			row(b, code(k.Name), k.About)
		}
	}
}

// wordAreas are the headings of the words.
var wordAreas = [][2]string{
	{"setting_type", "`type` of a setting"}, {"charset", "`charset` of a host"}, {"evidence", "`evidence` of a pack"},
	{"confidence", "`confidence` of a function or part, its first word"}, {"verdict", "what a rule says of an answer"}, {"fail", "`fail` of a step"},
	{"if_never", "`if_never` of a step"}, {"effect", "`effect` of a step"}, {"expect", "`expect` of a step"}, {"tag", "tags, before what is sent"},
	{"type", "types of a part's inputs, and `list of` each"}, {"name", "names that expressions and texts may mention"}, {"place", "where a value goes, and how it is written there"},
}

func wordTables(b *strings.Builder) {
	for _, area := range wordAreas {
		fmt.Fprintf(b, "\n### %s\n\n", sentence(area[1]))
		row(b, "word", "meaning")
		row(b, "---", "---")
		for _, w := range automation.Words() {
			if w.Area == area[0] {
				row(b, code(w.Name), w.About)
			}
		}
	}
}

func infoTable(b *strings.Builder, title, about string, infos []value.Info) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if about != "" {
		b.WriteString(about + "\n\n")
	}
	examples := infos[0].Example != ""
	cells := func(c ...string) []string {
		if examples {
			return c
		}
		return c[:2]
	}
	row(b, cells("written", "meaning", "example", "gives")...)
	row(b, cells("---", "---", "---", "---")...)
	for _, i := range infos {
		row(b, cells(code(i.Form), i.About, code(i.Example), code(i.Gives))...)
	}
}

func sortedRules() []value.RuleInfo {
	return slices.SortedFunc(slices.Values(automation.Rules()), func(a, b value.RuleInfo) int {
		return strings.Compare(string(a.Rule), string(b.Rule))
	})
}

// row writes a line of a table; a bar would end the cell.
func row(b *strings.Builder, cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
	}
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func code(text string) string { return "`" + text + "`" }

func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// A place or an area of words that the page has no heading for would be left out
// of it.
func TestReferenceLeavesNothingOut(t *testing.T) {
	t.Parallel()
	var places, areas []string
	for _, p := range automation.Places() {
		places = append(places, p.Name)
	}
	for _, a := range wordAreas {
		areas = append(areas, a[0])
	}
	for _, k := range automation.Keys() {
		if !slices.Contains(places, k.Place) || k.About == "" {
			t.Errorf("%s %s has no place or no meaning", k.Place, k.Name)
		}
	}
	for _, w := range automation.Words() {
		if !slices.Contains(areas, w.Area) || w.About == "" {
			t.Errorf("%s %s has no heading or no meaning", w.Area, w.Name)
		}
	}
}
