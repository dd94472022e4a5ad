package value_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"balcao/erp/automation/value"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file under testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got != string(want) {
		t.Errorf("%s differs (%v); -update writes it anew:\n%s", path, err, got)
	}
}

// show writes problems as lint does: the line, a caret, the hint.
func show(b *strings.Builder, text string, problems []value.Problem) {
	fmt.Fprintf(b, "%s\n", text)
	for _, p := range problems {
		fmt.Fprintf(b, "%s%s %s: %s\n", strings.Repeat(" ", p.Pos.Column-1), strings.Repeat("^", p.Length), p.Rule, p.Message)
		if p.Hint != "" {
			fmt.Fprintf(b, "    hint: %s\n", p.Hint)
		}
	}
	b.WriteByte('\n')
}

func lines(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(string(text), "\n"), func(l string) bool { return l == "" })
}

func TestExpressionProblems(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, text := range lines(t, "expressions.txt") {
		e, problems := value.CompileExpr(value.Source{Text: text}, env(t), nil)
		if e == nil && len(problems) == 0 {
			t.Errorf("%s: refused without a reason", text)
		}
		show(&b, text, problems)
	}
	golden(t, "expressions.golden", b.String())
}
