package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"balcao/erp/automation"
	"balcao/internal/config"
	"balcao/internal/telemetry"
)

// Trial is a tenant's ERP for somebody at a command line. Nothing of it is shared
// with a server that is running: it keeps its own log-ins and opens no store.
type Trial struct {
	// Pack is the tenant's, Settings what is filled into it, in clear.
	Pack     *automation.Pack
	Settings map[string]string
	// Folder is the pack's, empty for an embedded pack.
	Folder string
	Zone   *time.Location

	app *App
	id  string
	cfg config.Connection
	now time.Time
}

// OpenTrial finds a tenant of the config; an empty id is the only one there is.
func OpenTrial(ctx context.Context, cfg *config.Config, opts Options, id string) (*Trial, error) {
	t := &Trial{}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	t.now = opts.Now().Truncate(time.Second)
	// Whatever is asked sees the same instant, as it will in an example.
	opts.Now = func() time.Time { return t.now }
	t.app = &App{cfg: cfg, opts: opts, metrics: telemetry.NewMetrics(opts.Version)}
	if err := t.open(ctx, id); err != nil {
		return nil, errors.Join(err, t.app.Close())
	}
	return t, nil
}

func (t *Trial) open(ctx context.Context, id string) error {
	for _, step := range []func(context.Context) error{t.app.startSandbox, t.app.openPacks} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	id, tenant, err := t.app.tenantOf(id)
	if err != nil {
		return err
	}
	if t.Zone, err = time.LoadLocation(tenant.TimeZone); err != nil {
		return fmt.Errorf("tenant %s: time_zone: %w", id, err)
	}
	pack, settings, err := t.app.fitted(id, tenant.Connection)
	if err != nil {
		return err
	}
	t.id, t.cfg, t.Pack, t.Settings = id, tenant.Connection, pack(), settings
	if dir := filepath.Join(t.app.cfg.Packs, tenant.Connection.Pack); t.app.cfg.Packs != "" && isFolder(dir) {
		t.Folder = dir
	}
	return nil
}

// Now is the instant at which the trial stands still.
func (t *Trial) Now() time.Time { return t.now.In(t.Zone) }

// Connect makes a new connection, which logs in by itself. The caller closes it.
func (t *Trial) Connect() (*automation.Connection, error) {
	return t.app.connect(t.id, t.cfg, t.Zone, nil, t.app.opts.Logger)
}

// sessions are where a tenant's log-ins are kept: nil, with the connection
// itself, where no cache was opened.
func (a *App) sessions(id string) (automation.SessionStore, error) {
	if a.cache == nil {
		return nil, nil
	}
	s, err := a.cache.Sessions(id)
	return sharedSessions{s}, err
}

// Close ends what the trial has opened.
func (t *Trial) Close() error { return t.app.Close() }
