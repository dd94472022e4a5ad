package guard_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp/guard"
)

func TestBreakerOpensAndCloses(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	var up atomic.Bool
	u := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	c := connect(t, guard.Options{BreakerDelay: 200 * time.Millisecond})
	ask := func() error {
		answer, err := c.Do(t.Context(), get(u))
		if err == nil {
			answer.Release()
		}
		return err
	}
	for range 10 {
		ask()
	}
	before := calls.Load()
	e := failure(t, ask())
	if e.Reason != guard.Open || e.Sent || e.RetryAfter <= 0 || guard.Tried(e) {
		t.Errorf("an open breaker says %v, retry after %v, tried %v", e, e.RetryAfter, guard.Tried(e))
	}
	if calls.Load() != before {
		t.Error("an open breaker let a request through")
	}
	up.Store(true)
	if !eventually(func() bool { return ask() == nil }) {
		t.Error("the breaker never closed")
	}
}

// Whoever is told that a breaker has closed may ask the ERP at once, on the
// same goroutine too.
func TestWhoWaitsIsToldThatTheBreakerClosed(t *testing.T) {
	t.Parallel()
	var up atomic.Bool
	u := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	var c *guard.Connection
	ask := func() error {
		answer, err := c.Do(t.Context(), get(u))
		if err == nil {
			answer.Release()
		}
		return err
	}
	var told []string
	c = connect(t, guard.Options{BreakerDelay: 50 * time.Millisecond, Closed: func(host string) {
		told = append(told, host)
		if err := ask(); err != nil {
			t.Errorf("the breaker closed, and refuses: %v", err)
		}
	}})
	for range 10 {
		ask()
	}
	if len(told) != 0 {
		t.Errorf("it was told of a breaker that opened: %q", told)
	}
	up.Store(true)
	eventually(func() bool { return ask() == nil && len(told) > 0 })
	if len(told) != 1 || told[0] != u.Host {
		t.Errorf("told %q, want %q once", told, u.Host)
	}
}

// eventually asks again and again, for two seconds at most.
func eventually(done func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 400 {
		if done() {
			return true
		}
		<-tick.C
	}
	return false
}

// One slow report, which is given less time than the rest, does not close the
// ERP; a whole ERP that hangs does.
func TestShortenedRequestsDoNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	for shortened, reason := range map[time.Duration]guard.Reason{time.Second: "", 0: guard.Open} {
		t.Run(shortened.String(), func(t *testing.T) {
			t.Parallel()
			gone := make(chan struct{})
			u := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/slow" {
					<-gone
				}
			})
			t.Cleanup(func() { close(gone) })
			limits := guard.Limits{AtOnce: 20, Timeout: 1100 * time.Millisecond}
			c := connect(t, guard.Options{Limits: limits})
			slow := get(parse(t, u.String()+"/slow"))
			slow.Timeout = shortened
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() {
					if _, err := c.Do(t.Context(), slow); err == nil {
						t.Error("it was not slow")
					}
				})
			}
			group.Wait()
			answer, err := c.Do(t.Context(), get(u))
			if reason == "" && err != nil || reason != "" && failure(t, err).Reason != reason {
				t.Errorf("the rest of the ERP is asked with %v, want %q", err, reason)
			}
			if err == nil {
				answer.Release()
			}
		})
	}
}

func TestPlain500DoesNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	u := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	c := connect(t, guard.Options{})
	for range 20 {
		answer, err := c.Do(t.Context(), get(u))
		if err != nil {
			t.Fatal(err)
		}
		answer.Release()
	}
}
