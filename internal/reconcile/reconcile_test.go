package reconcile_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// differing pays four invoices, of which one is then paid at the bank as well and
// one is lost.
func differing(t *testing.T, n *node, b *bank) (rows []ledger.Row) {
	t.Helper()
	for range 3 {
		rows = append(rows, n.pay(t, b.bill(t), 10000))
	}
	part := b.bill(t)
	rows = append(rows, n.pay(t, part, 4000))
	b.control(t, "/_sandbox/pay", map[string]any{"invoice_id": part, "amount": "100.00"})
	b.set(false, rows[1].Object)
	return rows
}

// trail gives what is noted of rows.
func trail(t *testing.T, n *node, rows []ledger.Row) []string {
	t.Helper()
	var all []string
	for _, row := range rows {
		events, err := n.Events(t.Context(), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		var causes []string
		for _, e := range events {
			if e.From == e.To {
				causes = append(causes, e.Cause)
			}
		}
		all = append(all, strings.Join(causes, "; "))
	}
	return all
}

var noted = []string{"", "reconciliation: not_found", "", "reconciliation: second_payment"}

// receiver is the webhook's other end.
func receiver(t *testing.T) (url string, got chan map[string]any) {
	t.Helper()
	got = make(chan map[string]any, 100)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var event map[string]any
		text, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(text, &event)
		got <- event
	}))
	t.Cleanup(s.Close)
	return s.URL, got
}

func wait(t *testing.T, got chan map[string]any) map[string]any {
	t.Helper()
	select {
	case event := <-got:
		return event
	case <-time.After(40 * time.Second):
		t.Fatal("the webhook was not told")
	}
	return nil
}

// Two nodes compare a day once, and tell of it once.
func TestTheNextMorning(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, s *store.Store) {
		b := openBank(t)
		url, got := receiver(t)
		early := openNode(t, s, b, "early", url, false)
		rows := differing(t, early, b)
		early.close(t)
		one, two := openNode(t, s, b, "one", url, true), openNode(t, s, b, "two", url, true)
		event := wait(t, got)
		want := []any{
			map[string]any{"id": rows[1].ID, "differences": []any{"not_found"}},
			map[string]any{"id": rows[3].ID, "differences": []any{"second_payment"}},
		}
		today := br.DateOf(time.Now().In(noon)).String()
		if fmt.Sprint(event["writes"]) != fmt.Sprint(want) || event["event"] != "reconciliation.difference" || event["tenant"] != "acme" || event["day"] != today {
			t.Errorf("the webhook was told %v", event)
		}
		if got := trail(t, one, rows); !slices.Equal(got, noted) {
			t.Errorf("noted is %q", got)
		}
		for _, row := range rows {
			if n := strings.Count(b.reads(), row.Object+":1"); n != 1 {
				t.Errorf("invoice %s was not read once: %s", row.Object, b.reads())
			}
		}
		counts := one.counts(t) + two.counts(t)
		one.close(t)
		two.close(t)
		log := one.log.String() + two.log.String()
		if counts != "acme not_found 1\nacme second_payment 1\n" {
			t.Errorf("counted were\n%s", counts)
		}
		if strings.Count(log, "level=WARN") != 2 || strings.Contains(log, maria) || strings.Contains(log, "E12345678") {
			t.Errorf("the log is\n%s", log)
		}
		if len(got) > 0 {
			t.Errorf("the webhook was told also %v", <-got)
		}
	})
}

func (n *node) counts(t *testing.T) string {
	t.Helper()
	families, err := n.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if m.GetCounter().GetValue() == 0 {
				continue
			}
			fmt.Fprintf(&text, "%s %s %v\n", m.GetLabel()[1].GetValue(), m.GetLabel()[0].GetValue(), m.GetCounter().GetValue())
		}
	}
	return text.String()
}

// While the ERP is away nothing is noted, and it is gone on with where it
// stopped. What was noted before a restart is neither read nor noted again.
func TestGoingOn(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, s *store.Store) {
		b := openBank(t)
		url, got := receiver(t)
		n := openNode(t, s, b, "node", url, false)
		rows := differing(t, n, b)
		today := br.DateOf(time.Now().In(noon))
		b.set(true)
		place, done, err := n.Day(t.Context(), today, "")
		if err == nil || done || place != "" {
			t.Fatalf("while the ERP is away: %q %v %v", place, done, err)
		}
		b.set(false)
		n.untilDone(t, today)
		n.untilDone(t, today)
		if got := trail(t, n, rows); !slices.Equal(got, noted) {
			t.Errorf("noted is %q", got)
		}
		// Both times the whole day was told of, under one id.
		first := wait(t, got)
		if list, ok := first["writes"].([]any); !ok || len(list) != 2 {
			t.Errorf("the webhook was told %v", first)
		}
		b.set(false)
		if _, done, err := n.Day(t.Context(), today.AddDays(-1), ""); !done || err != nil || b.reads() != "map[]" {
			t.Errorf("the day before: %v %v, read %s", done, err, b.reads())
		}
	})
}

// untilDone compares a day, also if the ERP's breaker is still open.
func (n *node) untilDone(t *testing.T, day br.Date) {
	t.Helper()
	place := ""
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		next, done, err := n.Day(t.Context(), day, place)
		if done && err == nil {
			return
		}
		place = next
		if time.Now().After(end) {
			t.Fatalf("the day was not done: %v", err)
		}
	}
}
