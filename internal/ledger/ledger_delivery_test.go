package ledger_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// due is in how long a row's next attempt is, about: pauses are a tenth shorter
// at most, and a test machine may be slow.
func (n *node) due(id string, want time.Duration) {
	n.t.Helper()
	row := n.row(id)
	if got := row.NextAttemptAt.Sub(row.UpdatedAt); got < want*9/10-time.Second || got > want+time.Second {
		n.t.Errorf("the next attempt is in %v, want %v", got, want)
	}
}

func pausesGrow(t *testing.T, db database) {
	held := &erp.Error{Kind: erp.Unavailable, Held: true}
	asked := &erp.Error{Kind: erp.Unavailable, RetryAfter: 3 * time.Minute}
	long := &erp.Error{Kind: erp.Unavailable, RetryAfter: time.Hour}
	n := newNode(t, db(t)(), "one", inTurn(
		says(ledger.Outcome{}, unreached), says(ledger.Outcome{}, unreached), says(ledger.Outcome{}, held), says(ledger.Outcome{}, held),
		says(ledger.Outcome{}, unreached), says(ledger.Outcome{}, asked), says(ledger.Outcome{}, unreached), says(ledger.Outcome{}, long),
	))
	id := n.take(settling("E1", "7"))
	const minute = time.Minute
	// What was held back counts no failure; nor does the ERP's wish reach beyond
	// the longest pause.
	for _, pause := range []time.Duration{minute, 2 * minute, 4 * minute, 4 * minute, 4 * minute, 3 * minute, 8 * minute, 8 * minute} {
		n.try(id)
		n.due(id, pause)
		n.later(9 * minute)
	}
	for failures := range int64(100) {
		if p := n.Backoff(failures); p < calm.FirstRetry*9/10 || p > calm.LongestRetry {
			t.Errorf("after %d failures %v", failures, p)
		}
	}
}

// The ERP comes back: what waits is sent, the oldest first, and no more than a
// few at a time while nobody knows whether it stays.
func wakingDrains(t *testing.T, db database) {
	var mu sync.Mutex
	var order []string
	working, most := 0, 0
	reachable := false
	n := newNode(t, db(t)(), "one", func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		mu.Lock()
		defer mu.Unlock()
		working++
		most = max(most, working)
		defer func() { working-- }()
		if !reachable {
			return ledger.Outcome{}, &erp.Error{Kind: erp.Unavailable, Held: true}
		}
		order = append(order, a.Row.ID)
		return confirmed, nil
	})
	var ids []string
	for i := range 20 {
		ids = append(ids, n.take(settling("E"+strconv.Itoa(i), strconv.Itoa(i))))
		n.try(ids[i])
		n.later(time.Second)
	}
	if err := n.Drain(t.Context(), acme); err != nil {
		t.Fatal(err)
	}
	if attempts := n.row(ids[19]).Attempts; attempts != 1 {
		t.Errorf("the ERP is still away, and the youngest row was tried %d times", attempts)
	}
	mu.Lock()
	reachable = true
	mu.Unlock()
	n.Wake(acme)
	for _, id := range ids {
		n.becomes(id, ledger.Confirmed)
	}
	for begin := 0; begin < len(ids); begin += 8 {
		end := min(begin+8, len(ids))
		if got, want := slices.Sorted(slices.Values(order[begin:end])), slices.Sorted(slices.Values(ids[begin:end])); !slices.Equal(got, want) {
			t.Errorf("the rows %d to %d were not sent in their turn", begin, end)
		}
	}
	if most > 8 {
		t.Errorf("%d attempts at once", most)
	}
}

// An unanswered payment is looked for at once when the ERP comes back.
func wakingLooks(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", inTurn(sends(unknown), says(ledger.Outcome{}, unreached), says(confirmed, nil)))
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.later(time.Minute)
	n.try(id)
	n.is(id, ledger.Unknown, ledger.NoAnswer)
	n.Wake(acme)
	n.becomes(id, ledger.Confirmed)
}

// Rows of a process that died before it gave them a job.
func sweeperFindsOrphans(t *testing.T, db database) {
	stores := db(t)
	one := newNode(t, stores(), "one", says(confirmed, nil))
	accepted, stuck := one.take(settling("E1", "7")), one.take(settling("E2", "8"))
	f := freeze(says(confirmed, nil), nil)
	dead := newNode(t, stores(), "dead", f.run)
	f.begin(dead, stuck)
	one.later(calm.Lease + time.Minute)
	two := newNode(t, stores(), "two", says(confirmed, nil), timed(quick()))
	if err := two.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	two.becomes(accepted, ledger.Confirmed)
	two.becomes(stuck, ledger.Confirmed)
	f.end()
	two.isWay(stuck, "→ACCEPTED ACCEPTED→SENDING SENDING→ACCEPTED ACCEPTED→SENDING SENDING→CONFIRMED")
}

