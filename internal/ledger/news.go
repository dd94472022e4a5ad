package ledger

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// lookEvery is how often rows that somebody waits for are looked at for what
// other nodes have done with them.
const lookEvery = 300 * time.Millisecond

// news tells those who wait for a row that it has changed: at once what this
// node has changed, and within [lookEvery] what others have.
type news struct {
	ledger *Ledger
	mu     sync.Mutex
	rows   map[string]*watched
	// wake starts the looking when the first one waits.
	wake  chan struct{}
	quit  context.CancelFunc
	ended chan struct{}
}

type watched struct {
	version int64
	waiting map[chan struct{}]struct{}
}

func newNews(l *Ledger) *news {
	ctx, quit := context.WithCancel(context.Background())
	n := &news{ledger: l, rows: map[string]*watched{}, wake: make(chan struct{}, 1), quit: quit, ended: make(chan struct{})}
	go n.run(ctx)
	return n
}

// watch gives a channel that has something to read whenever the row may have
// changed, until stop is called.
func (n *news) watch(id string) (seen <-chan struct{}, stop func()) {
	ch := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	w, ok := n.rows[id]
	if !ok {
		w = &watched{waiting: map[chan struct{}]struct{}{}}
		n.rows[id] = w
	}
	w.waiting[ch] = struct{}{}
	select {
	case n.wake <- struct{}{}:
	default:
	}
	return ch, func() { n.leave(id, ch) }
}

func (n *news) leave(id string, ch chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.rows[id].waiting, ch)
	if len(n.rows[id].waiting) == 0 {
		delete(n.rows, id)
	}
}

// tell wakes those who wait for a row.
func (n *news) tell(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	w, ok := n.rows[id]
	if !ok {
		return
	}
	for ch := range w.waiting {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (n *news) close() {
	n.quit()
	<-n.ended
}

// run looks as long as somebody waits.
func (n *news) run(ctx context.Context) {
	defer close(n.ended)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		ids := n.ids()
		if len(ids) == 0 {
			select {
			case <-n.wake:
			case <-ctx.Done():
				return
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if len(ids) > 0 {
			n.look(ctx, ids)
		}
	}
}

func (n *news) ids() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	ids := make([]string, 0, len(n.rows))
	for id := range n.rows {
		ids = append(ids, id)
	}
	return ids
}

// mostLooked bounds the parameters of one statement.
const mostLooked = 500

func (n *news) look(ctx context.Context, ids []string) {
	for len(ids) > 0 {
		some := ids[:min(mostLooked, len(ids))]
		ids = ids[len(some):]
		versions, err := n.ledger.versions(ctx, some)
		if err != nil {
			// The database is away: there is no news.
			return
		}
		for id, version := range versions {
			if n.isNew(id, version) {
				n.tell(id)
			}
		}
	}
}

func (n *news) isNew(id string, version int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	w, ok := n.rows[id]
	if !ok || w.version == version {
		return false
	}
	w.version = version
	return true
}

func (l *Ledger) versions(ctx context.Context, ids []string) (map[string]int64, error) {
	rows, err := l.store.Read().QueryContext(ctx, "SELECT id, version FROM write WHERE id IN ("+marks(1, len(ids))+")", anys(ids)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	versions := map[string]int64{}
	for rows.Next() {
		var id string
		var version int64
		if err := rows.Scan(&id, &version); err != nil {
			return nil, err
		}
		versions[id] = version
	}
	return versions, rows.Err()
}

// marks are n parameters, from $first on.
func marks(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(list, ", ")
}

func anys[T any](list []T) []any {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = v
	}
	return values
}
