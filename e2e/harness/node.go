package harness

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Tenant is a provider in a node's config. Its clients are "site" (on behalf),
// "app", "totem", "payments" and "admin".
type Tenant struct {
	Pack     string
	Settings map[string]any
	// Also are further keys of the tenant's config: "charging", "ordering".
	Also map[string]any
}

// Options are a node's config.
type Options struct {
	Redis   string // URL; empty for none
	Packs   string // folder of packs; empty for none
	Tenants map[string]*Tenant
	// Store is the config's "store"; nil for a SQLite file of the node's own.
	Store map[string]any
	// Also are further keys of the config, such as "ledger".
	Also map[string]any
	// Timed is for tests that bound a time: the binary is then built as
	// operators run it, without the race detector, which slows it tenfold.
	Timed bool
}

// TenantOf is a tenant whose ERP is a sandbox.
func TenantOf(s *Sandbox) *Tenant {
	return &Tenant{Pack: "standard", Settings: map[string]any{"url": s.URL, "token": map[string]string{"env": "ERP_TOKEN"}}}
}

// Config has one tenant, "acme", whose ERP is a sandbox.
func Config(s *Sandbox) Options {
	return Options{Tenants: map[string]*Tenant{"acme": TenantOf(s)}}
}

var clients = map[string]map[string]any{
	"site": {"kind": "site", "on_behalf": true}, "app": {"kind": "app"}, "totem": {"kind": "totem"},
	"payments": {"kind": "payments"}, "admin": {"kind": "admin"},
}

// Node is `balcao serve`.
type Node struct {
	Process *Process
	URL     string
	// Path is its config file.
	Path string

	dir   string
	env   []string
	timed bool
}

// KeyOf is the key of a tenant's client.
func (n *Node) KeyOf(tenant, client string) string { return keyOf(tenant, client) }

// Key is the key of a client of "acme".
func (n *Node) Key(client string) string { return keyOf("acme", client) }

func keyOf(tenant, client string) string { return "balcao_e2e_key_" + tenant + "_" + client }

// StartNode starts a node and waits until it is ready. Env is added to its
// environment.
func StartNode(t testing.TB, o Options, env ...string) *Node {
	t.Helper()
	dir, address := t.TempDir(), FreeAddress(t)
	n := &Node{URL: "http://" + address, Path: WriteConfig(t, dir, address, o), dir: dir, env: append(Secrets(), env...), timed: o.Timed}
	n.Restart(t)
	n.WaitReady(t)
	return n
}

// Restart starts a node that has ended once more, with the same address and
// files. It does not wait until the node is ready.
func (n *Node) Restart(t testing.TB) {
	t.Helper()
	n.Process = Start(t, n.dir, n.env, binary(t, !n.timed), "serve", "--config", n.Path)
}

// WaitReady waits until the node says that it is ready.
func (n *Node) WaitReady(t testing.TB) { t.Helper(); n.Process.WaitFor(t, n.URL+"/readyz") }

// Secrets are the variables that a written config refers to. All nodes have the
// same.
func Secrets() []string {
	const long = "0123456789abcdef0123456789abcdef"
	return []string{"IDS=ids-" + long, "CACHE=cache-" + long, "FILES=files-" + long, "ERP_TOKEN=token-of-the-sandbox"}
}

// WriteConfig writes a node's config into a folder and gives its path.
func WriteConfig(t testing.TB, dir, address string, o Options) string {
	t.Helper()
	secret := func(name string) map[string]any { return map[string]any{"current": map[string]string{"env": name}} }
	config := map[string]any{
		"listen": address, "public_url": "http://" + address,
		"keys":    map[string]any{"ids": secret("IDS"), "cache": secret("CACHE"), "files": secret("FILES")},
		"store":   map[string]any{"sqlite": filepath.Join(dir, "balcao.db")},
		"tenants": tenants(o),
		// With the race detector and busy cores even a quick ERP takes a while.
		"ledger": map[string]any{"wait": "7s"},
	}
	if o.Store != nil {
		config["store"] = o.Store
	}
	maps.Copy(config, o.Also)
	if o.Redis != "" {
		config["redis"] = map[string]any{"url": o.Redis}
	}
	if o.Packs != "" {
		config["packs"] = o.Packs
	}
	text, err := json.MarshalIndent(config, "", "  ") // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "balcao.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tenants(o Options) map[string]any {
	all := map[string]any{}
	for id, tenant := range o.Tenants {
		theirs := map[string]any{}
		for name, client := range clients {
			client = maps.Clone(client)
			sum := sha256.Sum256([]byte(keyOf(id, name)))
			client["keys"] = []string{"sha256:" + hex.EncodeToString(sum[:])}
			theirs[name] = client
		}
		config := map[string]any{
			"name": id, "clients": theirs,
			"connection": map[string]any{"pack": tenant.Pack, "settings": tenant.Settings},
		}
		maps.Copy(config, tenant.Also)
		all[id] = config
	}
	return all
}

// WritePacks writes packs (by name, then by file) into a folder of their own.
func WritePacks(t testing.TB, packs map[string]map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, files := range packs {
		for file, text := range files {
			path := filepath.Join(dir, name, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// Run runs a command of the binary to its end and gives its output and code.
func Run(t testing.TB, dir string, env []string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), Binary(t), args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// Get fetches a URL, which must answer with this status.
func Get(t testing.TB, url string, status int) []byte {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		t.Fatalf("%s: %d %v, want %d: %.300s", url, res.StatusCode, err, status, body)
	}
	return body
}

// Settlement is the answer to a settlement.
type Settlement struct {
	ID, State, Reason, Evidence, Message string
	Invoice                              struct{ Status, OpenAmount string }
}

// Settle hands a PIX payment in at "acme".
func (n *Node) Settle(t testing.TB, invoice, amount, e2e string) Settlement {
	t.Helper()
	return n.SettleOf(t, "acme", invoice, amount, e2e)
}

// SettleOf hands a PIX payment in at a tenant.
func (n *Node) SettleOf(t testing.TB, tenant, invoice, amount, e2e string) Settlement {
	t.Helper()
	answer := Query[struct {
		SettleBoleto struct {
			Settlement *Settlement
			UserErrors []any
		}
	}](t, n.URL, keyOf(tenant, "totem"), `mutation($i: ID!, $a: Decimal!, $e: String!, $at: DateTime!) {
		settleBoleto(input: {invoiceId: $i, amount: $a, paidAt: $at, payment: {pix: {endToEndId: $e}}}) {
			settlement { id state reason evidence message invoice { status openAmount } } userErrors { code field message } } }`,
		map[string]any{"i": invoice, "a": amount, "e": e2e, "at": Now()})
	if answer.SettleBoleto.Settlement == nil {
		t.Fatalf("%v", answer.SettleBoleto.UserErrors)
	}
	return *answer.SettleBoleto.Settlement
}

// Now is the present instant as front ends send it.
func Now() string { return time.Now().Format(time.RFC3339) }
