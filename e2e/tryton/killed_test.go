package tryton_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/erp/erptest"
)

// server is a Tryton of a test's own, which may be killed.
type server struct {
	t         *testing.T
	dir, port string
}

// startTryton starts a Tryton with the data that the other one begins with.
func startTryton(t *testing.T) *server {
	t.Helper()
	shared := os.Getenv("TRYTON_DATA")
	if shared == "" {
		shared = "/var/tmp/tryton-erp"
	}
	u, err := url.Parse("http://" + harness.FreeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, dir: t.TempDir(), port: u.Port()}
	// What the script has made already for the other one need not be made again.
	if out, err := exec.Command("cp", "-r", filepath.Join(shared, "cache"), s.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) url() string     { return "http://127.0.0.1:" + s.port }
func (s *server) pidFile() string { return filepath.Join(s.dir, "pid") }

func (s *server) start(env ...string) {
	s.t.Helper()
	cmd := exec.Command("./start", s.port, s.pidFile())
	cmd.Env = append(append(os.Environ(), "TRYTON_DATA="+s.dir, "TRYTON_PDF=0"), env...)
	log, err := os.Create(filepath.Join(s.t.TempDir(), "start.log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	cmd.Stdout, cmd.Stderr = log, log // a file: the server keeps it open
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(log.Name())
		s.t.Fatalf("start: %v\n%s", err, text)
	}
}

// kill ends it at once, as a power cut does.
func (s *server) kill() {
	text, err := os.ReadFile(s.pidFile())
	if err != nil {
		return
	}
	if pid, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// hasty is the Tryton pack with a ledger's patience that a test has.
const hasty = `pack: hasty
title: Hasty
language: 1
extends: tryton 1.0
settles_within: 6s
`

// haste are settings of the ledger to go with it.
var haste = map[string]any{"first_retry": "500ms", "longest_retry": "2s", "lease": "20s", "sweep": "1s"}

func hastyNode(t *testing.T, address string) *harness.Node {
	t.Helper()
	tenant := trytonTenant(address)
	tenant.Pack = "hasty"
	return harness.StartNode(t, harness.Options{
		Packs: harness.WritePacks(t, map[string]map[string]string{"hasty": {"pack.yaml": hasty}}), Also: map[string]any{"ledger": haste},
		Tenants: map[string]*harness.Tenant{"acme": tenant},
	}, "TRYTON_PASSWORD="+password)
}

// payable is one of Maria's open invoices.
func payable(t *testing.T, node *harness.Node) invoiceAnswer {
	t.Helper()
	for _, i := range listed(t, node) {
		if i.Status == "OPEN" || i.Status == "OVERDUE" {
			return i
		}
	}
	t.Fatal("Maria owes nothing")
	return invoiceAnswer{}
}

// becomes asks for a settlement again until it is in a state.
func becomes(t *testing.T, node *harness.Node, id, state string, within time.Duration) {
	t.Helper()
	query := fmt.Sprintf(`{ settlement(id: %q) { state reason } }`, id)
	var body string
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		body = string(harness.Post(node.URL, node.Key("totem"), query, nil).Body)
		if strings.Contains(body, `"state":"`+state+`"`) {
			return
		}
	}
	t.Fatalf("the settlement did not become %s: %s", state, body)
}

// paidOnce checks that Tryton has one payment of an invoice, and nothing open.
func paidOnce(t *testing.T, node *harness.Node, invoice string) {
	t.Helper()
	body := string(harness.Post(node.URL, node.Key("totem"), fmt.Sprintf(`{ invoice(id: %q) { status openAmount payments { amount } } }`, invoice), nil).Body)
	if n := strings.Count(body, `"amount"`); n != 1 || !strings.Contains(body, `"PAID"`) || !strings.Contains(body, `"0.00"`) {
		t.Errorf("%d payments: %s", n, body)
	}
}

// handIn hands a payment in and asks for nothing that Tryton would have to say.
func handIn(t *testing.T, node *harness.Node, i invoiceAnswer) (id, state string) {
	t.Helper()
	answer := harness.Query[struct {
		SettleBoleto struct{ Settlement struct{ ID, State string } }
	}](t, node.URL, node.Key("totem"), `mutation($i: ID!, $a: Decimal!, $e: String!, $at: DateTime!) {
		settleBoleto(input: {invoiceId: $i, amount: $a, paidAt: $at, payment: {pix: {endToEndId: $e}}}) { settlement { id state } } }`,
		map[string]any{"i": i.ID, "a": i.OpenAmount, "e": newReference(), "at": harness.Now()}).SettleBoleto.Settlement
	return answer.ID, answer.State
}

// Tryton dies when the payment arrives, once before it has seen it and once
// after it has booked it, and starts again with its data.
func TestTrytonIsKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	tryton := startTryton(t)
	for _, booked := range []bool{false, true} {
		t.Run(fmt.Sprintf("booked %t", booked), func(t *testing.T) {
			proxy := erptest.NewProxy(t, tryton.url())
			node := hastyNode(t, proxy.URL)
			invoice := payable(t, node)
			settles := calls("wizard.account.invoice.pay.execute")
			killAt(proxy, settles, booked, tryton.kill)
			id, state := handIn(t, node, invoice)
			if state == "CONFIRMED" || state == "NEEDS_ATTENTION" {
				t.Errorf("while Tryton is dead: %s", state)
			}
			tryton.start("TRYTON_KEEP=1")
			becomes(t, node, id, "CONFIRMED", 2*time.Minute)
			paidOnce(t, node, invoice.ID)
		})
	}
}

// killAt kills the ERP when a request arrives, or loses its answer and kills it
// then.
func killAt(proxy *erptest.Proxy, arrives func(erptest.Request) bool, done bool, kill func()) {
	var once atomic.Bool
	if done {
		proxy.Lose(arrives)
	}
	proxy.Before(func(r erptest.Request) {
		switch {
		case done && once.Load():
			kill() // the request after the one whose answer was lost
			once.Store(false)
		case arrives(r) && once.CompareAndSwap(false, true) && !done:
			kill()
		}
	})
}

// Ours dies again and again, in the middle of the log-in. Tryton locks a user out
// for five minutes after five failed log-ins: a log-in that was cut is none of
// these.
func TestACrashLoopDoesNotLockTheUser(t *testing.T) {
	t.Parallel()
	proxy := erptest.NewProxy(t, address())
	node := hastyNode(t, proxy.URL)
	var victim atomic.Pointer[harness.Process]
	var killed atomic.Int32
	proxy.Before(func(r erptest.Request) {
		if p := victim.Load(); p != nil && strings.Contains(string(r.Body), "common.db.login") {
			p.Kill()
			killed.Add(1)
		}
	})
	for range 8 {
		victim.Store(node.Process)
		_, err := http.DefaultClient.Do(customerRequest(t, node))
		if err == nil {
			t.Error("the node answered, though it was killed at its log-in")
		}
		node.Restart(t)
		node.WaitReady(t)
	}
	victim.Store(nil)
	if killed.Load() < 8 {
		t.Errorf("killed %d times", killed.Load())
	}
	_, invoice := bill(t, node)
	id, _ := handIn(t, node, invoice)
	becomes(t, node, id, "CONFIRMED", time.Minute)
	paidOnce(t, node, invoice.ID)
}

// customerRequest asks for what makes a node log in.
func customerRequest(t *testing.T, node *harness.Node) *http.Request {
	t.Helper()
	body := strings.NewReader(`{"query": "{ customer(document: \"52998224725\") { name } }"}`)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, node.URL+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+node.Key("site"))
	return r
}
