package cache_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"balcao/cache"
	"balcao/erp"
	"balcao/internal/br"
)

func TestNodesShareAnswers(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	want, first := a.invoices(t, maria)
	a.filled(t, server.client(), 1)
	got, meta := b.invoices(t, maria)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("through Redis the invoice is %+v, was %+v", got[0], want[0])
	}
	if !meta.FetchedAt.Equal(first.FetchedAt) || meta.Stale || meta.Incomplete {
		t.Errorf("through Redis the answer is of %+v, was of %+v", meta, first)
	}
	wantCalls(t, next, "list_invoices", 1)
}

func TestNotFoundIsShared(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	next.answer = failing(erp.NotFound)
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	for i, n := range []*node{a, b} {
		_, _, err := erp.GetCustomer.Call(context.Background(), n, erp.CustomerInput{Document: maria})
		asError(t, err, erp.NotFound)
		if i == 0 {
			n.filled(t, server.client(), 1)
		}
	}
	wantCalls(t, next, "get_customer", 1)
}

// roundTrips is how many scripts were run: the cache sends nothing else, but
// for heartbeats and to connect. What scripts do counts as commands as well.
func roundTrips(t *testing.T, c *redis.Client) int {
	t.Helper()
	info, err := c.Info(context.Background(), "commandstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(info) {
		var calls int
		for _, format := range []string{"cmdstat_evalsha:calls=%d", "cmdstat_eval:calls=%d"} {
			if _, err := fmt.Sscanf(line, format, &calls); err == nil {
				n += calls
			}
		}
	}
	return n
}

func TestRoundTrips(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	looking := server.client()
	a.keepNear(t, ana)
	b.keepNear(t, ana)
	level := documents(50)
	ask := func(n *node) {
		t.Helper()
		for i, answer := range erp.ListInvoices.CallMany(context.Background(), n, level) {
			if answer.Err != nil || answer.Value[0].DocumentNumber != level[i].Document {
				t.Fatalf("answer %d: %v", i, answer.Err)
			}
		}
	}
	steps := []struct {
		name         string
		do           func()
		trips, calls int
	}{
		{"cold: one look, one fill", func() { ask(a); a.filled(t, looking, 51) }, 2, 1},
		{"warm: nothing", func() { ask(a) }, 0, 0},
		{"on another node: one look", func() { ask(b) }, 1, 0},
		{"warm there: nothing", func() { ask(b) }, 0, 0},
	}
	for _, step := range steps {
		trips, calls := roundTrips(t, looking), next.count("list_invoices")
		step.do()
		if got := roundTrips(t, looking) - trips; got != step.trips {
			t.Errorf("%s: %d round trips, want %d", step.name, got, step.trips)
		}
		if got := next.count("list_invoices") - calls; got != step.calls {
			t.Errorf("%s: %d ERP calls, want %d", step.name, got, step.calls)
		}
	}
}

func documents(n int) []erp.InvoicesInput {
	ins := make([]erp.InvoicesInput, n)
	for i := range ins {
		d, err := br.NewDocument(fmt.Sprintf("%09d", 100000000+i))
		if err != nil {
			panic(err)
		}
		ins[i].Document = d
	}
	return ins
}

func TestEqualColdReadsAreOneCall(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	next.delay = 200 * time.Millisecond
	options := nodeOptions{redis: server.url(), timeout: 35 * time.Millisecond}
	nodes := []*node{newNode(t, next, options), newNode(t, next, options)}
	var readers sync.WaitGroup
	for i := range 500 {
		readers.Go(func() { nodes[i%2].invoices(t, maria) })
	}
	readers.Wait()
	wantCalls(t, next, "list_invoices", 1)
}

func TestCallLongerThanALease(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	next.delay = 2500 * time.Millisecond
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	var readers sync.WaitGroup
	readers.Go(func() { a.invoices(t, maria) })
	readers.Go(func() { b.invoices(t, maria) })
	readers.Wait()
	wantCalls(t, next, "list_invoices", 1)
}

// An ERP that fails is asked once, not by each node in turn.
func TestFailureIsShared(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	next.answer = failing(erp.Refused)
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	var readers sync.WaitGroup
	ask := func(n *node) {
		_, _, err := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
		asError(t, err, erp.Refused)
		if e, ok := err.(*erp.Error); ok && e.Message != "não" {
			t.Errorf("the ERP's words have become %q", e.Message)
		}
	}
	readers.Go(func() { ask(a) })
	next.wait(t)
	before := roundTrips(t, server.client())
	for range 10 {
		readers.Go(func() { ask(b) })
	}
	looking := server.client()
	eventually(t, "b follows a", func() bool { return roundTrips(t, looking) > before })
	close(next.hold)
	readers.Wait()
	wantCalls(t, next, "list_invoices", 1)
}

func TestLeaderIsKilled(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	follower := newNode(t, next, nodeOptions{redis: server.url()})
	leader := exec.Command(os.Args[0])
	leader.Env = append(os.Environ(), "CACHE_TEST_LEADER="+server.url())
	out, err := leader.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := leader.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 16)
	if n, err := out.Read(line); err != nil || string(line[:n]) != "leading\n" {
		t.Fatalf("the leading process says %q, %v", line, err)
	}
	looking := server.client()
	before := roundTrips(t, looking)
	var readers sync.WaitGroup
	for range 250 {
		readers.Go(func() { follower.invoices(t, maria) })
	}
	eventually(t, "the follower follows", func() bool { return roundTrips(t, looking) > before })
	wantCalls(t, next, "list_invoices", 0)
	if err := leader.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = leader.Wait()
	killed := time.Now()
	readers.Wait()
	if took := time.Since(killed); took > 2500*time.Millisecond {
		t.Errorf("the follower took over %v after the leader was killed, want about 1.5 s", took)
	}
	wantCalls(t, next, "list_invoices", 1)
}

