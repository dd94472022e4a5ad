package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/config"
)

// Try calls one function of a tenant's ERP past cache and ledger, with a tracer
// that is told each step. An empty tenant is the only one there is.
func (a *App) Try(ctx context.Context, id string, f *erp.Info, in erp.Input, tracer *automation.Tracer) (erp.Result, error) {
	id, cfg, err := a.tenantOf(id)
	if err != nil {
		return erp.Result{}, err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return erp.Result{}, err
	}
	c, err := a.connect(id, cfg.Connection, zone, nil, a.opts.Logger)
	if err != nil {
		return erp.Result{}, err
	}
	defer c.Close()
	call := erp.Call{Function: f, Inputs: []erp.Input{in}}
	return c.Do(automation.WithTracer(ctx, tracer), call)[0], nil
}

// tenantOf finds a tenant of the config. An empty id is the only one there is.
func (a *App) tenantOf(id string) (string, *config.Tenant, error) {
	if id == "" && len(a.cfg.Tenants) == 1 {
		id = slices.Collect(maps.Keys(a.cfg.Tenants))[0]
	}
	cfg, ok := a.cfg.Tenants[id]
	if !ok {
		return "", nil, a.noTenant(id)
	}
	return id, cfg, nil
}

func (a *App) noTenant(id string) error {
	known := strings.Join(slices.Sorted(maps.Keys(a.cfg.Tenants)), ", ")
	if id == "" {
		return fmt.Errorf("there are several tenants, say which: %s", known)
	}
	return fmt.Errorf("there is no tenant %q; there are: %s", id, known)
}
