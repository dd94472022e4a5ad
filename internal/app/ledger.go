package app

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/graph"
	"balcao/internal/br"
	"balcao/internal/config"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
	"balcao/internal/reconcile"
	"balcao/internal/selfservice"
	"balcao/internal/settlement"
)

// openLedger makes what keeps the writes. It works on nothing before
// [App.startLedger], when all tenants are there.
func (a *App) openLedger(context.Context) error {
	l, err := ledger.New(ledger.Options{
		Store: a.store, Node: a.node, Times: times(a.cfg.Ledger), AtOnce: a.cfg.Ledger.AtOnce,
		Logger: a.opts.Logger, Registerer: a.metrics.Registry, Webhook: webhook(a.cfg.Ledger.Webhook),
		GlobalID: func(tenant string, f *erp.Info, row string) string { return graph.WriteID(a.ids, tenant, f, row) },
	})
	if err != nil {
		return err
	}
	a.ledger, a.quotes = l, settlement.NewQuotes(a.store, a.opts.Logger)
	a.differences = reconcile.NewMeter(a.metrics.Registry)
	a.closing(func() error { a.quotes.Close(); return nil })
	return nil
}

// webhook is nil where nobody is to be told.
func webhook(c config.Webhook) *ledger.Webhook {
	if !c.URL.IsSet() {
		return nil
	}
	return &ledger.Webhook{URL: c.URL.Reveal(), Secret: c.Secret.Reveal(), Age: c.Age.Std()}
}

// reconciling is a tenant's daily comparison with its ERP, nil where it is
// switched off. Its reads go past the cache.
func (a *App) reconciling(id string, zone *time.Location, c *connection) func(*ledger.Tenant) *ledger.Daily {
	at, ok := a.cfg.Ledger.Reconciles()
	if !ok {
		return nil
	}
	a.differences.Serve(id)
	return func(t *ledger.Tenant) *ledger.Daily {
		r := &reconcile.Reconciler{ID: id, Tenant: t, Zone: zone, Pipe: c.pipe, Meter: a.differences, Logger: a.opts.Logger.With("tenant", id)}
		return &ledger.Daily{Zone: zone, At: at, Now: a.opts.Now, Do: r.Day}
	}
}

func (a *App) startLedger(ctx context.Context) error {
	a.closing(a.ledger.Close)
	return a.ledger.Start(ctx)
}

// notPlain are the characters that a node's name has none of.
var notPlain = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// nodeName is the configured name, else one that no other running process has.
func nodeName(configured string) string {
	if configured != "" {
		return configured
	}
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%.40s-%d-%x", notPlain.ReplaceAllString(host, "-"), os.Getpid(), time.Now().UnixMilli()&0xffff)
}

func times(c config.Ledger) ledger.Times {
	return ledger.Times{
		Lease: c.Lease.Std(), FirstRetry: c.FirstRetry.Std(), LongestRetry: max(c.LongestRetry.Std(), c.FirstRetry.Std()), GiveUp: c.GiveUp.Std(),
		Patience: c.Patience.Std(), Sweep: c.Sweep.Std(), Wait: c.Wait.Std(), Keep: time.Duration(c.KeepDays) * 24 * time.Hour,
	}
}

// writes makes a tenant's way into the ledger. Writes that the ledger sends pass
// the cache, which forgets what they are about; its reads do not.
func (a *App) writes(id string, cfg *config.Tenant, zone *time.Location, c *connection, cache erp.Pipe, selling ordering.Settings) *ledger.Tenant {
	return a.ledger.Serve(id, ledger.Connection{
		Pipe: delivering{writes: cache, reads: c.pipe}, SettlesWithin: c.settlesWithin, Daily: a.reconciling(id, zone, c),
		Handlers: map[string]ledger.Handler{
			erp.SettleBoleto.Name: ledger.Handle[erp.SettleInput](settlement.Runner(settlement.Rules{
				Zone:     zone,
				Partial:  func() bool { return cfg.Settlements.SendsPartial() && c.partial() },
				ByAmount: c.byAmount,
				Quoted: func(ctx context.Context, invoice string, day br.Date, amount erp.Money) (bool, error) {
					return a.quotes.Was(ctx, id, invoice, day, amount)
				},
			})),
			erp.CreateLead.Name:     ledger.Handle[erp.LeadInput](ordering.RunLead),
			erp.CreateOrder.Name:    ledger.Handle[erp.ExistingOrderInput](ordering.OrderRunner(selling, writing{c.pipe}, c.has)),
			erp.CreateTicket.Name:   ledger.Handle[erp.TicketInput](selfservice.RunTicket),
			erp.UnlockOnTrust.Name:  ledger.Handle[erp.UnlockInput](selfservice.UnlockRunner(cfg.UnlocksPerMonth, zone)),
			erp.UpdateCustomer.Name: ledger.Handle[erp.UpdateInput](selfservice.RunUpdate),
		},
	})
}

// wake goes on with what waits for a tenant's ERP, which answers again. Commands
// that only look at an ERP have no ledger.
func (a *App) wake(tenant string) {
	if a.ledger != nil {
		a.ledger.Wake(tenant)
	}
}

// delivering is the ledger's way to an ERP.
type delivering struct{ writes, reads erp.Pipe }

func (d delivering) Do(ctx context.Context, call erp.Call) []erp.Result {
	ctx = guard.WithClass(ctx, guard.Write)
	if call.Function.Effect == erp.Write {
		return d.writes.Do(ctx, call)
	}
	return d.reads.Do(ctx, call)
}

// writing marks reads that a write waits for.
type writing struct{ next erp.Pipe }

func (w writing) Do(ctx context.Context, call erp.Call) []erp.Result {
	return w.next.Do(guard.WithClass(ctx, guard.Write), call)
}

// recorded tells the automation engine what the ledger knows of earlier attempts
// of a write, and the ledger how far the engine comes.
type recorded struct{ next erp.Pipe }

func (r recorded) Do(ctx context.Context, call erp.Call) []erp.Result {
	if a := ledger.AttemptOf(ctx); a != nil && call.Function.Effect == erp.Write {
		ctx = automation.WithAttempt(ctx, automation.Attempt{Number: a.Number, Done: a.Done(), Look: a.Looking, Record: a})
	}
	return r.next.Do(ctx, call)
}
