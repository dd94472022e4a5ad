package automation_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
)

const plainPack = "pack: acme\ntitle: Acme\nlanguage: 1\nhosts:\n  api: {url: https://acme.example}\n"

// TestPlaces writes the same mistake, a name that nobody knows, in every way
// that YAML has; the report must underline it where it stands.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]string{
		"plain":                 "    value: first_of(custmers, 1)",
		"behind accents":        "    value: first_of(\"ação\", custmers)",
		"single quotes":         "    value: 'first_of(\"it''s\", custmers)'",
		"double quotes":         `    value: "first_of(\"a\\n\", custmers)"`,
		"escaped characters":    `    value: "first_of(\"\u00e1\x41\", custmers)"`,
		"over two lines":        "    value: first_of(1,\n      custmers)",
		"quoted over two lines": "    value: \"first_of(1,\n\n      custmers)\"",
		"block":                 "    value: |\n      first_of(1,\n\n        \"é\", custmers)",
		"block with indicator":  "    value: |-\n      first_of(1, custmers)",
		"windows line ends":     "    value: |\r\n      first_of(1,\r\n      custmers)\r",
		"behind a comment":      "    # café: custmers?\n    value: first_of(1, custmers) # custmers",
		"in braces":             "    get: /x\n    query: {a: 1, café: $(custmers)}",
		"in nested brackets":    "    post: /x\n    json: [[1, {b: \"$(first_of(1, custmers))\"}]]",
		"behind a tag":          "    post: /x\n    json:\n      note: !text Olá, $(custmers)",
		"block behind a tag":    "    post: /x\n    json:\n      note: !text |\n        Olá\n        $(custmers)",
		"in a key":              "    post: /x\n    json:\n      a$(custmers): 1",
		"in a list":             "    post: /x\n    json:\n      - 1\n      - - $(custmers)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := "steps:\n  file:\n" + step + "\noutput: file\n"
			_, problems := automation.Load(fstest.MapFS{
				"pack.yaml": {Data: []byte(plainPack)}, "parts/rows.yaml": {Data: []byte(file)},
			}, "acme", nil)
			errs := problems.Errors()
			if len(errs) != 1 {
				t.Fatalf("want one mistake, got:\n%s", errs)
			}
			if got := underlined(errs[0]); got != "custmers" {
				t.Errorf("underlined %q:\n%s", got, errs)
			}
		})
	}
}

// underlined is the piece of the line that the carets stand under.
func underlined(p *automation.Problem) string {
	lines := strings.Split(p.String(), "\n")
	line, carets := []rune(lines[1]), []rune(lines[2])
	var out []rune
	for i, r := range carets {
		if r == '^' && i < len(line) {
			out = append(out, line[i])
		}
	}
	return string(out)
}

// TestHostileYAML reads files that are made to harm; all that counts is that
// the end comes soon and is a report.
func TestHostileYAML(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"alias bomb":        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
		"brackets":          strings.Repeat("[", 100_000),
		"braces":            "a: " + strings.Repeat("{a: ", 100_000),
		"dashes":            strings.Repeat("- ", 100_000) + "a",
		"question marks":    strings.Repeat("? ", 100_000) + "a",
		"many dashes":       "a: " + strings.Repeat("\n"+strings.Repeat("- ", 30)+"a", 3000),
		"many tags":         "a: " + strings.Repeat("!text ", 100_000) + "a",
		"many anchors":      "a: " + strings.Repeat("&a ", 100_000) + "a",
		"many quotes":       "a: " + strings.Repeat(`""`, 100_000),
		"many keys":         strings.Repeat("a: ", 100_000),
		"many lines":        strings.Repeat("a: 1\n", 100_000),
		"one long text":     "a: |\n" + strings.Repeat("  $(x)\n", 100_000),
		"deep indentation":  deepIndentation(500),
		"empty":             "",
		"only a comment":    "# nothing",
		"two documents":     plainPack + "---\n" + plainPack,
		"a list":            "- a\n- b\n",
		"a word":            "pack",
		"no UTF-8":          "pack: \xff\xfe",
		"null bytes":        "pack: a\x00b\n",
		"directive":         "%YAML 1.2\n---\npack: acme\n",
		"merge key":         plainPack + "<<: {title: x}\n",
		"question mark key": plainPack + "? [a, b]\n: 1\n",
		"binary tag":        plainPack + "tables: !!binary aGVsbG8=\n",
		"tabs":              "pack: acme\n\ttitle: x\n",
		"long line":         "pack: " + strings.Repeat("x", 100_000) + ": y\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pack, problems := automation.Load(fstest.MapFS{"pack.yaml": {Data: []byte(file)}}, "acme", nil)
			if pack != nil || problems.Err() == nil {
				t.Fatalf("was taken for a pack: %s", problems)
			}
			for line := range strings.Lines(problems.Error()) {
				if len([]rune(line)) > 700 {
					t.Errorf("a line of the report has %d characters: %.200s", len(line), line)
				}
			}
		})
	}
}

func deepIndentation(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{plainPack, "steps:\n  a: {get: /x, query: {b: $(c)}}\noutput: a\n", "a: |\n  b\nc: \"d\\n\"\n", "- !text $(a\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		for _, name := range []string{"pack.yaml", "parts/a.yaml", "examples/a.yaml"} {
			folder := fstest.MapFS{"pack.yaml": {Data: []byte(plainPack)}}
			folder[name] = &fstest.MapFile{Data: []byte(file)}
			_, problems := automation.Load(folder, "acme", nil)
			_ = problems.Error()
		}
	})
}

// A $( that YAML cuts behind other members of { } is told as what it is.
func TestACutInBracesIsNoColon(t *testing.T) {
	t.Parallel()
	file := "steps:\n  file:\n    post: /x\n    json:\n      - {TB: t.d, OP: \">=\", P: $(date_text(add_days(today(), -9), \"YYYY-MM-DD\"))}\noutput: file\n"
	_, problems := automation.Load(fstest.MapFS{
		"pack.yaml": {Data: []byte(plainPack)}, "parts/rows.yaml": {Data: []byte(file)},
	}, "acme", nil)
	want := "single quotes: '$(date_text(add_days(today(), -9), \"YYYY-MM-DD\"))'"
	if errs := problems.Errors(); len(errs) == 0 || !strings.Contains(errs[0].String(), want) {
		t.Errorf("want %q in\n%s", want, errs)
	}
}
