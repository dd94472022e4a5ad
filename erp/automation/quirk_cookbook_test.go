package automation_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var testAddress = regexp.MustCompile(`(?:https?://)?127\.0\.0\.1:\d+`)

// symptom checks that the cookbook shows what the engine says of a quirk.
func (q quirk) symptom(t *testing.T, said any) {
	t.Helper()
	text := strings.TrimSpace(testAddress.ReplaceAllString(fmt.Sprint(said), "erp.example"))
	if !strings.Contains(cookbook(t)[q], text) {
		t.Errorf("docs/cookbook.md, %d, does not show\n%s", q, text)
	}
}

var (
	entryHead = regexp.MustCompile(`(?m)^## (\d+)\. (.+)$`)
	fenced    = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	quoteHead = regexp.MustCompile(`^# (\d\d)/(\S+)$`)
)

const cookbookFile = "../../docs/cookbook.md"

// cookbook is the cookbook by entry.
func cookbook(t *testing.T) map[quirk]string {
	t.Helper()
	text, err := os.ReadFile(cookbookFile)
	if err != nil {
		t.Fatal(err)
	}
	entries := map[quirk]string{}
	heads := entryHead.FindAllSubmatchIndex(text, -1)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		var n int
		fmt.Sscan(string(text[h[2]:h[3]]), &n)
		entries[quirk(n)] = string(text[h[0]:end])
	}
	return entries
}

func TestCookbookHasAnEntryForEachQuirk(t *testing.T) {
	t.Parallel()
	entries := cookbook(t)
	text, err := os.ReadFile(cookbookFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(quirks) != 28 || len(entries) != len(quirks) {
		t.Errorf("%d quirks and %d entries, want 28", len(quirks), len(entries))
	}
	for i, q := range quirks {
		head := fmt.Sprintf("## %d. %s\n", i+1, q.title)
		if !strings.HasPrefix(entries[quirk(i+1)], head) {
			t.Errorf("the entry does not begin with %q", head)
		}
		if line := fmt.Sprintf("\n%d. [%s](#%[1]d-", i+1, q.title); !strings.Contains(string(text), line) {
			t.Errorf("the contents have no line %q", line)
		}
	}
}

// What the cookbook tells technicians to write is what the tests run.
func TestCookbookQuotesThePacks(t *testing.T) {
	t.Parallel()
	for number, entry := range cookbook(t) {
		blocks := fenced.FindAllStringSubmatch(entry, -1)
		if len(blocks) == 0 {
			t.Errorf("entry %d quotes nothing", number)
		}
		for _, block := range blocks {
			for _, name := range slices.Sorted(maps.Keys(quotes(block[1]))) {
				checkQuote(t, number, name, quotes(block[1])[name])
			}
		}
	}
}

// quotes are the parts of a fence by the file that a comment before each names.
func quotes(block string) map[string]string {
	parts, name := map[string]string{}, ""
	for line := range strings.Lines(block) {
		if m := quoteHead.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			name = m[1] + "/" + m[2]
			continue
		}
		parts[name] += line
	}
	return parts
}

func checkQuote(t *testing.T, number quirk, name, text string) {
	t.Helper()
	if !strings.HasPrefix(name, number.dir()+"/") {
		t.Errorf("entry %d quotes %q: each quote begins with a comment that names its file, # %s/…", number, name, number.dir())
		return
	}
	file, err := os.ReadFile("testdata/quirks/" + name)
	if err != nil {
		t.Error(err)
		return
	}
	if !strings.Contains(string(file), text) {
		t.Errorf("%s does not hold what entry %d quotes of it:\n%s", name, number, text)
	}
}
