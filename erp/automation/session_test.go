package automation_test

import (
	"cmp"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

const sessionPack = `
pack: test
title: Test
language: 1
settings:
  url: {type: url, label: Address}
  password: {type: secret, label: Password}
hosts:
  api:
    url: $(settings.url)
    headers: {Authorization: Bearer $(session.token)}
  door: {url: $(settings.url)}
session:
  steps:
    login: {host: door, post: /login, json: {password: $(settings.password)}}
  output: {token: login.token}
  expires: login.expires_in
formats: {money: "1234.56", date: YYYY-MM-DD}
`

// bank is an ERP with log-ins; its tokens can be made to end.
type bank struct {
	mu     sync.Mutex
	logins int
	valid  string
	refuse int // status of log-ins, 0 for success
	never  bool
	lasts  int           // seconds; an hour if 0
	gate   chan struct{} // log-ins wait for it, if set
}

func (b *bank) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/login" && b.gate != nil {
		<-b.gate
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case r.URL.Path == "/login" && b.refuse != 0:
		b.logins++
		w.WriteHeader(b.refuse)
	case r.URL.Path == "/login":
		b.logins++
		b.valid = fmt.Sprint("token-", b.logins)
		reply(w, object{"token": b.valid, "expires_in": cmp.Or(b.lasts, 3600)})
	case b.never || r.Header.Get("Authorization") != "Bearer "+b.valid:
		w.WriteHeader(http.StatusUnauthorized)
	default:
		reply(w, object{"people": []any{object{"name": "Maria", "active": true}}})
	}
}

func (b *bank) end()          { b.mu.Lock(); b.valid = "over"; b.mu.Unlock() }
func (b *bank) loggedIn() int { b.mu.Lock(); defer b.mu.Unlock(); return b.logins }

func branch(t *testing.T, b *bank, change ...func(*automation.Options)) *automation.Connection {
	t.Helper()
	server := serve(t, b.ServeHTTP)
	pack := load(t, files{"pack.yaml": sessionPack, "get_customer.yaml": getCustomer})
	return connect(t, pack, server.URL, append(change, settings(map[string]string{"password": "pass-1234"}))...)
}

func TestSessionIsUsedAgainAndRenewedOnce(t *testing.T) {
	t.Parallel()
	b := &bank{}
	c := branch(t, b)
	for i, want := range []int{1, 1, 2, 2} {
		if i == 2 {
			b.end()
		}
		if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != want {
			t.Fatalf("call %d: error %v, %d log-ins, want %d", i, err, b.loggedIn(), want)
		}
	}
}

func TestRunsShareOneLogIn(t *testing.T) {
	t.Parallel()
	b := &bank{gate: make(chan struct{})}
	c := branch(t, b)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if _, _, err := customer(t, c, maria); err != nil {
				t.Error(err)
			}
		})
	}
	close(b.gate)
	group.Wait()
	b.end()
	for range 10 {
		group.Go(func() {
			if _, _, err := customer(t, c, maria); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := b.loggedIn(); n != 2 {
		t.Errorf("%d log-ins, want one at first and one after the session's end", n)
	}
}

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time         { c.mu.Lock(); defer c.mu.Unlock(); return c.now }
func (c *clock) forward(d time.Duration) { c.mu.Lock(); c.now = c.now.Add(d); c.mu.Unlock() }

func TestFailedLogInsAreNotRepeatedForAGrowingWhile(t *testing.T) {
	t.Parallel()
	b, now := &bank{refuse: http.StatusUnauthorized}, &clock{now: noon}
	c := branch(t, b, func(o *automation.Options) { o.Now = now.read })
	for minute := range 6 {
		for range 20 {
			_, _, err := customer(t, c, maria)
			wantKind(t, err, erp.Unauthenticated)
		}
		if n := b.loggedIn(); n > minute+1 {
			t.Fatalf("%d log-ins within minute %d", n, minute)
		}
		now.forward(time.Minute)
	}
	if n := b.loggedIn(); n > 4 {
		t.Errorf("%d failed log-ins within six minutes: the fifth locks a user", n)
	}
	b.mu.Lock()
	b.refuse = 0
	b.mu.Unlock()
	now.forward(10 * time.Minute)
	if _, _, err := customer(t, c, maria); err != nil {
		t.Errorf("when the password is right again: %v", err)
	}
}

func TestSessionsThatAreNeverLetInAreNoStorm(t *testing.T) {
	t.Parallel()
	b := &bank{never: true}
	c := branch(t, b)
	for range 20 {
		_, _, err := customer(t, c, maria)
		wantKind(t, err, erp.Unauthenticated)
	}
	if n := b.loggedIn(); n > 2 {
		t.Errorf("%d log-ins", n)
	}
}

func TestUnavailableLogInIsUnavailable(t *testing.T) {
	t.Parallel()
	b := &bank{refuse: http.StatusServiceUnavailable}
	_, _, err := customer(t, branch(t, b), maria)
	wantKind(t, err, erp.Unavailable)
	if n := b.loggedIn(); n != 1 {
		t.Errorf("%d log-ins", n)
	}
}

func TestNodesShareASession(t *testing.T) {
	t.Parallel()
	b, store := &bank{}, automation.NewMemorySessions()
	server := serve(t, b.ServeHTTP)
	pack := load(t, files{"pack.yaml": sessionPack, "get_customer.yaml": getCustomer})
	node := func() *automation.Connection {
		return connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"}), func(o *automation.Options) { o.Sessions = store })
	}
	one, two := node(), node()
	for i, c := range []*automation.Connection{one, two, one} {
		if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != 1 {
			t.Fatalf("call %d: %v, %d log-ins", i, err, b.loggedIn())
		}
	}
	b.end()
	for i, c := range []*automation.Connection{one, two, one} {
		if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != 2 {
			t.Fatalf("after its end, call %d: %v, %d log-ins", i, err, b.loggedIn())
		}
	}
}

func TestSessionEndsByTheClock(t *testing.T) {
	t.Parallel()
	b, now := &bank{}, &clock{now: noon}
	c := branch(t, b, func(o *automation.Options) { o.Now = now.read })
	customer(t, c, maria)
	now.forward(time.Hour)
	if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != 2 {
		t.Errorf("%v, %d log-ins", err, b.loggedIn())
	}
}

// A server whose clock is behind gives sessions that are over as they begin.
func TestSessionsThatEndAsTheyBeginAreNoStorm(t *testing.T) {
	t.Parallel()
	b := &bank{lasts: -3600}
	now := &clock{now: noon}
	c := branch(t, b, func(o *automation.Options) { o.Now = now.read })
	for range 20 {
		if _, _, err := customer(t, c, maria); err != nil {
			t.Fatal(err)
		}
	}
	now.forward(10 * time.Second)
	if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != 2 {
		t.Errorf("%v, %d log-ins", err, b.loggedIn())
	}
}
