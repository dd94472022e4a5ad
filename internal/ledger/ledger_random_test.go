package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// script is what one attempt does.
type script struct {
	action string
	// frozen is closed when it stands still, thaw lets it go on, ended is closed
	// at its end.
	frozen, thaw, ended chan struct{}
	began, version      int
	until               int  // the end of its lease
	fenced              bool // Before has failed
}

// sending are the scripts of attempts that may send, looking of those that look.
var (
	sending = []string{
		"confirm", "confirm unsent", "refuse", "unknown", "unknown", "unknown", "unknown", "unknown", "away", "away after begun", "held",
		"asked to wait", "panic", "panic after begun", "attention", "wait", "nonsense", "freeze before", "freeze begun", "freeze after",
	}
	looking = []string{"confirm", "absent", "absent", "absent", "absent", "absent", "absent", "not sure", "away", "attention", "panic", "wait", "freeze look"}
)

func (s *script) freezes() bool { return strings.HasPrefix(s.action, "freeze") }

func (s *script) freeze() {
	close(s.frozen)
	<-s.thaw
}

// walk puts a random sequence of events to the ledger and to the model, which
// have to agree after each.
type walk struct {
	model
	t      *testing.T
	random *rand.Rand
	nodes  []*node
	// office is closed: it takes decisions and begins nothing by itself.
	office  *node
	erp     book
	current *script
	trail   []string
}

func randomSequences(t *testing.T, db database) {
	stores := db(t)
	s := stores()
	sequences := 8
	if s.IsPostgres() {
		sequences = 3
	}
	seed := uint64(time.Now().UnixNano())
	for i := range sequences {
		w := newWalk(t, s, seed, i)
		for range 80 {
			w.step()
			if t.Failed() {
				break
			}
		}
		w.end()
		if t.Failed() {
			t.Fatalf("seed %d, sequence %d:\n%s", seed, i, strings.Join(w.trail, "\n"))
		}
	}
}

func newWalk(t *testing.T, s *store.Store, seed uint64, i int) *walk {
	w := &walk{t: t, random: rand.New(rand.NewPCG(seed, uint64(i)))}
	invoice := fmt.Sprintf("invoice-%d", i)
	key := func(n int) string { return fmt.Sprintf("E%d-%d", i, n) }
	for _, write := range []ledger.Write{settling(key(0), invoice), settling(key(1), invoice), settling(key(2), invoice+"b"), lead(key(3))} {
		w.rows = append(w.rows, &modelRow{write: write, id: ledger.RowID(write)})
	}
	w.nodes = []*node{newNode(t, s, "node-1", w.run), newNode(t, s, "node-2", w.run)}
	w.office = newNode(t, s, "office", w.run)
	if err := w.office.Close(); err != nil {
		t.Fatal(err)
	}
	return w
}

// end lets what is frozen end, and looks at every row's way.
func (w *walk) end() {
	for _, r := range w.rows {
		for len(r.holders) > 0 {
			w.thaw(r)
		}
	}
	if w.paused {
		w.pause()
	}
	for _, r := range w.rows {
		if r.events > 0 {
			w.compare(r)
			w.isWay(r)
		}
	}
}

// isWay checks that a row has come by steps that there are.
func (w *walk) isWay(r *modelRow) {
	last := ledger.State("")
	events := w.office.events(r.id)
	for n, e := range events {
		if e.From != last || e.Seq != int64(n+1) || e.From != e.To && !ledger.May(e.From, e.To, r.write.Payment != nil) {
			w.t.Errorf("%s: event %d is %s→%s after %s", r.write.Key, e.Seq, e.From, e.To, last)
		}
		last = e.To
	}
	if row := w.office.row(r.id); last != row.State || int64(len(events)) != row.Version {
		w.t.Errorf("%s: %d events up to %s of a row that is %s in version %d", r.write.Key, len(events), last, row.State, row.Version)
	}
}

// step is one event.
func (w *walk) step() {
	r := w.rows[w.random.IntN(len(w.rows))]
	switch n := w.random.IntN(100); {
	case r.events == 0 || n < 5:
		w.accept(r)
	case n < 55:
		w.attempt(r)
	case n < 77:
		w.later([]int{1, 1, 1, 2, 4, 8, 20}[w.random.IntN(7)])
	case n < 78:
		w.later(giveUp)
	case n < 81:
		w.pause()
	case n < 92:
		w.decide(r)
	default:
		w.thaw(r)
	}
	w.compare(r)
}

