package erptest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
	"balcao/erp/standin/sgp"
)

// The passwords that stand in an ERP's answers go nowhere.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]struct {
		serve   func(*testing.T) (url string)
		connect func(t *testing.T, url string) *automation.Connection
		secrets []string
	}{
		"ixc": {func(t *testing.T) string { _, url := serveIXC(t); return url }, connectIXC, []string{"portal-"}},
		"hubsoft": {func(t *testing.T) string { return listen(t, hubsoft.New(hubsoft.Options{})) },
			func(t *testing.T, url string) *automation.Connection {
				return erptest.Connect(t, "hubsoft", hubsoftSettings(url), nil)
			},
			[]string{"pppoe-segredo-"}},
		"sgp": {func(t *testing.T) string { return listen(t, sgp.New(sgp.Options{})) },
			func(t *testing.T, url string) *automation.Connection {
				return erptest.Connect(t, "sgp", sgpSettings(url), nil)
			},
			[]string{"pppoe-segredo-", "wifi-segredo-", "central-segredo-"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := erptest.NewProxy(t, of.serve(t))
			heard := record(proxy)
			shown := all(t, of.connect(t, proxy.URL))
			for _, secret := range of.secrets {
				if !strings.Contains(heard(), secret) {
					t.Errorf("no answer had a %s to keep", secret)
				}
				if strings.Contains(shown, secret) {
					t.Errorf("a %s got out", secret)
				}
			}
		})
	}
}

// listen serves a stand-in until the test ends.
func listen(t *testing.T, server interface {
	Handler() http.Handler
	Close()
}) (url string) {
	t.Helper()
	t.Cleanup(server.Close)
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	return listener.URL
}

// record has the proxy keep the answers that pass; heard are all so far.
func record(proxy *erptest.Proxy) (heard func() string) {
	var lock sync.Mutex
	var answers bytes.Buffer
	proxy.Spoil(func(w http.ResponseWriter, _ erptest.Request, answer func() *httptest.ResponseRecorder) bool {
		got := answer()
		lock.Lock()
		answers.Write(got.Body.Bytes())
		lock.Unlock()
		w.Header().Set("Content-Type", got.Header().Get("Content-Type"))
		w.WriteHeader(got.Code)
		_, _ = w.Write(got.Body.Bytes()) // the caller may be gone
		return true
	})
	return func() string {
		lock.Lock()
		defer lock.Unlock()
		return answers.String()
	}
}

// all is what every function shows of a customer, as JSON.
func all(t *testing.T, connection *automation.Connection) string {
	t.Helper()
	var shown bytes.Buffer
	for _, f := range erp.Functions {
		var in erp.Input = erp.CustomerInput{Document: standin.Maria.Document}
		switch {
		case f == erp.ListInvoices.Info:
			in = erp.InvoicesInput{Document: standin.Maria.Document}
		case f.In != erp.GetCustomer.In:
			continue
		}
		got := connection.Do(t.Context(), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
		if got.Err != nil && !erp.IsKind(got.Err, erp.NotSupported) {
			t.Fatalf("%s: %v", f.Name, got.Err)
		}
		text, err := json.Marshal(got.Value)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(text)
	}
	return shown.String()
}
