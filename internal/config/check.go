package config

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"balcao/internal/auth"
)

// shortestKey is what a secret of [Keys] needs at least, in characters.
const shortestKey = 32

// check reports what tags cannot say, all at once.
func (c *Config) check() []problem {
	r := &rules{source: c.source}
	c.checkAddresses(r)
	c.checkStore(r)
	c.checkKeys(r)
	c.checkWebhook(r)
	if len(c.Tenants) == 0 {
		r.report("tenants", "no tenant; without any config file there is a sandbox to try")
	}
	for _, id := range slices.Sorted(maps.Keys(c.Tenants)) {
		if t := c.Tenants[id]; t != nil {
			c.checkTenant(r, "tenants."+id, t)
		}
	}
	return r.problems
}

func (c *Config) checkAddresses(r *rules) {
	checkAddress(r, "listen", c.Listen)
	checkAddress(r, "metrics_listen", c.MetricsListen)
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.User != nil {
		r.report("public_url", "want an address as in https://balcao.example.com.br")
	}
	c.checkURLSecret(r, "redis.url", c.Redis.URL, "redis", "rediss")
}

func checkAddress(r *rules, path, address string) {
	if _, _, err := net.SplitHostPort(address); address != "" && err != nil {
		r.report(path, "want address and port, as in 127.0.0.1:8080 or :8080")
	}
}

func (c *Config) checkStore(r *rules) {
	if c.Store.SQLite != "" && c.Store.Postgres.IsSet() {
		r.reportKey("store", "both sqlite and postgres are set; set one")
	}
	c.checkURLSecret(r, "store.postgres", c.Store.Postgres, "postgres", "postgresql")
}

// checkURLSecret lets a URL stand in the config if there is no password in it.
// Nothing of the URL is shown.
func (c *Config) checkURLSecret(r *rules, path string, s Secret, schemes ...string) {
	if !s.IsSet() {
		return
	}
	u, err := url.Parse(s.Reveal())
	if err != nil || !slices.Contains(schemes, u.Scheme) {
		r.reportKey(path, "want a URL that begins with "+schemes[0]+"://")
		return
	}
	if _, password := u.User.Password(); s.literal && (password || u.Query().Has("password")) {
		r.reportKey(path, ErrLiteral.Error())
	}
}

func (c *Config) checkKeys(r *rules) {
	for _, k := range c.rotations() {
		checkKey(r, k.path+".current", k.rotation.Current)
		for i, s := range k.rotation.Previous {
			checkKey(r, element(k.path+".previous", i), s)
		}
	}
}

func (c *Config) checkWebhook(r *rules) {
	w := c.Ledger.Webhook
	c.checkURLSecret(r, "ledger.webhook.url", w.URL, "https", "http")
	if w.URL.IsSet() || w.Secret.IsSet() {
		checkKey(r, "ledger.webhook.secret", w.Secret)
	}
}

func checkKey(r *rules, path string, s Secret) {
	switch {
	case s.literal:
		r.reportKey(path, ErrLiteral.Error())
	case !s.IsSet() && s.env == "" && s.file == "":
		r.report(path, "missing; make one with: openssl rand -base64 32")
	case s.IsSet() && len(s.Reveal()) < shortestKey:
		r.reportKey(path, fmt.Sprintf("the secret has %d characters; at least %d random ones are needed", len(s.Reveal()), shortestKey))
	}
}

func (c *Config) checkTenant(r *rules, path string, t *Tenant) {
	if _, err := time.LoadLocation(t.TimeZone); err != nil {
		r.report(path+".time_zone", "want the name of a time zone, as in America/Sao_Paulo")
	}
	checkOrdering(r, path+".ordering", t.Ordering)
	if t.Connection.Pack == "" {
		r.report(path+".connection.pack", "missing; `balcao packs` lists them")
	}
	for _, name := range slices.Sorted(maps.Keys(t.Connection.Settings)) {
		c.checkSetting(path+".connection.settings."+name, name, t.Connection.Settings[name])
	}
	for _, name := range slices.Sorted(maps.Keys(t.Clients)) {
		if client := t.Clients[name]; client != nil {
			checkClient(r, path+".clients."+name, client)
		}
	}
}

var secretName = regexp.MustCompile(`(?i)passw|senha|secret|segredo|token`)

// checkSetting warns by name only: the pack decides what is a secret
// ([Setting.CheckSecret]).
func (c *Config) checkSetting(path, name string, s Setting) {
	if s.literal && secretName.MatchString(name) {
		c.Warnings = append(c.Warnings, c.source.atKey(path, "this looks like a secret; refer to it with {file: /path} or {env: NAME}").text)
	}
}

func checkClient(r *rules, path string, client *Client) {
	if len(client.Keys) == 0 {
		r.report(path+".keys", "missing; `balcao key` makes one")
	}
	for i, hash := range client.Keys {
		if slices.Contains(demoHashes(), hash) {
			r.report(element(path+".keys", i), "this is the hash of a demo key, which everybody knows; `balcao key` makes one")
		}
	}
	for i, origin := range client.Origins {
		if err := auth.CheckOrigin(origin); err != nil {
			r.report(element(path+".origins", i), err.Error())
		}
	}
	if len(client.Origins) > 0 && client.OnBehalf && !onlyLocal(client.Origins) {
		r.report(path+".on_behalf", "a client that is used from web pages cannot be on_behalf: its key is in everybody's browser")
	}
}

func onlyLocal(origins []string) bool {
	return !slices.ContainsFunc(origins, func(o string) bool {
		return !strings.HasPrefix(o, "http://localhost") && !strings.HasPrefix(o, "http://127.0.0.1")
	})
}
