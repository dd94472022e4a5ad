package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/riverqueue/river"

	"balcao/internal/br"
	"balcao/internal/store"
)

// The events that a webhook is told of; docs/operations.md describes them.
const (
	eventAttention  = "write.needs_attention"
	eventUnsent     = "payments.unsent"
	eventDifference = "reconciliation.difference"
)

// noticeVersion is that of the bodies. Fields may be added to a version.
const noticeVersion = 1

// head begins the body of every event.
type head struct {
	Version int       `json:"version"`
	Event   string    `json:"event"`
	Tenant  string    `json:"tenant"`
	At      time.Time `json:"at"`
}

type attentionBody struct {
	head
	ID       string `json:"id"`
	Function string `json:"function"`
	State    State  `json:"state"`
	Reason   Reason `json:"reason"`
	Attempts int64  `json:"attempts"`
}

// notice is the job that tells the webhook of one event. The body is a text, so
// that it is the same, byte for byte, each time that it is sent.
type notice struct {
	EventID string `json:"event_id" river:"unique"`
	Event   string `json:"event"`
	Tenant  string `json:"tenant"`
	Body    string `json:"body"`
}

func (notice) Kind() string { return "ledger_notice" }

func (notice) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: noticeQueue, MaxAttempts: noticeTries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

// noticeOf makes an event. What is the same event has the same parts.
func noticeOf(h head, body any, parts ...string) (notice, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return notice{}, fmt.Errorf("ledger: %w", err)
	}
	id := digest(append([]string{h.Event, h.Tenant}, parts...)...)
	return notice{EventID: id, Event: h.Event, Tenant: h.Tenant, Body: string(text)}, nil
}

// attention tells the webhook, with the transaction that made it so, that a row
// needs a person since its event seq.
func (l *Ledger) attention(ctx context.Context, tx *sql.Tx, r *Row, seq int64, reason Reason) error {
	if l.webhook == nil {
		return nil
	}
	var at int64
	if err := tx.QueryRowContext(ctx, `SELECT at FROM write_event WHERE write = $1 AND seq = $2`, r.ID, seq).Scan(&at); err != nil {
		return err
	}
	h := head{noticeVersion, eventAttention, r.Tenant, store.Instant(at)}
	n, err := noticeOf(h, attentionBody{h, l.publicID(r), r.Function.Name, NeedsAttention, reason, r.record.attempt}, r.ID, strconv.FormatInt(seq, 10))
	if err != nil {
		return err
	}
	_, err = l.jobs.InsertTx(ctx, tx, n, nil)
	return err
}

// Difference is how the ERP's books differ from a row.
type Difference struct {
	Row *Row
	// Kinds are words of internal/reconcile.
	Kinds []string
}

type differenceBody struct {
	head
	Day    br.Date             `json:"day"`
	Writes []differenceOfWrite `json:"writes"`
}

type differenceOfWrite struct {
	ID          string   `json:"id"`
	Differences []string `json:"differences"`
}

// TellDifferences hands a day's differences to the webhook, as one event. It is
// durable when TellDifferences returns; without a webhook there is nothing to do.
func (t *Tenant) TellDifferences(ctx context.Context, day br.Date, list []Difference) error {
	l := t.ledger
	if l.webhook == nil || len(list) == 0 {
		return nil
	}
	body := differenceBody{head: head{noticeVersion, eventDifference, t.id, time.Now().UTC()}, Day: day}
	for _, d := range list {
		body.Writes = append(body.Writes, differenceOfWrite{l.publicID(d.Row), d.Kinds})
	}
	n, err := noticeOf(body.head, body, day.String())
	if err != nil {
		return err
	}
	_, err = l.jobs.Insert(ctx, n, nil)
	return err
}

// publicID is the id by which front ends know a row.
func (l *Ledger) publicID(r *Row) string {
	if l.globalID == nil {
		return r.ID
	}
	return l.globalID(r.Tenant, r.Function, r.ID)
}
