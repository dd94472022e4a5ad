package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"golang.org/x/text/language"

	"balcao/cache"
	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/graph"
	"balcao/internal/charging"
	"balcao/internal/check"
	"balcao/internal/config"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
	"balcao/internal/telemetry"
)

// tenant is one provider: its ERP's connection and what stands around it.
type tenant struct {
	// pipe leads through the cache to the ERP.
	pipe  erp.Pipe
	graph *graph.Tenant
}

// openTenant builds a tenant from the inside out: connection, cache, writes.
func (a *App) openTenant(id string, cfg *config.Tenant) (*tenant, error) {
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("time_zone: %w", err)
	}
	connection, err := a.openConnection(id, cfg, zone)
	if err != nil {
		return nil, err
	}
	pipe, err := cache.New(cache.ReadsOptions{
		Tenant: id, Next: connection.pipe, Store: a.cache, Zone: zone, Now: a.opts.Now, Logger: a.opts.Logger.With("tenant", id),
		Fingerprint: connection.fingerprint, Behind: refreshing,
	})
	if err != nil {
		return nil, err
	}
	selling, err := cfg.Ordering.Settings()
	if err != nil {
		return nil, fmt.Errorf("ordering: %w", err)
	}
	writes := a.writes(id, cfg, zone, connection, pipe, selling)
	top := &settlement.Overlay{
		Next: pipe, Tenant: writes, ID: id, Zone: zone, Quotes: a.quotes, Now: a.opts.Now, Logger: a.opts.Logger.With("tenant", id),
	}
	desk := connection.desk
	desk.Node, desk.Cache = a.node, pipe
	return &tenant{pipe: pipe, graph: &graph.Tenant{
		ID: id, Zone: zone, Language: language.Make(cfg.Languages[0]), Pipe: top,
		Writes: countedWrites{a.counters, writes}, Ledger: writes, Supports: connection.supports, Choices: connection.choices,
		IDs: a.ids, Links: a.links, Shares: a.shares, Associations: a.associations,
		Charging: chargingOf(cfg.Charging), Pendencies: selling.Pendencies, AllowNameChange: cfg.AllowNameChange,
		Desk: desk,
	}}, nil
}

// refreshing makes the ERP's guard let people's requests pass those of the cache.
func refreshing(ctx context.Context) context.Context { return guard.WithClass(ctx, guard.Refresh) }

func chargingOf(cfg config.Charging) charging.Rules {
	// The config's form has been checked; left out, it is no amount, which is 0.
	least, _ := erp.ParseMoney(cfg.LeastAmount)
	return charging.Rules{DaysAhead: cfg.DaysAhead, DaysOverdue: cfg.DaysOverdue, LeastAmount: least, Companies: cfg.Companies}
}

// connection is a tenant's ERP, or what stands in for it while it is switched
// off.
type connection struct {
	pipe        erp.Pipe
	supports    func(*erp.Info) (bool, string)
	choices     func(context.Context, string) ([]erp.Choice, error)
	fingerprint func() string
	// settlesWithin is how long after an unanswered request the ERP may still
	// apply a payment.
	settlesWithin func() time.Duration
	// partial tells whether a payment of a part can be registered.
	partial func() bool
	// byAmount tells whether a payment is recognised by its amount and day.
	byAmount func() bool
	// desk is what admins reach, nothing of it while the ERP is switched off.
	desk graph.Desk
}

func (c *connection) has(f *erp.Info) bool {
	ok, _ := c.supports(f)
	return ok
}

func (a *App) openConnection(id string, cfg *config.Tenant, zone *time.Location) (*connection, error) {
	if !cfg.Connection.IsActive() {
		off := inactive{}
		return &connection{
			pipe: off, supports: off.supports, choices: off.choices, fingerprint: func() string { return "inactive" },
			settlesWithin: func() time.Duration { return 0 }, partial: func() bool { return false }, byAmount: func() bool { return false },
		}, nil
	}
	runs := automation.NewRuns(a.opts.Now(), a.origin)
	c, err := a.connect(id, cfg.Connection, zone, runs, a.opts.Logger)
	if err != nil {
		return nil, err
	}
	a.closing(func() error { c.Close(); return nil })
	a.tellLacks(id, c)
	settings := a.settingsHash(cfg.Connection)
	return &connection{
		pipe: meter{a.counters, id, recorded{c}}, supports: c.Supports, choices: c.Choices,
		fingerprint:   func() string { return c.Pack().Fingerprint + settings },
		settlesWithin: func() time.Duration { return c.Pack().SettlesWithin },
		partial:       func() bool { return c.Pack().PartialPayments },
		byAmount:      func() bool { return c.Pack().Evidence == automation.EvidenceAmountAndDate },
		desk: graph.Desk{
			Connection: c, Runs: runs,
			Check: func(ctx context.Context, o check.Options) (bool, error) {
				return a.check(ctx, id, cfg.Connection, zone, o)
			},
		},
	}, nil
}

