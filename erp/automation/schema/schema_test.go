package schema_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/schema"
	"balcao/erp/packs"
)

// compiled are the schemas, as an editor reads them.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	for name, s := range schema.All() {
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name+".json", document); err != nil {
			t.Fatal(err)
		}
		if all[name], err = c.Compile(name + ".json"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return all
}

// tree is YAML as JSON has it.
func tree(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// kindOf is the schema for a pack's file.
func kindOf(file string) string {
	switch {
	case file == "pack.yaml":
		return "pack"
	case strings.HasPrefix(file, "parts/"):
		return "part"
	case strings.HasPrefix(file, "examples/"):
		return "example"
	}
	return "functions/" + strings.TrimSuffix(path.Base(file), ".yaml")
}

func TestEveryFileOfThePacksFits(t *testing.T) {
	t.Parallel()
	schemas := compiled(t)
	for _, name := range packs.Names() {
		folder, _ := packs.FS(name)
		err := fs.WalkDir(folder, ".", func(p string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(p) != ".yaml" {
				return err
			}
			text, err := fs.ReadFile(folder, p)
			if err != nil {
				return err
			}
			v := tree(t, string(text))
			kind := kindOf(p)
			if err := schemas[kind].Validate(v); err != nil {
				t.Errorf("%s/%s: %v", name, p, err)
			}
			if strings.HasPrefix(kind, "functions/") {
				if err := schemas["function"].Validate(v); err != nil {
					t.Errorf("%s/%s: %v", name, p, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestMistakesDoNotFit(t *testing.T) {
	t.Parallel()
	schemas := compiled(t)
	for name, c := range map[string]struct{ kind, right, wrong string }{
		"a key of the pack":   {"pack", "pack: x\ntitle: X\nlanguage: 1\n", "pack: x\ntitel: X\nlanguage: 1\n"},
		"a setting's type":    {"pack", "pack: x\ntitle: X\nlanguage: 1\nsettings: {a: {type: secret}}\n", "pack: x\ntitle: X\nlanguage: 1\nsettings: {a: {type: sekret}}\n"},
		"a charset":           {"pack", "pack: x\ntitle: X\nlanguage: 1\nhosts: {a: {url: u, charset: latin-1}}\n", "pack: x\ntitle: X\nlanguage: 1\nhosts: {a: {url: u, charset: latin1}}\n"},
		"a function's name":   {"pack", "pack: x\ntitle: X\nlanguage: 1\nnot_supported: {list_plans: no}\n", "pack: x\ntitle: X\nlanguage: 1\nnot_supported: {list_plan: no}\n"},
		"a step's key":        {"function", "steps: {a: {get: /x, optional: true}}\noutput: a\n", "steps: {a: {get: /x, optinal: true}}\noutput: a\n"},
		"a step's word":       {"function", "steps: {a: {get: /x, effect: write}}\noutput: a\n", "steps: {a: {get: /x, effect: writes}}\noutput: a\n"},
		"a duration":          {"function", "steps: {a: {get: /x, every: 2s}}\noutput: a\n", "steps: {a: {get: /x, every: 2}}\noutput: a\n"},
		"a key of the output": {"function", "output: {each: a, fields: {b: c}}\n", "output: {each: a, feilds: {b: c}}\n"},
		"batch in a part":     {"part", "output: a\n", "batch: {key: document}\noutput: a\n"},
		"a field of an invoice": {"functions/list_invoices", "output: {each: a, fields: {id: it.i, original_amount: it.a, current_amount: it.a, open_amount: it.a, due_on: it.d, status: OPEN}}\n",
			"output: {each: a, fields: {id: it.i, original_amount: it.a, current_amount: it.a, open_amount: it.a, due_date: it.d, status: OPEN}}\n"},
		"a field of a customer": {"functions/get_customer", "output: {name: a.n, active: true}\n", "output: {nome: a.n, active: true}\n"},
		"an example's key":      {"example", "function: get_customer\ninput: {}\nexchanges: []\noutput: {}\n", "function: get_customer\ninputs: {}\nexchanges: []\noutput: {}\n"},
		"an answer's key":       {"example", "function: f\ninput: {}\nexchanges: [{get: /x, answer: {json: 1}}]\n", "function: f\ninput: {}\nexchanges: [{get: /x, answer: {jsno: 1}}]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := schemas[c.kind].Validate(tree(t, c.right)); err != nil {
				t.Errorf("what is right does not fit: %v", err)
			}
			if err := schemas[c.kind].Validate(tree(t, c.wrong)); err == nil {
				t.Error("what is wrong fits")
			}
		})
	}
}

func TestThereIsASchemaForEverything(t *testing.T) {
	t.Parallel()
	all := schema.All()
	for _, f := range erp.Functions {
		if all["functions/"+f.Name] == nil {
			t.Errorf("none of %s", f.Name)
		}
	}
	for _, k := range schema.Keys() {
		if !hasKey(k) {
			t.Errorf("a shape of %s, which is no key", k)
		}
	}
}

func hasKey(name string) bool {
	for _, k := range automation.Keys() {
		if k.Place+"/"+k.Name == name {
			return true
		}
	}
	return false
}