// The row's job is scheduled for long after the row is due, or is of a node that
// is dead: the sweeper does not wait for it.
func sweeperIsNotHeldUp(t *testing.T, db database) {
	s := db(t)()
	n := newNode(t, s, "one", inTurn(says(ledger.Outcome{}, unreached), says(confirmed, nil)))
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.later(calm.FirstRetry + time.Minute)
	if err := n.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	var jobs int
	if err := s.Read().QueryRow("SELECT count(*) FROM river_job WHERE kind = 'ledger_wake_up'").Scan(&jobs); err != nil || jobs != 1 {
		t.Fatalf("%d jobs: %v", jobs, err)
	}
	n.is(id, ledger.Accepted, ledger.Unreachable) // nobody works on jobs here
	if err := n.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.becomes(id, ledger.Confirmed)
}

// Two nodes that are started: what fails is tried again until it is done.
func retriesByItself(t *testing.T, db database) {
	stores := db(t)
	var b book
	runner := func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Number < 4 {
			return ledger.Outcome{}, unreached
		}
		return b.deliver(ctx, a)
	}
	one, two := newNode(t, stores(), "one", runner, timed(quick())), newNode(t, stores(), "two", runner, timed(quick()), atOnce(1))
	for _, n := range []*node{one, two} {
		if err := n.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for i := range 6 {
		ids = append(ids, []*node{one, two}[i%2].take(settling("E"+strconv.Itoa(i), strconv.Itoa(i/2)))) // two each of an invoice
	}
	one.later(4 * time.Second)
	if err := one.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if row := one.becomes(id, ledger.Confirmed); row.Attempts != 4 || b.count(id) != 1 {
			t.Errorf("%d attempts, %d sendings: %v", row.Attempts, b.count(id), one.way(id))
		}
	}
}

// A stop waits for what is on its way, and takes nothing more.
func closingWaits(t *testing.T, db database) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	n := newNode(t, db(t)(), "one", func(ctx context.Context, _ *ledger.Attempt) (ledger.Outcome, error) {
		close(begun)
		select {
		case <-goOn:
			return confirmed, nil
		case <-ctx.Done():
			t.Error("the attempt was cut")
			return ledger.Outcome{}, unreached
		}
	})
	if err := n.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	left, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel() // who has handed it in leaves
	}()
	row, err := n.tenant.Submit(left, settling("E1", "7"))
	if err != nil || row.State != ledger.Sending && row.State != ledger.Accepted {
		t.Fatalf("%s: %v", row.State, err)
	}
	closed := make(chan error)
	go func() { closed <- n.Close() }()
	for {
		// Closing begins at some moment of these.
		if _, err := n.tenant.Submit(left, settling("E2", "8")); err != nil {
			break
		}
	}
	select {
	case <-closed:
		t.Error("it is closed while an attempt is under way")
	case <-time.After(500 * time.Millisecond): // there is no signal for what is not to happen
	}
	close(goOn)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	n.is(row.ID, ledger.Confirmed, "")
}

// One tenant's ERP answers nothing: its jobs come again soon, those of rows that
// are not due come when these are, and the other tenant's are done.
func lanesAreApart(t *testing.T, db database) {
	goOn := make(chan struct{})
	begun := make(chan struct{}, 100)
	n := newNode(t, db(t)(), "one", func(context.Context, *ledger.Attempt) (ledger.Outcome, error) {
		begun <- struct{}{}
		<-goOn
		return confirmed, nil
	}, atOnce(8))
	defer close(goOn)
	n.Serve("other", ledger.Connection{
		SettlesWithin: func() time.Duration { return within },
		Handlers:      map[string]ledger.Handler{erp.CreateLead.Name: ledger.Handle[erp.LeadInput](says(confirmed, nil))},
	})
	job := func(id string) time.Duration {
		t.Helper()
		open, next, err := n.TryInLane(t.Context(), id)
		if err != nil || !open {
			t.Fatalf("open %v: %v", open, err)
		}
		return next
	}
	left, cancel := context.WithCancel(t.Context())
	cancel() // nobody waits for what becomes of them
	for i := range 4 {
		if _, err := n.tenant.Submit(left, settling("E"+strconv.Itoa(i), strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
		<-begun
	}
	due, waits := n.take(lead("L1")), n.take(lead("L2"))
	n.exec("UPDATE write SET next_attempt_at = next_attempt_at + 60000000 WHERE id = $1", waits)
	if next := job(due); next <= 0 || next > time.Second {
		t.Errorf("a due row comes again in %v", next)
	}
	if next := job(waits); next < 50*time.Second {
		t.Errorf("a row that waits comes again in %v", next)
	}
	other := lead("L3")
	other.Tenant = "other"
	id := n.take(other)
	if open, _, err := n.TryInLane(t.Context(), id); open || err != nil {
		t.Errorf("the other tenant's row is open %v: %v", open, err)
	}
}
