package selfservice_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/selfservice"
)

// end is an ERP that gives every write the same answer.
type end erp.Result

func (e end) Do(context.Context, erp.Call) []erp.Result { return []erp.Result{erp.Result(e)} }

func text(s string) *string { return &s }

// stored is an outcome as a durable ledger gives it back.
func stored(t *testing.T, o ledger.Outcome) (back ledger.Outcome) {
	t.Helper()
	content, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// try runs a write and reads its result from the stored outcome.
func try[T any](t *testing.T, run ledger.Runner, in erp.Input, answer erp.Result) (ledger.Outcome, *T, error) {
	t.Helper()
	o, err := run(t.Context(), ledger.Detached(end(answer), in))
	back := stored(t, o)
	return back, selfservice.ResultOf[T](back), err
}

func TestWhatAnERPAnswersIsKept(t *testing.T) {
	t.Parallel()
	opened := &erp.TicketOpened{RemoteID: text("9"), Protocol: text("2026-9")}
	o, ticket, err := try[erp.TicketOpened](t, selfservice.RunTicket, erp.TicketInput{}, erp.Result{Value: opened})
	if err != nil || o.State != ledger.Confirmed || o.RemoteID != "9" || !reflect.DeepEqual(ticket, opened) {
		t.Errorf("%+v %+v %v", o, ticket, err)
	}
	granted := &erp.TrustUnlock{Granted: true, Until: &br.Date{Year: 2026, Month: time.November, Day: 27}}
	o, unlock, err := try[erp.TrustUnlock](t, selfservice.UnlockRunner(0, time.UTC), erp.UnlockInput{}, erp.Result{Value: granted})
	if err != nil || o.State != ledger.Confirmed || !reflect.DeepEqual(unlock, granted) {
		t.Errorf("%+v %+v %v", o, unlock, err)
	}
	changed := &erp.Updated{Stored: &erp.Changes{Email: text("m@example.com"), Mobiles: []string{"11988887777"}, BillingAddress: &erp.Address{State: text("SP")}}}
	o, updated, err := try[erp.Updated](t, selfservice.RunUpdate, erp.UpdateInput{}, erp.Result{Value: changed})
	if err != nil || o.State != ledger.Confirmed || !reflect.DeepEqual(updated, changed) {
		t.Errorf("%+v %+v %v", o, updated, err)
	}
}

// An ERP that says no to a trust unlock has decided; of a ticket it has refused
// it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	no := erp.Result{Err: &erp.Error{Kind: erp.Refused, Message: "Não."}}
	o, unlock, err := try[erp.TrustUnlock](t, selfservice.UnlockRunner(0, time.UTC), erp.UnlockInput{}, no)
	if err != nil || o.State != ledger.Confirmed || unlock == nil || unlock.Granted || *unlock.Reason != "Não." {
		t.Errorf("%+v %+v %v", o, unlock, err)
	}
	o, ticket, err := try[erp.TicketOpened](t, selfservice.RunTicket, erp.TicketInput{}, no)
	if err != nil || o.State != ledger.Refused || ticket != nil {
		t.Errorf("%+v %+v %v", o, ticket, err)
	}
	for _, c := range []struct {
		run ledger.Runner
		in  erp.Input
	}{
		{selfservice.RunTicket, erp.TicketInput{}}, {selfservice.UnlockRunner(0, time.UTC), erp.UnlockInput{}}, {selfservice.RunUpdate, erp.UpdateInput{}},
	} {
		away := end{Err: &erp.Error{Kind: erp.Unavailable}}
		if o, err := c.run(t.Context(), ledger.Detached(away, c.in)); !erp.IsKind(err, erp.Unavailable) || o != (ledger.Outcome{}) {
			t.Errorf("%T, which was not sent: %+v %v", c.in, o, err)
		}
	}
}
