package settlement

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// Overlay is a stage of the pipe, above the cache, that lays the ledger over
// every invoice: one with a payment on its way is not to be paid again, whatever
// the ERP, or a cache, still shows. It also remembers what was offered.
type Overlay struct {
	Next   erp.Pipe
	Tenant *ledger.Tenant
	// ID is the tenant's, Zone where its days begin and end.
	ID     string
	Zone   *time.Location
	Quotes *Quotes
	Now    func() time.Time
	Logger *slog.Logger
}

// askTime bounds what a read waits for the ledger.
const askTime = time.Second

// Do implements [erp.Pipe].
func (o *Overlay) Do(ctx context.Context, call erp.Call) []erp.Result {
	results := o.Next.Do(ctx, call)
	if call.Function != erp.ListInvoices.Info && call.Function != erp.GetInvoice.Info {
		return results
	}
	invoices := invoicesIn(results)
	if len(invoices) == 0 {
		return results
	}
	held, err := o.ask(ctx, invoices)
	if err != nil {
		// Whether something is on its way is not known: nothing may be paid.
		o.Logger.WarnContext(ctx, "settlement: the ledger could not be asked; invoices are shown without what they are paid by", "error", err)
	}
	laid := slices.Clone(results)
	for n := range laid {
		laid[n].Value = o.lay(laid[n], held, err != nil)
	}
	return laid
}

func (o *Overlay) ask(ctx context.Context, invoices []*erp.Invoice) (map[string]ledger.Held, error) {
	ids := make([]string, len(invoices))
	for n, i := range invoices {
		ids[n] = i.ID
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return o.Tenant.Holds(ctx, ids)
}

func invoicesIn(results []erp.Result) (all []*erp.Invoice) {
	for _, r := range results {
		switch v := r.Value.(type) {
		case *erp.Invoice:
			if v != nil {
				all = append(all, v)
			}
		case []erp.Invoice:
			for n := range v {
				all = append(all, &v[n])
			}
		}
	}
	return all
}

// lay gives the value of a result as it is to be shown. Values are shared with
// the cache and never changed in place.
func (o *Overlay) lay(r erp.Result, held map[string]ledger.Held, blind bool) any {
	switch v := r.Value.(type) {
	case *erp.Invoice:
		if v == nil {
			return v
		}
		one := []erp.Invoice{*v}
		o.over(one, r.FetchedAt, held, blind)
		return &one[0]
	case []erp.Invoice:
		list := slices.Clone(v)
		o.over(list, r.FetchedAt, held, blind)
		return list
	}
	return r.Value
}

func (o *Overlay) over(list []erp.Invoice, fetchedAt time.Time, held map[string]ledger.Held, blind bool) {
	var offered []erp.Invoice
	for n := range list {
		i := &list[n]
		if i.Status == erp.Paid || i.Status == erp.Cancelled {
			continue
		}
		h, ok := held[i.ID]
		switch {
		case ok && (h.State.Holds() || !fetchedAt.After(h.ConfirmedAt)):
			i.Status = erp.PendingConfirmation
			withhold(i)
		case blind:
			withhold(i)
		default:
			offered = append(offered, *i)
		}
	}
	if len(offered) > 0 {
		o.Quotes.Offered(o.ID, br.DateOf(o.Now().In(o.Zone)), offered)
	}
}

// withhold takes away what an invoice can be paid by.
func withhold(i *erp.Invoice) {
	i.PixCode, i.DigitableLine, i.Barcode, i.LinkBoleto = nil, nil, nil, nil
}
