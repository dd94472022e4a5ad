package automation_test

import (
	"testing"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

func TestExamplesOfThePacks(t *testing.T) {
	t.Parallel()
	for _, name := range packs.Names() {
		fsys, _ := packs.FS(name)
		pack, problems := automation.Load(fsys, name, packs.FS)
		if pack == nil {
			t.Fatal(problems)
		}
		if len(pack.Examples) == 0 {
			t.Errorf("%s has no examples", name)
		}
		for _, e := range pack.Examples {
			t.Run(name+"/"+e.Name, func(t *testing.T) {
				t.Parallel()
				if err := automation.RunExample(t.Context(), pack, e); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
