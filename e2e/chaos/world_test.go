package chaos_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// world is all the processes of a run.
type world struct {
	form     form
	erp      system
	bank     *counterOfBank
	redis    *harness.Redis
	postgres *harness.Postgres // nil on SQLite
	nodes    []*harness.Node
	counts   counts
	// ran are all processes of nodes that there were.
	ran []*harness.Process
}

// slowAnswer is longer than the pack waits; a freeze is longer than a lease.
const (
	lease      = 10 * time.Second
	slowAnswer = 4 * time.Second
)

// settlesWithin is when what is applied late is certainly there.
func (f form) settlesWithin() time.Duration { return f.late + 3*time.Second }

// ledgerTimes are the config's "ledger": shorter than by default, since a run has
// minutes where the ledger has days.
var ledgerTimes = map[string]any{"lease": lease.String(), "first_retry": "200ms", "longest_retry": "3s", "sweep": "1s",
	"wait": "500ms"}

// rate is that of each of the eight kinds of faults: they befall three calls in
// ten. Latency is what each call takes.
const (
	rate    = 0.3 / 8
	latency = 20 * time.Millisecond
)

// build starts everything and sells what orders are of. The bank's journal is in
// the folder of the clients'.
func build(t *testing.T, f form, folder string) *world {
	w := &world{form: f, erp: f.system(t), redis: harness.StartRedis(t)}
	w.bank = openBank(t, w.erp, folder)
	over, settings, env := w.erp.tenant()
	settings["url"] = w.bank.url
	config := harness.Options{Redis: w.redis.URL(), Timed: !f.race, Packs: harness.WritePacks(t, map[string]map[string]string{"chaos": {"pack.yaml": f.pack(over)}}),
		Tenants: map[string]*harness.Tenant{"acme": {Pack: "chaos", Settings: settings}},
		Also:    map[string]any{"ledger": ledgerTimes, "log": map[string]any{"level": "warn"}}}
	if f.postgres {
		w.postgres = harness.StartPostgres(t)
		config.Store, env = harness.PostgresStore, append(env, w.postgres.Env())
	}
	for range f.nodes {
		node := harness.StartNode(t, config, env...)
		w.nodes, w.ran = append(w.nodes, node), append(w.ran, node.Process)
	}
	w.associate(t)
	return w
}

// pack stands over a pack: an ERP that is quick to apply what it has taken, and
// gives up early on what it does not answer.
func (f form) pack(over string) string {
	return fmt.Sprintf(`pack: chaos
title: Chaos
language: 1
extends: %s 1.0
limits: {at_once: 16, timeout: 2s, total: 7s}
settles_within: %s
`, over, f.settlesWithin())
}

func (w *world) associate(t *testing.T) {
	answer := harness.Post(w.nodes[0].URL, w.nodes[0].Key("admin"), "mutation { "+w.erp.associations()+" }", nil)
	if len(answer.Errors) > 0 || strings.Contains(string(answer.Body), `"code"`) {
		t.Fatalf("%s", answer.Body)
	}
}

// restart starts a node that has ended.
func (w *world) restart(t *testing.T, n *harness.Node) {
	n.Restart(t)
	w.ran = append(w.ran, n.Process)
}

const openWrites = `{ writes(state: [ACCEPTED, SENDING, UNKNOWN], first: 5) { totalCount nodes { id state reason function } } }`

// waitUntilQuiet waits until no row is open, a little longer than it may take,
// and tells how long it took.
func (w *world) waitUntilQuiet(t *testing.T) time.Duration {
	began := time.Now()
	for {
		open := harness.Query[struct {
			Writes struct {
				TotalCount int
				Nodes      []struct{ ID, State, Reason, Function string }
			}
		}](t, w.nodes[0].URL, w.nodes[0].Key("admin"), openWrites, nil).Writes
		took := time.Since(began)
		if open.TotalCount == 0 {
			return took
		}
		if took > quietTime+5*time.Second {
			t.Errorf("%d rows are open, such as %+v", open.TotalCount, open.Nodes)
			return took
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// end is how a write stands when all is over.
type end struct{ State, Reason, Evidence string }

// ends asks for every id that a client was given.
func (w *world) ends(t *testing.T, journals []record) map[string]end {
	ends := map[string]end{}
	for n, r := range journals {
		if _, known := ends[r.ID]; r.ID == "" || known {
			continue
		}
		query := `query($id: ID!) { write: settlement(id: $id) { state reason evidence } }`
		if r.Document != "" || r.Client == "site" {
			query = `query($id: ID!) { write: order(id: $id) { state reason } }`
		}
		node := w.nodes[n%len(w.nodes)]
		ends[r.ID] = harness.Query[struct{ Write end }](t, node.URL, node.Key(r.Client), query, map[string]any{"id": r.ID}).Write
	}
	return ends
}

// rows counts the ledger's.
func (w *world) rows(t *testing.T) (p pair) {
	for class, function := range map[int]string{ofSettlements: "settle_boleto", ofOrders: "create_order"} {
		p[class] = harness.Query[struct{ Writes struct{ TotalCount int } }](t, w.nodes[0].URL, w.nodes[0].Key("admin"),
			`query($f: String) { writes(function: $f, first: 1) { totalCount } }`, map[string]any{"f": function}).Writes.TotalCount
	}
	return p
}

const trailQuery = `query($after: String) { writes(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { id function state reason attempts
	nextAttemptAt trail { at from to reason attempt node cause } } } }`

// trails are what the ledger has written down of some writes.
func (w *world) trails(t *testing.T, ids []string) (found []string) {
	for after, more := (*string)(nil), len(ids) > 0; more; {
		page := harness.Query[struct {
			Writes struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
				Nodes []json.RawMessage
			}
		}](t, w.nodes[0].URL, w.nodes[0].Key("admin"), trailQuery, map[string]any{"after": after}).Writes
		for _, node := range page.Nodes {
			if slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(string(node), id) }) {
				found = append(found, string(node))
			}
		}
		after, more = page.PageInfo.EndCursor, page.PageInfo.HasNextPage
	}
	return found
}

// unsound tells what the nodes have said that no node should.
func (w *world) unsound() []string {
	found := map[string]bool{}
	for _, p := range w.ran {
		for _, sign := range []string{"WARNING: DATA RACE", "panic:", "fatal error:"} {
			if at := strings.Index(p.Output(), sign); at >= 0 {
				text := p.Output()[at:]
				found["a node says "+text[:min(len(text), 2000)]] = true
			}
		}
	}
	var all []string
	for text := range maps.Keys(found) {
		all = append(all, text)
	}
	return append(all, w.erp.unsound()...)
}
