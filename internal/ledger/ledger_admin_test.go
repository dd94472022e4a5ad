package ledger_test

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// pages are a filter's rows, read page by page; between is called after each.
func (n *node) pages(f ledger.Filter, most int, between func()) (ids []string, total int) {
	n.t.Helper()
	var behind ledger.Place
	for {
		rows, all, err := n.tenant.List(context.Background(), f, behind, most)
		if err != nil {
			n.t.Fatal(err)
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if total == 0 {
			total = all
		}
		if len(rows) < most {
			return ids, total
		}
		behind = ledger.Place{UpdatedAt: rows[most-1].UpdatedAt, ID: rows[most-1].ID}
		between()
	}
}

func listsUnderChanges(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		switch a.Input.(type) {
		case erp.LeadInput:
			return ledger.Outcome{State: ledger.Refused, Reason: ledger.RefusedByERP}, nil
		default:
			return attention, nil
		}
	})
	calmRows := map[string]bool{}
	for i := range 25 {
		id := n.take(settling("E"+strconv.Itoa(i), strconv.Itoa(i)))
		calmRows[id] = true
		if i < 5 {
			n.try(id)
		}
	}
	// All in one moment: the id tells them apart.
	n.exec("UPDATE write SET updated_at = created_at - 1000000 WHERE state = 'ACCEPTED'")
	moving := n.take(lead("L1"))
	more := 0
	ids, total := n.pages(ledger.Filter{}, 4, func() {
		// Rows come and change between the pages: those that do not are seen once.
		n.take(lead("new" + strconv.Itoa(more)))
		n.exec("UPDATE write SET updated_at = updated_at + 60000000 WHERE id = $1", moving)
		more++
	})
	seen := map[string]int{}
	for _, id := range ids {
		seen[id]++
	}
	for id := range calmRows {
		if seen[id] != 1 {
			t.Errorf("a row was listed %d times", seen[id])
		}
	}
	if total != 26 {
		t.Errorf("%d rows in all", total)
	}
	for name, c := range map[string]struct {
		filter ledger.Filter
		want   int
	}{
		"state":    {ledger.Filter{States: []ledger.State{ledger.NeedsAttention}}, 5},
		"states":   {ledger.Filter{States: []ledger.State{ledger.NeedsAttention, ledger.Accepted}, Function: "settle_boleto"}, 25},
		"function": {ledger.Filter{Function: "create_lead"}, 1 + more},
		"reason":   {ledger.Filter{Reason: ledger.PaidElsewhere}, 5},
		"all":      {ledger.Filter{States: []ledger.State{ledger.NeedsAttention}, Function: "settle_boleto", Reason: ledger.PaidElsewhere, Since: time.Now().Add(-time.Hour)}, 5},
		"later":    {ledger.Filter{Since: time.Now().Add(time.Hour)}, 0},
	} {
		if ids, total := n.pages(c.filter, 4, func() {}); len(ids) != c.want || total != c.want {
			t.Errorf("%s: %d listed of %d, want %d", name, len(ids), total, c.want)
		}
	}
}

// in makes a row in a state.
func (n *node) in(state ledger.State) string {
	n.t.Helper()
	id := n.take(lead(string(state)))
	n.exec("UPDATE write SET state = $1, next_attempt_at = NULL WHERE id = $2", string(state), id)
	return id
}

func decisionsByState(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", says(ledger.Outcome{}, unreached))
	if err := n.Close(); err != nil { // what is opened again stays where it is
		t.Fatal(err)
	}
	allowed := map[ledger.State][]ledger.State{
		ledger.Accepted: {ledger.Accepted}, ledger.Sending: {ledger.Accepted}, ledger.Unknown: {ledger.Accepted},
		ledger.NeedsAttention: {ledger.Accepted, ledger.Confirmed, ledger.Closed}, ledger.Confirmed: {ledger.Reversed},
	}
	for _, from := range ledger.States {
		id := n.in(from)
		for _, to := range ledger.States {
			n.exec("UPDATE write SET state = $1, next_attempt_at = NULL WHERE id = $2", string(from), id)
			version := n.row(id).Version
			err := n.decide(id, to)
			may := false
			for _, one := range allowed[from] {
				may = may || one == to
			}
			if may && err != nil || !may && !errors.Is(err, ledger.ErrNotAllowed) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
			row := n.row(id)
			if moved := may && from != to && !from.IsOpen(); (row.Version > version) != moved {
				t.Errorf("%s to %s: version %d after %d", from, to, row.Version, version)
			}
			if may && to == ledger.Confirmed && (row.Evidence != ledger.ByPerson || row.ConfirmedAt.IsZero()) {
				t.Errorf("confirmed by %q at %v", row.Evidence, row.ConfirmedAt)
			}
		}
	}
	last := n.events(ledger.RowID(lead(string(ledger.Confirmed))))
	if e := last[len(last)-1]; e.Actor != "office" || e.Note != "looked at it" || e.To != ledger.Reversed {
		t.Errorf("the last event is %+v", e)
	}
	if err := n.decide("no such row", ledger.Accepted); !errors.Is(err, ledger.ErrNotFound) {
		t.Error(err)
	}
	foreign := lead("foreign")
	foreign.Tenant = "other"
	if err := n.decide(n.take(foreign), ledger.Accepted); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("another tenant's row: %v", err)
	}
}

