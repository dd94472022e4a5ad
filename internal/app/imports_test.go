package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers are the packages from the inside out. A package may import those of
// its own layer and of the layers before it, and nothing behind.
var layers = [][]string{
	{"internal/br", "internal/store"},
	{"erp"},
	{"erp/guard", "erp/automation/value", "erp/sandbox", "erp/packs", "erp/manual", "erp/automation/scrub"},
	{"erp/automation"},
	{"cache", "internal/ledger", "internal/ledger/archive", "internal/check", "erp/automation/record", "erp/automation/schema"},
	{"internal/ordering", "internal/settlement", "internal/charging", "internal/selfservice", "internal/reconcile"},
	// What serves: each of these knows nothing of GraphQL.
	{"internal/auth", "internal/globalid", "internal/telemetry", "internal/files", "internal/association", "internal/web/page", "internal/web", "internal/web/playground", "internal/config"},
	{"graph/scalar", "graph/loader", "graph/rights", "graph/model", "graph/transport", "graph/exec", "graph"},
	{"internal/app", "internal/scaffold"},
	{"internal/cli"},
	{""},
}

// forTests are packages that only tests and generators use.
var forTests = []string{"erp/erptest", "erp/standin", "internal/store/storetest", "e2e", "graph/generate", "graph/transport/audits"}

func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	layerOf := map[string]int{}
	for i, layer := range layers {
		for _, name := range layer {
			layerOf[name] = i
		}
	}
	for name, imports := range packagesOfModule(t) {
		if isForTests(name) {
			continue
		}
		mine, known := layerOf[name]
		if !known {
			t.Errorf("%q stands in no layer: say where it belongs, in layers", name)
			continue
		}
		for _, imported := range imports {
			if isForTests(imported) {
				t.Errorf("%q imports %q, which is for tests", name, imported)
			} else if layerOf[imported] > mine {
				t.Errorf("%q imports %q, which stands behind it", name, imported)
			}
		}
	}
}

// The contract imports nothing of ours but the Brazilian vocabulary.
func TestTheContractIsSmall(t *testing.T) {
	t.Parallel()
	if imports := packagesOfModule(t)["erp"]; !slices.Equal(imports, []string{"internal/br"}) {
		t.Errorf("erp imports %v", imports)
	}
}

func isForTests(name string) bool {
	return slices.ContainsFunc(forTests, func(prefix string) bool { return name == prefix || strings.HasPrefix(name, prefix+"/") })
}

// packagesOfModule are the imports within the module, by package, all without
// the module's name.
func packagesOfModule(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "balcao/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string][]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		var ours []string
		for _, i := range p.Imports {
			if name, ok := strings.CutPrefix(i, "balcao/"); ok {
				ours = append(ours, name)
			}
		}
		packages[strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "balcao"), "/")] = ours
	}
}
