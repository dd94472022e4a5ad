package chaos_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// table is what came out, for people.
func (f *finding) table(w *world, quiet time.Duration) string {
	var b strings.Builder
	where := "one node on SQLite"
	if w.postgres != nil {
		where = fmt.Sprintf("%d nodes on PostgreSQL", w.form.nodes)
	}
	fmt.Fprintf(&b, "%s, %d clients, %s, seed %d\n\n", where, w.form.clients, w.form.load, w.form.seed)
	fmt.Fprintf(&b, "%-28s %12s %8s\n", "", "settlements", "orders")
	row := func(name string, p pair) {
		fmt.Fprintf(&b, "%-28s %12d %8d\n", name, p[ofSettlements], p[ofOrders])
	}
	row("money taken, order placed", f.took)
	row("accepted", f.accepted)
	row("confirmed", f.confirmed)
	row("need attention", f.attention)
	for _, reason := range slices.Sorted(maps.Keys(f.reasons)) {
		fmt.Fprintf(&b, "  %-26s %12d\n", reason, f.reasons[reason])
	}
	row("in the books once", f.once)
	row("in the books twice", f.twice)
	row("in the books never", f.never)
	fmt.Fprintf(&b, "\n%-28s %12d\n", "paid at the bank too", f.atBank)
	line := func(name string, of []string) {
		fmt.Fprintf(&b, "%-28s %s\n", name, strings.Join(of, ", "))
	}
	line("handed in again later", w.counts.beginning(countRepeated))
	line("disasters", w.counts.beginning("disaster: "))
	line("clients' retries", w.counts.beginning("retry: "))
	var faults []string
	for _, fault := range slices.Sorted(maps.Keys(f.faults)) {
		faults = append(faults, fmt.Sprintf("%d %s", f.faults[fault], fault))
	}
	line("faults of writes", faults)
	fmt.Fprintf(&b, "%-28s %s\n", "quiet after", quiet.Round(100*time.Millisecond))
	fmt.Fprintf(&b, "%-28s %d\n", "violations", len(f.violations))
	return b.String()
}
