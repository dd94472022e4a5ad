package ledger_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// byInvoice makes a runner that ends as its invoice says.
func byInvoice(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	switch a.Row.Object {
	case "confirmed":
		return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}, nil
	case "unknown":
		return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}, nil
	case "away":
		return away(context.Background(), nil)
	case "":
		return ledger.Outcome{State: ledger.Refused, Reason: ledger.RefusedByERP, Message: "Maria da Silva"}, nil
	}
	return stuck, nil
}

// slow are times in which a row is tried once.
func slow() ledger.Times {
	times := hasty
	times.FirstRetry, times.LongestRetry = time.Minute, time.Minute
	return times
}

func handAll(t *testing.T, o *office) map[string]ledger.Row {
	t.Helper()
	rows := map[string]ledger.Row{}
	for _, invoice := range []string{"confirmed", "unknown", "away", "stuck"} {
		rows[invoice] = o.hand(t, paymentOf(invoice, 10000, 0))
	}
	rows["lead"] = o.hand(t, ledger.Write{Tenant: "acme", Client: "site", Function: erp.CreateLead.Info, Key: "k", Input: erp.LeadInput{}})
	return rows
}

// What an operator watches is on the registry, under the names of
// docs/operations.md.
func metrics(t *testing.T, stores func() *store.Store) {
	s := stores()
	r := newReceiver(t, "", http.StatusOK)
	o := openOffice(t, s, slow(), hook(r.URL), byInvoice, nil)
	if got := o.gather(t)["balcao_ledger_oldest_unsent_payment_seconds{tenant=acme}"]; got != 0 {
		t.Errorf("without any payment the oldest is %v s old", got)
	}
	handAll(t, o)
	r.wait(t)
	const delivered = "balcao_ledger_notices_total{event=write.needs_attention,outcome=delivered}"
	until(t, "a count of the webhook", func() bool { return o.gather(t)[delivered] == 1 })
	got := o.gather(t)
	const unsent = "balcao_ledger_oldest_unsent_payment_seconds{tenant=acme}"
	if got[unsent] <= 0 || got[unsent] > 60 {
		t.Errorf("the oldest payment is %v s old", got[unsent])
	}
	delete(got, unsent)
	want := map[string]float64{
		"balcao_ledger_rows{function=settle_boleto,reason=NO_ANSWER,state=UNKNOWN,tenant=acme}":              1,
		"balcao_ledger_rows{function=settle_boleto,reason=ERP_UNAVAILABLE,state=ACCEPTED,tenant=acme}":       1,
		"balcao_ledger_rows{function=settle_boleto,reason=PAID_ELSEWHERE,state=NEEDS_ATTENTION,tenant=acme}": 1,
		"balcao_ledger_attempts_total{function=settle_boleto,state=CONFIRMED,tenant=acme}":                   1,
		"balcao_ledger_attempts_total{function=settle_boleto,state=UNKNOWN,tenant=acme}":                     1,
		"balcao_ledger_attempts_total{function=settle_boleto,state=not_sent,tenant=acme}":                    1,
		"balcao_ledger_attempts_total{function=settle_boleto,state=NEEDS_ATTENTION,tenant=acme}":             1,
		"balcao_ledger_attempts_total{function=create_lead,state=REFUSED,tenant=acme}":                       1,
		"balcao_ledger_evidence_total{evidence=REFERENCE,tenant=acme}":                                       1,
		delivered: 1,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// gather gives the registry's values by name and labels.
func (o *office) gather(t *testing.T) map[string]float64 {
	t.Helper()
	families, err := o.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetName()+"="+l.GetValue())
			}
			slices.Sort(labels)
			values[fmt.Sprintf("%s{%s}", f.GetName(), strings.Join(labels, ","))] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return values
}

// A write's end is one line, by which it can be followed, and which tells
// nothing of anybody.
func oneLineForEachEnd(t *testing.T, stores func() *store.Store) {
	s := stores()
	o := openOffice(t, s, slow(), nil, byInvoice, nil)
	rows := handAll(t, o)
	handAll(t, o) // the same again
	if _, err := o.Decide(t.Context(), rows["stuck"].ID, ledger.Decision{To: ledger.Closed, Client: "admin", Note: "Maria da Silva"}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"CONFIRMED  " + rows["confirmed"].ID, "NEEDS_ATTENTION PAID_ELSEWHERE " + rows["stuck"].ID,
		"REFUSED REFUSED_BY_ERP " + rows["lead"].ID, "CLOSED  " + rows["stuck"].ID,
	}
	var got []string
	for _, line := range o.log.with(t, "ledger: write concluded") {
		got = append(got, fmt.Sprintf("%s %s %s", line["state"], line["reason"], line["id"]))
		took, err := time.ParseDuration(line["duration"].(string))
		if err != nil || took < 0 || took > time.Minute || line["attempts"] != 1.0 || line["tenant"] != "acme" ||
			line["level"] != "INFO" || line["global_id"] != fmt.Sprintf("acme/%s/%s", line["function"], line["id"]) {
			t.Errorf("the line is %v", line)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	for _, personal := range []string{"52998224725", "Maria", paidBy} {
		if strings.Contains(o.log.String(), personal) {
			t.Errorf("the log shows %q", personal)
		}
	}
}

// A note is an event without a step: the row stays as it is, and of two who note
// the same one does.
func notesStandInTheTrail(t *testing.T, stores func() *store.Store) {
	o := openOffice(t, stores(), hasty, nil, byInvoice, nil)
	row := o.hand(t, paymentOf("confirmed", 10000, 0))
	from, until := row.ConfirmedAt, row.ConfirmedAt.Add(time.Microsecond)
	rows, err := o.Confirmed(t.Context(), from, until, ledger.Confirmation{}, 10)
	if err != nil || len(rows) != 1 {
		t.Fatalf("confirmed are %v %v", rows, err)
	}
	again := rows[0]
	for i, want := range []bool{true, false} {
		if noted, err := o.Note(t.Context(), []*ledger.Row{&rows[0], &again}[i], "seen"); err != nil || noted != want {
			t.Errorf("note %d: %v %v", i, noted, err)
		}
	}
	now, err := o.Find(t.Context(), row.ID)
	if err != nil || now.State != ledger.Confirmed || !now.ConfirmedAt.Equal(row.ConfirmedAt) || now.Version != row.Version+1 {
		t.Errorf("the row is %+v %v", now, err)
	}
	events, err := o.Events(t.Context(), row.ID)
	last := events[len(events)-1]
	if err != nil || last.From != ledger.Confirmed || last.To != ledger.Confirmed || last.Cause != "seen" || last.Seq != now.Version {
		t.Errorf("the last event is %+v %v", last, err)
	}
	if rows, err := o.Confirmed(t.Context(), from, until, ledger.Confirmation{}, 10); err != nil || len(rows) != 0 {
		t.Errorf("what is noted comes again: %v %v", rows, err)
	}
	for _, bounds := range [][2]time.Time{{from, until}, {until, until.Add(time.Hour)}, {from.Add(-time.Hour), from}} {
		noted, err := o.Noted(t.Context(), bounds[0], bounds[1])
		if within := bounds[0].Equal(from); err != nil || (len(noted) == 1) != within || within && (noted[0].Row.ID != row.ID || noted[0].Cause != "seen") {
			t.Errorf("within %v was noted %v %v", bounds, noted, err)
		}
	}
}
