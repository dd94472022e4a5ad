package ledger

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// begin counts work that Close waits for; false once the ledger is closed.
func (l *Ledger) begin() bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return false
	}
	l.group.Add(1)
	return true
}

// wakeUp is the job that wakes a node up for a row.
type wakeUp struct {
	ID string `json:"id" river:"unique"`
}

func (wakeUp) Kind() string { return "ledger_wake_up" }

// live are the states of a job that will still run. A row has one such job at
// most.
var live = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

func (wakeUp) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}, MaxAttempts: 100}
}

// remind gives the row a job. If that fails the sweeper gives it one.
func (l *Ledger) remind(id string) {
	ctx, cancel := context.WithTimeout(l.ctx, 10*time.Second)
	defer cancel()
	if _, err := l.jobs.Insert(ctx, wakeUp{ID: id}, nil); err != nil && l.ctx.Err() == nil {
		l.logger.Warn("ledger: a row has no job yet; the sweeper gives it one", "id", id, "error", err)
	}
}

// waker works on a row until it is no longer open.
type waker struct {
	river.WorkerDefaults[wakeUp]
	ledger *Ledger
}

// Work makes an attempt if the row is due, and comes again when it is.
func (w *waker) Work(ctx context.Context, job *river.Job[wakeUp]) error {
	p, err := w.ledger.inLane(ctx, job.Args.ID)
	if err != nil || !p.open {
		return err
	}
	return river.JobSnooze(max(p.next, 50*time.Millisecond))
}

// NextRetry comes soon, however often the database was away: River's own pauses
// grow to days, and the row's job must not sleep while the row is due.
func (w *waker) NextRetry(*river.Job[wakeUp]) time.Time {
	return time.Now().Add(w.ledger.times.FirstRetry)
}

// sweepAgain looks on each node, as long as it runs, for rows that nobody works
// on. It is no job: a job of a node that is dead is held for a while, and this is
// what may not be held.
func (l *Ledger) sweepAgain() {
	tick := time.NewTicker(l.times.Sweep)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-l.quit:
			return
		}
		if err := l.sweep(l.ctx); err != nil && l.ctx.Err() == nil {
			l.logger.Warn("ledger: what is overdue could not be looked for", "error", err)
		}
	}
}

const (
	// overdue are rows that somebody should have come for. A row's own job is a
	// little late at times, and the fast path works without one.
	overdue = `SELECT id, tenant FROM write WHERE next_attempt_at < %s - 3000000 AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1000`
)

// sweep gives every open row that is overdue a job. One that has a job already
// is begun with here: the job may be of a node that is dead, or come only later.
func (l *Ledger) sweep(ctx context.Context) error {
	rows, err := l.overdue(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	jobs := make([]river.InsertManyParams, len(rows))
	for i, row := range rows {
		jobs[i] = river.InsertManyParams{Args: wakeUp{ID: row.id}}
	}
	inserted, err := l.jobs.InsertMany(ctx, jobs)
	for i, job := range inserted {
		if t := l.tenant(rows[i].tenant); t != nil && job.UniqueSkippedAsDuplicate {
			l.kick(t, rows[i].id)
		}
	}
	return err
}

type late struct{ id, tenant string }

func (l *Ledger) overdue(ctx context.Context) (list []late, err error) {
	rows, err := l.store.Read().QueryContext(ctx, l.sql(overdue))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var row late
		if err := rows.Scan(&row.id, &row.tenant); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

func (l *Ledger) ids(ctx context.Context, query string, args ...any) (ids []string, err error) {
	rows, err := l.store.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// newJobs makes River's client. Its rows are reminders only: losing one costs a
// sweep.
func (l *Ledger) newJobs(atOnce int) (*river.Client[*sql.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &waker{ledger: l})
	river.AddWorker(workers, &cleaner{ledger: l})
	river.AddWorker(workers, &rounds{ledger: l})
	river.AddWorker(workers, &notifier{ledger: l})
	river.AddWorker(workers, &unsentTeller{ledger: l})
	river.AddWorker(workers, &dayWorker{ledger: l})
	return river.NewClient(l.store.JobDriver(), &river.Config{
		ID:      l.node,
		Workers: workers,
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: atOnce},
			noticeQueue:        {MaxWorkers: noticesAtOnce, FetchPollInterval: time.Second},
			dailyQueue:         {MaxWorkers: 1, FetchPollInterval: time.Second},
		},
		// The fast path does not wait for these; retries do, and a second is their measure.
		FetchCooldown: 50 * time.Millisecond, FetchPollInterval: 500 * time.Millisecond,
		// The lease bounds an attempt. A job without a timeout is never taken from a
		// node that was killed, and would keep its row from having another one.
		JobTimeout: l.times.Lease + 10*time.Second, RescueStuckJobsAfter: l.times.Lease + 20*time.Second,
		CompletedJobRetentionPeriod: time.Minute, DiscardedJobRetentionPeriod: time.Hour, CancelledJobRetentionPeriod: time.Hour,
		Logger: slog.New(quiet{l.logger.Handler()}),
		PeriodicJobs: []*river.PeriodicJob{
			every(cleanEvery, cleanUp{}), every(l.roundEvery(), round{}),
		},
	})
}

// every makes a job that one node at a time runs.
func every(pause time.Duration, args river.JobArgs) *river.PeriodicJob {
	unique := &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByState: live}, MaxAttempts: 1}
	return river.NewPeriodicJob(river.PeriodicInterval(pause), func() (river.JobArgs, *river.InsertOpts) { return args, unique },
		&river.PeriodicJobOpts{RunOnStart: true})
}

// quiet leaves River's news of itself out of the log.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// Wake makes a tenant's rows due that wait for their next attempt, and goes
// through them, because its ERP can be reached again.
func (l *Ledger) Wake(tenant string) {
	if !l.begin() {
		return
	}
	go func() {
		defer l.group.Done()
		if err := l.drain(l.ctx, tenant); err != nil && l.ctx.Err() == nil {
			l.logger.Warn("ledger: rows could not be woken; their own times come", "tenant", tenant, "error", err)
		}
	}()
}

const (
	makeDue = `UPDATE write SET next_attempt_at = %[1]s, failures = 0 WHERE tenant = $1 AND state IN ('ACCEPTED', 'UNKNOWN') AND next_attempt_at > %[1]s
AND (lease_until IS NULL OR lease_until <= %[1]s)`
	// dueOf are as many as are begun together after an outage.
	dueOf = `SELECT id FROM write WHERE tenant = $1 AND state IN ('ACCEPTED', 'UNKNOWN') AND next_attempt_at <= %s ORDER BY created_at, id LIMIT 8`
)

// drain works on what is due of a tenant, the oldest first, until nothing is or
// the ERP is away again.
func (l *Ledger) drain(ctx context.Context, tenant string) error {
	err := l.store.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, l.sql(makeDue), tenant)
		return err
	})
	if err != nil {
		return err
	}
	for ctx.Err() == nil && !l.isClosed() {
		ids, err := l.ids(ctx, l.sql(dueOf), tenant)
		if err != nil || len(ids) == 0 {
			return err
		}
		if !l.together(ctx, ids) {
			return nil
		}
	}
	return nil
}

// together makes attempts at the same time; false if the ERP is away.
func (l *Ledger) together(ctx context.Context, ids []string) bool {
	reached := make(chan bool, len(ids))
	for _, id := range ids {
		go func() {
			p, err := l.attempt(ctx, id)
			reached <- err == nil && !p.held
		}()
	}
	all := true
	for range ids {
		all = <-reached && all
	}
	return all
}
