package automation_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
)

// sharedBase has units that call each other and one that reads a table.
var sharedBase = files{
	"pack.yaml": packYAML + `tables:
  state: {A: OPEN, R: PAID}
`,
	"get_customer.yaml":   "steps:\n  person: {call: person, with: {document: $(input.document)}}\noutput: {name: person.name, active: person.active}\n",
	"list_contracts.yaml": "steps:\n  rows: {get: /contracts, query: {cpf: $(input.document)}}\noutput: {each: rows, fields: {id: it.id}}\n",
	"list_invoices.yaml": `steps:
  rows: {get: /invoices, query: {cpf: $(input.document)}}
output:
  each: rows
  fields: {id: it.id, status: "tables.state[it.state]", original_amount: it.sum, current_amount: it.sum, open_amount: it.sum, due_on: it.due}
`,
	"parts/person.yaml": "input: {document: document}\nsteps:\n  people: {get: /people, query: {cpf: $(input.document)}, take: first(answer)}\noutput: people\n",
	"examples/list_contracts/one.yaml": `function: list_contracts
settings: {url: "https://erp.example"}
input: {document: "52998224725"}
exchanges: [{get: /contracts, answer: {json: [{id: 7}]}}]
output: [{id: "7", document: "52998224725"}]
`,
}

func mapFS(f files) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(strings.TrimLeft(text, "\n"))}
	}
	return fsys
}

// over loads a folder over sharedBase.
func over(t *testing.T, f files) (*automation.Pack, automation.Problems) {
	t.Helper()
	return automation.Load(mapFS(f), "acme", func(string) (fs.FS, bool) { return mapFS(sharedBase), true })
}

// Two folders have a unit in common unless one of them changes it, something
// that it calls, or what it stands on.
func TestFoldersShareWhatTheyDoNotChange(t *testing.T) {
	t.Parallel()
	const own = "pack: acme\nextends: base 1.0\n"
	other, problems := over(t, files{"pack.yaml": own + "answers:\n  - refused: answer.error != null\n"})
	if other == nil {
		t.Fatal(problems)
	}
	all := []string{"get_customer", "list_contracts", "list_invoices"}
	for name, c := range map[string]struct {
		files  files
		shared []string
	}{
		"nothing":                 {files{"pack.yaml": own}, all},
		"rules and limits":        {files{"pack.yaml": own + "answers:\n  - empty: status == 404\nlimits: {at_once: 2}\n"}, all},
		"a default":               {files{"pack.yaml": own + "settings: {url: {default: \"https://erp.example\"}}\n"}, all},
		"a setting more":          {files{"pack.yaml": own + "settings: {more: {label: More}}\nanswers:\n  - refused: answer.x != null and answer.x == settings.more\n"}, all},
		"a setting's type":        {files{"pack.yaml": own + "settings: {url: {type: url, optional: true}}\n"}, nil},
		"a table":                 {files{"pack.yaml": own + "tables: {state: {A: PAID}}\n"}, []string{"get_customer", "list_contracts"}},
		"a function":              {files{"pack.yaml": own, "list_contracts.yaml": sharedBase["list_contracts.yaml"]}, []string{"get_customer", "list_invoices"}},
		"what a function calls":   {files{"pack.yaml": own, "parts/person.yaml": sharedBase["parts/person.yaml"]}, []string{"list_contracts", "list_invoices"}},
		"formats":                 {files{"pack.yaml": own + "formats: {date: DD/MM/YYYY}\n"}, nil},
		"hosts":                   {files{"pack.yaml": own + "hosts: {api: {headers: {X-Own: a}}}\n"}, nil},
		"a function that is none": {files{"pack.yaml": own + "not_supported: {list_contracts: It has none.}\n"}, []string{"get_customer", "list_invoices"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pack, problems := over(t, c.files)
			if pack == nil {
				t.Fatal(problems)
			}
			var shared []string
			for _, f := range slices.Sorted(maps.Keys(pack.Functions)) {
				if pack.Functions[f] == other.Functions[f] {
					shared = append(shared, f)
				}
			}
			if !slices.Equal(shared, c.shared) {
				t.Errorf("shared are %v, want %v", shared, c.shared)
			}
			for _, e := range pack.Examples {
				if err := automation.RunExample(t.Context(), pack, e); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// What is taken over was checked elsewhere; what the folder does to it is still
// told.
func TestFoldersOverASharedPackAreChecked(t *testing.T) {
	t.Parallel()
	const own = "pack: acme\nextends: base 1.0\n"
	for want, f := range map[string]files{
		`"perso" is not known here`:             {"pack.yaml": own, "get_customer.yaml": "steps:\n  person: {call: person, with: {document: $(input.document)}}\noutput: {name: perso.name, active: person.active}\n"},
		`person takes no "document"`:            {"pack.yaml": own, "parts/person.yaml": "input: {cpf: document}\nsteps:\n  people: {get: /people, query: {cpf: $(input.cpf)}}\noutput: people\n"},
		`nothing mentions the setting "more"`:   {"pack.yaml": own + "settings: {more: {label: More}}\n"},
		`"list_contracts" has a file`:           {"pack.yaml": own + "not_supported: {list_contracts: x}\n", "list_contracts.yaml": sharedBase["list_contracts.yaml"]},
		`no example's answer ever had "numero"`: {"pack.yaml": own, "list_contracts.yaml": "steps:\n  rows: {get: /contracts, query: {cpf: $(input.document)}}\noutput: {each: rows, fields: {id: \"first_of(it.id, it.numero)\"}}\n"},
		`tables has no "stat"`:                  {"pack.yaml": own + "answers:\n  - refused: tables.stat[answer.x] == OPEN\n"},
	} {
		_, problems := over(t, f)
		if !strings.Contains(problems.Error(), want) {
			t.Errorf("want %s in\n%v", want, problems)
		}
	}
}
