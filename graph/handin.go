package graph

import (
	"context"
	"errors"
	"time"

	"balcao/erp"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
)

// kinds are the writes that clients can ask for again, by their functions.
var kinds = map[string]globalid.Kind{
	erp.SettleBoleto.Name: globalid.Settlement, erp.CreateOrder.Name: globalid.Order, erp.CreateLead.Name: globalid.Lead,
	erp.CreateTicket.Name: globalid.Ticket, erp.UnlockOnTrust.Name: globalid.TrustUnlock, erp.UpdateCustomer.Name: globalid.CustomerUpdate,
}

// WriteID is the global id of a row of the ledger.
func WriteID(ids *globalid.Codec, tenant string, f *erp.Info, row string) string {
	return ids.Encode(tenant, kinds[f.Name], row)
}

// handedIn is what all writes show.
type handedIn struct {
	// id is the object's global id.
	id         string
	state      ledger.State
	reason     *ledger.Reason
	message    *string
	retryAfter *int
	// createdAt and updatedAt are in the tenant's zone.
	createdAt, updatedAt time.Time
}

func shown(req *Request, row *ledger.Row) handedIn {
	h := handedIn{
		id:    WriteID(req.Tenant.IDs, req.Tenant.ID, row.Function, row.ID),
		state: row.State, reason: reasonOf(row.Outcome), message: messageOf(req, row.Outcome),
		createdAt: row.CreatedAt.In(req.Tenant.Zone), updatedAt: row.UpdatedAt.In(req.Tenant.Zone),
	}
	if after := row.RetryAfter(); after > 0 {
		seconds := int((after + time.Second - 1) / time.Second)
		h.retryAfter = &seconds
	}
	return h
}

// handIn submits a write under the sender's key. Make makes the function's input
// with our reference: the row's id, which is the same on every attempt, unique
// among all clients, and tells nothing.
func handIn(ctx context.Context, f *erp.Info, key, substance, object string, make func(reference string) erp.Input) (*ledger.Row, error) {
	req := requestOf(ctx)
	client := req.Principal.Client.Name
	w := ledger.Write{Tenant: req.Tenant.ID, Client: client, Function: f, Key: client + "|" + key, Substance: substance, Object: object}
	w.Input = make(ledger.RowID(w))
	return submit(ctx, w)
}

func submit(ctx context.Context, w ledger.Write) (*ledger.Row, error) {
	req := requestOf(ctx)
	row, err := req.Tenant.Writes.Submit(ctx, w)
	if errors.Is(err, ledger.ErrNotTaken) {
		return nil, &Error{Code: LedgerUnavailable, Cause: err}
	}
	if err != nil {
		return nil, err
	}
	logUnsettled(ctx, req, &row)
	return &row, nil
}

// logUnsettled tells the operator of a write that a person or a later look has
// to finish. The id is the one that the client was given.
func logUnsettled(ctx context.Context, req *Request, row *ledger.Row) {
	if row.State != ledger.NeedsAttention && row.State != ledger.Unknown {
		return
	}
	req.Logger.WarnContext(ctx, "graphql: write not confirmed", "function", row.Function.Name, "id", shown(req, row).id, "state", string(row.State), "reason", string(row.Reason))
}

// rowOf reads the row that a global id of one of these functions stands for; nil
// if there is none.
func rowOf(ctx context.Context, id string, functions ...*erp.Info) (*ledger.Row, error) {
	req := requestOf(ctx)
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, id)
	if err != nil || len(parts) != 1 {
		return nil, nil
	}
	for _, f := range functions {
		if kinds[f.Name] != kind {
			continue
		}
		row, err := req.Tenant.Ledger.Find(ctx, parts[0])
		if errors.Is(err, ledger.ErrNotFound) {
			return nil, nil
		}
		return row, ledgerError(err)
	}
	return nil, nil
}

// ledgerError is an error of reading the ledger, for clients.
func ledgerError(err error) error {
	if err == nil {
		return nil
	}
	return &Error{Code: LedgerUnavailable, Cause: err}
}

// one shows the write that an id stands for; nil if there is none.
func one[T any](ctx context.Context, id string, f *erp.Info, show func(*Request, *ledger.Row) *T) (*T, error) {
	row, err := rowOf(ctx, id, f)
	if row == nil || err != nil {
		return nil, err
	}
	return show(requestOf(ctx), row), nil
}
