package settlement

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/store"
)

// Quotes remember what invoices were offered for, by the day: whoever pays that
// on that day has paid rightly. They are written behind the readers' backs, so
// that no read waits for a disk; one that is lost leaves the invoice's own
// bounds.
type Quotes struct {
	store   *store.Store
	logger  *slog.Logger
	queue   chan quote
	quit    chan struct{}
	ended   chan struct{}
	closing sync.Once

	mu sync.Mutex
	// known are today's, so that each is written once.
	known map[quote]struct{}
	day   br.Date
}

type quote struct {
	tenant, invoice string
	day             br.Date
	amount          erp.Money
}

const (
	// waitingQuotes bounds what waits to be written; more is let go.
	waitingQuotes = 4096
	// mostKnown bounds the memory for what was written already.
	mostKnown = 100_000
)

// NewQuotes makes quotes that are kept in a store.
func NewQuotes(s *store.Store, logger *slog.Logger) *Quotes {
	q := &Quotes{
		store: s, logger: logger, queue: make(chan quote, waitingQuotes), quit: make(chan struct{}), ended: make(chan struct{}),
		known: map[quote]struct{}{},
	}
	go q.run()
	return q
}

// Offered remembers that invoices were shown on a day of the tenant with what is
// open of them.
func (q *Quotes) Offered(tenant string, day br.Date, invoices []erp.Invoice) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.day != day || len(q.known) > mostKnown {
		q.day, q.known = day, map[quote]struct{}{}
	}
	for n := range invoices {
		i := &invoices[n]
		one := quote{tenant, i.ID, day, i.OpenAmount}
		if _, ok := q.known[one]; ok || i.OpenAmount <= 0 {
			continue
		}
		select {
		case q.queue <- one:
			q.known[one] = struct{}{}
		default:
		}
	}
}

const selectQuote = `SELECT count(*) FROM quote WHERE tenant = $1 AND invoice = $2 AND day = $3 AND amount = $4`

// Was tells whether an invoice was offered for an amount on a day.
func (q *Quotes) Was(ctx context.Context, tenant, invoice string, day br.Date, amount erp.Money) (bool, error) {
	var n int
	err := q.store.Read().QueryRowContext(ctx, selectQuote, tenant, invoice, day.String(), int64(amount)).Scan(&n)
	return n > 0, err
}

// Close writes what waits. Closing twice is no error.
func (q *Quotes) Close() {
	q.closing.Do(func() { close(q.quit) })
	<-q.ended
}

func (q *Quotes) run() {
	defer close(q.ended)
	for {
		select {
		case one := <-q.queue:
			q.write(one)
		case <-q.quit:
			for len(q.queue) > 0 {
				q.write(<-q.queue)
			}
			return
		}
	}
}

const (
	insertQuote = `INSERT INTO quote (tenant, invoice, day, amount) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
	quoteTime   = 10 * time.Second
)

// write writes a quote and those that wait behind it.
func (q *Quotes) write(one quote) {
	ctx, cancel := context.WithTimeout(context.Background(), quoteTime)
	defer cancel()
	err := q.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for {
			if _, err := tx.ExecContext(ctx, insertQuote, one.tenant, one.invoice, one.day.String(), int64(one.amount)); err != nil {
				return err
			}
			select {
			case one = <-q.queue:
			default:
				return nil
			}
		}
	})
	if err != nil {
		q.logger.Warn("settlement: offers could not be remembered; amounts are judged by the invoices alone", "error", err)
	}
}
