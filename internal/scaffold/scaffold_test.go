package scaffold_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/manual"
	"balcao/erp/packs"
	"balcao/internal/scaffold"
)

var update = flag.Bool("update", false, "write the golden files")

func newPack(t *testing.T, o scaffold.Options) fstest.MapFS {
	t.Helper()
	files, err := scaffold.Pack(o)
	if err != nil {
		t.Fatal(err)
	}
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: data}
	}
	return all
}

// A new pack is sound, however its ERP lets callers in.
func TestANewPackIsSound(t *testing.T) {
	t.Parallel()
	for _, login := range scaffold.Logins() {
		pack, problems := automation.Load(newPack(t, scaffold.Options{Name: "mine", Login: login}), "mine", packs.FS)
		if pack == nil || len(problems) != 1 || !strings.Contains(problems.Error(), "functions with neither a file nor a reason") {
			t.Errorf("%s:\n%v", login, problems)
		}
	}
}

// A stub that is taken as it is has no mistake, only warnings: there is no
// example yet.
func TestStubsAreSound(t *testing.T) {
	t.Parallel()
	all := newPack(t, scaffold.Options{Name: "mine", Login: "header"})
	for name, file := range all {
		if begun, ok := strings.CutSuffix(name, scaffold.Unwritten); ok && !strings.HasPrefix(name, "examples/") {
			all[begun] = file
		}
	}
	pack, problems := automation.Load(all, "mine", packs.FS)
	if pack == nil {
		t.Fatal(problems.Errors())
	}
	if len(pack.Functions) != len(erp.Functions) {
		t.Errorf("%d functions", len(pack.Functions))
	}
}

// The example stub plays with the stub of its function, with every log-in that
// needs no call of its own.
func TestTheExampleStubPlays(t *testing.T) {
	t.Parallel()
	for _, login := range []string{"header", "basic", "body"} {
		all := newPack(t, scaffold.Options{Name: "mine", Login: login})
		all["get_customer.yaml"] = &fstest.MapFile{Data: []byte("steps:\n  found:\n    get: /PATH\n    query: {document: $(input.document)}\n    take: first(list(answer))\n" +
			"output:\n  name: found.name\n  active: found.active\n")}
		all["examples/get_customer/found.yaml"] = all["examples/example.yaml"+scaffold.Unwritten]
		pack, problems := automation.Load(all, "mine", packs.FS)
		if pack == nil {
			t.Fatal(problems)
		}
		if err := automation.RunExample(t.Context(), pack, pack.Examples[0]); err != nil {
			t.Errorf("%s: %v", login, err)
		}
	}
}

func TestStubsAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, f := range []*erp.Info{erp.ListInvoices.Info, erp.CreateOrder.Info, erp.GetBoletoPDF.Info} {
		golden := filepath.Join("testdata", f.Name+".yaml"+scaffold.Unwritten)
		got := scaffold.Stub(manual.Of(f))
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(golden); err != nil || string(want) != got {
			t.Errorf("%s is another (%v):\n%s", golden, err, got)
		}
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mine")
	files := map[string][]byte{"pack.yaml": []byte("a"), "parts/x.yaml": []byte("b")}
	if err := scaffold.Write(dir, files); err != nil {
		t.Fatal(err)
	}
	if err := scaffold.Write(dir, files); err == nil || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("%v", err)
	}
}

func TestNamesOfPacks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "Mine", "a b", "../x", "1x"} {
		if _, err := scaffold.Pack(scaffold.Options{Name: name, Login: "header"}); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
	if _, err := scaffold.Pack(scaffold.Options{Name: "mine", Login: "magic"}); err == nil || !strings.Contains(err.Error(), "oauth") {
		t.Errorf("%v", err)
	}
}
