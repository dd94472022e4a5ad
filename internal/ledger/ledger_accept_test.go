package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

// The runner sees the row, by another connection, before it sends anything.
func durableBeforeItIsSent(t *testing.T, db database) {
	stores := db(t)
	other := stores()
	seen := ""
	n := newNode(t, stores(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		row := other.Read().QueryRowContext(ctx, "SELECT state FROM write WHERE id = $1", a.Row.ID)
		return confirmed, row.Scan(&seen)
	})
	row := n.submit(settling("E1", "7"))
	if row.State != ledger.Confirmed || seen != string(ledger.Sending) {
		t.Errorf("%s %s; the runner saw it %q", row.State, row.Reason, seen)
	}
}

func sameKeyOtherSubstance(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", says(confirmed, nil))
	first := n.submit(settling("E1", "7"))
	other := settling("E1", "7")
	other.Substance, other.Payment.Amount, other.Payment.Total = "200", 200, 200
	again := n.submit(other)
	if first.Reused || !again.Reused || again.ID != first.ID || again.Payment.Amount != 100 || again.Attempts != 1 {
		t.Errorf("first %+v, then %+v", first, again)
	}
	if third := n.submit(settling("E1", "7")); third.Reused {
		t.Error("the same substance counts as another")
	}
	leads := lead("E1")
	if n.submit(leads).ID == first.ID {
		t.Error("two functions share a key")
	}
}

// The parts of one payment come at once, on two nodes: never more of them are
// taken than the payment has.
func paymentIsNotExceeded(t *testing.T, db database) {
	stores := db(t)
	nodes := []*node{newNode(t, stores(), "one", says(confirmed, nil)), newNode(t, stores(), "two", says(confirmed, nil))}
	part := func(i int, amount, total erp.Money) ledger.Write {
		w := settling("E1-"+strconv.Itoa(i), strconv.Itoa(i))
		w.Payment = &ledger.Payment{Method: erp.PIX, Reference: "E1", Amount: amount, Total: total}
		return w
	}
	rows := make([]ledger.Row, 10)
	var all sync.WaitGroup
	for i := range rows {
		all.Go(func() { rows[i] = nodes[i%2].submit(part(i, 30, 100)) })
	}
	all.Wait()
	taken := 0
	for _, row := range rows {
		switch {
		case row.State == ledger.Confirmed:
			taken++
		case row.State != ledger.NeedsAttention || row.Reason != ledger.PaymentExceeded || row.Attempts != 0 || !row.NextAttemptAt.IsZero():
			t.Errorf("%+v", row)
		}
	}
	// Which are too much is for a person: once the sum is more than the payment
	// no further part is sent by itself.
	if taken != 3 {
		t.Errorf("%d parts were sent, want 3", taken)
	}
	payment, settlements, err := nodes[0].tenant.PaymentOf(t.Context(), rows[0].PaymentID)
	if err != nil || payment.Total != 100 || payment.Reference != "E1" || len(settlements) != 10 {
		t.Errorf("%+v with %d rows: %v", payment, len(settlements), err)
	}
	untold := nodes[0].submit(func() ledger.Write {
		w := settling("E2", "7")
		w.Payment.Total = 0
		return w
	}())
	if untold.State != ledger.Confirmed {
		t.Errorf("a payment without a total is %s %s", untold.State, untold.Reason)
	}
}

// notTaken hands a write in to a store that cannot take it.
func notTaken(t *testing.T, n *node, w ledger.Write) {
	t.Helper()
	if row, err := n.tenant.Submit(t.Context(), w); !errors.Is(err, ledger.ErrNotTaken) {
		t.Fatalf("it was taken: %+v, %v", row, err)
	}
	if n.Ready(t.Context()) == nil {
		t.Fatal("the ledger is ready")
	}
}

