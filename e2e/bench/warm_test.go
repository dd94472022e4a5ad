package bench_test

import (
	"testing"

	"balcao/e2e/harness"
)

// warmRounds is short enough for all rounds to end while what is near is fresh,
// which invoices are for 30 s.
const warmRounds = 5

// BenchmarkWarm answers from what is near: the ERP and Redis are not asked. What
// is left is HTTP, rights and the execution of the query, for which
// { __typename } is the least.
func BenchmarkWarm(b *testing.B) {
	sandbox, redis := harness.StartSandbox(b), harness.StartRedis(b)
	config := harness.Config(sandbox)
	config.Redis, config.Timed = redis.URL(), true
	node := harness.StartNode(b, config)
	kinds := []*warmKind{
		{name: "typename", question: questionFor(b, node, typenameQuery, nil), n: 1000},
		{name: "README", question: questionFor(b, node, readmeQuery, nil), n: 300},
		{name: "customer_with_invoices", question: questionFor(b, node, customerQuery, map[string]any{"d": maria}), n: 300},
		{name: "50_customers_with_invoices", question: questionFor(b, node, customersQuery, map[string]any{"d": chunks(b, sandbox, 50)[0]}), n: 20},
	}
	for _, k := range kinds {
		k.question.ask(b)
	}
	asked := watch(b, redis)
	asked.sum() // lets the filling end
	for _, k := range kinds {
		k.question.ask(b)
	}
	begun := asked.sum()
	sandbox.Reset(b)
	for range warmRounds {
		for _, k := range kinds {
			k.ask(b, node, k.question, k.n)
		}
	}
	least := &kinds[0].sample
	for _, k := range kinds {
		row(b, k.name, metric{k.median(), "ms"}, metric{k.cpuEach(), "µs-CPU"}, metric{k.cpuEach() / least.cpuEach(), "×CPU-of-typename"})
	}
	row(b, "counted", metric{float64(sandbox.Count(b).Calls), "ERP-calls"}, metric{asked.sum() - begun, "redis-commands"})
}

// warmKind is a query with how often a round sends it.
type warmKind struct {
	name     string
	question question
	n        int
	sample
}

// BenchmarkCollector tells what Go's garbage collector costs, and what it costs
// in memory to let it run less often.
func BenchmarkCollector(b *testing.B) {
	sandbox := harness.StartSandbox(b)
	config := harness.Config(sandbox)
	config.Timed = true
	settings := []string{"GOGC=100", "GOGC=400"}
	group := chunks(b, sandbox, 50)[0]
	nodes, samples := make([]*harness.Node, len(settings)), make([]sample, len(settings))
	for i, s := range settings {
		nodes[i] = harness.StartNode(b, config, s)
	}
	for range warmRounds {
		for i, n := range nodes {
			samples[i].ask(b, n, questionFor(b, n, customersQuery, map[string]any{"d": group}), 40)
		}
	}
	for i, s := range settings {
		row(b, s, metric{samples[i].cpuEach(), "µs-CPU"}, metric{samples[i].cpuEach() / samples[0].cpuEach(), "×CPU"},
			metric{megabytes(nodes[i].Process.RSS(b)), "MB-RSS"})
	}
}

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }
