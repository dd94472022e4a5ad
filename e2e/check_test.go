package e2e_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// TestCheckAgainstAServerThatRuns: an operator checks a tenant while its server
// is at work.
func TestCheckAgainstAServerThatRuns(t *testing.T) {
	t.Parallel()
	erp := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(erp))
	erp.Reset(t)
	out, code := harness.Run(t, t.TempDir(), harness.Secrets(), "check", "acme", "--config", node.Path, "--document", "52998224725")
	if code != 0 {
		t.Errorf("code %d:\n%s", code, out)
	}
	for _, want := range []string{"log-in", "list_invoices", "settle_boleto", "a check changes nothing"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in:\n%s", want, out)
		}
	}
	for _, secret := range []string{erp.Token, "52998224725", "Maria"} {
		if strings.Contains(out, secret) {
			t.Errorf("%q is shown:\n%s", secret, out)
		}
	}
	for path := range erp.Count(t).Paths {
		if !strings.HasPrefix(path, "GET ") {
			t.Errorf("%s was called", path)
		}
	}
	wrong := append(harness.Secrets(), "ERP_TOKEN=another-token")
	if out, code := harness.Run(t, t.TempDir(), wrong, "check", "--config", node.Path, "--document", "52998224725"); code != 1 ||
		!strings.Contains(out, "refused") || strings.Contains(out, "another-token") {
		t.Errorf("with another token: code %d:\n%s", code, out)
	}
}

// TestCtrlCEndsACheck in the middle of a call that hangs.
func TestCtrlCEndsACheck(t *testing.T) {
	t.Parallel()
	erp := harness.StartSandbox(t)
	erp.Switch(t, map[string]any{"latency_ms": 60_000})
	erp.Reset(t)
	check := harness.Start(t, t.TempDir(), []string{"T=" + erp.Token}, harness.Binary(t),
		"check", "--pack", "standard", "--set", "url="+erp.URL, "--set", "token=env:T", "--document", "52998224725")
	for end := time.Now().Add(30 * time.Second); erp.Count(t).Calls == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	began := time.Now()
	check.Signal(syscall.SIGINT)
	if code := check.ExitCode(); code != 1 {
		t.Errorf("code %d", code)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s to end", took)
	}
	if !strings.Contains(check.Output(), "Interrupted") {
		t.Errorf("it does not say so:\n%s", check.Output())
	}
}
