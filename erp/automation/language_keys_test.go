package automation_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp/automation"
)

// stray is a pack with a key that does not exist at each place of the language;
// what the loader then says lists the keys that do.
var stray = map[string]files{
	"pack":     {"pack.yaml": packYAML + "zz9: 1\n"},
	"setting":  {"pack.yaml": strings.Replace(packYAML, "label: Address", "label: Address, zz9: 1", 1)},
	"host":     {"pack.yaml": strings.Replace(packYAML, "api: {", "api: {zz9: 1, ", 1)},
	"session":  {"pack.yaml": packYAML + "session: {zz9: 1}\n"},
	"rule":     {"pack.yaml": packYAML + "answers: [{ok: html, zz9: 1}]\n"},
	"format":   {"pack.yaml": strings.Replace(packYAML, "formats: {", "formats: {zz9: 1, ", 1)},
	"limit":    {"pack.yaml": packYAML + "limits: {zz9: 1}\n"},
	"input":    {"parts/part.yaml": "input: {x: {type: text, zz9: 1}}\noutput: input.x\n"},
	"batch":    {"list_contracts.yaml": "batch: {key: document, zz9: 1}\noutput: {each: keys, key: it, fields: {id: it}}\n"},
	"step":     {"parts/part.yaml": "steps:\n  a: {get: /x, zz9: 1}\noutput: a\n"},
	"page":     {"parts/part.yaml": "steps:\n  a: {get: /x, pages: {zz9: 1}}\noutput: a\n"},
	"example":  {"examples/one.yaml": "zz9: 1\n"},
	"exchange": {"examples/one.yaml": "exchanges: [{get: /x, zz9: 1}]\n"},
	"answer":   {"examples/one.yaml": "exchanges: [{get: /x, answer: {zz9: 1}}]\n"},
	"error":    {"examples/one.yaml": "error: {zz9: 1}\n"},
}

// strayTwice are places of which two kinds of file have some keys each.
var strayTwice = map[string][]files{
	"unit": {{"parts/part.yaml": "zz9: 1\noutput: null\n"}, {"list_contracts.yaml": "zz9: 1\n"}},
	"output": {
		{"list_contracts.yaml": "output: {each: [], zz9: 1}\n"}, {"list_pendency_texts.yaml": "output: {each: [], zz9: 1}\n"}, {"get_boleto_pdf.yaml": "output: {zz9: 1}\n"},
	},
}

// Keys lists what the loader takes, no more and no less, place by place.
func TestKeysAreThoseOfTheLoader(t *testing.T) {
	t.Parallel()
	for _, p := range automation.Places() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			var listed, taken []string
			for _, k := range automation.Keys() {
				if k.Place == p.Name {
					listed = append(listed, k.Name)
				}
				if k.About == "" {
					t.Errorf("%s has no line about it", k.Name)
				}
			}
			variants := strayTwice[p.Name]
			if f := stray[p.Name]; f != nil {
				variants = append(variants, f)
			}
			for _, f := range variants {
				taken = append(taken, keysTold(t, f)...)
			}
			slices.Sort(listed)
			slices.Sort(taken)
			if taken = slices.Compact(taken); !slices.Equal(listed, taken) {
				t.Errorf("listed are %v, taken are %v", listed, taken)
			}
		})
	}
}

// keysTold are the keys that the loader names where it finds zz9.
func keysTold(t *testing.T, f files) []string {
	t.Helper()
	_, problems := automation.Load(fsOf(merge(files{"pack.yaml": packYAML}, f)), "test", nil)
	for _, p := range problems {
		if all, ok := strings.CutPrefix(p.Hint, "it may have: "); ok && strings.HasSuffix(p.Message, `has no "zz9"`) {
			return strings.Split(all, ", ")
		}
	}
	t.Errorf("zz9 is not told: %v", problems)
	return nil
}
