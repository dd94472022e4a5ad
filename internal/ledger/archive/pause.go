package archive

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"balcao/internal/store"
)

const (
	// pausedBy and pausedWhy are what an admin reads of the pause.
	pausedBy  = "balcao ledger restore"
	pausedWhy = "restored from a backup: compare the open writes with the ERP before going on"

	selectOpen  = `SELECT DISTINCT tenant FROM write WHERE state IN ('ACCEPTED', 'SENDING', 'UNKNOWN') ORDER BY tenant`
	insertPause = `INSERT INTO pause (tenant, client, note, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
)

// pauseOpen pauses the tenants that have open writes. What was to be sent when
// the backup was made may have been sent since, and an order that is sent again
// is a second order.
func pauseOpen(ctx context.Context, tx *sql.Tx, counts []Count) (paused []string, err error) {
	if !slices.ContainsFunc(counts, func(c Count) bool { return c.Table == "write" }) {
		return nil, nil // maybe it is a schema of before the ledger
	}
	err = querier(tx.QueryContext).each(ctx, func(r row) error {
		paused = append(paused, r["tenant"].(string))
		return nil
	}, selectOpen)
	if err != nil {
		return nil, err
	}
	for _, tenant := range paused {
		if _, err := tx.ExecContext(ctx, insertPause, tenant, pausedBy, pausedWhy, store.Micros(time.Now())); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
	}
	return paused, nil
}
