package ledger

import (
	"context"
	"time"
)

// logEnd writes the one line of a row that nothing more is done with by itself:
// its end, or that it waits for a person.
func (l *Ledger) logEnd(ctx context.Context, r *Row) {
	if r.State.IsOpen() {
		return
	}
	lasted := max(time.Since(r.CreatedAt), 0).Round(time.Millisecond)
	l.logger.InfoContext(ctx, "ledger: write concluded", "tenant", r.Tenant, "function", r.Function.Name, "id", r.ID, "global_id", l.publicID(r),
		"state", string(r.State), "reason", string(r.Reason), "attempts", r.record.attempt, "duration", lasted.String())
}
