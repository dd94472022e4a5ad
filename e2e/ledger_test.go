package e2e_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// threeNodes share a PostgreSQL, a Redis and an ERP that keeps its books on disk.
// They come again sooner than by default.
func threeNodes(t *testing.T) (*harness.Sandbox, []*harness.Node) {
	t.Helper()
	sandbox, postgres := harness.StartSandboxOnDisk(t), harness.StartPostgres(t)
	config := harness.Config(sandbox)
	config.Redis, config.Timed, config.Store = harness.StartRedis(t).URL(), true, harness.PostgresStore
	config.Also = map[string]any{"ledger": map[string]any{"lease": "5s", "first_retry": "200ms", "longest_retry": "2s", "sweep": "1s"}}
	var nodes []*harness.Node
	for range 3 {
		nodes = append(nodes, harness.StartNode(t, config, postgres.Env()))
	}
	return sandbox, nodes
}

const settleOne = `mutation($i: ID!, $a: Decimal!, $e: String!, $at: DateTime!) {
	settleBoleto(input: {invoiceId: $i, amount: $a, paidAt: $at, payment: {pix: {endToEndId: $e}}}) {
		settlement { id state reason } userErrors { code } } }`

// The same payment a hundred times at once, at three nodes: each answer has the
// same id, the ledger one row, and the ERP was asked to settle once.
func TestOnePaymentAHundredTimesAtOnceIsOne(t *testing.T) {
	sandbox, nodes := threeNodes(t)
	invoice := openInvoice(t, nodes[0])
	sandbox.Switch(t, map[string]any{"double": "apply", "latency_ms": 50})
	sandbox.Reset(t)
	const times = 100
	ids, failed := make([]string, times), make([]string, times)
	variables := map[string]any{"i": invoice.ID, "a": invoice.OpenAmount, "e": "E1234567820261124120012345678910", "at": harness.Now()}
	var group sync.WaitGroup
	for n := range times {
		group.Go(func() {
			node := nodes[n%len(nodes)]
			answer := harness.Post(node.URL, node.Key("payments"), settleOne, variables)
			var data struct {
				SettleBoleto struct {
					Settlement struct{ ID string }
					UserErrors []any
				}
			}
			if err := json.Unmarshal(answer.Data, &data); err != nil || len(answer.Errors) > 0 || len(data.SettleBoleto.UserErrors) > 0 {
				failed[n] = fmt.Sprintf("%d %s", answer.Status, answer.Body)
			}
			ids[n] = data.SettleBoleto.Settlement.ID
		})
	}
	group.Wait()
	if failed = slices.DeleteFunc(failed, func(s string) bool { return s == "" }); len(failed) > 0 {
		t.Errorf("%d answers failed, such as %s", len(failed), failed[0])
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) != 1 || ids[0] == "" {
		t.Errorf("%d ids in the answers: %q", len(ids), ids)
	}
	waitUntil(t, "it is confirmed", func() bool { return settlementOf(t, nodes[1], ids[0]).State == "CONFIRMED" })
	if calls := sandbox.Count(t).Paths["POST /faturas/{id}/baixa"].Calls; calls != 1 {
		t.Errorf("the ERP was asked to settle %d times", calls)
	}
	if books := sandbox.Books(t); len(books) != 1 {
		t.Errorf("the books: %+v", books)
	}
	if rows := countWrites(t, nodes[2]); rows != 1 {
		t.Errorf("the ledger has %d rows", rows)
	}
}

func settlementOf(t *testing.T, node *harness.Node, id string) harness.Settlement {
	t.Helper()
	return harness.Query[struct{ Settlement harness.Settlement }](t, node.URL, node.Key("payments"),
		`query($id: ID!) { settlement(id: $id) { id state reason evidence } }`, map[string]any{"id": id}).Settlement
}

