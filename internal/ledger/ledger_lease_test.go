package ledger_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"balcao/internal/ledger"
)

// frozen is a runner that stands still at its first attempt until it is let go.
type frozen struct {
	begun, thaw, ended chan struct{}
	// then is what it does when it wakes up.
	then ledger.Runner
	// after is what the other attempts do.
	after ledger.Runner
}

func freeze(then, after ledger.Runner) *frozen {
	return &frozen{begun: make(chan struct{}), thaw: make(chan struct{}), ended: make(chan struct{}), then: then, after: after}
}

func (f *frozen) run(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	if a.Number > 1 {
		return f.after(ctx, a)
	}
	close(f.begun)
	<-f.thaw
	return f.then(ctx, a)
}

// begin has a node freeze over a row; its work ends with f.ended.
func (f *frozen) begin(n *node, id string) {
	go func() {
		defer close(f.ended)
		n.try(id)
	}()
	<-f.begun
}

func (f *frozen) end() {
	close(f.thaw)
	<-f.ended
}

// A node whose request was on its way when it froze: another one has taken over,
// and what the frozen one knows comes too late.
func frozenHolderChangesNothing(t *testing.T, db database) {
	stores := db(t)
	f := freeze(nil, says(attention, nil))
	f.then = says(confirmed, nil)
	slow := func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Number == 1 {
			if err := a.Before(ctx, "paid"); err != nil {
				t.Error(err)
			}
		}
		return f.run(ctx, a)
	}
	one, two := newNode(t, stores(), "one", slow), newNode(t, stores(), "two", slow)
	id := one.take(settling("E1", "7"))
	f.begin(one, id)
	two.try(id) // the lease holds
	two.is(id, ledger.Sending, "")
	one.later(calm.Lease)
	two.try(id)
	row := two.is(id, ledger.NeedsAttention, ledger.PaidElsewhere)
	f.end()
	if again := two.row(id); again.Version != row.Version || again.State != row.State {
		t.Errorf("the frozen node has changed the row: %v", two.way(id))
	}
	two.isWay(id, "→ACCEPTED ACCEPTED→SENDING SENDING→UNKNOWN UNKNOWN→UNKNOWN UNKNOWN→NEEDS_ATTENTION")
}

func (n *node) isWay(id, want string) {
	n.t.Helper()
	got := ""
	for _, e := range n.events(id) {
		got += fmt.Sprintf(" %s→%s", e.From, e.To)
	}
	if got != " "+want {
		n.t.Errorf("the row's way is%s, want %s", got, want)
	}
}

// A node that froze before it sent: nothing it may try works any more, and the
// taker's sending is the only one.
func frozenReaderSendsNothing(t *testing.T, db database) {
	stores := db(t)
	var b book
	f := freeze(func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		for what, err := range map[string]error{
			"Before": a.Before(ctx, "paid"), "After": a.After(ctx, "paid", []byte("9")), "Keep": a.Keep(ctx, "late"),
		} {
			if err == nil {
				t.Errorf("%s worked without the lease", what)
			}
		}
		return b.deliver(ctx, a)
	}, b.deliver)
	one, two := newNode(t, stores(), "one", f.run), newNode(t, stores(), "two", f.run)
	id := one.take(settling("E1", "7"))
	f.begin(one, id)
	one.later(calm.Lease)
	two.try(id)
	f.end()
	row := two.is(id, ledger.Confirmed, "")
	if b.count(id) != 1 || row.Attempts != 2 || row.Steps() != `{"paid":{"attempt":2,"value":1}}` {
		t.Errorf("sent %d times in %d attempts, steps %s", b.count(id), row.Attempts, row.Steps())
	}
}

// Three nodes race for every row.
func oneRowIsRunOnce(t *testing.T, db database) {
	stores := db(t)
	var b book
	nodes := []*node{newNode(t, stores(), "one", b.deliver), newNode(t, stores(), "two", b.deliver), newNode(t, stores(), "three", b.deliver)}
	var ids []string
	rows := 100
	if !nodes[0].store.IsPostgres() {
		rows = 30 // nodes on one SQLite file wait for each other anyway
	}
	for i := range rows {
		ids = append(ids, nodes[i%3].take(settling("E"+strconv.Itoa(i), strconv.Itoa(i))))
	}
	var all sync.WaitGroup
	for _, n := range nodes {
		for worker := range 2 {
			all.Go(func() {
				for i := range ids {
					n.try(ids[(i+worker*rows/2)%rows])
				}
			})
		}
	}
	all.Wait()
	for _, id := range ids {
		if row := nodes[0].is(id, ledger.Confirmed, ""); b.count(id) != 1 || row.Attempts != 1 {
			t.Errorf("%d sendings, %d attempts: %v", b.count(id), row.Attempts, nodes[0].way(id))
		}
	}
}

// Eight payments of one invoice: never are two of them on their way.
func oneObjectOneAttempt(t *testing.T, db database) {
	stores := db(t)
	var mu sync.Mutex
	under, most := 0, 0
	runner := func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		mu.Lock()
		under++
		most = max(most, under)
		mu.Unlock()
		err := a.Before(ctx, "paid")
		mu.Lock()
		under--
		mu.Unlock()
		return confirmed, err
	}
	nodes := []*node{newNode(t, stores(), "one", runner), newNode(t, stores(), "two", runner)}
	open := map[string]bool{}
	for i := range 8 {
		open[nodes[0].take(settling("E"+strconv.Itoa(i), "7"))] = true
	}
	for len(open) > 0 {
		var all sync.WaitGroup
		for id := range open {
			for _, n := range nodes {
				all.Go(func() { n.try(id) })
			}
		}
		all.Wait()
		for id := range open {
			if !nodes[0].row(id).State.IsOpen() {
				delete(open, id)
			}
		}
		nodes[0].later(time.Minute)
	}
	if most != 1 {
		t.Errorf("%d attempts about one invoice at once", most)
	}
}

func oneKeyAHundredTimes(t *testing.T, db database) {
	stores := db(t)
	var b book
	nodes := []*node{newNode(t, stores(), "one", b.deliver), newNode(t, stores(), "two", b.deliver), newNode(t, stores(), "three", b.deliver)}
	rows := make([]ledger.Row, 100)
	var all sync.WaitGroup
	for i := range rows {
		all.Go(func() { rows[i] = nodes[i%3].submit(settling("E1", "7")) })
	}
	all.Wait()
	for _, row := range rows {
		if row.ID != rows[0].ID || row.State != ledger.Confirmed || row.Reused {
			t.Errorf("%s %s, reused %v", row.ID, row.State, row.Reused)
		}
	}
	if row := nodes[0].row(rows[0].ID); row.Attempts != 1 || b.count(row.ID) != 1 {
		t.Errorf("%d attempts, %d sendings", row.Attempts, b.count(row.ID))
	}
}

// The lease is over by the database's clock, and nobody has taken the row yet:
// it is too late all the same.
func expiredLeaseSendsNothing(t *testing.T, db database) {
	var n *node
	n = newNode(t, db(t)(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		n.later(calm.Lease)
		if err := a.Before(ctx, "paid"); err != nil {
			return ledger.Outcome{}, err
		}
		t.Error("it was sent after the lease")
		return confirmed, nil
	})
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.is(id, ledger.Accepted, ledger.Unreachable)
}
