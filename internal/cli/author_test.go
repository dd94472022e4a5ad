package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewPack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	says(t, ran(t, 0, "new", "pack", "mine", "--dir", dir), "mine is made", "balcao lint", "--record")
	mine := filepath.Join(dir, "mine")
	says(t, ran(t, 0, "lint", mine), "no mistakes; 24 functions not written yet")
	says(t, ran(t, 1, "new", "pack", "mine", "--dir", dir), "nothing was written")
	says(t, ran(t, 0, "new", "pack", "byuser", "--dir", dir, "--login", "basic"), "--set user=… --set password=env:ERP_PASSWORD")
	for _, login := range []string{"basic", "body", "oauth", "jwt"} {
		ran(t, 0, "new", "pack", login, "--dir", dir, "--login", login, "--functions", "get_customer,list_invoices")
	}
	says(t, ran(t, 0, "lint", dir), "mine", "oauth", "2 functions not written yet")
	says(t, ran(t, 1, "new", "pack", "x", "--dir", dir, "--functions", "get_costumer"), `no function "get_costumer"`)
	says(t, ran(t, 1, "new", "pack", "X Y", "--dir", dir), "no name of a pack")
}

func TestNewPackFromAnother(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ran(t, 0, "new", "pack", "mine", "--dir", dir, "--from", "standard")
	says(t, ran(t, 0, "lint", filepath.Join(dir, "mine")), "24 functions", "no mistakes")
	says(t, ran(t, 1, "new", "pack", "other", "--dir", dir, "--from", "standart"), "standard")
	text, err := os.ReadFile(filepath.Join(dir, "mine", "pack.yaml"))
	if err != nil || !strings.Contains(string(text), "pack: mine\n") {
		t.Errorf("%v\n%s", err, text)
	}
}

// write puts a text in place of another into a file of a pack.
func write(t *testing.T, file, old, with string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q (%v)", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTestShowsWhatDiffers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mine")
	ran(t, 0, "new", "pack", "mine", "--dir", filepath.Dir(dir), "--from", "standard")
	says(t, ran(t, 0, "test", dir, "--run", "get_customer/", "-v"), "ok    get_customer/found", "all as expected")
	write(t, filepath.Join(dir, "get_customer.yaml"), "nome_completo", "nome_incompleto")
	out := ran(t, 1, "test", dir, "--run", "get_customer/found")
	says(t, out, "FAIL  get_customer/found (", "examples/get_customer/found.yaml)", "1 example, 1 not as expected")
	write(t, filepath.Join(dir, "examples", "get_fiscal_note_pdf", "another_persons.yaml"), "kind: not_found", "kind: refused")
	says(t, ran(t, 1, "test", dir, "--run", "get_fiscal_note_pdf"), "2 examples, 1 not as expected", "not with \"refused\"")
	says(t, ran(t, 1, "test", dir, "--run", "no_such"), "No example was played")
	says(t, ran(t, 1, "test", "--run", "("), "--run")
}

func TestTestShowsWantAndGot(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mine")
	ran(t, 0, "new", "pack", "mine", "--dir", filepath.Dir(dir), "--from", "standard")
	example := filepath.Join(dir, "examples", "list_commercial_origins", "two.yaml")
	write(t, example, "  - {code: \"3\", description", "  - {code: \"4\", remote: x, description")
	out := ran(t, 1, "test", dir, "--run", "list_commercial_origins")
	says(t, out, "output[1].code\n        - \"4\"\n        + \"3\"\n", "output[1].remote\n        - x\n")
}

func TestLintOfFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ran(t, 0, "new", "pack", "a", "--dir", dir)
	says(t, ran(t, 1, "lint", "--strict", dir), "warning")
	write(t, filepath.Join(dir, "a", "pack.yaml"), "title:", "titel:")
	out := ran(t, 1, "lint", dir)
	says(t, out, filepath.Join("a", "pack.yaml")+":5:1: ", "^^^^^", `did you mean "title"?`, "2 mistakes")
	empty := t.TempDir()
	says(t, ran(t, 1, "lint", empty), "no pack.yaml")
	says(t, ran(t, 0, "lint", "--only"), "standard", "tryton")
}

func TestExplain(t *testing.T) {
	t.Parallel()
	says(t, ran(t, 0, "explain"), "list_invoices", "settle_boleto", "write")
	says(t, ran(t, 0, "explain", "list_invoices"), "Listar faturas", "input.document*", "due_on*", "The last day to pay without fine.", "OVERDUE", "list of payment", "standard/list_invoices.yaml")
	says(t, ran(t, 0, "explain", "settle_boleto"), "effect: write", "input.settlement*", "paid_at*", "sent once")
	says(t, ran(t, 0, "explain", "get_boleto_pdf"), "pdf*", "%PDF")
	says(t, ran(t, 0, "explain", "list_blocked_plans"), "made of list_plans")
	says(t, ran(t, 0, "explain", "list_invoices", "--pack", "standard"), "# list_invoices.yaml", "# parts/invoices.yaml", "it.data_vencimento")
	says(t, ran(t, 1, "explain", "list_invoice"), "list_invoices")
	says(t, ran(t, 1, "explain", "list_invoices", "--pack", "none"), "there is no pack")
}

func TestPacks(t *testing.T) {
	t.Parallel()
	says(t, ran(t, 0, "packs"), "PACK", "standard", "24 of 24", "LAST REAL TEST")
	says(t, ran(t, 0, "packs", "tryton"), "Settings", "Functions", "source:", "confidence:", "last real test:", "NOT SUPPORTED:")
	says(t, ran(t, 1, "packs", "triton"), "tryton")
	says(t, ran(t, 0, "packs", ownPack(t)), "standard: Standard ERP API")
}

func TestSchema(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"pack", "function", "part", "example", "list_invoices"} {
		var v map[string]any
		if err := json.Unmarshal([]byte(ran(t, 0, "schema", name)), &v); err != nil || v["definitions"] == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	says(t, ran(t, 0, "schema", "--write", dir), "28 schemas", "yaml-language-server")
	for _, file := range []string{"pack.schema.json", "functions/get_customer.schema.json"} {
		if _, err := os.Stat(filepath.Join(dir, ".schema", file)); err != nil {
			t.Error(err)
		}
	}
	says(t, ran(t, 1, "schema"), "--write")
	says(t, ran(t, 1, "schema", "packs"), "there is no schema")
}
