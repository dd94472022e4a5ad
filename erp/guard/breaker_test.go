package guard_test

import (
	"net/http"
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
