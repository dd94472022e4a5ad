package erptest_test

import (
	"flag"
	"os"
	"testing"

	"balcao/erp/erptest"
	"balcao/erp/packs"
)

var update = flag.Bool("update", false, "write docs/conformance.md anew")

// The page says what is tried with each pack: it is made of the packs.
func TestTheTable(t *testing.T) {
	t.Parallel()
	plans := map[string][]erptest.Row{}
	for _, name := range packs.Names() {
		plans[name] = erptest.Plan(erptest.Load(t, name))
	}
	const path = "../../docs/conformance.md"
	want := erptest.Table(plans, packs.Names())
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/conformance.md is not of these packs: run go test ./erp/erptest -run TestTheTable -update")
	}
}
