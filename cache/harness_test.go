package cache_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"balcao/cache"
	"balcao/erp"
	"balcao/internal/br"
)

const (
	maria = br.Document("52998224725")
	joao  = br.Document("11144477735")
	firma = br.Document("11222333000181")
	ana   = br.Document("39053344705")
)

var secret = []byte("a secret of a test, 32 bytes long")

func TestMain(m *testing.M) {
	if url := os.Getenv("CACHE_TEST_LEADER"); url != "" {
		leadUntilKilled(url)
		return
	}
	goleak.VerifyTestMain(m)
}

// redisServer is a redis-server of the test's own on a unix socket.
type redisServer struct {
	t      testing.TB
	dir    string
	socket string
	cmd    *exec.Cmd
	exited chan struct{}
}

func startRedis(t testing.TB) *redisServer {
	t.Helper()
	// Not t.TempDir: the path of a unix socket has at most 107 bytes.
	dir, err := os.MkdirTemp("", "balcao")
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{t: t, dir: dir, socket: filepath.Join(dir, "redis")}
	r.start()
	t.Cleanup(func() {
		r.kill()
		os.RemoveAll(dir)
	})
	return r
}

func (r *redisServer) url() string { return "unix://" + r.socket }

func (r *redisServer) start() {
	r.t.Helper()
	r.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", r.socket, "--dir", r.dir, "--save", "")
	if err := r.cmd.Start(); err != nil {
		r.t.Fatalf("these tests need redis-server: %v", err)
	}
	exited := make(chan struct{})
	r.exited = exited
	go func(cmd *exec.Cmd) {
		_ = cmd.Wait()
		close(exited)
	}(r.cmd)
	eventually(r.t, "redis-server answers", func() bool {
		conn, err := net.Dial("unix", r.socket)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

func (r *redisServer) signal(s syscall.Signal) { _ = r.cmd.Process.Signal(s) }

func (r *redisServer) kill() {
	r.signal(syscall.SIGCONT)
	r.signal(syscall.SIGKILL)
	<-r.exited
}

// client is a client of the test's own, for looking in.
func (r *redisServer) client() *redis.Client {
	c := redis.NewClient(&redis.Options{Network: "unix", Addr: r.socket})
	r.t.Cleanup(func() { c.Close() })
	return c
}

// fakeERP is the next pipe: it counts what it is asked and answers what it is
// told to.
type fakeERP struct {
	mu     sync.Mutex
	calls  map[string]int
	inputs int
	delay  time.Duration
	// answer makes the result of an input; invoice if nil.
	answer func(fn *erp.Info, in erp.Input) erp.Result
	// entered gets the function's name of each call, if it is not nil.
	entered chan string
	// hold keeps calls waiting until it is closed, if it is not nil.
	hold chan struct{}
}

func newERP() *fakeERP { return &fakeERP{calls: make(map[string]int)} }

func (f *fakeERP) Do(ctx context.Context, call erp.Call) []erp.Result {
	f.mu.Lock()
	f.calls[call.Function.Name]++
	f.inputs += len(call.Inputs)
	answer, delay, entered, hold := f.answer, f.delay, f.entered, f.hold
	f.mu.Unlock()
	if answer == nil {
		answer = plain
	}
	// What the ERP reads, it reads when the call comes in.
	results := make([]erp.Result, len(call.Inputs))
	for i, in := range call.Inputs {
		results[i] = answer(call.Function, in)
	}
	if entered != nil {
		entered <- call.Function.Name
	}
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return erp.Fail(call, &erp.Error{Kind: erp.Unavailable, Function: call.Function.Name, Cause: ctx.Err()})
		}
	}
	time.Sleep(delay)
	return results
}

func (f *fakeERP) set(change func(f *fakeERP)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// wait waits for a call to come in.
func (f *fakeERP) wait(t testing.TB) {
	t.Helper()
	select {
	case <-f.entered:
	case <-time.After(10 * time.Second):
		t.Error("after 10 s the ERP has not been asked")
	}
}

func (f *fakeERP) count(fn string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[fn]
}

func (f *fakeERP) asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.inputs
}

func text(s string) *string { return &s }

func plain(fn *erp.Info, in erp.Input) erp.Result {
	d := in.Subject()
	switch fn {
	case erp.ListInvoices.Info:
		interest := erp.Money(199)
		return erp.Result{Value: []erp.Invoice{{
			ID: "7-" + string(d[:3]), DocumentNumber: d, CustomerName: text("Maria da Silva"), Status: erp.Open,
			OriginalAmount: 9990, CurrentAmount: 10189, OpenAmount: 10189, Interest: &interest,
			DueOn:    br.Date{Year: 2026, Month: 11, Day: 10},
			Payments: []erp.Payment{{Reference: text("E123")}}, Code: text(""), ContractID: text("ação \"<&>\" \n"),
		}}}
	case erp.GetCustomer.Info:
		return erp.Result{Value: &erp.Customer{Document: d, Name: "Maria da Silva", Active: true}}
	}
	return erp.Result{Value: &erp.Settled{}}
}

func withStatus(status func() erp.InvoiceStatus) func(*erp.Info, erp.Input) erp.Result {
	return func(fn *erp.Info, in erp.Input) erp.Result {
		r := plain(fn, in)
		if list, ok := r.Value.([]erp.Invoice); ok {
			list[0].Status = status()
		}
		return r
	}
}

func failing(kind erp.Kind) func(*erp.Info, erp.Input) erp.Result {
	return func(fn *erp.Info, _ erp.Input) erp.Result {
		return erp.Result{Err: &erp.Error{Kind: kind, Function: fn.Name, Message: "não"}}
	}
}

// clock is a clock that the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

var saoPaulo = func() *time.Location {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		panic(err)
	}
	return zone
}()

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 24, 10, 0, 0, 0, saoPaulo)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// node is one process as far as the cache is concerned.
type node struct {
	*cache.Reads
	store    *cache.Store
	registry *prometheus.Registry
}

