package reconcile

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"balcao/erp"
	"balcao/erp/guard"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// Meter counts differences.
type Meter struct{ differences *prometheus.CounterVec }

// NewMeter makes a meter; it is shared by all tenants.
func NewMeter(registerer prometheus.Registerer) *Meter {
	m := &Meter{prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "balcao_reconciliation_differences_total",
		Help: "Confirmed settlements that the ERP's books differ from, found by this node, by kind.",
	}, []string{"tenant", "kind"})}
	registerer.MustRegister(m.differences)
	return m
}

// Serve shows a tenant's counts from 0 on, so that its first difference is seen as
// an increase.
func (m *Meter) Serve(tenant string) {
	for _, k := range []Kind{NotFound, Cancelled, OpenAgain, Missing, Amount, SecondPayment} {
		m.differences.WithLabelValues(tenant, string(k))
	}
}

// Reconciler compares one tenant's payments.
type Reconciler struct {
	// ID is the tenant's, Zone where its days begin and end.
	ID     string
	Zone   *time.Location
	Tenant *ledger.Tenant
	// Pipe leads to the ERP, past every cache.
	Pipe   erp.Pipe
	Meter  *Meter
	Logger *slog.Logger
}

const (
	// pageOf is how many rows are read at once, turnTime how long a turn of
	// [Reconciler.Day] goes on; the invoice that is being asked for then may take
	// longer.
	pageOf   = 100
	turnTime = 20 * time.Second
	// causePrefix begins what the audit trail says of a difference.
	causePrefix = "reconciliation: "
)

// Day compares the payments that were confirmed on a day of the tenant, from a
// place on, for a while; it is the Do of a [ledger.Daily]. An error is that of an
// ERP that cannot be asked now, or of the store. At the end of the day the
// webhook is told of its differences.
func (r *Reconciler) Day(ctx context.Context, day br.Date, place string) (next string, done bool, err error) {
	from, until := r.bounds(day)
	behind := placeOf(place)
	end := time.Now().Add(turnTime)
	for {
		rows, err := r.Tenant.Confirmed(ctx, from, until, behind, pageOf)
		if err != nil {
			return textOf(behind), false, err
		}
		if len(rows) == 0 {
			return "", true, r.report(ctx, day, from, until)
		}
		for i := range rows {
			if err := r.row(ctx, &rows[i]); err != nil {
				return textOf(behind), false, err
			}
			behind = ledger.Confirmation{At: rows[i].ConfirmedAt, ID: rows[i].ID}
			if time.Now().After(end) {
				return textOf(behind), false, nil
			}
		}
	}
}

func (r *Reconciler) bounds(day br.Date) (from, until time.Time) {
	return day.In(r.Zone), day.AddDays(1).In(r.Zone)
}

// row compares one payment.
func (r *Reconciler) row(ctx context.Context, row *ledger.Row) error {
	c, ok := claimOf(row)
	if !ok {
		return nil
	}
	kinds, err := r.differences(ctx, row, c)
	if err != nil || len(kinds) == 0 {
		return err
	}
	noted, err := r.Tenant.Note(ctx, row, causePrefix+strings.Join(words(kinds), ", "))
	if err != nil || !noted {
		return err
	}
	for _, k := range kinds {
		r.Meter.differences.WithLabelValues(r.ID, string(k)).Inc()
	}
	r.Logger.WarnContext(ctx, "reconcile: the ERP's books differ from a confirmed payment", "id", row.ID, "evidence", string(row.Evidence), "differences", words(kinds))
	return nil
}

// differences asks the ERP. An invoice that it cannot show for another reason than
// being away is left out, so that it does not keep the others from being compared.
func (r *Reconciler) differences(ctx context.Context, row *ledger.Row, c claim) ([]Kind, error) {
	in := row.Input.(erp.SettleInput)
	invoice, _, err := erp.GetInvoice.Call(guard.WithClass(ctx, guard.Reconcile), r.Pipe, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document})
	switch {
	case erp.IsKind(err, erp.NotFound), err == nil && invoice == nil:
		return []Kind{NotFound}, nil
	case erp.IsKind(err, erp.Unavailable), erp.IsKind(err, erp.Unauthenticated), err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		r.Logger.WarnContext(ctx, "reconcile: a confirmed payment could not be compared", "id", row.ID, "error", err)
		return nil, nil
	}
	siblings, err := r.siblings(ctx, row)
	if err != nil {
		return nil, err
	}
	return compare(c, siblings, invoice), nil
}

// siblings are the other confirmed settlements of the row's invoice: a payment of
// theirs is no difference of this one.
func (r *Reconciler) siblings(ctx context.Context, row *ledger.Row) ([]claim, error) {
	rows, err := r.Tenant.About(ctx, row.Function, row.Object)
	var list []claim
	for i := range rows {
		if rows[i].ID == row.ID || rows[i].State != ledger.Confirmed {
			continue
		}
		if c, ok := claimOf(&rows[i]); ok {
			list = append(list, c)
		}
	}
	return list, err
}

// report tells the webhook of all that was noted of the day, also before a
// restart.
func (r *Reconciler) report(ctx context.Context, day br.Date, from, until time.Time) error {
	noted, err := r.Tenant.Noted(ctx, from, until)
	if err != nil {
		return err
	}
	var list []ledger.Difference
	for i := range noted {
		if kinds, ok := strings.CutPrefix(noted[i].Cause, causePrefix); ok {
			list = append(list, ledger.Difference{Row: &noted[i].Row, Kinds: strings.Split(kinds, ", ")})
		}
	}
	r.Logger.InfoContext(ctx, "reconcile: the day is compared", "day", day.String(), "differences", len(list))
	return r.Tenant.TellDifferences(ctx, day, list)
}

func words(kinds []Kind) []string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = string(k)
	}
	return list
}

// textOf is a place as it is kept between two turns.
func textOf(c ledger.Confirmation) string {
	if c.ID == "" {
		return ""
	}
	return strconv.FormatInt(c.At.UnixMicro(), 10) + " " + c.ID
}

// placeOf reads [textOf]; what is not of it is the beginning of the day.
func placeOf(text string) ledger.Confirmation {
	micros, id, _ := strings.Cut(text, " ")
	at, err := strconv.ParseInt(micros, 10, 64)
	if err != nil {
		return ledger.Confirmation{}
	}
	return ledger.Confirmation{At: time.UnixMicro(at).UTC(), ID: id}
}
