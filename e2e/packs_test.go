package e2e_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
)

func sortedDurations(list []time.Duration) []time.Duration {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return sorted
}

func TestTryShowsEachStepMasked(t *testing.T) {
	t.Parallel()
	out, code := harness.Run(t, t.TempDir(), nil, "try", "list_invoices", "--input", `{"document":"52998224725"}`)
	if code != 0 {
		t.Fatalf("code %d: %s", code, out)
	}
	for _, want := range []string{"request", "GET", "/faturas", "HTTP 200", "answer", "output", "original_amount", "Done."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not shown:\n%.3000s", want, out)
		}
	}
	for _, secret := range []string{"52998224725", "529.982.247-25", "Maria", "Silva", "Bearer "} {
		if strings.Contains(strings.ReplaceAll(out, "Bearer ***", ""), secret) {
			t.Errorf("%q is shown", secret)
		}
	}
}

func TestTryStopsBeforeItChangesSomething(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	dir := t.TempDir()
	config := harness.WriteConfig(t, dir, "127.0.0.1:0", harness.Config(sandbox))
	lead := []string{"try", "create_lead", "--config", config, "--input",
		`{"reference":"try-0001","lead":{"name":"Maria da Silva","email":"maria@cliente.example"}}`}
	out, code := harness.Run(t, dir, harness.Secrets(), lead...)
	if code != 0 || !strings.Contains(out, "stopped") || !strings.Contains(out, "--apply") {
		t.Errorf("code %d:\n%s", code, out)
	}
	if n := len(sandbox.Books(t)); n != 0 {
		t.Fatalf("%d entries were made all the same", n)
	}
	out, code = harness.Run(t, dir, harness.Secrets(), append(lead, "--apply")...)
	if code != 0 || len(sandbox.Books(t)) != 1 {
		t.Errorf("with --apply: code %d, %d entries:\n%s", code, len(sandbox.Books(t)), out)
	}
}

func TestASavedPackTakesEffectAndABrokenOneDoesNot(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	config := harness.Config(sandbox)
	config.Packs = harness.WritePacks(t, map[string]map[string]string{"mine": {
		"pack.yaml":         "pack: mine\ntitle: Mine\nlanguage: 1\nextends: standard 1.0\n",
		"get_customer.yaml": harness.NameOnly,
	}})
	config.Tenants["acme"].Pack = "mine"
	node := harness.StartNode(t, config)
	active := func() string {
		return string(harness.Post(node.URL, node.Key("site"), `{ customer(document: "52998224725") { registeredOn } }`, nil).Body)
	}
	if got := active(); !strings.Contains(got, `"registeredOn":null`) {
		t.Fatalf("before: %s", got)
	}
	path := filepath.Join(config.Packs, "mine", "get_customer.yaml")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(harness.NameOnly, "customers.ativo", "custmers.ativo", 1))
	waitUntil(t, "the mistake is logged", func() bool { return strings.Contains(node.Process.Output(), "custmers") })
	log := node.Process.Output()
	for _, want := range []string{"mine/get_customer.yaml:12:11", "^^^^^^^^", "did you mean"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	if got := active(); !strings.Contains(got, `"registeredOn":null`) {
		t.Errorf("with a broken pack: %s", got)
	}
	write(harness.NameOnly + "  registered_on: customers.data_registro\n")
	waitUntil(t, "the good version is in force", func() bool { return !strings.Contains(active(), "null") })
}
