package cache_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"balcao/erp"
)

// questionOf is a question that a read function can be asked about Maria.
func questionOf(t *testing.T, f *erp.Info) erp.Input {
	t.Helper()
	for _, in := range []erp.Input{
		erp.CustomerInput{Document: maria}, erp.InvoicesInput{Document: maria}, erp.InvoiceInput{InvoiceID: "7", Document: maria},
		erp.BoletoInput{InvoiceID: "7", Document: maria}, erp.FiscalNoteInput{NoteID: "9", Document: maria},
		erp.ClearanceInput{Document: maria, Year: 2025}, erp.CatalogueInput{},
	} {
		if reflect.TypeOf(in) == f.In {
			return in
		}
	}
	t.Fatalf("%s: no question fits", f.Name)
	return nil
}

// pastTheCache are the reads that are always of this moment. What decides about
// money or an order is among them.
var pastTheCache = map[*erp.Info]bool{
	erp.GetInvoice.Info: true, erp.ListPendencyTexts.Info: true,
	erp.GetBoletoPDF.Info: true, erp.GetFiscalNotePDF.Info: true, erp.GetDebtClearance.Info: true,
}

func TestEveryReadIsKeptOrNot(t *testing.T) {
	t.Parallel()
	for _, f := range erp.Functions {
		if f.Effect == erp.Write {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t, f)
			a.ask()
			a.ask()
			want := 1
			if pastTheCache[f] {
				want = 2
			}
			wantCalls(t, a.erp, f.Name, want)
		})
	}
}

// A write makes all that is kept of its customer old, and nothing that is the
// same for everybody.
func TestAWriteReachesEveryReadOfItsCustomer(t *testing.T) {
	t.Parallel()
	for _, f := range erp.Functions {
		if f.Effect == erp.Write || pastTheCache[f] {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t, f)
			a.ask()
			_, _, _ = erp.UnlockOnTrust.Call(context.Background(), a, erp.UnlockInput{Document: maria, ContractID: "1", Reference: "r"})
			a.ask()
			want := 2
			if a.question.Subject() == "" {
				want = 1
			}
			wantCalls(t, a.erp, f.Name, want)
		})
	}
}

// While the ERP does not answer, lists may be old for a quarter of an hour.
// Whether a plan is blocked may not, and neither may who somebody is.
func TestWhatIsShownWhileTheERPDoesNotAnswer(t *testing.T) {
	t.Parallel()
	neverStale := map[*erp.Info]bool{
		erp.GetCustomer.Info: true, erp.GetCustomerContacts.Info: true, erp.ListPlans.Info: true, erp.ListBlockedPlans.Info: true,
	}
	for _, f := range erp.Functions {
		if f.Effect == erp.Write || pastTheCache[f] {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			a := newAsker(t, f)
			a.ask()
			a.erp.set(func(e *fakeERP) { e.answer = failing(erp.Unavailable) })
			a.clock.add(15*time.Minute - time.Second)
			if r := a.ask(); r.Stale == neverStale[f] {
				t.Errorf("just before a quarter of an hour: %+v", r)
			}
			a.clock.add(time.Second)
			if r := a.ask(); r.Err == nil {
				t.Errorf("after a quarter of an hour: %+v", r)
			}
		})
	}
}

// asker asks one function about Maria.
type asker struct {
	*node
	erp      *fakeERP
	clock    *clock
	function *erp.Info
	question erp.Input
}

func newAsker(t *testing.T, f *erp.Info) *asker {
	next, now := newERP(), newClock()
	return &asker{newNode(t, next, nodeOptions{now: now.Now}), next, now, f, questionOf(t, f)}
}

func (a *asker) ask() erp.Result {
	return a.Do(context.Background(), erp.Call{Function: a.function, Inputs: []erp.Input{a.question}})[0]
}
