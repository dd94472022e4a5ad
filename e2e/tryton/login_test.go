package tryton_test

import (
	"encoding/json"
	"testing"

	"balcao/erp"
	"balcao/erp/erptest"
)

// hostile are texts that would end or change what they stand in, were they
// pasted into it.
var hostile = []string{
	`inte"gracao`, `a/b\c`, "linha\nnova", `$(settings.password)`, `${HOME}`, `' OR 1=1 --`, `"}], "x": [{"`, `%00%2f../`,
}

// What a provider fills in arrives at Tryton's log-in as it is, and is data:
// such a user does not exist, and nothing else happens.
func TestSettingsArriveAtTheLogInAsData(t *testing.T) {
	t.Parallel()
	newClerk(t)
	for _, text := range hostile {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			proxy := erptest.NewProxy(t, address())
			sent := make(chan []any, 4)
			proxy.Before(func(r erptest.Request) {
				var body struct{ Params []any }
				if err := json.Unmarshal(r.Body, &body); err != nil {
					t.Errorf("what was sent is no JSON: %v", err)
				}
				sent <- body.Params
			})
			pipe := erptest.Connect(t, "tryton", map[string]string{
				"url": proxy.URL, "database": database, "user": text, "password": text,
			}, nil)
			_, _, err := erp.GetCustomer.Call(t.Context(), pipe, erp.CustomerInput{Document: maria})
			if !erp.IsKind(err, erp.Unauthenticated) {
				t.Errorf("got %v, want %s", err, erp.Unauthenticated)
			}
			params := <-sent
			if len(params) != 3 || params[0] != text || params[1].(map[string]any)["password"] != text {
				t.Errorf("%q arrived as %v", text, params)
			}
		})
	}
}
