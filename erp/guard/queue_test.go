package guard

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWritesHaveAPlaceThatReadsCannotTake(t *testing.T) {
	t.Parallel()
	q := newQueue(Limits{AtOnce: 4})
	for range 3 {
		must(t, q.acquire(t.Context(), Person))
	}
	short, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.acquire(short, Person); err == nil {
		t.Error("a fourth read got the place of the writes")
	}
	must(t, q.acquire(t.Context(), Write))
}

func TestUrgentRequestsGoFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(Limits{AtOnce: 1})
		must(t, q.acquire(t.Context(), Person))
		order := make(chan Class, 4)
		for _, class := range []Class{Reconcile, Refresh, Person, Write} {
			go func() {
				if err := q.acquire(t.Context(), class); err == nil {
					order <- class
				}
			}()
			synctest.Wait()
		}
		previous := Person
		for _, want := range []Class{Write, Person, Refresh, Reconcile} {
			q.release(previous)
			if got := <-order; got != want {
				t.Errorf("class %d went before class %d", got, want)
			}
			previous = want
		}
	})
}

func TestNoMinuteHasMoreThanItsRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const perMinute = 30
		q := newQueue(Limits{AtOnce: 2, PerMinute: perMinute})
		var starts []time.Time
		for range 100 {
			must(t, q.acquire(t.Context(), Person))
			starts = append(starts, time.Now())
			q.release(Person)
		}
		for i := perMinute; i < len(starts); i++ {
			if span := starts[i].Sub(starts[i-perMinute]); span < time.Minute {
				t.Fatalf("%d requests started within %v", perMinute+1, span)
			}
		}
		if span := starts[99].Sub(starts[0]); span > 5*time.Minute {
			t.Errorf("100 requests took %v at 30 a minute", span)
		}
	})
}

func TestAWriteDoesNotWaitBehindReadsForTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(Limits{AtOnce: 100, PerMinute: 10})
		begin := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		for range 20 {
			go func() { q.acquire(ctx, Person) }()
		}
		synctest.Wait()
		must(t, q.acquire(t.Context(), Write))
		if waited := time.Since(begin); waited > 10*time.Second {
			t.Errorf("the write waited %v", waited)
		}
		cancel()
		synctest.Wait()
		q.close()
	})
}

func TestClosedQueueSendsEverybodyAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(Limits{AtOnce: 1})
		must(t, q.acquire(t.Context(), Person))
		left := make(chan error, 1)
		go func() { left <- q.acquire(t.Context(), Person) }()
		synctest.Wait()
		q.close()
		if err := <-left; !errors.Is(err, errQueueClosed) {
			t.Errorf("who waited was told %v", err)
		}
		if err := q.acquire(t.Context(), Person); !errors.Is(err, errQueueClosed) {
			t.Errorf("who came later was told %v", err)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
