package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// prefix begins the names of the variables that go before the file.
const prefix = "BALCAO_"

// overrides are what the environment says. What differs from machine to
// machine is here; tenants are in the file only.
type overrides struct {
	Config        string `env:"CONFIG"`
	Listen        string `env:"LISTEN"`
	PublicURL     string `env:"PUBLIC_URL"`
	MetricsListen string `env:"METRICS_LISTEN"`
	Packs         string `env:"PACKS"`
	LogLevel      string `env:"LOG_LEVEL"`
	LogFormat     string `env:"LOG_FORMAT"`
	RedisURL      string `env:"REDIS_URL"`
	SQLite        string `env:"SQLITE"`
	PostgresURL   string `env:"POSTGRES_URL"`
}

func environment(environ []string) map[string]string {
	vars := make(map[string]string, len(environ))
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		vars[name] = value
	}
	return vars
}

func readOverrides(vars map[string]string) (overrides, error) {
	o, err := env.ParseAsWithOptions[overrides](env.Options{Prefix: prefix, Environment: vars})
	if err != nil {
		return o, fmt.Errorf("config: %w", err)
	}
	return o, nil
}

// unknownVariables warns of variables that look like ours and are not, a mistyped
// BALCAO_LISTEN for one. Those that the file refers to are used.
func unknownVariables(vars map[string]string, referred map[string]bool) (warnings []string) {
	var known []string
	for f := range reflect.TypeFor[overrides]().Fields() {
		known = append(known, prefix+f.Tag.Get("env"))
	}
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		if strings.HasPrefix(name, prefix) && !slices.Contains(known, name) && !referred[name] {
			warnings = append(warnings, fmt.Sprintf("the environment variable %s means nothing here; known are %s", name, strings.Join(known, ", ")))
		}
	}
	return warnings
}

// apply puts what is set in place of what the file says. A store in the
// environment replaces the file's, whichever kind that is.
func (o overrides) apply(c *Config) {
	replace(&c.Listen, o.Listen)
	replace(&c.PublicURL, o.PublicURL)
	replace(&c.MetricsListen, o.MetricsListen)
	replace(&c.Packs, o.Packs)
	replace(&c.Log.Level, o.LogLevel)
	replace(&c.Log.Format, o.LogFormat)
	if o.RedisURL != "" {
		c.Redis.URL = NewSecret(o.RedisURL)
	}
	if o.SQLite != "" || o.PostgresURL != "" {
		c.Store = Store{SQLite: o.SQLite, Postgres: NewSecret(o.PostgresURL)}
	}
}

func replace(field *string, value string) {
	if value != "" {
		*field = value
	}
}
