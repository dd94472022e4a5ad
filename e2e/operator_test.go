package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/e2e/harness"
)

// A technician tries a function on the machine where the server is running.
func TestTryWorksBesideARunningServer(t *testing.T) {
	t.Parallel()
	erp := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(erp))
	try := func(args ...string) (string, int) {
		args = append([]string{"try", "get_customer", "--config", node.Path, "--input", `{"document":"` + maria + `"}`}, args...)
		return harness.Run(t, t.TempDir(), harness.Secrets(), args...)
	}
	if out, code := try(); code != 0 || !strings.HasSuffix(out, "Done.\n") {
		t.Errorf("try ended with %d:\n%s", code, out)
	}
	if out, code := try("--tenant", "acne"); code != 1 || !strings.Contains(out, `there is no tenant "acne"; there are: acme`) {
		t.Errorf("an unknown tenant ended with %d:\n%s", code, out)
	}
}

// A setting that is not filled in is noticed at the start, and not by the first
// customer.
func TestTheLogTellsWhatATenantLacks(t *testing.T) {
	t.Parallel()
	config := harness.Config(harness.StartSandbox(t))
	delete(config.Tenants["acme"].Settings, "token")
	log := harness.StartNode(t, config).Process.Output()
	for _, want := range []string{`"WARN"`, `"function":"list_invoices"`, `fill in \"token\"`} {
		if !strings.Contains(log, want) {
			t.Errorf("want %s in\n%s", want, log)
		}
	}
}

// An example is a test of its automation, and whoever writes one has no other
// way to run it.
func TestLintPlaysTheExamples(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder := filepath.Join(dir, "acme")
	if err := os.CopyFS(folder, os.DirFS("../erp/packs/standard")); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(folder, "pack.yaml"), "pack: standard", "pack: acme")
	if out, code := harness.Run(t, dir, nil, "lint", folder); code != 0 || !strings.Contains(out, "no mistakes") {
		t.Fatalf("lint ended with %d:\n%s", code, out)
	}
	edit(t, filepath.Join(folder, "examples/get_customer/found.yaml"), `city: "São Paulo"`, `city: "Campinas"`)
	if out, code := harness.Run(t, dir, nil, "lint", folder); code != 1 || !strings.Contains(out, "acme/examples/get_customer/found.yaml:1:1: output.address.city") {
		t.Errorf("lint ended with %d:\n%s", code, out)
	}
}

func edit(t *testing.T, path, before, after string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), before) {
		t.Fatalf("%s holds no %s: %v", path, before, err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(text), before, after)), 0o600); err != nil {
		t.Fatal(err)
	}
}
