package automation_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
	"balcao/erp/automation/value"
)

var update = flag.Bool("update", false, "write the expected reports anew")

// TestRules holds a pack with each mistake that is checked, and what is said of
// it. A rule without such a pack fails, and so does a pack that breaks another
// rule than its own.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, rule := range automation.Rules() {
		t.Run(string(rule.Rule), func(t *testing.T) {
			t.Parallel()
			if rule.About == "" {
				t.Error("the rule has no description")
			}
			folder := filepath.Join("testdata", "rules", string(rule.Rule))
			pack := fs.FS(os.DirFS(folder))
			if made := tooLargeForAFile[rule.Rule]; made != nil {
				pack = made()
			}
			checkReport(t, rule.Rule, pack, filepath.Join(folder, "expected.txt"))
		})
	}
}

func checkReport(t *testing.T, rule value.Rule, pack fs.FS, expected string) {
	t.Helper()
	_, problems := automation.Load(pack, "acme", basePack)
	if errs := problems.Errors(); len(errs) > 0 {
		problems = errs
	}
	if !slices.ContainsFunc(problems, func(p *automation.Problem) bool { return p.Rule == rule }) {
		t.Errorf("%s is not told; got:\n%s", rule, problems)
	}
	got := problems.Error() + "\n"
	if *update {
		if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestRulesAreAllKnown finds folders of rules that are no more.
func TestRulesAreAllKnown(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(filepath.Join("testdata", "rules"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[value.Rule]bool{}
	for _, rule := range automation.Rules() {
		if seen[rule.Rule] {
			t.Errorf("two rules are called %s", rule.Rule)
		}
		seen[rule.Rule] = true
	}
	for _, entry := range entries {
		if !seen[value.Rule(entry.Name())] {
			t.Errorf("there is no rule %s", entry.Name())
		}
	}
}

// basePack is the pack that folders under test extend.
func basePack(name string) (fs.FS, bool) {
	if name != "base" {
		return nil, false
	}
	return os.DirFS(filepath.Join("testdata", "base")), true
}

// tooLargeForAFile makes the packs that nobody wants to have in a folder.
var tooLargeForAFile = map[value.Rule]func() fs.FS{
	"file-size": func() fs.FS {
		return fstest.MapFS{"pack.yaml": {Data: []byte("pack: acme\n" + strings.Repeat("# nothing\n", 110_000))}}
	},
	"unreadable": func() fs.FS { return unreadable{fstest.MapFS{"pack.yaml": {Data: []byte("pack: acme\n")}}} },
}

// unreadable is a folder whose files exist and cannot be read.
type unreadable struct{ fstest.MapFS }

func (u unreadable) ReadFile(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("permission denied")}
}
