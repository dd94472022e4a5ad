package value_test

import (
	"os"
	"strings"
	"testing"

	"balcao/erp/automation/value"
)

// Every rule has one line about it and is seen in a golden file.
func TestRules(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, name := range []string{"expressions", "texts", "formats", "fields", "results"} {
		text, err := os.ReadFile("testdata/" + name + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	seen := map[value.Rule]bool{}
	for _, r := range value.Rules() {
		if seen[r.Rule] || r.About == "" || !strings.Contains(all.String(), "^ "+string(r.Rule)+": ") {
			t.Errorf("%s: twice, without a word, or never seen", r.Rule)
		}
		seen[r.Rule] = true
	}
}

// A text for a part's input is held against what the input takes, an expression
// against what its place needs.
func TestResultProblems(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, c := range []struct {
		takes *value.Type
		text  string
	}{
		{value.TextType, "$(leadInput.lead.name)"}, {value.FreeTextType, "$(leadInput.lead.name)"}, {value.TextType, "$(input.settlement.paid_at)"},
		{value.SecretType, "$(settings.token)"}, {value.NumberType, "$(position)"}, {value.AnyType, "$(leadInput)"},
	} {
		_, problems := value.CompileText(value.Source{Text: c.text, Name: "title", Takes: c.takes}, env(t), value.PlaceWith)
		show(&b, c.text, problems)
	}
	for text, want := range map[string]*value.Type{"input.document": value.FlagType} {
		_, problems := value.CompileExpr(value.Source{Text: text}, env(t), want)
		show(&b, text, problems)
	}
	_, problems := value.CompileExpr(value.Source{Text: `"x"`}, env(t), value.ListType(value.AnyType))
	show(&b, `"x"`, problems)
	_, problems = value.CompileExpr(value.Source{Text: "1" + strings.Repeat(" + 1", 999)}, env(t), nil)
	show(&b, "1 + 1 …", problems)
	golden(t, "results.golden", b.String())
}
