package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"balcao/internal/store"
)

const (
	// cleanEvery is how often retention runs.
	cleanEvery = time.Hour
	// cleanedAtOnce bounds one transaction of it, so that payments do not wait.
	cleanedAtOnce = 500
	// quoteDays is how long an offer is remembered. Notices of payments come
	// within days; after it an amount is judged by the invoice alone.
	quoteDays = 45
)

// cleanUp is the job that lets go of what is old.
type cleanUp struct{}

func (cleanUp) Kind() string { return "ledger_clean_up" }

type cleaner struct {
	river.WorkerDefaults[cleanUp]
	ledger *Ledger
}

func (c *cleaner) Work(ctx context.Context, _ *river.Job[cleanUp]) error { return c.ledger.Clean(ctx) }

const (
	// What is still open, or waits for a person, is kept however old it is; what
	// has only just ended is kept for as long again.
	oldRows = `SELECT id FROM write WHERE created_at < %[1]s - $1 AND updated_at < %[1]s - $1 AND input IS NOT NULL
AND state IN ('CONFIRMED', 'REFUSED', 'CLOSED', 'REVERSED') ORDER BY created_at LIMIT $2`
	emptyRows  = `UPDATE write SET input = NULL, message = '', result = '', notes = '', steps = '' WHERE id IN (`
	dropEvents = `DELETE FROM write_event WHERE write IN (`
	dropQuotes = `DELETE FROM quote WHERE day < $1`
)

// Clean takes the contents out of rows that ended long ago, with their audit
// trail. The rows themselves stay, with their keys: a payment that is handed in
// again years later is still the same.
func (l *Ledger) Clean(ctx context.Context) error {
	for {
		ids, err := l.ids(ctx, l.sql(oldRows), l.times.Keep.Microseconds(), cleanedAtOnce)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		if err := l.empty(ctx, ids); err != nil {
			return err
		}
	}
	day := time.Now().AddDate(0, 0, -quoteDays).Format(time.DateOnly)
	return l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, dropQuotes, day)
		return err
	})
}

func (l *Ledger) empty(ctx context.Context, ids []string) error {
	return l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, statement := range []string{emptyRows, dropEvents} {
			if _, err := tx.ExecContext(ctx, statement+marks(1, len(ids))+")", anys(ids)...); err != nil {
				return err
			}
		}
		return nil
	})
}

const writeProbe = `INSERT INTO probe (node, at) VALUES ($1, $2) ON CONFLICT (node) DO UPDATE SET at = excluded.at`

// stored remembers whether the store could be written to.
func (l *Ledger) stored(err error) {
	if errors.Is(err, context.Canceled) {
		return // the caller left: that says nothing of the store
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unwritable = err
}

// Ready tells whether writes can be taken: a readiness check. After one that
// could not be stored it tries again, so that a disk that has room once more is
// noticed.
func (l *Ledger) Ready(ctx context.Context) error {
	l.mu.RLock()
	err := l.unwritable
	l.mu.RUnlock()
	if err == nil {
		return nil
	}
	err = l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, writeProbe, l.node, store.Micros(time.Now()))
		return err
	})
	l.stored(err)
	return err
}
