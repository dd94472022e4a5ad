package automation_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
	"balcao/erp/automation/value"
)

// feature is one thing that the language can do, with a test that fails without
// it. Its name is AREA/NAME, as in the tables of the reference page; the mutants
// of e2e/mutants switch each off and look which tests notice.
type feature struct {
	name string
	test func(t *testing.T)
}

// features are all of them, area by area.
var features = slices.Concat(
	packFeatures, answerFeatures, stepFeatures, loopFeatures, functionFeatures, operatorFeatures,
	unitFeatures, outputFeatures, formatFeatures, typeFeatures,
	sendFeatures, nameFeatures, effectFeatures, exampleFeatures,
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, f := range features {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.test(t)
		})
	}
}

// TestLanguageIsWhole compares the features with what the loader and the compiler
// know: a key, word, function or format without a test fails here.
func TestLanguageIsWhole(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range features {
		if slices.Contains(names, f.name) {
			t.Errorf("%s is there twice", f.name)
		}
		names = append(names, f.name)
	}
	for _, name := range automation.Vocabulary() {
		if !slices.Contains(names, name) {
			t.Errorf("%s has no test", name)
		}
	}
}

// probe is a function that answers texts: the steps are run, and each of the
// expressions gives one.
func probe(steps, texts string) string {
	return "steps:\n" + indented(steps) + "output:\n  - " + strings.ReplaceAll(strings.TrimSpace(texts), "\n", "\n  - ") + "\n"
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ") + "\n"
}

// played is a feature whose pack is run against a server that answers as the
// exchanges say; the function is list_pendency_texts, made by probe, and want what
// comes out.
func played(name, steps, texts, exchanges, want string, more ...files) feature {
	all := files{"list_pendency_texts.yaml": probe(steps, texts)}
	for _, f := range more {
		for file, text := range f {
			all[file] = text
		}
	}
	return example(name, all, "function: list_pendency_texts\ninput: {document: \"52998224725\"}\nexchanges:\n"+indented(exchanges)+want)
}

// example is a feature that an example of the pack shows. It is played twice: a
// run begins with nothing that another one left.
func example(name string, f files, text string) feature {
	return feature{name, func(t *testing.T) {
		if err := play(t, f, text); err != nil {
			t.Error(err)
		}
	}}
}

// unlike is an example that must not come out as it says.
func unlike(name string, f files, text, want string) feature {
	return feature{name, func(t *testing.T) {
		if err := play(t, f, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}}
}

func play(t *testing.T, f files, text string) error {
	t.Helper()
	all := files{}
	for name, content := range f {
		all[name] = content
	}
	if !strings.Contains(text, "\nsettings:") {
		text += "\nsettings: {url: \"https://erp.example\"}\n"
	}
	all["examples/one.yaml"] = text
	pack := load(t, all)
	return automation.RunExample(t.Context(), pack, pack.Examples[0])
}

// read is a feature of which the loaded pack must know.
func read(name string, f files, want string, get func(*automation.Pack) string) feature {
	return feature{name, func(t *testing.T) {
		if got := get(load(t, f)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}}
}

// refused is a feature that keeps a pack from being loaded, by a rule.
func refused(name string, f files, rule value.Rule) feature {
	return feature{name, func(t *testing.T) {
		fsys := fstest.MapFS{"pack.yaml": {Data: []byte(packYAML)}}
		for file, text := range f {
			fsys[file] = &fstest.MapFile{Data: []byte(text)}
		}
		_, problems := automation.Load(fsys, "test", nil)
		if !slices.ContainsFunc(problems.Errors(), func(p *automation.Problem) bool { return p.Rule == rule }) {
			t.Errorf("%s is not told; got:\n%v", rule, problems)
		}
	}}
}

// with is pack.yaml with something more.
func with(more string) files { return files{"pack.yaml": packYAML + more} }

// changed is pack.yaml with something else in a place.
func changed(old, new string) files {
	return files{"pack.yaml": strings.Replace(packYAML, old, new, 1)}
}
