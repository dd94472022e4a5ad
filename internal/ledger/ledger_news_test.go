package ledger_test

import (
	"testing"
	"time"

	"balcao/internal/ledger"
)

// Who waits at one node hears of what another one has done.
func newsFromOtherNodes(t *testing.T, db database) {
	stores := db(t)
	one, two := newNode(t, stores(), "one", says(confirmed, nil)), newNode(t, stores(), "two", says(confirmed, nil))
	id := one.take(settling("E1", "7"))
	seen, stop := two.tenant.Watch(id)
	<-seen // the first look tells where it stands
	begun := time.Now()
	one.try(id)
	for two.row(id).State != ledger.Confirmed {
		<-seen
	}
	// A second is the promise; a busy test machine gets some more.
	if took := time.Since(begun); took > 4*time.Second {
		t.Errorf("the news took %v", took)
	}
	stop()
	if one.store.IsPostgres() {
		one.isSilent(t)
	}
}

// isSilent checks that while nobody waits nothing is asked.
func (n *node) isSilent(t *testing.T) {
	t.Helper()
	last := func() (at time.Time) {
		err := n.store.Read().QueryRow(`SELECT max(query_start) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'SELECT id, version FROM write%'`).Scan(&at)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	time.Sleep(ledger.LookEvery) // one look may be under way still
	before := last()
	time.Sleep(3 * ledger.LookEvery)
	if after := last(); !after.Equal(before) {
		t.Errorf("nobody waits, and it was looked at %v", after)
	}
}
