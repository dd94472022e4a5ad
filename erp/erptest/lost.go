package erptest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"balcao/erp"
)

// lostWrites are the scenarios of every write whose answer is none: nobody may
// take it for done, nor for not done, and nobody sends it a second time.
func lostWrites() []scenario {
	var all []scenario
	for _, f := range erp.Functions {
		if f.Effect != erp.Write {
			continue
		}
		on := func(kind Kind, answer func(desk) Answer) {
			all = append(all, scenario{f, kind, "", func(t *testing.T, d desk) { unclear(t, d, f, answer(d)) }, nil})
		}
		on(Error500, func(desk) Answer {
			return Answer{http.StatusInternalServerError, "text/html", "<h1>Server Error</h1>"}
		})
		on(HTML200, desk.page)
		on(Truncated, func(desk) Answer { return Answer{http.StatusOK, "application/json", `{"id": "1`} })
	}
	return all
}

// unclear has the write answered by something that says nothing.
func unclear(t *testing.T, d desk, f *erp.Info, a Answer) {
	in := d.writable(t, f)
	carries := d.carries(t, f)
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, _ func() *httptest.ResponseRecorder) bool {
		if !carries(r) {
			return false
		}
		a.write(w)
		return true
	})
	got := d.do(t, f, in)
	wantKind(t, got.Err, erp.MaybeSent, erp.Unauthenticated)
	wantNoMarkup(t, got.Err)
	if sent := d.proxy.Count(carries); sent != 1 && !erp.IsKind(got.Err, erp.Unauthenticated) {
		t.Errorf("sent %d times, want once", sent)
	}
}

// writable is an input that this ERP would take.
func (d desk) writable(t *testing.T, f *erp.Info) erp.Input {
	t.Helper()
	switch f {
	case erp.CreateOrder.Info:
		return d.newOrder()
	case erp.CreateOrderForExistingCustomer.Info:
		return d.customerOrder()
	case erp.CreateLead.Info:
		return d.leadInput(awkwardLead())
	case erp.CreateTicket.Info:
		return d.ticket()
	case erp.SettleBoleto.Info:
		return d.payment(t, billed)
	case erp.UpdateCustomer.Info:
		return d.change()
	case erp.UnlockOnTrust.Info:
		customer := d.Facts.NeverUnlocked
		return erp.UnlockInput{Document: customer, ContractID: d.blocked(t, customer), Reference: newReference()}
	}
	t.Fatalf("the suite has no input for %s", f.Name)
	return nil
}

// delay has the ERP get the next write of the function only when apply is
// called; its sender's connection is cut at once.
func (d desk) delay(t *testing.T, f *erp.Info) (apply func()) {
	t.Helper()
	carries := d.carries(t, f)
	due, done := make(chan struct{}), make(chan struct{})
	d.proxy.Spoil(func(_ http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool {
		if !carries(r) {
			return false
		}
		d.proxy.Spoil(nil)
		go func() {
			defer close(done)
			select {
			case <-due:
				answer()
			case <-t.Context().Done():
			}
		}()
		panic(http.ErrAbortHandler)
	})
	return func() {
		close(due)
		<-done
	}
}
