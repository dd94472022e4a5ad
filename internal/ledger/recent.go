package ledger

import "time"

// How long, and how many, writes are remembered. It is no ledger: it ends with
// the process, and another node knows nothing of it.
const (
	remembered = 24 * time.Hour
	mostRows   = 10_000
)

// recent are the writes of the last day, by row id. Whoever has had no answer
// sends again within seconds, to the node that is still there; this keeps the
// second sending from being a second payment.
type recent struct {
	rows  map[string]recentRow
	order []string // ids, the oldest first
}

type recentRow struct {
	Row
	at time.Time // when its outcome was known
}

func newRecent() *recent { return &recent{rows: map[string]recentRow{}} }

func (r *recent) find(id string, now time.Time) (recentRow, bool) {
	row, ok := r.rows[id]
	return row, ok && now.Sub(row.at) < remembered
}

// keep remembers a row; the write is that of the first time.
func (r *recent) keep(row Row, now time.Time) {
	if _, known := r.rows[row.ID]; !known {
		r.order = append(r.order, row.ID)
	}
	r.rows[row.ID] = recentRow{row, now}
	for len(r.order) > mostRows {
		delete(r.rows, r.order[0])
		r.order = r.order[1:]
	}
}
