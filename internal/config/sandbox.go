package config

import (
	"crypto/rand"
	"slices"

	"balcao/internal/auth"
)

// SandboxTenant is the id of the sandbox's tenant.
const SandboxTenant = "sandbox"

// DemoKeys are the client keys of the sandbox, by client. Everybody knows them:
// a config file that has one's hash is refused.
var DemoKeys = map[string]string{
	"site": "demo-site", "app": "demo-app", "totem": "demo-totem", "payments": "demo-payments", "admin": "demo-admin",
}

func demoHashes() []string {
	var hashes []string
	for _, key := range DemoKeys {
		hashes = append(hashes, auth.HashKey(key))
	}
	return hashes
}

// Sandbox is the config without a file: one tenant whose ERP is the embedded
// one, a store in memory, keys that end with the process. The connection's
// settings are filled in by whoever starts that ERP.
func Sandbox() *Config {
	c := newSandbox()
	c.fill()
	return c
}

// newSandbox leaves the defaults open, for the environment goes before them.
func newSandbox() *Config {
	c := &Config{Sandbox: true, source: newSource("sandbox", nil)}
	for _, k := range c.rotations() {
		k.rotation.Current = NewSecret(rand.Text() + rand.Text())
	}
	tenant := &Tenant{
		Name:       "Provedor de demonstração",
		Connection: Connection{Pack: "standard", Settings: map[string]Setting{}},
		Clients:    map[string]*Client{},
	}
	for name, key := range DemoKeys {
		tenant.Clients[name] = demoClient(name, key)
	}
	c.Tenants = map[string]*Tenant{SandboxTenant: tenant}
	return c
}

// demoClient is named as its kind. The site plays a server side that knows who
// the person is; pages on this machine may use every demo key.
func demoClient(name, key string) *Client {
	local := []string{"http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"}
	return &Client{Kind: name, Keys: []string{auth.HashKey(key)}, OnBehalf: name == "site", Origins: slices.Clone(local)}
}
