package ledger

import (
	"context"
	"encoding/json"
	"time"

	"github.com/riverqueue/river"

	"balcao/internal/br"
)

// Daily is work that is done once for each day of a tenant, by one node at a
// time, and goes on where it was after a restart.
type Daily struct {
	// Zone is where the tenant's days begin and end.
	Zone *time.Location
	// At is when the work for the day before begins, since midnight in Zone.
	At time.Duration
	// Now is the clock.
	Now func() time.Time
	// Do works for a while, until ctx ends at the latest, from a place on, which
	// is empty at the beginning. It gives the place that it has come to. If it is
	// not done it is called again: at once, or after an error a while later.
	Do func(ctx context.Context, day br.Date, place string) (next string, done bool, err error)
}

// mostBehind bounds the days that are made up for after a long stop.
const mostBehind = 7

// due is the day to be worked on, if there is one; else how long it is to the
// next one.
func (d *Daily) due(at reached) (day br.Date, wait time.Duration) {
	now := d.Now()
	today := br.DateOf(now.In(d.Zone))
	begins, last := d.begin(today.AddDays(1)), today.AddDays(-1)
	if now.Before(d.begin(today)) {
		begins, last = d.begin(today), last.AddDays(-1)
	}
	oldest := last.AddDays(1 - mostBehind)
	switch {
	case !at.Day.IsZero():
		return later(at.Day, oldest), 0
	case at.Done.IsZero():
		return last, 0
	case at.Done.Before(last):
		return later(at.Done.AddDays(1), oldest), 0
	}
	return br.Date{}, begins.Sub(now)
}

func later(a, b br.Date) br.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func (d *Daily) begin(day br.Date) time.Time {
	return time.Date(day.Year, day.Month, day.Day, 0, int(d.At.Minutes()), 0, 0, d.Zone)
}

// daily is the job of a tenant's daily work. It never ends: it sleeps until the
// next day, and what it has come to is kept in its metadata.
type daily struct {
	Tenant string `json:"tenant" river:"unique"`
}

func (daily) Kind() string { return "ledger_daily" }

// dailyQueue keeps the work of hours from holding up payments.
const dailyQueue = "daily"

func (daily) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: dailyQueue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

// giveDaily gives every tenant with daily work its job, unless it has one.
func (l *Ledger) giveDaily(ctx context.Context) error {
	for _, id := range l.served() {
		if l.tenant(id).daily == nil {
			continue
		}
		if _, err := l.jobs.Insert(ctx, daily{id}, nil); err != nil {
			return err
		}
	}
	return nil
}

// reached is how far a tenant's daily work is: the last day that is done, or the
// day that is being worked on and the place within it.
type reached struct {
	Done  br.Date `json:"done,omitzero"`
	Day   br.Date `json:"day,omitzero"`
	Place string  `json:"place,omitempty"`
}

const reachedKey = "balcao_daily"

func reachedOf(metadata []byte) reached {
	var m struct {
		Reached reached `json:"balcao_daily"`
	}
	// Without any metadata it is the first time.
	_ = json.Unmarshal(metadata, &m)
	return m.Reached
}

type dayWorker struct {
	river.WorkerDefaults[daily]
	ledger *Ledger
}

const (
	// dailyTurn is how long the work goes on before it is written down how far it
	// has come; dailyTime is when its node is given up.
	dailyTurn = 40 * time.Second
	dailyTime = 2 * time.Minute
)

// Timeout implements [river.Worker].
func (w *dayWorker) Timeout(*river.Job[daily]) time.Duration { return dailyTime }

// Work does a turn. It has no errors, because River gives jobs up that have some.
func (w *dayWorker) Work(ctx context.Context, job *river.Job[daily]) error {
	t := w.ledger.tenant(job.Args.Tenant)
	if t == nil || t.daily == nil {
		return nil
	}
	at := reachedOf(job.Metadata)
	day, wait := t.daily.due(at)
	if wait > 0 {
		return river.JobSnooze(wait)
	}
	if at.Day != day {
		at.Day, at.Place = day, ""
	}
	at, pause := w.turn(ctx, t, at)
	if err := river.MetadataSet(ctx, reachedKey, at); err != nil {
		return err
	}
	return river.JobSnooze(pause)
}

// turn gives how far the work is, and the pause before it goes on.
func (w *dayWorker) turn(ctx context.Context, t *Tenant, at reached) (reached, time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, dailyTurn)
	defer cancel()
	place, done, err := t.daily.Do(ctx, at.Day, at.Place)
	switch {
	case err != nil:
		w.ledger.logger.WarnContext(ctx, "ledger: daily work goes on later", "tenant", t.id, "day", at.Day.String(), "error", err)
		at.Place = place
		return at, w.ledger.times.LongestRetry
	case done:
		return reached{Done: at.Day}, 0
	}
	at.Place = place
	return at, 0
}