// origin says by what the log calls it for whom an automation runs.
func (a *App) origin(ctx context.Context) automation.Origin {
	o := automation.Origin{RequestID: telemetry.RequestID(ctx)}
	if attempt := ledger.AttemptOf(ctx); attempt != nil {
		o.Write = graph.WriteID(a.ids, attempt.Row.Tenant, attempt.Row.Function, attempt.Row.ID)
	}
	return o
}

// tellLacks tells at start which functions a tenant does not have. What the pack
// leaves out is as it should be; an unfilled setting is no error either, but would
// be noticed by a customer first.
func (a *App) tellLacks(id string, c *automation.Connection) {
	for _, f := range erp.Functions {
		ok, reason := c.Supports(f)
		if ok {
			continue
		}
		level := slog.LevelInfo
		if c.Pack().Functions[f.Name] != nil {
			level = slog.LevelWarn
		}
		a.opts.Logger.Log(context.Background(), level, "function not available", "tenant", id, "function", f.Name, "reason", reason)
	}
}

// connect makes the automation engine's connection to an ERP.
func (a *App) connect(id string, cfg config.Connection, zone *time.Location, runs *automation.Runs, logger *slog.Logger) (*automation.Connection, error) {
	pack, settings, err := a.fitted(id, cfg)
	if err != nil {
		return nil, err
	}
	logger = logger.With("tenant", id)
	g, err := guard.New(guard.Options{
		Limits:   guard.Limits{AtOnce: cfg.Limits.AtOnce, PerMinute: cfg.Limits.PerMinute, Timeout: cfg.Limits.Timeout.Std()},
		Security: guard.Security{CAFile: cfg.CAFile, Pin: cfg.Pin, Insecure: cfg.InsecureTLS},
		Logger:   logger,
		Closed:   func(string) { a.wake(id) },
	})
	if err != nil {
		return nil, err
	}
	sessions, err := a.sessions(id)
	if err != nil {
		return nil, err
	}
	return automation.NewConnection(automation.Options{
		Name: a.settingsHash(cfg), Pack: pack, Settings: settings, Zone: zone, Guard: g,
		Sessions: sessions, Runs: runs, Now: a.opts.Now, Logger: logger,
	})
}

// settingsHash tells one connection's settings from another's, in the names of
// cache entries and sessions. It is keyed: whoever sees those names must not be
// able to try passwords on it.
func (a *App) settingsHash(cfg config.Connection) string {
	h := hmac.New(sha256.New, []byte(a.cfg.Keys.Cache.Current.Reveal()))
	fmt.Fprintf(h, "%q", cfg.Pack)
	for _, name := range slices.Sorted(maps.Keys(cfg.Settings)) {
		fmt.Fprintf(h, "%q=%q", name, cfg.Settings[name].Reveal())
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// inactive is the connection of a tenant whose ERP is switched off in the
// config: it is never called.
type inactive struct{}

const switchedOff = "the connection is switched off in the config (active: false)"

func (inactive) Do(_ context.Context, call erp.Call) []erp.Result {
	return erp.Fail(call, &erp.Error{Kind: erp.NotSupported, Function: call.Function.Name, Detail: switchedOff})
}

func (inactive) supports(*erp.Info) (bool, string) { return false, switchedOff }

func (inactive) choices(context.Context, string) ([]erp.Choice, error) {
	return nil, &erp.Error{Kind: erp.NotSupported, Detail: switchedOff}
}

// sharedSessions keeps an ERP's log-ins where all nodes find them.
type sharedSessions struct{ *cache.Sessions }

func (s sharedSessions) Get(ctx context.Context, key string) ([]byte, error) {
	value, _ := s.Sessions.Get(ctx, key)
	return value, nil
}

func (s sharedSessions) Put(ctx context.Context, key string, value []byte, expires time.Duration) error {
	s.Sessions.Put(ctx, key, value, expires)
	return nil
}

func (s sharedSessions) Delete(ctx context.Context, key string) error {
	s.Sessions.Delete(ctx, key)
	return nil
}
