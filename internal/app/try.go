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
)

// Try calls one function of a tenant's ERP past cache and ledger, with a tracer
// that is told each step. An empty tenant is the only one there is.
func (a *App) Try(ctx context.Context, id string, f *erp.Info, in erp.Input, tracer *automation.Tracer) (erp.Result, error) {
	if id == "" && len(a.cfg.Tenants) == 1 {
		id = slices.Collect(maps.Keys(a.cfg.Tenants))[0]
	}
	cfg, ok := a.cfg.Tenants[id]
	if !ok {
		return erp.Result{}, a.noTenant(id)
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return erp.Result{}, err
	}
	c, err := a.connect(id, cfg.Connection, zone)
	if err != nil {
		return erp.Result{}, err
	}
	defer c.Close()
	call := erp.Call{Function: f, Inputs: []erp.Input{in}}
	return c.Do(automation.WithTracer(ctx, tracer), call)[0], nil
}

func (a *App) noTenant(id string) error {
	known := strings.Join(slices.Sorted(maps.Keys(a.cfg.Tenants)), ", ")
	if id == "" {
		return fmt.Errorf("say --tenant with one of: %s", known)
	}
	return fmt.Errorf("there is no tenant %q; say --tenant with one of: %s", id, known)
}
