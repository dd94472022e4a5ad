package bench_test

import (
	"fmt"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// providers are how many tenants one process serves here.
const providers = 100

// BenchmarkTenants serves many providers in one process, each with a folder of
// its own over the standard pack: what one more of them costs in memory, and how
// long all of them take to be loaded. Each is asked once before it is measured.
func BenchmarkTenants(b *testing.B) {
	sandbox := harness.StartSandbox(b)
	one := startProviders(b, sandbox, 1)
	all := startProviders(b, sandbox, providers)
	time.Sleep(idle)
	few, many := one.node.Process.RSS(b), all.node.Process.RSS(b)
	row(b, "first_answer", metric{milliseconds(all.firstAnswer), "ms"}, metric{milliseconds(one.firstAnswer), "ms-of-one"})
	row(b, "memory", metric{megabytes(many), "MB-RSS"}, metric{megabytes(few), "MB-RSS-of-one"},
		metric{float64(many-few) / (providers - 1) / (1 << 10), "KB/tenant"})
}

// served is a node with many tenants.
type served struct {
	node *harness.Node
	// firstAnswer is from the start of the process.
	firstAnswer time.Duration
}

func startProviders(b *testing.B, sandbox *harness.Sandbox, n int) served {
	b.Helper()
	config := harness.Options{Tenants: map[string]*harness.Tenant{}, Timed: true}
	packs := map[string]map[string]string{}
	for i := range n {
		name := provider(i)
		packs[name] = map[string]string{"pack.yaml": fmt.Sprintf(override, name)}
		tenant := harness.TenantOf(sandbox)
		tenant.Pack = name
		config.Tenants[name] = tenant
	}
	config.Packs = harness.WritePacks(b, packs)
	harness.TimedBinary(b) // is built before the clock runs
	began := time.Now()
	s := served{node: harness.StartNode(b, config)}
	for i := range n {
		q := questionFor(b, s.node, customerQuery, map[string]any{"d": maria})
		q.key = s.node.KeyOf(provider(i), "site")
		q.ask(b)
		if i == 0 {
			s.firstAnswer = time.Since(began)
		}
	}
	return s
}

func provider(i int) string { return fmt.Sprintf("provider-%03d", i) }

// override is a provider's pack.yaml over the standard pack: how it says no, its
// own codes, its own pace.
const override = `pack: %[1]s
title: Provider %[1]s
language: 1
extends: standard 1.0
answers:
  - refused: answer.mensagem contains "suspenso %[1]s"
    message: Contrato suspenso. Fale com %[1]s.
tables:
  own_codes: {%[1]s: OPEN, other: PAID}
limits: {at_once: 6}
`
