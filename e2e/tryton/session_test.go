package tryton_test

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

const maria = br.Document("52998224725")

// The pay wizard wants a session used within the last 300 s and ends any other
// one with 401. Here the session ends just before the wizard is opened.
func TestSessionEndsBeforePaying(t *testing.T) {
	t.Parallel()
	clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
	pipe := connect(t, proxy.URL, nil)
	proxy.Before(func(r erptest.Request) {
		if calls("wizard.account.invoice.pay.create")(r) {
			proxy.Before(nil)
			logOut(t, r.Header.Get("Authorization"))
		}
	})
	_, _, err := erp.SettleBoleto.Call(t.Context(), pipe, erp.SettleInput{
		InvoiceID: clerk.Bill(t, maria, 5000), Document: maria, Reference: "SESSION-1",
		Settlement: erp.Settlement{Amount: 5000, PaidAt: time.Now(), Method: erp.PIX},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := proxy.Count(calls("wizard.account.invoice.pay.execute")); got != 1 {
		t.Errorf("the payment was sent %d times, want once", got)
	}
	if got := proxy.Count(calls("common.db.login")); got != 2 {
		t.Errorf("logged in %d times, want twice", got)
	}
}

// Five failed log-ins lock a user of Tryton for minutes.
func TestWrongPasswordIsNotTriedAgainAndAgain(t *testing.T) {
	t.Parallel()
	newClerk(t)
	proxy := erptest.NewProxy(t, address())
	pipe := erptest.Connect(t, "tryton", map[string]string{
		"url": proxy.URL, "database": database, "user": "ninguem", "password": "errada",
	}, nil)
	for range 4 {
		_, _, err := erp.GetCustomer.Call(t.Context(), pipe, erp.CustomerInput{Document: maria})
		if !erp.IsKind(err, erp.Unauthenticated) {
			t.Fatalf("got %v, want %s", err, erp.Unauthenticated)
		}
	}
	if got := proxy.Count(calls("common.db.login")); got > 2 {
		t.Errorf("tried to log in %d times", got)
	}
}

func TestUserWithoutRightsIsRefusedInWords(t *testing.T) {
	t.Parallel()
	newClerk(t)
	pipe := erptest.Connect(t, "tryton", map[string]string{
		"url": address(), "database": database, "user": "limitado", "password": password,
	}, nil)
	_, _, err := erp.ListInvoices.Call(t.Context(), pipe, erp.InvoicesInput{Document: maria})
	if !erp.IsKind(err, erp.Refused) {
		t.Fatalf("got %v, want %s", err, erp.Refused)
	}
}

func calls(method string) func(erptest.Request) bool {
	return func(r erptest.Request) bool { return bytes.Contains(r.Body, []byte(`"`+method+`"`)) }
}

// logOut ends the session behind this Authorization header.
func logOut(t *testing.T, authorization string) {
	t.Helper()
	body := bytes.NewReader([]byte(`{"id":1,"method":"common.db.logout","params":[]}`))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address()+"/"+database+"/", body)
	if err != nil {
		t.Error(err)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Error(err)
		return
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("logging out: status %d", response.StatusCode)
	}
}