type nodeOptions struct {
	redis   string
	tenant  string
	timeout time.Duration
	now     func() time.Time
	reads   func(*cache.ReadsOptions)
}

// newNode opens a node. Its Redis is given two seconds, because a test machine
// is busy; tests of Redis's faults say how long themselves.
func newNode(t testing.TB, next erp.Pipe, o nodeOptions) *node {
	t.Helper()
	if o.timeout == 0 {
		o.timeout = 2 * time.Second
	}
	if o.tenant == "" {
		o.tenant = "acme"
	}
	n := &node{registry: prometheus.NewRegistry()}
	var err error
	n.store, err = cache.Open(cache.Options{
		RedisURL: o.redis, Secret: secret, Timeout: o.timeout, Registerer: n.registry, Logger: quiet(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.store.Close)
	options := cache.ReadsOptions{Tenant: o.tenant, Next: next, Store: n.store, Now: o.now}
	if o.reads != nil {
		o.reads(&options)
	}
	if n.Reads, err = cache.New(options); err != nil {
		t.Fatal(err)
	}
	return n
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (n *node) invoices(t testing.TB, d br.Document) ([]erp.Invoice, erp.Meta) {
	t.Helper()
	list, meta, err := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: d})
	if err != nil {
		t.Fatal(err)
	}
	return list, meta
}

func (n *node) status(t testing.TB, d br.Document) erp.InvoiceStatus {
	t.Helper()
	list, _ := n.invoices(t, d)
	return list[0].Status
}

func (n *node) settle(d br.Document) {
	_, _, _ = erp.SettleBoleto.Call(context.Background(), n, erp.SettleInput{InvoiceID: "7", Document: d, Reference: "E1"})
}

// metric is the sum of a metric over its labels.
func (n *node) metric(t testing.TB, name string) float64 {
	t.Helper()
	families, err := n.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, f := range families {
		if f.GetName() == "balcao_cache_"+name {
			for _, m := range f.GetMetric() {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

// nearReads is how many keys were answered from this process's memory.
func (n *node) nearReads(t testing.TB) (sum float64) {
	t.Helper()
	families, err := n.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				if l.GetName() == "by" && l.GetValue() == "near" {
					sum += m.GetCounter().GetValue()
				}
			}
		}
	}
	return sum
}

// keepNear reads until the answer comes from this process's memory. That can
// take more than one read while news of another node's start are on their way.
func (n *node) keepNear(t testing.TB, d br.Document) {
	t.Helper()
	eventually(t, "the answer is kept near", func() bool {
		before := n.nearReads(t)
		n.invoices(t, d)
		return n.nearReads(t) > before
	})
}

// filled waits until the fills of what was asked stand in Redis.
func (n *node) filled(t testing.TB, c *redis.Client, want int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d values are in Redis", want), func() bool {
		keys, err := c.Keys(context.Background(), "*:v:*").Result()
		values := 0
		for _, k := range keys {
			if !strings.HasSuffix(k, ":lease") {
				values++
			}
		}
		return err == nil && values == want
	})
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after 10 s it is still not so that %s", what)
		}
	}
}

func wantCalls(t testing.TB, f *fakeERP, fn string, want int) {
	t.Helper()
	if got := f.count(fn); got != want {
		t.Errorf("%s was asked %d times, want %d", fn, got, want)
	}
}

func asError(t testing.TB, err error, kind erp.Kind) {
	t.Helper()
	var e *erp.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Errorf("error is %v, want an *erp.Error of kind %s", err, kind)
	}
}

func leadUntilKilled(url string) {
	store, err := cache.Open(cache.Options{RedisURL: url, Secret: secret, Timeout: 2 * time.Second, Logger: quiet()})
	if err != nil {
		panic(err)
	}
	next := newERP()
	next.entered, next.hold = make(chan string, 1), make(chan struct{})
	reads, err := cache.New(cache.ReadsOptions{Tenant: "acme", Next: next, Store: store})
	if err != nil {
		panic(err)
	}
	go func() {
		<-next.entered
		fmt.Println("leading")
	}()
	_, _, err = erp.ListInvoices.Call(context.Background(), reads, erp.InvoicesInput{Document: maria})
	panic(fmt.Sprint("the call ended before the process: ", err))
}
