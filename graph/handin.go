package graph

import (
	"context"

	"balcao/erp"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
)

// handedIn is a write that was handed in with an idempotency key, as all answers
// show it.
type handedIn struct {
	row ledger.Row
	// id is the object's global id.
	id      string
	reason  *ledger.Reason
	message *string
}

// handIn submits a write under the sender's key. Make makes the function's input
// with our reference: the row's id, which is the same on every attempt, unique
// among all clients, and tells nothing.
func handIn(ctx context.Context, f *erp.Info, kind globalid.Kind, key, substance string, make func(reference string) erp.Input) (handedIn, error) {
	req := requestOf(ctx)
	client := req.Principal.Client.Name
	w := ledger.Write{Tenant: req.Tenant.ID, Client: client, Function: f, Key: client + "|" + key, Substance: substance}
	w.Input = make(ledger.RowID(w))
	row, err := req.Tenant.Writes.Submit(ctx, w)
	if err != nil {
		return handedIn{}, err
	}
	h := handedIn{
		row: row, id: req.Tenant.IDs.Encode(req.Tenant.ID, kind, row.ID),
		reason: reasonOf(row.Outcome), message: messageOf(req, row.Outcome),
	}
	logUnsettled(ctx, req, row, h.id)
	return h, nil
}
