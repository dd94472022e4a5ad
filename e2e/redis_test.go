package e2e_test

import (
	"errors"
	"fmt"
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
	attempts(t, func() error { return l.survives(redis) })
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.failed) > 0 {
		t.Errorf("%d queries failed, such as %s", len(l.failed), l.failed[0])
	}
}

// survives goes through all that can befall Redis. The error names what made a
// query slow.
func (l *load) survives(redis *harness.Redis) error {
	l.phase(2 * time.Second) // warms up
	before, median := l.phase(3 * time.Second)
	l.t.Logf("before: slowest %v, median %v", before, median)
	redis.Save(l.t)
	var errs []error
	for _, event := range []struct {
		name string
		do   func()
	}{
		{"killed", redis.Kill},
		{"restarted from its old file", func() { redis.Restart(l.t) }},
		{"frozen", redis.Freeze},
		{"thawed", redis.Thaw},
	} {
		done := make(chan struct{})
		go func() { defer close(done); time.Sleep(200 * time.Millisecond); event.do() }()
		slowest, median := l.phase(3 * time.Second)
		<-done
		l.t.Logf("%s: slowest %v, median %v", event.name, slowest, median)
		if slowest > before+50*time.Millisecond {
			errs = append(errs, fmt.Errorf("%s: a query took %v, the slowest before %v", event.name, slowest, before))
		}
	}
	return errors.Join(errs...)
}

// attempts lets a test that bounds a time try three times: a machine that is
// busy with something else is late once, what is wrong here every time.
func attempts(t *testing.T, try func() error) {
	t.Helper()
	var err error
	for range 3 {
		if err = try(); err == nil {
			return
		}
		t.Log(err)
	}
	t.Fatal(err)
}
