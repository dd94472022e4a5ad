package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// defaultSQLite is where the store is if the config says nothing.
const defaultSQLite = "balcao.db"

// Load reads the config at path, or at BALCAO_CONFIG if path is empty. Without
// either it is [Sandbox]. BALCAO_… variables of the environment (as
// [os.Environ] has it) go before the file. All problems are reported at once,
// each with its place.
func Load(path string, environ []string) (*Config, error) {
	return load(path, environ, (*Config).finish)
}

// LoadStore is [Load] for who works on the store alone, as a backup does: no
// other secret than the store's has to be there, and only the store is checked.
func LoadStore(path string, environ []string) (*Config, error) {
	return load(path, environ, (*Config).finishStore)
}

// load reads a config, and has it finished.
func load(path string, environ []string, finish func(c *Config, o overrides, env map[string]string, folder string) error) (*Config, error) {
	env := environment(environ)
	o, err := readOverrides(env)
	if err != nil {
		return nil, err
	}
	if path == "" {
		path = o.Config
	}
	if path == "" {
		return loadSandbox(o, env)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	cfg, err := decode(path, text)
	if err != nil {
		return nil, err
	}
	return cfg, finish(cfg, o, env, filepath.Dir(path))
}

func loadSandbox(o overrides, env map[string]string) (*Config, error) {
	cfg := newSandbox()
	cfg.Warnings = unknownVariables(env, nil)
	o.apply(cfg)
	r := &rules{source: cfg.source, problems: cfg.fill()}
	cfg.checkAddresses(r)
	return cfg, joined(r.problems)
}

// finish turns what the file says into what holds.
func (c *Config) finish(o overrides, env map[string]string, folder string) error {
	o.apply(c)
	problems, referred := c.resolve(env, folder)
	c.Warnings = unknownVariables(env, referred)
	problems = append(problems, c.fill()...)
	c.locate(folder)
	if err := joined(append(problems, c.check()...)); err != nil {
		return err
	}
	// A key that two clients share is refused here, not when it is first used.
	_, err := c.Registry()
	return err
}

// finishStore is finish of the store alone.
func (c *Config) finishStore(o overrides, env map[string]string, folder string) error {
	o.apply(c)
	problems := c.fill()
	if err := c.Store.Postgres.resolve(env, folder); err != nil {
		problems = append(problems, c.source.atKey("store.postgres", err.Error()))
	}
	c.locate(folder)
	r := &rules{source: c.source}
	c.checkStore(r)
	return joined(append(problems, r.problems...))
}

// fill applies the fields' tags and the defaults that depend on other values.
func (c *Config) fill() []problem {
	r := &rules{source: c.source}
	r.structure("", reflect.ValueOf(c).Elem())
	if c.PublicURL == "" {
		c.PublicURL = "http://" + hostOf(c.Listen)
	}
	return r.problems
}

// hostOf makes an address that leads to a listener on all addresses.
func hostOf(listen string) string {
	if strings.HasPrefix(listen, ":") {
		return "localhost" + listen
	}
	return listen
}

// locate takes relative paths as relative to the file.
func (c *Config) locate(folder string) {
	if c.Store.SQLite == "" && !c.Store.Postgres.IsSet() {
		c.Store.SQLite = defaultSQLite
	}
	c.Store.SQLite = inFolder(folder, c.Store.SQLite)
	c.Packs = inFolder(folder, c.Packs)
	for _, t := range c.Tenants {
		if t != nil {
			t.Connection.CAFile = inFolder(folder, t.Connection.CAFile)
		}
	}
}

// resolve fetches all secrets, and tells which variables are referred to.
func (c *Config) resolve(env map[string]string, folder string) (problems []problem, referred map[string]bool) {
	referred = map[string]bool{}
	fetch := func(path string, s *Secret) {
		referred[s.env] = true
		if err := s.resolve(env, folder); err != nil {
			problems = append(problems, c.source.atKey(path, err.Error()))
		}
	}
	fetch("redis.url", &c.Redis.URL)
	fetch("store.postgres", &c.Store.Postgres)
	for _, k := range c.rotations() {
		fetch(k.path+".current", &k.rotation.Current)
		for i := range k.rotation.Previous {
			fetch(element(k.path+".previous", i), &k.rotation.Previous[i])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Tenants)) {
		if t := c.Tenants[id]; t != nil {
			resolveSettings("tenants."+id+".connection.settings.", t.Connection.Settings, fetch)
		}
	}
	return problems, referred
}

func resolveSettings(path string, settings map[string]Setting, fetch func(string, *Secret)) {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		setting := settings[name]
		fetch(path+name, &setting.Secret)
		settings[name] = setting
	}
}
