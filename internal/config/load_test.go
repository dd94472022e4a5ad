package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/internal/auth"
	"balcao/internal/config"
)

// example copies an example of the docs into a folder of its own, with the
// secrets that it refers to.
func example(t *testing.T, name string) (path string, environ []string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../docs", name))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "balcao.yaml")
	write(t, path, string(content))
	for _, ref := range regexp.MustCompile(`\{(env|file): ([^}]+)\}`).FindAllStringSubmatch(string(content), -1) {
		value := "s3cret-" + strings.Repeat("x", 32) + ref[2]
		switch {
		case strings.Contains(ref[2], "REDIS"):
			value = "redis://:s3cret@localhost:6379/0"
		case strings.Contains(ref[2], "POSTGRES"):
			value = "postgres://balcao:s3cret@localhost/balcao"
		}
		if ref[1] == "env" {
			environ = append(environ, ref[2]+"="+value)
		} else {
			write(t, filepath.Join(filepath.Dir(path), ref[2]), value+"\n")
		}
	}
	return path, environ
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, path string, environ ...string) *config.Config {
	t.Helper()
	cfg, err := config.Load(path, environ)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestExampleOfOneNode(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.example.yaml")
	cfg := load(t, path, environ...)
	acme := cfg.Tenants["acme"]
	settings := acme.Connection.Settings
	for _, got := range [][2]string{
		{cfg.Store.SQLite, "/var/lib/balcao/balcao.db"}, {cfg.PublicURL, "https://balcao.example.com.br"},
		{cfg.Log.Level, "info"}, {acme.TimeZone, "America/Sao_Paulo"}, {strings.Join(acme.Languages, ","), "pt-BR"},
		{settings["pix_method"].Reveal(), "1"}, {settings["password"].Reveal(), "s3cret-" + strings.Repeat("x", 32) + "ACME_TRYTON_PASSWORD"},
	} {
		if got[0] != got[1] {
			t.Errorf("%q, want %q", got[0], got[1])
		}
	}
	if !acme.Connection.IsActive() || cfg.Limits.Time.Std() != 8*time.Second || cfg.Limits.Body != 256<<10 || cfg.Limits.Tokens != 1000 {
		t.Errorf("defaults: active %v, limits %+v", acme.Connection.IsActive(), cfg.Limits)
	}
	if cfg.Sandbox || len(cfg.Warnings) != 0 {
		t.Errorf("sandbox %v, warnings %v", cfg.Sandbox, cfg.Warnings)
	}
}

func TestExampleOfSeveralNodes(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.nodes.example.yaml")
	cfg := load(t, path, environ...)
	norte := cfg.Tenants["norte"]
	if norte.Connection.IsActive() || norte.TimeZone != "America/Manaus" || cfg.Store.SQLite != "" || cfg.Stop.Drain.Std() != 10*time.Second {
		t.Errorf("%+v, store %+v, stop %+v", norte, cfg.Store, cfg.Stop)
	}
	if cfg.Packs != filepath.Join(filepath.Dir(path), "packs") {
		t.Errorf("packs %q is not beside the config", cfg.Packs)
	}
	ids := cfg.Keys.IDs.All()
	if len(ids) != 2 || !strings.HasSuffix(string(ids[0]), "ids-2026") || !strings.HasSuffix(string(ids[1]), "ids-2025") {
		t.Errorf("%d keys for ids", len(ids))
	}
	if cfg.Redis.URL.Reveal() != "redis://:s3cret@localhost:6379/0" {
		t.Error("the URL of Redis is not what the variable says")
	}
}

func TestSecretsDoNotShowThemselves(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.nodes.example.yaml")
	cfg := load(t, path, environ...)
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "cfg", cfg, "url", cfg.Redis.URL, "setting", cfg.Tenants["acme"].Connection.Settings["token"])
	encoded, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"%v": fmt.Sprintf("%v %v", cfg.Keys, cfg.Redis.URL), "%+v": fmt.Sprintf("%+v", *cfg.Tenants["acme"]), "%#v": fmt.Sprintf("%#v", cfg.Keys),
		"%s": fmt.Sprintf("%s", cfg.Keys), "JSON": string(encoded), "slog": log.String(),
	} {
		if strings.Contains(text, "s3cret") {
			t.Errorf("%s shows a secret: %s", name, text)
		}
	}
}

func TestTheEnvironmentGoesFirst(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.nodes.example.yaml")
	cfg := load(t, "", append(environ, "BALCAO_CONFIG="+path, "BALCAO_LISTEN=127.0.0.1:9999", "BALCAO_LOG_LEVEL=debug",
		"BALCAO_SQLITE=/tmp/x.db", "BALCAO_REDIS_URL=redis://other:6379", "BALCAO_PUBLIC_URL=https://x.example")...)
	if cfg.Listen != "127.0.0.1:9999" || cfg.Log.Level != "debug" || cfg.PublicURL != "https://x.example" {
		t.Errorf("%q %q %q", cfg.Listen, cfg.Log.Level, cfg.PublicURL)
	}
	if cfg.Store.SQLite != "/tmp/x.db" || cfg.Store.Postgres.IsSet() || cfg.Redis.URL.Reveal() != "redis://other:6379" {
		t.Errorf("store %+v", cfg.Store)
	}
	for variable, message := range map[string]string{
		"BALCAO_LOG_LEVEL=loud":       "BALCAO_LOG_LEVEL: want one of debug, info, warn, error",
		"BALCAO_LISTEN=nonsense":      "BALCAO_LISTEN: want address and port, as in 127.0.0.1:8080 or :8080",
		"BALCAO_REDIS_URL=mysql://db": "BALCAO_REDIS_URL: want a URL that begins with redis://",
	} {
		if _, err := config.Load(path, append(environ, variable)); err == nil || err.Error() != message {
			t.Errorf("%s: %v; want %s, and no line of the file, which is not to blame", variable, err, message)
		}
	}
}

