package bench_test

import (
	"testing"

	"balcao/e2e/harness"
)

// BenchmarkFetchAhead compares, at an ERP that takes 300 ms a call, a customer
// with invoices, which are two calls, with a customer alone, which is one.
func BenchmarkFetchAhead(b *testing.B) {
	sandbox := harness.StartSandbox(b)
	config := harness.Config(sandbox)
	config.Timed = true
	node := harness.StartNode(b, config)
	documents := sandbox.Documents(b)
	questionFor(b, node, customerQuery, map[string]any{"d": documents[0]}).ask(b) // opens connections
	sandbox.Switch(b, map[string]any{"latency_ms": 300})
	var one, both sample
	for i := 1; i < 22; i += 2 {
		one.ask(b, node, questionFor(b, node, nameQuery, map[string]any{"d": documents[i]}), 1)
		both.ask(b, node, questionFor(b, node, customerQuery, map[string]any{"d": documents[i+1]}), 1)
	}
	row(b, "customer", metric{one.median(), "ms"})
	row(b, "customer_with_invoices", metric{both.median(), "ms"}, metric{both.median() / one.median(), "×one-call"})
}

// BenchmarkBatch compares a pack that asks for many customers in one call with
// one that asks for them one by one, six at once, at an ERP that takes 50 ms a
// call.
func BenchmarkBatch(b *testing.B) {
	sandbox := harness.StartSandbox(b)
	config := harness.Config(sandbox)
	config.Timed = true
	config.Packs = harness.WritePacks(b, map[string]map[string]string{"one_by_one": harness.OneByOne})
	kinds := []*batchKind{{pack: "standard"}, {pack: "one_by_one"}}
	for _, k := range kinds {
		config.Tenants["acme"].Pack = k.pack
		k.node = harness.StartNode(b, config)
	}
	groups := chunks(b, sandbox, 50)
	sandbox.Switch(b, map[string]any{"latency_ms": 50})
	for _, group := range groups {
		for _, k := range kinds {
			k.cold(b, sandbox, group)
		}
	}
	for _, k := range kinds {
		row(b, k.pack, metric{k.median(), "ms"}, metric{float64(k.calls) / float64(len(groups)), "ERP-calls"},
			metric{k.median() / kinds[0].median(), "×batched"})
	}
}

// batchKind is a pack with what it took.
type batchKind struct {
	pack  string
	node  *harness.Node
	calls int
	sample
}

// cold asks for customers that were not asked for before.
func (k *batchKind) cold(b *testing.B, sandbox *harness.Sandbox, group []string) {
	sandbox.Reset(b)
	k.ask(b, k.node, questionFor(b, k.node, customersQuery, map[string]any{"d": group}), 1)
	k.calls += sandbox.Count(b).Calls
}