func (w *walk) note(format string, args ...any) {
	w.trail = append(w.trail, fmt.Sprintf("%4d min  ", w.now)+fmt.Sprintf(format, args...))
}

func (w *walk) node() *node { return w.nodes[w.random.IntN(len(w.nodes))] }

func (w *walk) accept(r *modelRow) {
	write := r.write
	other := r.events > 0 && w.random.IntN(2) == 0
	if other {
		write.Substance, write.Payment, write.Object = "other", nil, "another"
	}
	w.note("accept %s, other substance: %v", r.write.Key, other)
	row, isNew, err := w.node().Take(context.Background(), write)
	if err != nil || isNew != (r.events == 0) || row.Reused != other || row.ID != r.id {
		w.t.Fatalf("%v: new %v, row %+v", err, isNew, row)
	}
	if isNew {
		w.model.accept(r)
	}
}

func (w *walk) later(minutes int) {
	w.note("%d minutes pass", minutes)
	w.office.later(time.Duration(minutes) * time.Minute)
	w.now += minutes
}

func (w *walk) pause() {
	w.note("pause: %v", !w.paused)
	var err error
	if w.paused {
		err = w.office.tenant.Resume(context.Background())
		w.resume()
	} else {
		err = w.office.tenant.Pause(context.Background(), "office", "")
		w.paused = true
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *walk) decide(r *modelRow) {
	to := []ledger.State{ledger.Accepted, ledger.Accepted, ledger.Confirmed, ledger.Closed, ledger.Reversed, ledger.Sending}[w.random.IntN(6)]
	w.note("a person: %s becomes %s", r.write.Key, to)
	err := w.office.decide(r.id, to)
	if may := w.model.decide(r, to); may && err != nil || !may && !errors.Is(err, ledger.ErrNotAllowed) {
		w.t.Errorf("%s to %s: %v", r.state, to, err)
	}
}

// attempt lets a node try a row.
func (w *walk) attempt(r *modelRow) {
	waits := w.isDue(r) && !w.paused && w.now-r.opened < giveUp && r.state == ledger.Accepted && w.isBusy(r)
	began := w.claim(r)
	actions := sending
	if r.state == ledger.Unknown {
		actions = looking
	}
	s := &script{
		action: actions[w.random.IntN(len(actions))], began: w.now, version: r.events, until: r.lease,
		frozen: make(chan struct{}), thaw: make(chan struct{}), ended: make(chan struct{}),
	}
	w.note("attempt at %s: %q; begins: %v", r.write.Key, s.action, began)
	w.current = s
	n := w.node()
	go func() {
		defer close(s.ended)
		n.try(r.id)
	}()
	if began && s.freezes() {
		select {
		case <-s.frozen:
			r.holders = append(r.holders, s)
		case <-s.ended:
			w.t.Fatal("it has ended before it froze")
		}
	} else {
		<-s.ended
	}
	if began {
		w.began(r, s)
	}
	if waits {
		w.later(1) // the pause is a second, which the model does not know
	}
}

// began is what the model sees of an attempt up to its end, or to where it
// freezes.
func (w *walk) began(r *modelRow, s *script) {
	switch s.action {
	case "refuse", "unknown", "panic after begun", "freeze begun", "freeze after":
		w.sends(r)
	case "confirm":
		if r.state == ledger.Sending {
			w.sends(r)
		}
	case "away after begun":
		r.begun = true
	}
	if !s.freezes() {
		w.conclude(r, s.action, s.began)
	}
}

// sends is a request, and the place where money would be doubled.
func (w *walk) sends(r *modelRow) {
	if r.unproved || r.confirmed {
		w.t.Errorf("%s is sent again: unproved %v, confirmed %v", r.write.Key, r.unproved, r.confirmed)
	}
	r.sent++
	r.begun, r.unproved = true, true
}

// thaw lets the oldest frozen attempt of a row go on.
func (w *walk) thaw(r *modelRow) {
	if len(r.holders) == 0 {
		return
	}
	s := r.holders[0]
	r.holders = r.holders[1:]
	holds := s.version == r.events && w.now < s.until
	w.note("thaw %s: %q; has the lease: %v", r.write.Key, s.action, holds)
	close(s.thaw)
	<-s.ended
	if s.action == "freeze before" {
		if s.fenced == holds {
			w.t.Errorf("%s: fenced %v with the lease %v", r.write.Key, s.fenced, holds)
		}
		if holds {
			w.sends(r)
		}
	}
	switch {
	case s.version != r.events: // its result came too late
	case s.action != "freeze before":
		w.conclude(r, s.action, s.began)
	case holds:
		w.conclude(r, "confirm", s.began)
	default:
		w.conclude(r, "away", s.began)
	}
}

// run carries a script out.
func (w *walk) run(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	s := w.current
	if a.Looking {
		return w.look(ctx, a, s)
	}
	send := func() { w.erp.send(a.Row.ID) }
	begin := func() {
		if err := a.Before(ctx, "paid"); err != nil {
			w.t.Errorf("%s could not begin: %v", s.action, err)
		}
	}
	switch s.action {
	case "freeze before":
		s.freeze()
		if err := a.Before(ctx, "paid"); err != nil {
			s.fenced = true
			return ledger.Outcome{}, err
		}
		send()
		return confirmed, nil
	case "freeze begun":
		begin()
		send()
		s.freeze()
		return confirmed, nil
	case "freeze after":
		begin()
		send()
		if err := a.After(ctx, "paid", []byte("1")); err != nil {
			w.t.Error(err)
		}
		s.freeze()
		return unknown, nil
	case "confirm", "refuse", "unknown", "panic after begun":
		begin()
		send()
	case "away after begun":
		begin()
	}
	return s.says()
}

func (w *walk) look(ctx context.Context, a *ledger.Attempt, s *script) (ledger.Outcome, error) {
	if a.Before(ctx, "paid") == nil {
		w.t.Error("something could be sent by a look")
	}
	if s.freezes() {
		s.freeze()
		return absent, nil
	}
	return s.says()
}

// says is what the attempt ends with.
func (s *script) says() (ledger.Outcome, error) {
	switch s.action {
	case "confirm", "confirm unsent":
		return confirmed, nil
	case "refuse":
		return ledger.Outcome{State: ledger.Refused, Reason: ledger.RefusedByERP}, nil
	case "unknown", "not sure":
		return unknown, nil
	case "absent":
		return absent, nil
	case "attention":
		return attention, nil
	case "wait":
		return ledger.Outcome{State: ledger.Accepted}, nil
	case "nonsense":
		return ledger.Outcome{State: ledger.Closed}, nil
	case "held":
		return ledger.Outcome{}, &erp.Error{Kind: erp.Unavailable, Held: true}
	case "asked to wait":
		return ledger.Outcome{}, &erp.Error{Kind: erp.Unavailable, RetryAfter: 3 * time.Minute}
	case "panic", "panic after begun":
		panic("a fault")
	}
	return ledger.Outcome{}, unreached
}

// compare looks whether a row is as the model has it, and checks what holds
// whatever happens.
func (w *walk) compare(r *modelRow) {
	row := w.office.row(r.id)
	if row.State != r.state || row.Attempts != r.attempt || row.Version != int64(r.events) || row.NextAttemptAt.IsZero() != (r.next == -1) {
		w.t.Errorf("%s is %s after %d attempts and %d events, next %v; the model has %s, %d, %d, %d", r.write.Key,
			row.State, row.Attempts, row.Version, row.NextAttemptAt, r.state, r.attempt, r.events, r.next)
	}
	if sent := w.erp.count(r.id); sent != r.sent {
		w.t.Errorf("%s was sent %d times, want %d", r.write.Key, sent, r.sent)
	}
	if row.State == ledger.Refused && row.Payment != nil {
		w.t.Errorf("a settlement is %s", row.State)
	}
	if onItsWay := row.State == ledger.Sending || row.State == ledger.Unknown; onItsWay && w.isBusy(r) {
		w.t.Errorf("%s is %s while another one of its object is on its way", r.write.Key, row.State)
	}
}
