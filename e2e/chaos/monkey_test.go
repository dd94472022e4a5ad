package chaos_test

import (
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// disaster is something that breaks, and is mended after a while.
type disaster struct {
	kind   kind
	at     time.Duration // after the beginning
	length time.Duration
}

type kind string

const (
	kill         kind = "kill -9"
	freeze       kind = "freeze"
	redisStop    kind = "Redis stop"
	databaseStop kind = "PostgreSQL stop"
)

// monkey breaks things, some at the same time. It runs in the test's own
// goroutine, since only that may start processes.
type monkey struct {
	*world
	random *rand.Rand
	// away are nodes that are not to be touched, and when they come back: killed
	// ones start again then, frozen ones go on.
	away    map[*harness.Node]time.Time
	redisAt time.Time // when it comes back; zero while it is there
	pgAt    time.Time
}

// disasters breaks what the form says, and returns when everything is mended and
// the clients have done.
func (w *world) disasters(t *testing.T, clients <-chan struct{}) {
	m := &monkey{world: w, random: rand.New(rand.NewPCG(w.form.seed, 0)), away: map[*harness.Node]time.Time{}}
	waiting, began := m.plan(), time.Now()
	for working := true; working || len(waiting) > 0 || m.isBroken(); {
		m.mend(t)
		waiting = slices.DeleteFunc(waiting, func(d disaster) bool { return time.Since(began) >= d.at && m.begin(d) })
		select {
		case <-clients:
			working = false
			time.Sleep(10 * time.Millisecond)
		case <-time.After(10 * time.Millisecond):
		}
	}
	for _, n := range w.nodes {
		n.WaitReady(t)
	}
}

// plan spreads the disasters over the time of the load.
func (m *monkey) plan() []disaster {
	var all []disaster
	add := func(times int, k kind, least, most time.Duration) {
		for n := range times {
			part := m.form.load / time.Duration(times)
			at := part*time.Duration(n) + time.Duration(m.random.Int64N(int64(part)))
			all = append(all, disaster{kind: k, at: at, length: least + time.Duration(m.random.Int64N(int64(most-least)))})
		}
	}
	add(m.form.kills, kill, 50*time.Millisecond, 2*time.Second)
	// Longer than the lease, and sometimes longer than the time after which what
	// was sent would be taken for absent.
	add(m.form.freezes, freeze, lease+time.Second, lease+m.form.settlesWithin()+3*time.Second)
	add(m.form.redis, redisStop, 500*time.Millisecond, 4*time.Second)
	add(m.form.databases, databaseStop, 200*time.Millisecond, 3*time.Second)
	slices.SortFunc(all, func(a, b disaster) int { return int(a.at - b.at) })
	return all
}

// begin lets a disaster happen, unless what it befalls is broken already: then it
// is for later.
func (m *monkey) begin(d disaster) bool {
	until := time.Now().Add(d.length)
	switch d.kind {
	case kill, freeze:
		node := m.anyNode()
		if node == nil {
			return false
		}
		if m.away[node] = until; d.kind == freeze {
			node.Process.Signal(syscall.SIGSTOP)
		} else {
			node.Process.Kill()
		}
	case redisStop:
		if !m.redisAt.IsZero() {
			return false
		}
		m.redisAt = until
		m.redis.Kill()
	case databaseStop:
		if !m.pgAt.IsZero() {
			return false
		}
		m.pgAt = until
		m.postgres.Kill()
	}
	m.counts.add("disaster: " + string(d.kind))
	return true
}

// anyNode is one that runs, nil if there is none.
func (m *monkey) anyNode() *harness.Node {
	var here []*harness.Node
	for _, n := range m.nodes {
		if _, away := m.away[n]; !away && !n.Process.Ended() {
			here = append(here, n)
		}
	}
	if len(here) == 0 {
		return nil
	}
	return here[m.random.IntN(len(here))]
}

func (m *monkey) isBroken() bool { return len(m.away) > 0 || !m.redisAt.IsZero() || !m.pgAt.IsZero() }

// mend ends what is over. A node that has ended by itself, as one does that does
// not find its database at the start, is started again, as systemd would.
func (m *monkey) mend(t *testing.T) {
	now := time.Now()
	if !m.redisAt.IsZero() && now.After(m.redisAt) {
		m.redis.Restart(t)
		m.redisAt = time.Time{}
	}
	if !m.pgAt.IsZero() && now.After(m.pgAt) {
		m.postgres.Restart(t)
		m.pgAt = time.Time{}
	}
	for _, n := range m.nodes {
		back, away := m.away[n]
		switch {
		case away && now.Before(back):
		case n.Process.Ended() && !away:
			m.counts.add(countEndedItself)
			m.away[n] = now.Add(restartPause)
		case n.Process.Ended():
			delete(m.away, n)
			m.restart(t, n)
		case away:
			delete(m.away, n)
			n.Process.Signal(syscall.SIGCONT)
		}
	}
}

// restartPause is how long nobody starts a node that has ended by itself.
const restartPause = 500 * time.Millisecond

const countEndedItself = "disaster: node that ended by itself"
