package graph

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// writeRecord shows a write to admins.
func writeRecord(req *Request, row *ledger.Row) *model.WriteRecord {
	h := shown(req, row)
	w := &model.WriteRecord{
		ID: h.id, RowID: row.ID, Function: row.Function.Name, Client: row.Client, State: h.state, Reason: h.reason, Message: h.message,
		RemoteID: orNil(row.RemoteID), Attempts: row.Attempts, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
	}
	if row.Evidence != "" {
		w.Evidence = &row.Evidence
	}
	if row.Payment != nil {
		w.Amount = &row.Payment.Amount
	}
	if row.State.IsOpen() && !row.NextAttemptAt.IsZero() {
		at := row.NextAttemptAt.In(req.Tenant.Zone)
		w.NextAttemptAt = &at
	}
	return w
}

// trail is the audit trail of a write.
func trail(ctx context.Context, w *model.WriteRecord) ([]*model.WriteEvent, error) {
	req := requestOf(ctx)
	events, err := req.Tenant.Ledger.Events(ctx, w.RowID)
	if err != nil {
		return nil, ledgerError(err)
	}
	list := make([]*model.WriteEvent, len(events))
	for i, e := range events {
		list[i] = &model.WriteEvent{
			At: store.Instant(e.AtMicros).In(req.Tenant.Zone), To: e.To, Attempt: int(e.Attempt), Node: e.Node, Cause: e.Cause,
			Client: orNil(e.Actor), Note: orNil(e.Note), Reason: reasonOf(ledger.Outcome{Reason: e.Reason}),
		}
		if e.From != "" {
			from := e.From
			list[i].From = &from
		}
	}
	return list, nil
}

// writesQuery is what admins list.
type writesQuery struct {
	filter ledger.Filter
	first  int
	after  *string
}

func filterOf(state []ledger.State, function *string, reason *ledger.Reason, since *time.Time) ledger.Filter {
	f := ledger.Filter{States: state}
	if function != nil {
		f.Function = *function
	}
	if reason != nil {
		f.Reason = *reason
	}
	if since != nil {
		f.Since = *since
	}
	return f
}

// scope tells the cursors of this list from others.
func (q writesQuery) scope() []string {
	states := make([]string, len(q.filter.States))
	for i, s := range q.filter.States {
		states[i] = string(s)
	}
	since := ""
	if !q.filter.Since.IsZero() {
		since = q.filter.Since.UTC().Format(time.RFC3339Nano)
	}
	return []string{"writes", strings.Join(states, " "), q.filter.Function, string(q.filter.Reason), since}
}

func (q writesQuery) list(ctx context.Context) (*model.WriteConnection, error) {
	req := requestOf(ctx)
	l := listing[ledger.Row]{scope: q.scope()}
	at, err := l.after(req, q.first, q.after)
	if err != nil {
		return nil, err
	}
	var behind ledger.Place
	if at != nil {
		micros, err := strconv.ParseInt(at[0], 10, 64)
		if err != nil || len(at) != 2 {
			return nil, &Error{Code: InvalidInput, Message: "after: this is not a cursor of this list"}
		}
		behind = ledger.Place{UpdatedAt: store.Instant(micros), ID: at[1]}
	}
	rows, total, err := req.Tenant.Ledger.List(ctx, q.filter, behind, q.first+1)
	if err != nil {
		return nil, ledgerError(err)
	}
	return q.page(req, rows, total, at != nil), nil
}

// page makes a page of the rows that were asked for and, if there is one, the
// one behind them.
func (q writesQuery) page(req *Request, rows []ledger.Row, total int, isLater bool) *model.WriteConnection {
	c := &model.WriteConnection{TotalCount: total, PageInfo: &model.PageInfo{HasPreviousPage: isLater, HasNextPage: len(rows) > q.first}, Edges: []*model.WriteEdge{}, Nodes: []*model.WriteRecord{}}
	for i := range rows[:min(len(rows), q.first)] {
		row := &rows[i]
		place := append(q.scope(), strconv.FormatInt(store.Micros(row.UpdatedAt), 10), row.ID)
		edge := &model.WriteEdge{Cursor: req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Cursor, place...), Node: writeRecord(req, row)}
		c.Edges, c.Nodes = append(c.Edges, edge), append(c.Nodes, edge.Node)
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c
}

// anyWrite are the functions whose writes can be asked for by id.
var anyWrite = []*erp.Info{
	erp.SettleBoleto.Info, erp.CreateOrder.Info, erp.CreateLead.Info, erp.CreateTicket.Info, erp.UnlockOnTrust.Info, erp.UpdateCustomer.Info,
}

// writeShown shows a write as what it is.
func writeShown(req *Request, row *ledger.Row) model.Write {
	switch row.Function.Name {
	case erp.SettleBoleto.Name:
		return settlementOf(req, row)
	case erp.CreateOrder.Name:
		return orderShown(req, row)
	case erp.CreateTicket.Name:
		return ticketShown(req, row)
	case erp.UnlockOnTrust.Name:
		return unlockShown(req, row)
	case erp.UpdateCustomer.Name:
		return updateShown(req, row)
	}
	return leadShown(req, row)
}

// payment shows a payment with what it settles; nil if there is none.
func payment(ctx context.Context, id string) (*model.AcceptedPayment, error) {
	req := requestOf(ctx)
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, id)
	if err != nil || kind != globalid.Payment || len(parts) != 1 {
		return nil, nil
	}
	return paymentShown(ctx, parts[0])
}

func paymentShown(ctx context.Context, paymentID string) (*model.AcceptedPayment, error) {
	req := requestOf(ctx)
	p, rows, err := req.Tenant.Ledger.PaymentOf(ctx, paymentID)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, ledgerError(err)
	}
	shown := &model.AcceptedPayment{
		ID: req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Payment, paymentID), Method: p.Method, Reference: p.Reference, Rows: rows,
	}
	if p.Total != 0 {
		shown.Amount = &p.Total
	}
	return shown, nil
}

func settlementsOf(req *Request, rows []ledger.Row) []*model.Settlement {
	list := make([]*model.Settlement, len(rows))
	for i := range rows {
		list[i] = settlementOf(req, &rows[i])
	}
	return list
}
