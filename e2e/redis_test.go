package e2e_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// load is a steady stream of queries, some of them for what is not cached.
type load struct {
	t         *testing.T
	node      *harness.Node
	documents []string
	stop      chan struct{}
	group     sync.WaitGroup

	mu     sync.Mutex
	took   []time.Duration
	failed []string
}

// startLoad begins to send: four clients with a pause after each answer, as
// people make.
func startLoad(t *testing.T, node *harness.Node, documents []string) *load {
	l := &load{t: t, node: node, documents: documents, stop: make(chan struct{})}
	for range 4 {
		l.group.Go(l.client)
	}
	return l
}

func (l *load) client() {
	for {
		select {
		case <-l.stop:
			return
		case <-time.After(time.Duration(5+rand.IntN(10)) * time.Millisecond):
		}
		began := time.Now()
		a := harness.Post(l.node.URL, l.node.Key("site"), customerQuery, map[string]any{"d": l.documents[rand.IntN(len(l.documents))]})
		l.note(time.Since(began), a)
	}
}

func (l *load) note(took time.Duration, a harness.Answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.took = append(l.took, took)
	if a.Status != 200 || len(a.Errors) > 0 {
		l.failed = append(l.failed, string(a.Body))
	}
}

// phase runs for a while and gives the slowest and the median query of it.
func (l *load) phase(d time.Duration) (slowest, median time.Duration) {
	l.mu.Lock()
	l.took = nil
	l.mu.Unlock()
	time.Sleep(d)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.took) == 0 {
		l.t.Fatal("no query was answered")
	}
	sorted := sortedDurations(l.took)
	return sorted[len(sorted)-1], sorted[len(sorted)/2]
}

func (l *load) end() {
	close(l.stop)
	l.group.Wait()
}

// Redis is killed, comes back from an old file, is frozen and thaws, all under
// load: no query fails, and none is more than 50 ms slower than the slowest was
// before.
func TestRedisFailsUnderLoad(t *testing.T) {
	sandbox, redis := harness.StartSandbox(t), harness.StartRedis(t)
	config := harness.Config(sandbox)
	config.Redis, config.Timed = redis.URL(), true
	node := harness.StartNode(t, config)
	l := startLoad(t, node, documents(t, sandbox, 200))
	defer l.end()
	l.phase(2 * time.Second) // warms up
	before, median := l.phase(3 * time.Second)
	t.Logf("before: slowest %v, median %v", before, median)
	redis.Save(t)
	for _, event := range []struct {
		name string
		do   func()
	}{
		{"killed", redis.Kill},
		{"restarted from its old file", func() { redis.Restart(t) }},
		{"frozen", redis.Freeze},
		{"thawed", redis.Thaw},
	} {
		done := make(chan struct{})
		go func() { defer close(done); time.Sleep(200 * time.Millisecond); event.do() }()
		slowest, median := l.phase(3 * time.Second)
		<-done
		t.Logf("%s: slowest %v, median %v", event.name, slowest, median)
		if slowest > before+50*time.Millisecond {
			t.Errorf("%s: a query took %v, the slowest before %v", event.name, slowest, before)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.failed) > 0 {
		t.Errorf("%d queries failed, such as %s", len(l.failed), l.failed[0])
	}
}
