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
	known := []string{prefix + "SANDBOX_TOKEN"} // of `balcao sandbox`
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
	set := func(path, variable, value string, field *string) {
		if value != "" {
			*field = value
			c.source.overridden[path] = prefix + variable
		}
	}
	set("listen", "LISTEN", o.Listen, &c.Listen)
	set("public_url", "PUBLIC_URL", o.PublicURL, &c.PublicURL)
	set("metrics_listen", "METRICS_LISTEN", o.MetricsListen, &c.MetricsListen)
	set("packs", "PACKS", o.Packs, &c.Packs)
	set("log.level", "LOG_LEVEL", o.LogLevel, &c.Log.Level)
	set("log.format", "LOG_FORMAT", o.LogFormat, &c.Log.Format)
	if o.RedisURL != "" {
		c.Redis.URL = NewSecret(o.RedisURL)
		c.source.overridden["redis.url"] = prefix + "REDIS_URL"
	}
	if o.SQLite != "" || o.PostgresURL != "" {
		c.Store.SQLite, c.Store.Postgres = o.SQLite, NewSecret(o.PostgresURL)
		c.source.overridden["store.postgres"] = prefix + "POSTGRES_URL"
	}
}
