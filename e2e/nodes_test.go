package e2e_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// twoNodes are two nodes that share a Redis and an ERP.
func twoNodes(t *testing.T) (*harness.Sandbox, *harness.Redis, [2]*harness.Node) {
	t.Helper()
	sandbox, redis := harness.StartSandbox(t), harness.StartRedis(t)
	config := harness.Config(sandbox)
	config.Redis, config.Timed = redis.URL(), true
	return sandbox, redis, [2]*harness.Node{harness.StartNode(t, config), harness.StartNode(t, config)}
}

const nameQuery = `query($d: Document!) { customer(document: $d) { name } }`

// equalQueries sends n equal queries to the nodes at once and counts the
// answers that are not whole.
func equalQueries(n int, nodes []*harness.Node, document string) (failed []string) {
	var group sync.WaitGroup
	var mu sync.Mutex
	for i := range n {
		group.Go(func() {
			node := nodes[i%len(nodes)]
			a := harness.Post(node.URL, node.Key("site"), nameQuery, map[string]any{"d": document})
			if a.Status != 200 || len(a.Errors) > 0 {
				mu.Lock()
				failed = append(failed, fmt.Sprintf("%s: %d %s", node.URL, a.Status, a.Body))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return failed
}

func TestFiveHundredEqualQueriesOnTwoNodesAreOneCall(t *testing.T) {
	sandbox, _, nodes := twoNodes(t)
	known := documents(t, sandbox, 2)
	for _, n := range nodes { // opens connections and scripts
		equalQueries(1, []*harness.Node{n}, known[0])
	}
	sandbox.Switch(t, map[string]any{"latency_ms": 500})
	sandbox.Reset(t)
	if failed := equalQueries(500, nodes[:], known[1]); len(failed) > 0 {
		t.Errorf("%d failed, such as %s", len(failed), failed[0])
	}
	if c := sandbox.Count(t); c.Calls != 1 {
		t.Errorf("%+v, want one call", c)
	}
}

// When the node that asks the ERP dies, another one asks instead: one call more,
// and every client of the living node has its answer.
func TestTheLeadingNodeIsKilled(t *testing.T) {
	sandbox, _, nodes := twoNodes(t)
	known := documents(t, sandbox, 2)
	for _, n := range nodes {
		equalQueries(1, []*harness.Node{n}, known[0])
	}
	sandbox.Switch(t, map[string]any{"latency_ms": 1000})
	sandbox.Reset(t)
	leading := make(chan []string, 1)
	go func() { leading <- equalQueries(100, nodes[:1], known[1]) }()
	waitUntil(t, "the leader asks", func() bool { return sandbox.Count(t).Calls == 1 })
	following := make(chan []string, 1)
	go func() { following <- equalQueries(250, nodes[1:], known[1]) }()
	time.Sleep(200 * time.Millisecond) // let them line up behind the leader
	nodes[0].Process.Kill()
	<-leading
	if failed := <-following; len(failed) > 0 {
		t.Errorf("%d failed on the living node, such as %s", len(failed), failed[0])
	}
	// The leader's own call died with it; the one answer came by the second.
	if c := sandbox.Count(t); c.Calls != 2 {
		t.Errorf("%+v, want the leader's call and one more", c)
	}
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// openAmounts reads the open amount of a customer's invoice.
func openAmount(t *testing.T, node *harness.Node, document, id string) string {
	t.Helper()
	answer := harness.Query[customerAnswer](t, node.URL, node.Key("site"), customerQuery, map[string]any{"d": document})
	for _, i := range answer.Customer.Invoices.Nodes {
		if i.ID == id {
			return i.OpenAmount
		}
	}
	t.Fatalf("the invoice is gone")
	return ""
}

// openInvoice is an overdue invoice of Maria.
func openInvoice(t *testing.T, node *harness.Node) invoiceAnswer {
	t.Helper()
	list := harness.Query[customerAnswer](t, node.URL, node.Key("site"), customerQuery, map[string]any{"d": maria}).Customer.Invoices.Nodes
	at := slices.IndexFunc(list, func(i invoiceAnswer) bool { return i.Status == "OVERDUE" })
	if at < 0 {
		t.Fatal("no overdue invoice")
	}
	return list[at]
}

// seenWithin measures how long after a settlement's answer another node still
// shows the invoice as open.
func seenWithin(t *testing.T, a, b *harness.Node) time.Duration {
	t.Helper()
	invoice := openInvoice(t, a)
	if got := openAmount(t, b, maria, invoice.ID); got != invoice.OpenAmount {
		t.Fatalf("the nodes disagree before: %s and %s", got, invoice.OpenAmount)
	}
	if paid := a.Settle(t, invoice.ID, invoice.OpenAmount, "E1234567820261124120012345678902"); paid.State != "CONFIRMED" {
		t.Fatalf("settlement %+v", paid)
	}
	settled := time.Now()
	for openAmount(t, b, maria, invoice.ID) != "0.00" {
		if time.Since(settled) > 20*time.Second {
			t.Fatal("the other node never shows the payment")
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(settled)
}

func TestASettlementIsSeenOnTheOtherNode(t *testing.T) {
	attempts(t, func() error {
		_, _, nodes := twoNodes(t)
		took := seenWithin(t, nodes[0], nodes[1])
		t.Logf("seen after %v with Redis", took)
		if took > 50*time.Millisecond {
			return fmt.Errorf("seen after %v, want 50 ms", took)
		}
		return nil
	})
}

func TestASettlementIsSeenOnTheOtherNodeWithoutRedis(t *testing.T) {
	attempts(t, func() error {
		_, redis, nodes := twoNodes(t)
		openInvoice(t, nodes[1])
		redis.Kill()
		took := seenWithin(t, nodes[0], nodes[1])
		t.Logf("seen after %v without Redis", took)
		if took > 5*time.Second {
			return fmt.Errorf("seen after %v, want 5 s", took)
		}
		return nil
	})
}

// A read of the old state that is still under way when the payment is made must
// not bring the old state back, on either node.
func TestASlowReadDoesNotBringTheOldStateBack(t *testing.T) {
	sandbox, _, nodes := twoNodes(t)
	invoice := openInvoiceOfContract(t, nodes[0])
	// The next read takes the state of now and arrives 3 s later. The fault is
	// drawn right after a call is counted, so the settlement's own calls are fast.
	sandbox.Switch(t, map[string]any{"faults": map[string]any{"slow": 1}, "slow_ms": 3000})
	sandbox.Reset(t)
	old := make(chan harness.Answer, 1)
	go func() {
		old <- harness.Post(nodes[1].URL, nodes[1].Key("site"), customerQuery, map[string]any{"d": maria})
	}()
	waitUntil(t, "the slow read is under way", func() bool { return sandbox.Count(t).Paths["GET /faturas"].Calls > 0 })
	time.Sleep(200 * time.Millisecond)
	sandbox.Switch(t, map[string]any{})
	if paid := nodes[0].Settle(t, invoice.ID, invoice.OpenAmount, "E1234567820261124120012345678903"); paid.State != "CONFIRMED" {
		t.Fatalf("settlement %+v", paid)
	}
	select {
	case <-old:
		t.Fatal("the slow read was over before the payment was made")
	default:
	}
	for range 2 {
		for _, node := range nodes {
			if got := openAmount(t, node, maria, invoice.ID); got != "0.00" {
				t.Errorf("%s shows %s open again", node.URL, got)
			}
		}
		if a, ok := <-old; ok && a.Status == 200 {
			close(old)
		}
	}
}

// openInvoiceOfContract finds an overdue invoice without reading the customer's
// whole list, which stays unread and uncached.
func openInvoiceOfContract(t *testing.T, node *harness.Node) invoiceAnswer {
	t.Helper()
	contract := harness.Query[struct{ Customer struct{ ContractID string } }](t, node.URL, node.Key("site"),
		`query($d: Document!) { customer(document: $d) { contractId } }`, map[string]any{"d": maria}).Customer.ContractID
	list := harness.Query[struct {
		Boletos struct{ Nodes []invoiceAnswer }
	}](t, node.URL, node.Key("site"),
		`query($d: Document!, $c: String) { boletos(document: $d, contractId: $c) { nodes { id openAmount } } }`,
		map[string]any{"d": maria, "c": contract}).Boletos.Nodes
	if len(list) == 0 {
		t.Fatal("nothing is open")
	}
	return list[0]
}
