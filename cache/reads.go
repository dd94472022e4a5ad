package cache

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// freshness says how long answers of a function are of use, as ages.
type freshness struct {
	// fresh: served as it is.
	fresh time.Duration
	// served: served still, while it is asked again behind the reader's back.
	served time.Duration
	// kept: served still, and marked stale, if the ERP does not answer.
	kept time.Duration
}

// policies are the functions that are cached at all. Whatever decides about
// money is not: get_invoice always asks the ERP.
//
// Invoices change when the bank returns payments, a few times a day; half a
// minute keeps a customer who presses "reload" off the ERP. In an outage of the
// ERP a list of the last quarter of an hour is better than none. A customer's
// name and address change by the hand of an attendant; a customer that the ERP
// does not give is nobody to show an old record of. The same goes for contacts
// and contracts. A plan is blocked and unlocked by itself, and its customer waits
// in front of the screen. Fiscal notes and statements are as invoices, and nobody
// pays by them. What is on sale changes by the hand of an admin, who then looks.
//
// Pendencies are not kept: they decide whether an order is taken.
var policies = map[*erp.Info]freshness{
	erp.ListInvoices.Info:        {fresh: 30 * time.Second, served: 2 * time.Minute, kept: 15 * time.Minute},
	erp.GetCustomer.Info:         {fresh: 5 * time.Minute, served: 15 * time.Minute},
	erp.GetCustomerContacts.Info: {fresh: 5 * time.Minute, served: 15 * time.Minute},
	erp.ListContracts.Info:       {fresh: 5 * time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
	erp.ListPlans.Info:           {fresh: 20 * time.Second, served: time.Minute},
	erp.ListBlockedPlans.Info:    {fresh: 20 * time.Second, served: time.Minute},
	erp.ListFiscalNotes.Info:     {fresh: 2 * time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
	erp.ListStatement.Info:       {fresh: time.Minute, served: 5 * time.Minute, kept: 15 * time.Minute},

	erp.ListProducts.Info:          {fresh: time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
	erp.ListResellers.Info:         {fresh: time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
	erp.ListDueDates.Info:          {fresh: time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
	erp.ListCommercialOrigins.Info: {fresh: time.Minute, served: 10 * time.Minute, kept: 15 * time.Minute},
}

const (
	// notFoundFresh: somebody who has just become a customer tries again.
	notFoundFresh = 30 * time.Second
	// incompleteFresh: what is missing may be there the next time.
	incompleteFresh = 5 * time.Second
)

// span is when an answer fetched at an instant is of use. Nothing outlives the
// tenant's midnight: interest, fines and discounts change with the day.
func (f freshness) span(fetchedAt time.Time, zone *time.Location, r erp.Result) span {
	switch {
	case r.Err != nil:
		f = freshness{fresh: notFoundFresh}
	case r.Incomplete:
		f = freshness{fresh: incompleteFresh}
	}
	midnight := nextMidnight(fetchedAt, zone)
	until := func(age time.Duration) time.Time {
		if t := fetchedAt.Add(age); t.Before(midnight) {
			return t
		}
		return midnight
	}
	f.served = max(f.fresh, f.served)
	return span{fresh: until(f.fresh), served: until(f.served), kept: until(max(f.served, f.kept))}
}

func nextMidnight(t time.Time, zone *time.Location) time.Time {
	return br.DateOf(t.In(zone)).AddDays(1).In(zone)
}

// keepable tells whether an answer is an answer: a value, or that there is none.
func keepable(r erp.Result) bool { return r.Err == nil || erp.IsKind(r.Err, erp.NotFound) }

// excusable tells whether an old answer may stand in for this failure: the ERP
// did not answer, as opposed to having said no.
func excusable(err error) bool {
	switch erp.KindOf(err) {
	case erp.Unavailable, erp.BadAnswer, erp.Unauthenticated:
		return true
	}
	return false
}

// ReadsOptions of a [Reads]. Tenant, Next and Store are required.
type ReadsOptions struct {
	// Tenant is the provider's name in the config.
	Tenant string
	// Fingerprint tells the pack and the settings that answers come from; it
	// may change between calls, on a hot reload. Answers of another
	// fingerprint are never served. Defaults to an empty one.
	Fingerprint func() string
	// Next is asked what is not here.
	Next erp.Pipe
	// Store is shared by the tenants of the process.
	Store *Store
	// Zone is the tenant's. Defaults to America/Sao_Paulo.
	Zone *time.Location
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// Logger defaults to the store's.
	Logger *slog.Logger
	// Budget bounds a call to Next, which outlives the readers that wait for
	// it. Defaults to 30 s.
	Budget time.Duration
	// Behind marks the context of calls of Next that nobody waits for, so that
	// those of people go first. Defaults to leaving it as it is.
	Behind func(context.Context) context.Context
	// Refreshes bounds how many levels are asked again behind readers' backs at
	// a time. Defaults to 4. Beyond it old answers are served until their time
	// is over.
	Refreshes int
}

// Reads answers the reads of one tenant's connection from the cache where it
// may, and passes everything else on. A write that passes invalidates what is
// kept of its customer, before it answers.
type Reads struct {
	tenant      *tenant
	fingerprint func() string
	next        erp.Pipe
	store       *Store
	zone        *time.Location
	now         func() time.Time
	log         *slog.Logger
	budget      time.Duration
	behind      func(context.Context) context.Context
	refreshes   chan struct{}
}

var _ erp.Pipe = (*Reads)(nil)

// New makes the cache of one connection. The goroutines it starts are the
// store's and end with [Store.Close].
func New(o ReadsOptions) (*Reads, error) {
	if o.Tenant == "" || o.Next == nil || o.Store == nil {
		return nil, errors.New("cache: Reads need a tenant, a next pipe and a store")
	}
	if err := o.setDefaults(); err != nil {
		return nil, err
	}
	t, err := o.Store.tenant(o.Tenant)
	if err != nil {
		return nil, err
	}
	return &Reads{
		tenant: t, fingerprint: o.Fingerprint, next: o.Next, store: o.Store, zone: o.Zone, now: o.Now,
		log: o.Logger.With("tenant", o.Tenant), budget: o.Budget, behind: o.Behind, refreshes: make(chan struct{}, o.Refreshes),
	}, nil
}

func (o *ReadsOptions) setDefaults() (err error) {
	if o.Fingerprint == nil {
		o.Fingerprint = func() string { return "" }
	}
	if o.Zone == nil {
		if o.Zone, err = time.LoadLocation("America/Sao_Paulo"); err != nil {
			return err
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = o.Store.options.Logger
	}
	if o.Budget <= 0 {
		o.Budget = 30 * time.Second
	}
	if o.Behind == nil {
		o.Behind = func(ctx context.Context) context.Context { return ctx }
	}
	if o.Refreshes <= 0 {
		o.Refreshes = 4
	}
	return nil
}

// Do implements [erp.Pipe].
func (r *Reads) Do(ctx context.Context, call erp.Call) []erp.Result {
	if call.Function.Effect == erp.Write {
		return r.write(ctx, call)
	}
	policy, cached := policies[call.Function]
	if !cached {
		return r.next.Do(ctx, call)
	}
	level := &level{reads: r, fn: call.Function, policy: policy, fingerprint: r.fingerprint()}
	return level.read(ctx, call.Inputs)
}

// write invalidates before the call, so that no read joins one that began
// before it, and after it whatever its result: a write that failed may still
// have been applied.
func (r *Reads) write(ctx context.Context, call erp.Call) []erp.Result {
	var documents []br.Document
	for _, in := range call.Inputs {
		documents = append(documents, in.Subject())
	}
	r.Invalidate(ctx, documents...)
	defer r.Invalidate(ctx, documents...)
	return r.next.Do(ctx, call)
}

// Invalidate makes all that is kept of these customers old, on all nodes, before
// it returns. An empty document is nobody and has nothing kept.
func (r *Reads) Invalidate(ctx context.Context, documents ...br.Document) {
	var tags []digest
	for _, d := range documents {
		if d != "" {
			tags = append(tags, r.tenant.customerTag(d))
		}
	}
	if len(tags) > 0 {
		r.store.raise(ctx, r.tenant, tags...)
	}
}

// Clear makes all that is kept old, of one function or, without any, of the
// whole tenant.
func (r *Reads) Clear(ctx context.Context, functions ...*erp.Info) {
	if len(functions) == 0 {
		r.store.raise(ctx, r.tenant, r.tenant.epoch)
		return
	}
	var tags []digest
	for _, fn := range functions {
		tags = append(tags, r.tenant.functionTag(fn.Name))
	}
	r.store.raise(ctx, r.tenant, tags...)
}
