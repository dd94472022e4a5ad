package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"time"

	"balcao/cache"
	"balcao/graph"
	"balcao/internal/association"
	"balcao/internal/config"
	"balcao/internal/files"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
	"balcao/internal/reconcile"
	"balcao/internal/settlement"
	"balcao/internal/store"
	"balcao/internal/telemetry"
	"balcao/internal/web"
)

// Options of an [App].
type Options struct {
	// Version is shown in metrics and at the start.
	Version string
	// Stdout gets what a person at a terminal wants to see: addresses and, of
	// the sandbox, keys.
	Stdout io.Writer
	Logger *slog.Logger
	// Now is the clock; time.Now if nil.
	Now func() time.Time
}

// App is one Balcão: all tenants of a config, behind one HTTP server.
type App struct {
	cfg  *config.Config
	opts Options
	// node is this process's name among several.
	node string

	metrics  *telemetry.Metrics
	counters *counters
	store    *store.Store
	cache    *cache.Store
	packs    *packSet
	ids      *globalid.Codec
	links    *files.Signer
	shares   *files.Shares
	// associations are those of all tenants.
	associations *association.Store
	// ledger keeps the writes of all tenants, quotes what was offered.
	ledger *ledger.Ledger
	quotes *settlement.Quotes
	// differences counts what the daily comparison finds.
	differences *reconcile.Meter
	tenants     map[string]*tenant
	graphql     *graph.Server
	server      *web.Server

	// closers end what was started, the last one first.
	closers []func() error
}

// New builds everything and starts nothing that listens. What was begun is
// undone if a later step fails.
func New(ctx context.Context, cfg *config.Config, opts Options) (*App, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	a := &App{
		cfg: cfg, opts: opts, node: nodeName(cfg.Ledger.Node), metrics: telemetry.NewMetrics(opts.Version), tenants: map[string]*tenant{},
	}
	a.counters = newCounters(a.metrics.Registry)
	for _, step := range []func(context.Context) error{
		a.openStore, a.openCache, a.makeIDs, a.startSandbox, a.openPacks, a.checkConnections, a.openLedger, a.openTenants,
		a.associateSandbox, a.startLedger, a.makeServer,
	} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	for _, w := range cfg.Warnings {
		opts.Logger.Warn("config: " + w)
	}
	return a, nil
}

// closing remembers how to end something.
func (a *App) closing(end func() error) { a.closers = append(a.closers, end) }

// Close ends everything, the last begun first. Writes under way are carried to
// their end.
func (a *App) Close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i]())
	}
	a.closers = nil
	return errors.Join(errs...)
}

func (a *App) openStore(ctx context.Context) error {
	s, err := store.Open(ctx, store.Options{
		SQLite: a.cfg.Store.SQLite, Postgres: a.cfg.Store.Postgres.Reveal(), Logger: a.opts.Logger, KeepSchema: !a.cfg.Store.Migrates(),
	})
	if err != nil {
		return err
	}
	a.store, a.associations = s, association.NewStore(s)
	a.closing(s.Close)
	return nil
}

func (a *App) openCache(context.Context) error {
	c, err := cache.Open(cache.Options{
		RedisURL: a.cfg.Redis.URL.Reveal(), Secret: []byte(a.cfg.Keys.Cache.Current.Reveal()),
		Registerer: a.metrics.Registry, Logger: a.opts.Logger,
	})
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	a.cache = c
	a.closing(func() error { c.Close(); return nil })
	return nil
}

func (a *App) makeIDs(context.Context) error {
	ids, err := codec("keys.ids", a.cfg.Keys.IDs)
	if err != nil {
		return err
	}
	links, err := codec("keys.files", a.cfg.Keys.Files)
	if err != nil {
		return err
	}
	a.ids, a.links = ids, files.NewSigner(links, a.cfg.PublicURL)
	a.shares = files.NewShares(a.store, a.links)
	return nil
}

func codec(name string, keys config.Rotation) (*globalid.Codec, error) {
	var list []globalid.Key
	for _, k := range keys.All() {
		list = append(list, globalid.Key(k))
	}
	c, err := globalid.New(list)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

func (a *App) openTenants(context.Context) error {
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(a.cfg.Tenants)) {
		t, err := a.openTenant(id, a.cfg.Tenants[id])
		if err != nil {
			problems = append(problems, fmt.Errorf("tenant %s: %w", id, err))
			continue
		}
		a.tenants[id] = t
	}
	return errors.Join(problems...)
}

// Run serves until ctx is done, and then stops in order.
func (a *App) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", a.cfg.Listen)
	if err != nil {
		return err
	}
	stopMetrics, err := a.serveMetrics(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stopMetrics()
	a.greet(listener.Addr())
	a.opts.Logger.Info("serving", "address", listener.Addr().String(), "version", a.opts.Version, "tenants", len(a.tenants))
	err = a.server.Serve(ctx, listener)
	a.opts.Logger.Info("stopped")
	return err
}
