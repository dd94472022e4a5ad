package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/erp/packs"
	"balcao/internal/cli"
)

// ran runs a command that must end with the code, and gives what it said.
func ran(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if got := cli.Main(args, nil, &out, &out); got != code {
		t.Errorf("balcao %s: code %d, want %d:\n%s", strings.Join(args, " "), got, code, out.String())
	}
	return out.String()
}

// says tells what is not there of what a command must say.
func says(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("want %q in:\n%s", w, out)
		}
	}
}

// ownPack is the standard pack in a folder, without examples.
func ownPack(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "standard")
	folder, _ := packs.FS("standard")
	if err := os.CopyFS(dir, folder); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "examples")); err != nil {
		t.Fatal(err)
	}
	return dir
}

const ofMaria = `{"document":"52998224725"}`

func TestTryRecords(t *testing.T) {
	t.Parallel()
	dir := ownPack(t)
	says(t, ran(t, 0, "try", "get_customer", "--input", ofMaria, "--record=maria", "--to", dir), "examples/get_customer/maria.yaml", "Look at the files")
	says(t, ran(t, 0, "try", "get_customer", "--input", ofMaria, "--record", "--to", dir), "examples/get_customer/recorded.yaml")
	says(t, ran(t, 1, "try", "get_customer", "--input", ofMaria, "--record=maria", "--to", dir), "there already")
	says(t, ran(t, 1, "try", "get_customer", "--input", ofMaria, "--record"), "--to")
	says(t, ran(t, 0, "test", dir), "2 examples, all as expected")
	isScrubbed(t, dir)
}

func TestAStoppedWriteIsNotRecorded(t *testing.T) {
	t.Parallel()
	dir := ownPack(t)
	const lead = `{"reference":"R1","lead":{"name":"Maria da Silva","mobiles":["11988887777"],"notes":"fala com Maria"}}`
	says(t, ran(t, 1, "try", "create_lead", "--input", lead, "--record", "--to", dir), "Add --apply", "Nothing was recorded")
	says(t, ran(t, 0, "try", "create_lead", "--input", lead, "--apply", "--record", "--to", dir), "examples/create_lead/recorded.yaml")
	says(t, ran(t, 0, "test", dir), "1 example, all as expected")
	isScrubbed(t, dir)
}

// What Balcão makes of another function has no file, so it can have no example.
func TestRecordLeavesOutWhatIsDerived(t *testing.T) {
	t.Parallel()
	dir := ownPack(t)
	if err := os.Remove(filepath.Join(dir, "list_blocked_plans.yaml")); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(secret, []byte("t"), 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, ran(t, 1, "record", "--pack", dir, "--set", "url=http://127.0.0.1:1", "--set", "token=file:"+secret, "list_blocked_plans"),
		"makes it of list_plans", "Nothing was recorded")
}

func TestRecordOfACustomer(t *testing.T) {
	t.Parallel()
	dir := ownPack(t)
	out := ran(t, 0, "record", "--document", "529.982.247-25", "--to", dir, "get_invoice", "list_invoices", "get_customer", "get_boleto_pdf")
	says(t, out, "get_invoice/recorded", "get_customer/recorded", "get_boleto_pdf/recorded", "  PAID")
	says(t, ran(t, 0, "test", dir), "4 examples, all as expected")
	isScrubbed(t, dir)
	says(t, ran(t, 1, "record", "--to", dir, "get_customer"), "--document", "Nothing was recorded")
	says(t, ran(t, 1, "record", "--to", dir, "create_lead"), "--apply --record")
}

// isScrubbed looks for Maria in every file of the examples.
func isScrubbed(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "examples", "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, original := range []string{"maria", "silva", "52998224725", "529.982.247-25", "98888", "127.0.0.1"} {
			if strings.Contains(strings.ToLower(string(text)), original) {
				t.Errorf("%s holds %q:\n%s", file, original, text)
			}
		}
	}
}
