package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"balcao/erp/guard"
	"balcao/internal/br"
	"balcao/internal/check"
	"balcao/internal/config"
	"balcao/internal/telemetry"
)

// Check goes through a tenant's ERP step by step, see [check.Run]. It opens
// nothing but the connection and its sessions: a server that is running is not
// disturbed. An empty id is the only tenant there is.
func Check(ctx context.Context, cfg *config.Config, opts Options, id string, o check.Options) (sound bool, err error) {
	opts.Logger = slog.New(slog.DiscardHandler)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	a := &App{cfg: cfg, opts: opts, metrics: telemetry.NewMetrics(opts.Version)}
	defer func() { err = errors.Join(err, a.Close()) }()
	for _, step := range []func(context.Context) error{a.openCache, a.startSandbox, a.openPacks} {
		if err := step(ctx); err != nil {
			return false, err
		}
	}
	id, t, err := a.tenantOf(id)
	if err != nil {
		return false, err
	}
	zone, err := time.LoadLocation(t.TimeZone)
	if err != nil {
		return false, fmt.Errorf("tenant %s: time_zone: %w", id, err)
	}
	if _, _, err := a.fitted(id, t.Connection); err != nil {
		return false, err // which tells its place
	}
	if sound, err = a.check(ctx, id, t.Connection, zone, o); err != nil {
		return false, fmt.Errorf("tenant %s: %w", id, err)
	}
	return sound, nil
}

// check goes through an ERP on a connection of its own, which hears what the
// tenant's own one would only log, and is not held back by what it has met.
func (a *App) check(ctx context.Context, id string, cfg config.Connection, zone *time.Location, o check.Options) (bool, error) {
	notes := &check.Notes{}
	connection, err := a.connect(id, cfg, zone, nil, slog.New(notes))
	if err != nil {
		return false, err
	}
	defer connection.Close()
	o.Today = br.DateOf(a.opts.Now().In(zone))
	return check.Run(ctx, check.Target{Connection: connection, Security: securityOf(cfg), Notes: notes}, o), nil
}

// securityOf is how the config says that an ERP's server is trusted.
func securityOf(c config.Connection) guard.Security {
	return guard.Security{CAFile: c.CAFile, Pin: c.Pin, Insecure: c.InsecureTLS}
}
