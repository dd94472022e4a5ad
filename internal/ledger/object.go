package ledger

import (
	"context"
	"time"

	"balcao/erp"
	"balcao/internal/store"
)

func moneyOf(centavos int64) erp.Money { return erp.Money(centavos) }

// Held is what the ledger knows of an object whose ERP may not show it yet.
type Held struct {
	State State
	// ConfirmedAt is in UTC by the database's clock; zero unless confirmed.
	ConfirmedAt time.Time
}

// recentlyConfirmed is how long confirmed rows are still told of: longer than
// any cache keeps what it read before.
const recentlyConfirmed = 30 * time.Minute

// Holds gives, for those of these objects that a settlement is about, the row
// that keeps them from being paid again: one that is open, else the latest that
// was confirmed a while ago at most.
func (t *Tenant) Holds(ctx context.Context, objects []string) (map[string]Held, error) {
	l := t.ledger
	held := map[string]Held{}
	for len(objects) > 0 {
		some := objects[:min(mostLooked, len(objects))]
		objects = objects[len(some):]
		if err := l.holds(ctx, t.id, some, held); err != nil {
			return nil, err
		}
	}
	return held, nil
}

const holding = `SELECT object, state, coalesce(confirmed_at, 0) FROM write WHERE tenant = $1 AND function = 'settle_boleto'
AND (state IN ('ACCEPTED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION') OR state = 'CONFIRMED' AND confirmed_at > %s - $2) AND object IN (`

func (l *Ledger) holds(ctx context.Context, tenant string, objects []string, held map[string]Held) error {
	args := append([]any{tenant, recentlyConfirmed.Microseconds()}, anys(objects)...)
	rows, err := l.store.Read().QueryContext(ctx, l.sql(holding)+marks(3, len(objects))+")", args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var object string
		var h Held
		var confirmed int64
		if err := rows.Scan(&object, &h.State, &confirmed); err != nil {
			return err
		}
		if confirmed != 0 {
			h.ConfirmedAt = store.Instant(confirmed)
		}
		former, ok := held[object]
		if !ok || !former.State.Holds() && (h.State.Holds() || h.ConfirmedAt.After(former.ConfirmedAt)) {
			held[object] = h
		}
	}
	return rows.Err()
}
