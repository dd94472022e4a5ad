package ledger

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/riverqueue/river"
)

// round is the job that looks, every now and then, whether a tenant has payments
// that have not been sent for long, and a job for its daily work.
type round struct{}

func (round) Kind() string { return "ledger_round" }

type rounds struct {
	river.WorkerDefaults[round]
	ledger *Ledger
}

func (r *rounds) Work(ctx context.Context, _ *river.Job[round]) error {
	if err := r.ledger.giveDaily(ctx); err != nil {
		return err
	}
	return r.ledger.giveUnsent(ctx)
}

// roundEvery is how often a round is made.
func (l *Ledger) roundEvery() time.Duration {
	if l.webhook == nil {
		return time.Minute
	}
	return l.webhook.Look
}

// unsent is the job that tells the webhook of a tenant's payments that have not
// been sent for long. It lasts as long as they do and a pause longer, so that
// nobody is told twice within the pause, whichever node runs it.
type unsent struct {
	Tenant string `json:"tenant" river:"unique"`
}

func (unsent) Kind() string { return "ledger_unsent" }

func (unsent) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: noticeQueue, MaxAttempts: noticeTries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

type unsentBody struct {
	head
	Count         int   `json:"count"`
	OldestSeconds int64 `json:"oldestSeconds"`
}

// The second condition on the state is that of the index.
const oldUnsent = `SELECT tenant, count(*), %[1]s - min(created_at) FROM write WHERE function = 'settle_boleto' AND created_at < %[1]s - $1
AND state IN ('ACCEPTED', 'SENDING', 'UNKNOWN') AND state NOT IN ('CONFIRMED', 'REFUSED', 'CLOSED', 'REVERSED') GROUP BY tenant`

// oldPayments are the payments of more than some age that the ERPs do not have,
// by their tenants.
func (l *Ledger) oldPayments(ctx context.Context, age time.Duration) (map[string]unsentBody, error) {
	rows, err := l.store.Read().QueryContext(ctx, l.sql(oldUnsent), age.Microseconds())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	old := map[string]unsentBody{}
	for rows.Next() {
		var b unsentBody
		var micros int64
		if err := rows.Scan(&b.Tenant, &b.Count, &micros); err != nil {
			return nil, err
		}
		b.Version, b.Event, b.At = noticeVersion, eventUnsent, time.Now().UTC()
		b.OldestSeconds = micros / int64(time.Second/time.Microsecond)
		old[b.Tenant] = b
	}
	return old, rows.Err()
}

// giveUnsent gives every tenant with old payments its job, unless it has one.
func (l *Ledger) giveUnsent(ctx context.Context) error {
	if l.webhook == nil {
		return nil
	}
	old, err := l.oldPayments(ctx, l.webhook.Age)
	for tenant := range old {
		if _, insertErr := l.jobs.Insert(ctx, unsent{tenant}, nil); insertErr != nil {
			err = insertErr
		}
	}
	return err
}

type unsentTeller struct {
	river.WorkerDefaults[unsent]
	ledger *Ledger
}

// Work tells of the payments as they stand now, and comes again after the pause.
func (u *unsentTeller) Work(ctx context.Context, job *river.Job[unsent]) error {
	l := u.ledger
	if l.webhook == nil {
		return nil
	}
	old, err := l.oldPayments(ctx, l.webhook.Age)
	if err != nil {
		return err
	}
	body, ok := old[job.Args.Tenant]
	if !ok {
		return nil
	}
	n, err := noticeOf(body.head, body, strconv.FormatInt(job.ID, 10), strconv.Itoa(snoozes(job.Metadata)))
	if err != nil {
		return err
	}
	if err := l.send(ctx, job.JobRow, n); err != nil {
		return err
	}
	return river.JobSnooze(l.webhook.Again)
}

// NextRetry is that of other events.
func (u *unsentTeller) NextRetry(job *river.Job[unsent]) time.Time {
	return u.ledger.nextNotice(job.JobRow)
}

// Timeout is a little more than that of the request.
func (u *unsentTeller) Timeout(*river.Job[unsent]) time.Duration { return noticeTime }

// snoozes is how often a job has come again, which River counts in its metadata:
// with it the repeats of one event have one id.
func snoozes(metadata []byte) int {
	var m struct {
		Snoozes int `json:"snoozes"`
	}
	// Without any metadata it is the first time.
	_ = json.Unmarshal(metadata, &m)
	return m.Snoozes
}