func decisionsForMany(t *testing.T, db database) {
	stores := db(t)
	n := newNode(t, stores(), "one", says(attention, nil))
	for i := range 30 {
		n.try(n.take(settling("E"+strconv.Itoa(i), strconv.Itoa(i))))
	}
	n.try(n.take(lead("L1")))
	if err := n.decide(ledger.RowID(lead("L1")), ledger.Confirmed); err != nil {
		t.Fatal(err)
	}
	all := ledger.Decision{To: ledger.Closed, Client: "office", Note: "refunded", Reason: ledger.Refunded}
	done, err := n.tenant.DecideAll(t.Context(), ledger.Filter{Function: "settle_boleto"}, all)
	if done != 30 || err != nil {
		t.Errorf("%d decided: %v", done, err)
	}
	if done, err := n.tenant.DecideAll(t.Context(), ledger.Filter{}, all); done != 0 || err != nil {
		t.Errorf("%d decided again: %v", done, err)
	}
	n.is(ledger.RowID(settling("E3", "3")), ledger.Closed, ledger.Refunded)
}

// A pause holds on every node, and for as long as it lasts nobody loses time by
// it.
func pauseAndResume(t *testing.T, db database) {
	stores := db(t)
	var sent atomic.Int64
	runner := func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Looking {
			return confirmed, nil
		}
		sent.Add(1)
		return unknown, nil
	}
	one, two := newNode(t, stores(), "one", runner), newNode(t, stores(), "two", runner)
	before := one.take(settling("E1", "7"))
	one.try(before)
	if err := two.tenant.Pause(t.Context(), "office", "maintenance"); err != nil {
		t.Fatal(err)
	}
	if err := two.tenant.Pause(t.Context(), "office", "again"); err != nil {
		t.Fatal(err)
	}
	since, err := one.tenant.PausedSince(t.Context())
	if err != nil || time.Since(since) > time.Minute || time.Since(since) < -time.Minute {
		t.Errorf("paused since %v: %v", since, err)
	}
	during := one.submit(settling("E2", "8"))
	for range 3 {
		for _, n := range []*node{one, two} {
			n.try(before)
			n.try(during.ID)
		}
		one.later(calm.GiveUp)
	}
	one.is(before, ledger.Unknown, ledger.NoAnswer)
	if row := one.is(during.ID, ledger.Accepted, ledger.Paused); row.Attempts != 0 || sent.Load() != 1 {
		t.Errorf("%d attempts, %d sendings during the pause", row.Attempts, sent.Load())
	}
	if err := one.tenant.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	one.becomes(before, ledger.Confirmed)
	one.becomes(during.ID, ledger.Unknown)
	if since, err := two.tenant.PausedSince(t.Context()); err != nil || !since.IsZero() {
		t.Errorf("still paused since %v: %v", since, err)
	}
	version := one.row(during.ID).NextAttemptAt
	if err := two.tenant.Resume(t.Context()); err != nil { // there is none
		t.Fatal(err)
	}
	if next := one.row(during.ID).NextAttemptAt; next.After(version) {
		t.Errorf("the end of no pause has moved %v to %v", version, next)
	}
}

func retentionKeepsTheKeys(t *testing.T, db database) {
	var b book
	n := newNode(t, db(t)(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Input.(erp.SettleInput).InvoiceID == "stuck" {
			return attention, nil
		}
		o, err := b.deliver(ctx, a)
		o.Result, o.RemoteID = `"kept"`, "9"
		return o, err
	})
	old, stuck := n.submit(settling("E1", "7")), n.submit(settling("E2", "stuck"))
	open := n.take(settling("E3", "9"))
	late := n.submit(settling("E5", "stuck"))
	n.later(calm.Keep + time.Hour)
	young := n.submit(settling("E4", "10"))
	// It ended only now, however old it is.
	if err := n.decide(late.ID, ledger.Closed); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := n.Clean(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	row := n.is(old.ID, ledger.Confirmed, "")
	if row.Input != nil || row.Result != "" || row.RemoteID != "9" || row.Payment.Amount != 100 || len(n.events(old.ID)) != 0 {
		t.Errorf("after retention: %+v with %d events", row, len(n.events(old.ID)))
	}
	for _, id := range []string{stuck.ID, open, young.ID, late.ID} {
		if n.row(id).Input == nil || len(n.events(id)) == 0 {
			t.Errorf("a %s row was emptied", n.row(id).State)
		}
	}
	again := n.submit(settling("E1", "7"))
	if again.ID != old.ID || again.State != ledger.Confirmed || again.Reused || b.count(old.ID) != 1 || again.Attempts != 1 {
		t.Errorf("handed in again: %+v, sent %d times", again, b.count(old.ID))
	}
	other := settling("E1", "7")
	other.Substance = "200"
	if !n.submit(other).Reused {
		t.Error("the substance was forgotten")
	}
	if err := n.decide(old.ID, ledger.Reversed); err != nil {
		t.Error(err)
	}
}

// A row whose input this version cannot read waits for one that can.
func rowOfAnotherVersion(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", says(confirmed, nil))
	strange, good := n.take(settling("E1", "7")), n.take(settling("E2", "8"))
	n.exec(`UPDATE write SET input = '{"InvoiceID": 7}' WHERE id = $1`, strange)
	n.try(strange)
	n.try(good)
	if ids, _ := n.pages(ledger.Filter{}, 10, nil); len(ids) != 2 {
		t.Errorf("%d rows are listed", len(ids))
	}
	n.is(good, ledger.Confirmed, "")
	if again := n.submit(settling("E1", "7")); again.State != ledger.Accepted || n.Ready(t.Context()) != nil {
		t.Errorf("handed in again: %s, ready %v", again.State, n.Ready(t.Context()))
	}
	n.later(calm.GiveUp)
	n.try(strange)
	n.is(strange, ledger.NeedsAttention, ledger.Unreachable)
}