// afterwards hands the same write in again: it is taken, and once.
func afterwards(t *testing.T, n *node, b *book, w ledger.Write) {
	t.Helper()
	if err := n.Ready(t.Context()); err != nil {
		t.Fatalf("it is still not ready: %v", err)
	}
	if row := n.submit(w); row.State != ledger.Confirmed || b.count(row.ID) != 1 {
		t.Errorf("%s %s, sent %d times", row.State, row.Reason, b.count(row.ID))
	}
	var rows, events, payments int
	err := n.store.Read().QueryRow("SELECT (SELECT count(*) FROM write WHERE id = $1), (SELECT count(*) FROM write_event WHERE write = $1), (SELECT count(*) FROM payment)",
		ledger.RowID(w)).Scan(&rows, &events, &payments)
	if err != nil || rows != 1 || events != 3 || payments != 1 {
		t.Errorf("%d rows, %d events, %d payments: %v", rows, events, payments, err)
	}
}

// A file that may not grow is what a full disk looks like to SQLite.
func fullDisk(t *testing.T, template string) {
	t.Parallel()
	var b book
	n := newNode(t, open(t, store.Options{SQLite: copied(t, t.TempDir(), template)}), "one", b.deliver)
	pragma := func(text string) {
		if _, err := n.store.Writer().ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	pragma("PRAGMA max_page_count = 1") // as many as there are
	w := settling("E1", "7")
	in := w.Input.(erp.SettleInput)
	big := strings.Repeat("x", 1<<16)
	in.Settlement.TxID = &big
	w.Input = in
	if row, err := n.tenant.Submit(t.Context(), w); !errors.Is(err, ledger.ErrNotTaken) {
		t.Fatalf("it was taken: %+v, %v", row, err)
	}
	pragma("PRAGMA max_page_count = 1073741823")
	afterwards(t, n, &b, w)
}

// A full tmpfs is a full disk for everything: the journal cannot grow either.
func fullFileSystem(t *testing.T, template string) {
	t.Parallel()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "none", dir).CombinedOutput(); err != nil {
		t.Logf("no tmpfs can be mounted here (%v %s); TestAFullDisk has to do", err, out)
		return
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	var b book
	n := newNode(t, open(t, store.Options{SQLite: copied(t, dir, template)}), "one", b.deliver)
	filler := filepath.Join(dir, "filler")
	_ = exec.Command("dd", "if=/dev/zero", "of="+filler, "bs=4k").Run() // until there is no room
	w := settling("E1", "7")
	var err error
	for i := 0; err == nil && i < 100; i++ {
		_, err = n.tenant.Submit(t.Context(), settling("fill"+strconv.Itoa(i), strconv.Itoa(i)))
	}
	if !errors.Is(err, ledger.ErrNotTaken) {
		t.Fatalf("a full disk: %v", err)
	}
	notTaken(t, n, w)
	if err := exec.Command("rm", filler).Run(); err != nil {
		t.Fatal(err)
	}
	if err := n.Ready(t.Context()); err != nil {
		t.Fatalf("it is still not ready: %v", err)
	}
	if row := n.submit(w); row.State != ledger.Confirmed || b.count(row.ID) != 1 {
		t.Errorf("%s, sent %d times", row.State, b.count(row.ID))
	}
}

func TestAClosedStore(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	n := newNode(t, s, "one", says(confirmed, nil))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	notTaken(t, n, settling("E1", "7"))
}

// PostgreSQL loses all its connections, and is away for a while.
func postgresGoesAndComes(t *testing.T, cluster *storetest.Cluster) {
	t.Parallel()
	here, elsewhere := cluster.Database(t), cluster.Database(t)
	var b book
	n := newNode(t, open(t, store.Options{Postgres: here}), "one", b.deliver)
	admin, err := sql.Open("pgx", elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = admin.Close() }()
	var name string
	if err := n.store.Read().QueryRow("SELECT current_database()").Scan(&name); err != nil {
		t.Fatal(err)
	}
	do := func(statement string) {
		t.Helper()
		if _, err := admin.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	do("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false")
	do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'")
	notTaken(t, n, settling("E1", "7"))
	do("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true")
	afterwards(t, n, &b, settling("E1", "7"))
}
