package cache_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/cache"
)

func sessionsOf(t *testing.T, n *node, tenant string) *cache.Sessions {
	t.Helper()
	s, err := n.store.Sessions(tenant)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSessions(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	tests := []struct{ name, redis string }{{"in Redis", server.url()}, {"in memory", ""}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			n := newNode(t, newERP(), nodeOptions{redis: tt.redis, tenant: tt.name})
			s := sessionsOf(t, n, tt.name)
			if _, ok := s.Get(ctx, "login"); ok {
				t.Error("a log-in is there before one was put")
			}
			s.Put(ctx, "login", []byte("token"), time.Minute)
			if got, ok := s.Get(ctx, "login"); !ok || string(got) != "token" {
				t.Errorf("got %q, %v", got, ok)
			}
			if _, ok := sessionsOf(t, n, tt.name+" 2").Get(ctx, "login"); ok {
				t.Error("another tenant has the log-in")
			}
			s.Delete(ctx, "login")
			if _, ok := s.Get(ctx, "login"); ok {
				t.Error("the log-in is there after it was deleted")
			}
			s.Put(ctx, "short", []byte("token"), 10*time.Millisecond)
			eventually(t, "the short log-in has expired", func() bool { _, ok := s.Get(ctx, "short"); return !ok })
		})
	}
}

func TestSessionsAreSharedAndSurviveRedis(t *testing.T) {
	t.Parallel()
	server, ctx := startRedis(t), context.Background()
	a := newNode(t, newERP(), nodeOptions{redis: server.url()})
	b := newNode(t, newERP(), nodeOptions{redis: server.url()})
	sessionsOf(t, a, "acme").Put(ctx, "login", []byte("token"), time.Minute)
	if got, ok := sessionsOf(t, b, "acme").Get(ctx, "login"); !ok || string(got) != "token" {
		t.Errorf("on the other node it is %q, %v", got, ok)
	}
	server.kill()
	if got, ok := sessionsOf(t, a, "acme").Get(ctx, "login"); !ok || string(got) != "token" {
		t.Errorf("without Redis it is %q, %v", got, ok)
	}
}

func TestOneLogInAtATime(t *testing.T) {
	t.Parallel()
	server, ctx := startRedis(t), context.Background()
	a := sessionsOf(t, newNode(t, newERP(), nodeOptions{redis: server.url()}), "acme")
	b := sessionsOf(t, newNode(t, newERP(), nodeOptions{redis: server.url()}), "acme")
	var inside, logins atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		s := a
		if i%2 == 1 {
			s = b
		}
		all.Go(func() {
			unlock, err := s.Lock(ctx, "login")
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			if inside.Add(1) > 1 {
				t.Error("two log in at a time")
			}
			defer inside.Add(-1)
			if _, ok := s.Get(ctx, "login"); !ok {
				logins.Add(1)
				s.Put(ctx, "login", []byte("token"), time.Minute)
			}
		})
	}
	all.Wait()
	if logins.Load() != 1 {
		t.Errorf("%d log-ins, want 1", logins.Load())
	}
}

func TestLockGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	s := sessionsOf(t, newNode(t, newERP(), nodeOptions{}), "acme")
	unlock, err := s.Lock(context.Background(), "login")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if _, err := s.Lock(ctx, "login"); err == nil {
		t.Error("a lock that is held was given again")
	}
}
