package ledger_test

import (
	"slices"

	"balcao/erp"
	"balcao/internal/ledger"
)

// The model is the ledger in a few lines, with a clock that counts minutes. The
// words of an attempt's script are in ledger_random_test.go.
type model struct {
	rows   []*modelRow
	now    int
	paused bool
}

// modelRow is a write as the model has it; -1 stands for no time.
type modelRow struct {
	write           ledger.Write
	id              string
	state           ledger.State
	next, lease     int
	opened, sentAt  int
	attempt, events int
	failures, looks int
	sendings        int
	begun           bool // the attempt that has, or had, the lease has called Before
	holders         []*script
	sent            int // requests
	// unproved is true from a request on, until it is proved that it has come
	// to nothing, or a person has said so.
	unproved  bool
	confirmed bool
}

const (
	lease    = 10
	giveUp   = 600
	settled  = 20
	longest  = 8
	oneRetry = 1
)

func backoff(failures int) int { return min(1<<min(failures, 10), longest) }

func (r *modelRow) move(to ledger.State) {
	r.state = to
	r.events++
}

// end moves a row to where nothing more happens by itself.
func (r *modelRow) end(to ledger.State) {
	r.move(to)
	r.next, r.failures = -1, 0
	r.confirmed = r.confirmed || to == ledger.Confirmed
}

func (m *model) accept(r *modelRow) {
	r.state, r.next, r.lease, r.opened, r.sentAt, r.events = ledger.Accepted, m.now, -1, m.now, -1, 1
}

func (m *model) isDue(r *modelRow) bool {
	return r.state.IsOpen() && r.lease <= m.now && r.next <= m.now
}

func (m *model) isBusy(r *modelRow) bool {
	return r.write.Object != "" && slices.ContainsFunc(m.rows, func(o *modelRow) bool {
		return o != r && o.write.Object == r.write.Object && (o.state == ledger.Sending || o.state == ledger.Unknown)
	})
}

// claim tells whether there is an attempt.
func (m *model) claim(r *modelRow) bool {
	if !m.isDue(r) {
		return false
	}
	if r.state == ledger.Sending {
		m.recover(r)
	}
	switch {
	case m.paused:
		r.next = m.now + longest
		return false
	case m.now-r.opened >= giveUp:
		r.move(ledger.NeedsAttention)
		r.next, r.lease = -1, -1
		return false
	case r.state == ledger.Accepted && m.isBusy(r):
		r.next = m.now + 1
		return false
	case r.state == ledger.Accepted:
		r.move(ledger.Sending)
	default:
		r.move(ledger.Unknown)
	}
	r.lease, r.next, r.begun = m.now+lease, m.now+lease, false
	r.attempt++
	return true
}

func (m *model) recover(r *modelRow) {
	if r.begun {
		r.sendings, r.looks, r.sentAt = r.sendings+1, 0, r.lease
		r.move(ledger.Unknown)
	} else {
		r.move(ledger.Accepted)
	}
	r.lease, r.next = -1, m.now
}

// conclude is what follows from an attempt that began at a minute.
func (m *model) conclude(r *modelRow, action string, began int) {
	looking := r.state == ledger.Unknown
	r.lease = -1
	switch action {
	case "confirm", "confirm unsent", "freeze begun":
		r.end(ledger.Confirmed)
	case "refuse":
		if r.write.Function == erp.SettleBoleto.Info {
			r.end(ledger.NeedsAttention)
		} else {
			r.end(ledger.Refused)
		}
	case "panic", "nonsense", "attention":
		r.end(ledger.NeedsAttention)
	case "unknown", "panic after begun", "freeze after":
		r.move(ledger.Unknown)
		r.sendings, r.looks, r.failures, r.sentAt, r.next = r.sendings+1, 0, 0, m.now, m.now+oneRetry
	case "absent", "freeze look":
		m.absent(r, began-r.sentAt)
	default:
		m.again(r, action, looking)
	}
}

func (m *model) again(r *modelRow, action string, looking bool) {
	to := ledger.Accepted
	if looking {
		to = ledger.Unknown
	}
	r.move(to)
	r.next = m.now + backoff(r.failures)
	switch action {
	case "held":
		return
	case "asked to wait":
		r.next = m.now + 3
	case "not sure":
		r.looks = 0
	}
	r.failures++
}

func (m *model) absent(r *modelRow, silent int) {
	switch {
	case r.sendings >= ledger.MostSendings && silent >= settled:
		r.end(ledger.NeedsAttention)
	case silent < settled:
		r.move(ledger.Unknown)
		r.next = m.now + min(settled-silent, backoff(r.failures))
		r.failures++
	case r.looks == 0:
		r.move(ledger.Unknown)
		r.looks, r.next = 1, m.now+oneRetry
	default:
		r.move(ledger.Accepted)
		r.looks, r.failures, r.next = 0, 0, m.now
		r.unproved = false
	}
}

// decide tells whether a person may.
func (m *model) decide(r *modelRow, to ledger.State) bool {
	if to == ledger.Accepted && r.state.IsOpen() {
		if r.lease <= m.now {
			r.next, r.failures = m.now, 0
		}
		return true
	}
	stuck := r.state == ledger.NeedsAttention
	switch {
	case stuck && to == ledger.Accepted:
		r.move(to)
		r.next, r.failures, r.sendings, r.looks, r.opened, r.unproved = m.now, 0, 0, 0, m.now, false
	case stuck && (to == ledger.Confirmed || to == ledger.Closed), r.state == ledger.Confirmed && to == ledger.Reversed:
		r.move(to)
		r.next = -1
		r.confirmed = r.confirmed || to == ledger.Confirmed
	default:
		return false
	}
	return true
}

func (m *model) resume() {
	m.paused = false
	for _, r := range m.rows {
		if r.state.IsOpen() && r.lease <= m.now {
			r.next, r.opened = m.now, m.now
		}
	}
}
