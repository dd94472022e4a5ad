package cache_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// books is an ERP in which each settlement of a customer raises the amount of
// their one invoice by a centavo, so that a reader can tell which state it saw.
type books struct {
	mu       sync.Mutex
	payments map[br.Document]erp.Money
}

func (b *books) answer(fn *erp.Info, in erp.Input) erp.Result {
	b.mu.Lock()
	defer b.mu.Unlock()
	if fn == erp.SettleBoleto.Info {
		b.payments[in.Subject()]++
	}
	r := plain(fn, in)
	if list, ok := r.Value.([]erp.Invoice); ok {
		list[0].OpenAmount = b.payments[in.Subject()]
	}
	return r
}

// seen is what the readers of a node have been shown, and what its writers have
// been told.
type seen struct {
	mu   sync.Mutex
	last map[br.Document]erp.Money
}

func (s *seen) get(d br.Document) erp.Money {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last[d]
}

func (s *seen) raise(d br.Document, state erp.Money) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last[d] = max(s.last[d], state)
}

// load reads and writes on two nodes until it is stopped, and notes what should
// not be.
type load struct {
	t         *testing.T
	customers []erp.InvoicesInput
	stop      chan struct{}
	all       sync.WaitGroup

	mu    sync.Mutex
	reads []timed
	stall []timed
}

type timed struct {
	at   time.Time
	took time.Duration
}

const erpTime = 5 * time.Millisecond

func startLoad(t *testing.T, nodes ...*node) *load {
	l := &load{t: t, customers: documents(40), stop: make(chan struct{})}
	for i, n := range nodes {
		shown := &seen{last: make(map[br.Document]erp.Money)}
		for range 6 {
			l.all.Go(func() { l.loop(2*time.Millisecond, func() { l.read(n, shown) }) })
		}
		if i == 0 {
			l.all.Go(func() { l.loop(50*time.Millisecond, func() { l.write(n, shown) }) })
		}
	}
	l.all.Go(l.watchTheMachine)
	return l
}

func (l *load) loop(pause time.Duration, f func()) {
	for {
		select {
		case <-l.stop:
			return
		case <-time.After(pause):
			f()
		}
	}
}

func (l *load) read(n *node, shown *seen) {
	in := l.customers[rand.IntN(len(l.customers))]
	before, began := shown.get(in.Document), time.Now()
	list, _, err := erp.ListInvoices.Call(context.Background(), n, in)
	took := time.Since(began)
	if err != nil {
		l.t.Errorf("a query failed: %v", err)
		return
	}
	if list[0].OpenAmount < before {
		l.t.Errorf("a reader was shown state %d after state %d was known on this node", list[0].OpenAmount, before)
	}
	shown.raise(in.Document, list[0].OpenAmount)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reads = append(l.reads, timed{began, took})
}

func (l *load) write(n *node, shown *seen) {
	d := l.customers[rand.IntN(len(l.customers))].Document
	before := shown.get(d)
	n.settle(d)
	shown.raise(d, before+1)
}

// watchTheMachine notes when this process did not get a processor: that is not
// Redis's fault.
func (l *load) watchTheMachine() {
	for last := time.Now(); ; {
		select {
		case <-l.stop:
			return
		case <-time.After(time.Millisecond):
			now := time.Now()
			if late := now.Sub(last) - 2*time.Millisecond; late > 0 {
				l.mu.Lock()
				l.stall = append(l.stall, timed{last, late})
				l.mu.Unlock()
			}
			last = now
		}
	}
}

// end stops the load and returns by how much the queries were slower than the
// ERP, sorted, less the time in which the machine stood still.
func (l *load) end() (slower []time.Duration) {
	close(l.stop)
	l.all.Wait()
	for _, r := range l.reads {
		more := r.took - erpTime
		for _, s := range l.stall {
			if more > 20*time.Millisecond && s.at.Before(r.at.Add(r.took)) && s.at.Add(s.took).After(r.at) {
				more -= s.took
			}
		}
		slower = append(slower, more)
	}
	slices.Sort(slower)
	return slower
}

func TestRedisFaultsUnderLoad(t *testing.T) {
	faults := []struct {
		name string
		do   func(*redisServer)
	}{
		{"killed, and restarted from its old file", func(r *redisServer) {
			r.kill()
			time.Sleep(1500 * time.Millisecond)
			r.start()
		}},
		{"killed and restarted at once", func(r *redisServer) { r.kill(); r.start() }},
		{"frozen", func(r *redisServer) {
			r.signal(syscall.SIGSTOP)
			time.Sleep(3 * time.Second)
			r.signal(syscall.SIGCONT)
		}},
		{"frozen for a moment", func(r *redisServer) {
			r.signal(syscall.SIGSTOP)
			time.Sleep(200 * time.Millisecond)
			r.signal(syscall.SIGCONT)
		}},
	}
	for _, fault := range faults {
		t.Run(fault.name, func(t *testing.T) {
			// A machine that is busy with something else can make one query
			// late; what is wrong here makes some late every time.
			for attempt := 1; ; attempt++ {
				worst := worstUnder(t, fault.do)
				if worst <= 50*time.Millisecond {
					return
				}
				if attempt == 3 {
					t.Fatalf("a query was %v slower than the ERP, want at most 50 ms", worst)
				}
			}
		})
	}
}

// worstUnder is by how much a query was slower than the ERP at most while a
// fault befell Redis.
func worstUnder(t *testing.T, fault func(*redisServer)) time.Duration {
	t.Helper()
	server := startRedis(t)
	b := &books{payments: make(map[br.Document]erp.Money)}
	next := newERP()
	next.delay, next.answer = erpTime, b.answer
	options := nodeOptions{redis: server.url(), timeout: 35 * time.Millisecond}
	nodes := []*node{newNode(t, next, options), newNode(t, next, options)}
	l := startLoad(t, nodes...)
	time.Sleep(500 * time.Millisecond)
	if err := server.client().Save(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	fault(server)
	for i, n := range nodes {
		eventually(t, "the node is connected again", n.store.Connected)
		if n.metric(t, "redis_connected") != 1 {
			t.Errorf("node %d is connected and its metric says no", i)
		}
	}
	time.Sleep(500 * time.Millisecond)
	slower := l.end()
	worst, p999 := slower[len(slower)-1], slower[len(slower)*999/1000]
	t.Logf("%d queries, %d ERP calls; slower than the ERP by: p99.9 %v, worst %v", len(slower), next.count("list_invoices"), p999, worst)
	return worst
}
