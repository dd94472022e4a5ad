package graph

import (
	"context"
	"time"

	"balcao/graph/model"
	"balcao/internal/ledger"
)

// writeUpdated tells what becomes of a write: the present state first. The
// channel ends when nothing more happens by itself.
func writeUpdated(ctx context.Context, id string) (<-chan model.Write, error) {
	req := requestOf(ctx)
	row, err := rowOf(ctx, id, anyWrite...)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return nil, &Error{Code: InvalidInput, Message: pick(req.Language, "id: não encontrado", "id: there is no such write")}
	}
	seen, stop := req.Tenant.Ledger.Watch(row.ID)
	out := make(chan model.Write)
	go func() {
		defer close(out)
		defer stop()
		follow(ctx, req, row.ID, seen, out)
	}()
	return out, nil
}

// again is the pause before a row is read again that could not be read: who
// listens would take the end of the stream for the end of the write.
const again = time.Second

// follow sends the row whenever it is another one than it was. It is read again
// after the watch began, so that no change falls between.
func follow(ctx context.Context, req *Request, id string, seen <-chan struct{}, out chan<- model.Write) {
	sent := int64(-1)
	for {
		row, err := req.Tenant.Ledger.Find(ctx, id)
		if err == nil && row.Version != sent {
			select {
			case out <- writeShown(req, row):
				sent = row.Version
			case <-ctx.Done():
				return
			}
		}
		if err == nil && isFinal(row) {
			return
		}
		var soon <-chan time.Time
		if err != nil {
			req.Logger.WarnContext(ctx, "graphql: a write could not be read for who follows it", "error", err)
			soon = time.After(again)
		}
		select {
		case <-seen:
		case <-soon:
		case <-ctx.Done():
			return
		}
	}
}

// isFinal tells whether nothing more is to be told. A write that needs a person
// is followed on: that person's decision is news.
func isFinal(row *ledger.Row) bool {
	return !row.State.IsOpen() && row.State != ledger.NeedsAttention
}
