package ledger_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// hook is the webhook at a receiver's address, with something that must not be
// shown.
func hook(url string) *ledger.Webhook {
	return &ledger.Webhook{URL: url + "/hooks/hidden?token=hidden", Secret: hookSecret, Age: time.Hour, Timeout: 300 * time.Millisecond}
}

var stuck = ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.PaidElsewhere}

// Whatever the receiver does, and though the process ends in between, it is told
// of a write that needs a person until it has taken it, and then no more.
func webhookIsToldInTheEnd(t *testing.T, stores func() *store.Store) {
	s := stores()
	gone := newReceiver(t, "", http.StatusOK)
	address := gone.Listener.Addr().String()
	gone.Close()
	first := openOffice(t, s, hasty, hook("http://"+address), ends(stuck), nil)
	row := first.hand(t, paymentOf("7", 10000, 0))
	if row.State != ledger.NeedsAttention {
		t.Fatalf("the row is %s", row.State)
	}
	const failed = "ledger: the webhook could not be told; it is tried again"
	until(t, "a try while it was down", func() bool { return len(first.log.with(t, failed)) > 0 })
	bad := newReceiver(t, address, 0, http.StatusInternalServerError, http.StatusFound)
	told := []request{bad.wait(t), bad.wait(t), bad.wait(t), bad.wait(t)}
	first.close(t)
	bad.Close()
	good := newReceiver(t, address, http.StatusNoContent)
	second := openOffice(t, s, hasty, hook("http://"+address), ends(stuck), nil)
	told = append(told, good.wait(t))
	for _, got := range told {
		got.check(t)
		if got.body != told[0].body || got.id != told[0].id || got.id == "" {
			t.Errorf("a repeat is %s %s, not %s %s", got.id, got.body, told[0].id, told[0].body)
		}
	}
	wantAttention(t, second, told[0], row, "PAID_ELSEWHERE", 1)
	// Another row's event comes after what would be a repeat of the first.
	other := second.hand(t, paymentOf("8", 10000, 0))
	wantAttention(t, second, good.wait(t), other, "PAID_ELSEWHERE", 1)
	for _, log := range []string{first.log.String(), second.log.String()} {
		if strings.Contains(log, "hidden") || strings.Contains(log, hookSecret) {
			t.Errorf("the log shows the webhook's secrets:\n%s", log)
		}
	}
}

// wantAttention checks all of an event about a row, which says the same as the
// row's audit trail.
func wantAttention(t *testing.T, o *office, got request, row ledger.Row, reason string, attempts float64) {
	t.Helper()
	want := map[string]any{
		"version": 1.0, "event": "write.needs_attention", "tenant": "acme", "id": "acme/settle_boleto/" + row.ID, "function": "settle_boleto",
		"state": "NEEDS_ATTENTION", "reason": reason, "attempts": attempts,
	}
	for name, value := range want {
		if got.event[name] != value {
			t.Errorf("%s is %v, want %v", name, got.event[name], value)
		}
	}
	events, err := o.Events(t.Context(), row.ID)
	if err != nil {
		t.Fatal(err)
	}
	last := time.UnixMicro(events[len(events)-1].AtMicros).UTC().Format(time.RFC3339Nano)
	if got.event["at"] != last || len(got.event) != len(want)+1 {
		t.Errorf("got %s, want it at %s", got.body, last)
	}
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("there was not %s", what)
		}
	}
}

// Every way to a person is told of: at once, after an attempt, and after trying
// for too long.
func webhookOfEveryWay(t *testing.T, stores func() *store.Store) {
	s := stores()
	r := newReceiver(t, "", http.StatusOK)
	times := hasty
	times.GiveUp, times.Wait = time.Second, time.Millisecond
	o := openOffice(t, s, times, hook(r.URL), away, nil)
	o.hand(t, paymentOf("1", 10000, 10000))
	exceeded := o.hand(t, paymentOf("2", 1, 10000))
	// Which of the two comes first depends on how long the second took.
	told := map[any]request{}
	for range 2 {
		got := r.wait(t)
		told[got.event["reason"]] = got
	}
	wantAttention(t, o, told["PAYMENT_EXCEEDED"], exceeded, "PAYMENT_EXCEEDED", 0)
	if tried := told["ERP_UNAVAILABLE"]; tried.id == "" || tried.event["attempts"].(float64) < 1 {
		t.Errorf("after trying for too long: %s", tried.body)
	}
}

// What ends well is nobody's business.
func webhookIsNotToldOfTheRest(t *testing.T, stores func() *store.Store) {
	s := stores()
	r := newReceiver(t, "", http.StatusOK)
	outcome := ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}
	o := openOffice(t, s, hasty, hook(r.URL), func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Row.Object == "last" {
			return stuck, nil
		}
		return outcome, nil
	}, nil)
	o.hand(t, paymentOf("1", 10000, 0))
	last := o.hand(t, paymentOf("last", 10000, 0))
	wantAttention(t, o, r.wait(t), last, "PAID_ELSEWHERE", 1)
}

// Payments that the ERP does not have after a while are told of: once in a
// pause for each tenant, as often as it is looked, and as they stand then.
func webhookOfOldPayments(t *testing.T, stores func() *store.Store) {
	s := stores()
	r := newReceiver(t, "", http.StatusInternalServerError, http.StatusOK)
	h := hook(r.URL)
	h.Age, h.Look, h.Again = 100*time.Millisecond, 50*time.Millisecond, 2*time.Second
	times := hasty
	times.Wait = time.Millisecond
	o := openOffice(t, s, times, h, away, nil)
	o.hand(t, paymentOf("1", 10000, 0))
	o.hand(t, ledger.Write{Tenant: "acme", Client: "app", Function: erp.CreateLead.Info, Key: "k", Input: erp.LeadInput{}})
	told := []request{r.wait(t), r.wait(t)}
	o.hand(t, paymentOf("2", 10000, 0))
	for told[len(told)-1].event["count"] != 2.0 {
		told = append(told, r.wait(t))
	}
	for n, got := range told {
		got.check(t)
		if got.event["event"] != "payments.unsent" || got.event["tenant"] != "acme" || got.event["version"] != 1.0 || len(got.event) != 6 {
			t.Errorf("got %s", got.body)
		}
		// The first one was refused, and is repeated under its id.
		if n > 0 && (got.id == told[n-1].id) != (n == 1) {
			t.Errorf("the ids are %q and then %q", told[n-1].id, got.id)
		}
		if n > 1 && got.at.Sub(told[n-1].at) < h.Again {
			t.Errorf("told again after %s", got.at.Sub(told[n-1].at))
		}
	}
	if last := told[len(told)-1]; last.event["oldestSeconds"].(float64) < 2 {
		t.Errorf("the last is %s", last.body)
	}
}