func countWrites(t *testing.T, node *harness.Node) int {
	t.Helper()
	return harness.Query[struct{ Writes struct{ TotalCount int } }](t, node.URL, node.Key("admin"),
		`{ writes(first: 1) { totalCount } }`, nil).Writes.TotalCount
}

// standing is how an invoice stands in a customer's list.
type standing struct {
	ID, Status       string
	Payable          bool
	NotPayableReason *string
	PixCode, Barcode *string
	DigitableLine    *string
}

const standingQuery = `query($d: Document!) { invoices(document: $d, first: 100) {
	nodes { id status payable notPayableReason pixCode barcode digitableLine } } }`

// offers tells whether a node still offers an invoice for payment; shown is false
// where it cannot show the list at all.
func offers(t *testing.T, node *harness.Node, id string) (offered, shown bool) {
	t.Helper()
	answer := harness.Post(node.URL, node.Key("totem"), standingQuery, map[string]any{"d": maria})
	var data struct{ Invoices struct{ Nodes []standing } }
	if json.Unmarshal(answer.Data, &data) != nil || len(answer.Errors) > 0 {
		return false, false
	}
	at := slices.IndexFunc(data.Invoices.Nodes, func(s standing) bool { return s.ID == id })
	if at < 0 {
		return false, false
	}
	s := data.Invoices.Nodes[at]
	pending := s.Status == "PENDING_CONFIRMATION" && !s.Payable && s.NotPayableReason != nil && *s.NotPayableReason == "PENDING_CONFIRMATION" &&
		s.PixCode == nil && s.Barcode == nil && s.DigitableLine == nil
	return !pending, true
}

// The ERP is gone and a payment is accepted: within a second no node offers the
// invoice any more, not even when the node that took the payment is killed. When
// the ERP is back, the payment reaches it.
func TestAnInvoiceWhosePaymentWaitsIsNotPaidAgain(t *testing.T) {
	sandbox, nodes := threeNodes(t)
	invoice := openInvoice(t, nodes[0])
	for _, node := range nodes {
		if offered, shown := offers(t, node, invoice.ID); !offered || !shown {
			t.Fatalf("%s does not offer the invoice", node.URL)
		}
	}
	sandbox.Process.Kill()
	answer := harness.Query[struct {
		SettleBoleto struct{ Settlement harness.Settlement }
	}](t, nodes[0].URL, nodes[0].Key("payments"), settleOne,
		map[string]any{"i": invoice.ID, "a": invoice.OpenAmount, "e": "E1234567820261124120012345678911", "at": harness.Now()}).SettleBoleto.Settlement
	if answer.State != "ACCEPTED" && answer.State != "SENDING" {
		t.Errorf("the settlement is %+v", answer)
	}
	accepted := time.Now()
	for _, node := range nodes {
		offered, shown := offers(t, node, invoice.ID)
		for (offered || !shown) && time.Since(accepted) < time.Second {
			time.Sleep(5 * time.Millisecond)
			offered, shown = offers(t, node, invoice.ID)
		}
		if offered || !shown {
			t.Errorf("%s after a second: offered %v, shown %v", node.URL, offered, shown)
		}
	}
	nodes[0].Process.Kill()
	for _, node := range nodes[1:] {
		if offered, shown := offers(t, node, invoice.ID); offered || !shown {
			t.Errorf("%s after the other's death: offered %v, shown %v", node.URL, offered, shown)
		}
	}
	nodes[0].Restart(t)
	nodes[0].WaitReady(t)
	if offered, _ := offers(t, nodes[0], invoice.ID); offered {
		t.Error("the node offers it after its own death")
	}
	sandbox.Restart(t)
	waitUntil(t, "the payment reaches the ERP", func() bool { return settlementOf(t, nodes[1], answer.ID).State == "CONFIRMED" })
	if books := sandbox.Books(t); len(books) != 1 || books[0].Applied != "yes" {
		t.Errorf("the books: %+v", books)
	}
}