func TestMistypedVariablesAreWarnedOf(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.nodes.example.yaml")
	for _, cfg := range []*config.Config{load(t, "", "BALCAO_LISTN=:1"), load(t, path, append(environ, "BALCAO_LISTN=:1")...)} {
		if len(cfg.Warnings) != 1 || !strings.Contains(cfg.Warnings[0], "BALCAO_LISTN means nothing") {
			t.Errorf("warnings: %q", cfg.Warnings)
		}
	}
}

func TestWithoutAFileThereIsASandbox(t *testing.T) {
	t.Parallel()
	cfg := load(t, "", "BALCAO_LISTEN=127.0.0.1:9999")
	if !cfg.Sandbox || cfg.Listen != "127.0.0.1:9999" || cfg.PublicURL != "http://127.0.0.1:9999" || cfg.Store.SQLite != "" || cfg.Store.Postgres.IsSet() {
		t.Errorf("%+v", cfg)
	}
	if string(cfg.Keys.IDs.All()[0]) == string(config.Sandbox().Keys.IDs.All()[0]) {
		t.Error("two sandboxes have the same key")
	}
	if _, err := config.Load("", []string{"BALCAO_LISTEN=8080"}); err == nil {
		t.Error("an address without port and host is taken")
	}
	registry, err := cfg.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range config.DemoKeys {
		p, ok := registry.Lookup(key)
		if !ok || p.Tenant != config.SandboxTenant || string(p.Client.Kind) != strings.ToUpper(name) || p.Client.OnBehalf != (name == "site") {
			t.Errorf("%s: %+v, %v", name, p, ok)
		}
		if !p.Client.AllowsOrigin("http://localhost:5173") || p.Client.AllowsOrigin("https://evil.example") {
			t.Errorf("%s: origins %v", name, p.Client.Origins)
		}
	}
	if len(config.DemoKeys) != len(auth.Kinds) {
		t.Errorf("%d demo keys for %d kinds", len(config.DemoKeys), len(auth.Kinds))
	}
}

func TestKindsAreThoseOfClients(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.nodes.example.yaml")
	registry, err := load(t, path, environ...).Registry()
	if err != nil {
		t.Fatal(err)
	}
	key := auth.NewKey()
	if _, ok := registry.Lookup(key); ok {
		t.Error("a random key is known")
	}
	for _, kind := range auth.Kinds {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(content), "kind: app", "kind: "+strings.ToLower(string(kind)), 1)
		text = regexp.MustCompile(`(kind: \w+\n\s+keys: \["sha256:)[0-9a-f]+"\]\n$`).ReplaceAllString(text, `${1}`+strings.TrimPrefix(auth.HashKey(key), "sha256:")+`"]`+"\n")
		other := filepath.Join(filepath.Dir(path), strings.ToLower(string(kind))+".yaml")
		write(t, other, text)
		registry, err := load(t, other, environ...).Registry()
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := registry.Lookup(key); !ok || p.Client.Kind != kind || p.Tenant != "norte" {
			t.Errorf("%s: %+v, %v", kind, p, ok)
		}
	}
}

func TestLiteralSecretsOfPacks(t *testing.T) {
	t.Parallel()
	path, environ := example(t, "config.example.yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, strings.Replace(string(content), "{env: ACME_TRYTON_PASSWORD}", "hunter2", 1))
	cfg := load(t, path, environ...)
	settings := cfg.Tenants["acme"].Connection.Settings
	if err := settings["password"].CheckSecret(); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("CheckSecret of a literal = %v", err)
	}
	if !slices.ContainsFunc(cfg.Warnings, func(w string) bool {
		return strings.Contains(w, "connection.settings.password") && !strings.Contains(w, "hunter2")
	}) {
		t.Errorf("warnings: %q", cfg.Warnings)
	}
	if err := config.NewSetting("x").CheckSecret(); err != nil {
		t.Errorf("CheckSecret of a setting in memory = %v", err)
	}
}

func TestAMissingFileIsAnError(t *testing.T) {
	t.Parallel()
	if cfg, err := config.Load("/does/not/exist.yaml", nil); err == nil || !strings.Contains(err.Error(), "/does/not/exist.yaml") {
		t.Errorf("Load = %v, %v", cfg, err)
	}
}

func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/errors/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "c.yaml")
		write(t, path, text)
		if cfg, err := config.Load(path, nil); err == nil && len(cfg.Tenants) == 0 {
			t.Error("a config without tenants is taken")
		}
	})
}