// A node that shuts down gives its leases back, so that nobody waits for them.
func TestLeaderCloses(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	var readers sync.WaitGroup
	readers.Go(func() {
		_, _, err := erp.ListInvoices.Call(context.Background(), a, erp.InvoicesInput{Document: maria})
		asError(t, err, erp.Unavailable)
	})
	next.wait(t)
	looking := server.client()
	before := roundTrips(t, looking)
	readers.Go(func() { b.invoices(t, maria) })
	eventually(t, "b follows a", func() bool { return roundTrips(t, looking) > before })
	next.set(func(f *fakeERP) { f.hold = nil })
	closed := time.Now()
	a.store.Close()
	readers.Wait()
	if took := time.Since(closed); took > time.Second {
		t.Errorf("b took over after %v, want at once", took)
	}
	wantCalls(t, next, "list_invoices", 2)
}

func TestSettlementIsSeenOnTheOtherNode(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	var paid atomic.Bool
	next.answer = withStatus(func() erp.InvoiceStatus {
		if paid.Load() {
			return erp.Paid
		}
		return erp.Open
	})
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	for range 20 {
		paid.Store(false)
		a.Clear(context.Background())
		b.keepNear(t, maria)
		paid.Store(true)
		a.settle(maria)
		answered := time.Now()
		for b.status(t, maria) != erp.Paid {
			if time.Since(answered) > 50*time.Millisecond {
				t.Fatal("50 ms after the settlement's answer, node b still shows the invoice as open")
			}
		}
	}
}

// A read that began before the settlement ends after it: neither node ever
// shows what it brought.
func TestSlowReadAcrossNodes(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	var paid atomic.Bool
	next.answer = withStatus(func() erp.InvoiceStatus {
		if paid.Load() {
			return erp.Paid
		}
		return erp.Open
	})
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	var slow sync.WaitGroup
	slow.Go(func() { b.status(t, maria) })
	next.wait(t)
	hold := next.hold
	next.set(func(f *fakeERP) { f.hold, f.entered = nil, nil })
	paid.Store(true)
	a.settle(maria)
	for _, n := range []*node{a, b} {
		eventually(t, "the invoice is shown as paid while the slow read is under way", func() bool { return n.status(t, maria) == erp.Paid })
	}
	close(hold)
	slow.Wait()
	until := time.Now().Add(300 * time.Millisecond)
	for time.Now().Before(until) {
		for _, n := range []*node{a, b} {
			if n.status(t, maria) != erp.Paid {
				t.Fatal("the slow read's answer is shown after the settlement")
			}
		}
	}
}

func TestTenantsNeverCross(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	one, other := newERP(), newERP()
	other.answer = failing(erp.NotFound)
	a := newNode(t, one, nodeOptions{redis: server.url()})
	b, err := cache.New(cache.ReadsOptions{Tenant: "other", Next: other, Store: a.store})
	if err != nil {
		t.Fatal(err)
	}
	a.invoices(t, maria)
	a.filled(t, server.client(), 1)
	_, _, err = erp.ListInvoices.Call(context.Background(), b, erp.InvoicesInput{Document: maria})
	asError(t, err, erp.NotFound)
	b.Clear(context.Background())
	a.invoices(t, maria)
	wantCalls(t, one, "list_invoices", 1)
}

func TestRedisHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	n := newNode(t, next, nodeOptions{redis: server.url()})
	n.invoices(t, maria)
	if _, _, err := erp.GetCustomer.Call(context.Background(), n, erp.CustomerInput{Document: maria}); err != nil {
		t.Fatal(err)
	}
	n.settle(joao)
	sessions, err := n.store.Sessions("acme")
	if err != nil {
		t.Fatal(err)
	}
	sessions.Put(context.Background(), "user of the ERP", []byte("a token of the ERP"), time.Minute)
	c := server.client()
	n.filled(t, c, 2)
	if err := c.Save(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
	dump, err := os.ReadFile(filepath.Join(server.dir, "dump.rdb"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(dump, []byte("list_invoices")) {
		t.Fatal("the dump does not hold what this test looks into")
	}
	for _, private := range []string{
		string(maria), string(joao), "529.982", "Maria", "Silva", "10189", "a token", "user of",
		base64.StdEncoding.EncodeToString([]byte(maria)), fmt.Sprintf("%x", string(maria)),
	} {
		if bytes.Contains(dump, []byte(private)) {
			t.Errorf("the dump of Redis holds %q", private)
		}
	}
}

// A value that was moved to another key, or altered, is no value.
func TestValuesCannotBeMoved(t *testing.T) {
	t.Parallel()
	server, next := startRedis(t), newERP()
	a := newNode(t, next, nodeOptions{redis: server.url()})
	b := newNode(t, next, nodeOptions{redis: server.url()})
	c, ctx := server.client(), context.Background()
	a.invoices(t, maria)
	a.filled(t, c, 1)
	marias := c.Keys(ctx, "*:v:*").Val()[0]
	a.invoices(t, joao)
	a.filled(t, c, 2)
	for _, key := range c.Keys(ctx, "*:v:*").Val() {
		if key != marias {
			// Under the head that is valid there: the forger knows everything
			// but the secret.
			head := c.Get(ctx, key).Val()[:37]
			c.Set(ctx, key, head+c.Get(ctx, marias).Val()[37:], time.Minute)
		}
	}
	list, _ := b.invoices(t, joao)
	if list[0].DocumentNumber != joao {
		t.Error("another customer's value was served")
	}
	wantCalls(t, next, "list_invoices", 3)
}
