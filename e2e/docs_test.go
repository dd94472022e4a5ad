package e2e_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"balcao/e2e/harness"
)

const docs = "../docs/"

func readDoc(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(docs + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n# ([a-z_/.]+)\n(.*?)\n```")

// What the tutorial quotes is what stands in the pack that it builds.
func TestTheTutorialQuotesItsPack(t *testing.T) {
	t.Parallel()
	blocks := yamlBlock.FindAllStringSubmatch(readDoc(t, "tutorial.md"), -1)
	if len(blocks) < 8 {
		t.Fatalf("only %d blocks were found", len(blocks))
	}
	for _, block := range blocks {
		quoted, _, _ := strings.Cut(block[2], "\n  # …")
		if !strings.Contains(readDoc(t, "tutorial/netgest/"+block[1]), quoted) {
			t.Errorf("%s does not have this:\n%s", block[1], quoted)
		}
	}
}

var yamlComment = regexp.MustCompile(`(?m) +#.*$`)

// What the guide for an unknown ERP quotes, in both languages, stands in a pack
// that has nothing to be told; its comments may be in the reader's language.
func TestTheGuideQuotesItsPack(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"new-pack.md", "new-pack.pt-BR.md"} {
		blocks := yamlBlock.FindAllStringSubmatch(readDoc(t, page), -1)
		if len(blocks) != 8 {
			t.Fatalf("%s: %d blocks were found, want 8", page, len(blocks))
		}
		for _, block := range blocks {
			file := yamlComment.ReplaceAllString(readDoc(t, "tutorial/gestornet/"+block[1]), "")
			if !strings.Contains(file, yamlComment.ReplaceAllString(block[2], "")) {
				t.Errorf("%s: %s does not have this:\n%s", page, block[1], block[2])
			}
		}
	}
	if out, code := harness.Run(t, t.TempDir(), nil, "lint", "--strict", absolute(t, docs+"tutorial/gestornet")); code != 0 {
		t.Errorf("lint ends with %d and prints\n%s", code, out)
	}
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var shellBlock = regexp.MustCompile(`(?m)^    \$ balcao lint netgest\n((?:    .*\n)+)`)

// What the tutorial shows of `balcao lint` is what it prints, for the finished
// pack and for the one with the mistake.
func TestTheTutorialShowsWhatLintPrints(t *testing.T) {
	t.Parallel()
	shown := shellBlock.FindAllStringSubmatch(readDoc(t, "tutorial.md"), -1)
	if len(shown) != 2 {
		t.Fatalf("%d runs are shown, want 2", len(shown))
	}
	dir := t.TempDir()
	folder := filepath.Join(dir, "netgest")
	if err := os.CopyFS(folder, os.DirFS(docs+"tutorial/netgest")); err != nil {
		t.Fatal(err)
	}
	compare := func(shown string, wantCode int) {
		t.Helper()
		out, code := harness.Run(t, dir, nil, "lint", folder)
		want := strings.TrimSpace(strings.ReplaceAll(shown, "\n    ", "\n"))
		if strings.TrimSpace(out) != want || code != wantCode {
			t.Errorf("lint ends with %d and prints\n%s\nthe tutorial shows\n%s", code, out, want)
		}
	}
	compare(shown[0][1], 0)
	mistyped := strings.Replace(readDoc(t, "tutorial/netgest/get_customer.yaml"), "customer.nome", "custmer.nome", 1)
	if err := os.WriteFile(filepath.Join(folder, "get_customer.yaml"), []byte(mistyped), 0o600); err != nil {
		t.Fatal(err)
	}
	compare(shown[1][1], 1)
}

var link = regexp.MustCompile(`\]\(([^)#: ]+)(?:#[^)]*)?\)`)

// Links between pages and to files lead somewhere.
func TestLinksInTheDocs(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob(docs + "*.md")
	if err != nil || len(pages) < 8 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	ofPacks, err := filepath.Glob(docs + "packs/*.md")
	if err != nil || len(ofPacks) < 8 {
		t.Fatalf("%d pages of packs: %v", len(ofPacks), err)
	}
	for _, page := range slices.Concat(pages, ofPacks, []string{"../README.md", "../CONTRIBUTING.md"}) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), target[1])); err != nil {
				t.Errorf("%s: %s leads nowhere", page, target[1])
			}
		}
	}
}

var tableMessage = regexp.MustCompile("(?m)^\\| (`[^|]*) \\|")

// Every message of the troubleshooting page is one that the program says.
func TestTheTroubleshootingPageQuotesTheProgram(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	for _, root := range []string{"../erp/automation", "../erp/guard", "../graph", "../internal"} {
		err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			sources.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rows := tableMessage.FindAllStringSubmatch(readDoc(t, "troubleshooting.md"), -1)
	if len(rows) < 30 {
		t.Fatalf("only %d rows were found", len(rows))
	}
	for _, row := range rows {
		for _, quoted := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			for _, piece := range strings.Split(quoted[1], "…") {
				if piece = strings.TrimSpace(piece); len(piece) > 1 && !isOfTheSystem(piece) && !strings.Contains(sources.String(), piece) {
					t.Errorf("nothing says %q", piece)
				}
			}
		}
	}
}

// isOfTheSystem tells words that come from the operating system or Go.
func isOfTheSystem(piece string) bool {
	return piece == "no such host" || piece == "connection refused" || piece == "certificate"
}
