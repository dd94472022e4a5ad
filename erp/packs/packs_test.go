package packs_test

import (
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

func load(t *testing.T, name string) *automation.Pack {
	t.Helper()
	files, ok := packs.FS(name)
	if !ok {
		t.Fatalf("there is no pack %q", name)
	}
	pack, problems := automation.Load(files, name, packs.FS)
	if len(problems) > 0 {
		t.Fatalf("\n%s", problems)
	}
	return pack
}

// A warning is a problem too: an embedded pack has none.
func TestPacksLoadWithoutAProblem(t *testing.T) {
	t.Parallel()
	for _, name := range packs.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pack := load(t, name)
			for _, function := range erp.Functions {
				if pack.Functions[function.Name] == nil && pack.NotSupported[function.Name] == "" && function.From == nil {
					t.Errorf("%s is neither there nor said to be not supported", function.Name)
				}
			}
		})
	}
}

func TestExamples(t *testing.T) {
	t.Parallel()
	for _, name := range packs.Names() {
		pack := load(t, name)
		for _, example := range pack.Examples {
			t.Run(name+"/"+example.Name, func(t *testing.T) {
				t.Parallel()
				if err := automation.RunExample(t.Context(), pack, example); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestUnknownPack(t *testing.T) {
	t.Parallel()
	if _, ok := packs.FS("../automation"); ok {
		t.Error("a folder that is no pack was handed out")
	}
}
