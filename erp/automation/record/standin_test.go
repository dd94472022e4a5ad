package record_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/erp/packs"
	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
	"balcao/erp/standin/ixc"
	"balcao/erp/standin/sgp"
)

// install is a made-up ERP and what is filled in to reach it.
type install struct {
	handler  http.Handler
	settings map[string]string
}

func installs() map[string]install {
	now := func() time.Time { return noon }
	h := hubsoft.DefaultOptions
	h.Now = now
	return map[string]install{
		"ixc": {ixc.New(ixc.Options{Now: now}).Handler(), map[string]string{"token": ixc.DefaultToken}},
		"hubsoft": {hubsoft.New(h).Handler(), map[string]string{
			"client_id": h.ClientID, "client_secret": h.ClientSecret, "username": h.Username, "password": h.Password,
		}},
		"sgp": {sgp.New(sgp.Options{Now: now}).Handler(), map[string]string{"token": sgp.DefaultToken, "app": sgp.DefaultApp}},
	}
}

// Of the people of three ERPs nothing is left in the examples that are made of
// them, and the examples play.
func TestRecordingsOfOtherERPs(t *testing.T) {
	t.Parallel()
	for name, i := range installs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := i.studio(t, name)
			taken := 0
			for n, who := range []standin.Person{standin.Maria, standin.Joao, standin.Padaria} {
				for _, f := range []*erp.Info{erp.GetCustomer.Info, erp.GetCustomerContacts.Info, erp.ListInvoices.Info, erp.ListPlans.Info} {
					var in erp.Input = erp.CustomerInput{Document: who.Document}
					if f == erp.ListInvoices.Info {
						in = erp.InvoicesInput{Document: who.Document}
					}
					result := s.take(t, f, fmt.Sprint("person_", n), in)
					if result.Err != nil && !erp.IsKind(result.Err, erp.NotFound) {
						t.Fatalf("%s of %s: %v", f.Name, who.Name, result.Err)
					}
					taken++
				}
			}
			made, _ := s.Finish(t.Context())
			if len(made) != taken {
				t.Errorf("%d examples of %d takes", len(made), taken)
			}
			for _, m := range made {
				if m.Problem != nil {
					t.Errorf("%s: %v", m.Name, m.Problem)
				}
				for _, data := range m.Files {
					hasNobody(t, m.Name, string(data))
				}
			}
		})
	}
}

func (i install) studio(t *testing.T, name string) *studio {
	t.Helper()
	server := httptest.NewServer(i.handler)
	t.Cleanup(server.Close)
	folder, _ := packs.FS(name)
	pack, problems := automation.Load(folder, name, packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	i.settings["url"] = server.URL
	for _, s := range pack.Settings {
		if i.settings[s.Name] == "" && s.Type == automation.SettingURL {
			i.settings[s.Name] = server.URL
		}
	}
	return &studio{record.New(pack, i.settings), pack, i.settings}
}

// hasNobody looks for the cast.
func hasNobody(t *testing.T, name, file string) {
	t.Helper()
	small := strings.ToLower(file)
	for _, p := range []standin.Person{standin.Maria, standin.Joao, standin.Padaria} {
		for _, original := range []string{
			p.Name, string(p.Document), p.Document.Formatted(), p.Email, p.Mobile, p.Phone, p.Street, p.PostalCode,
			strings.Fields(p.Name)[0], ixc.DefaultToken, hubsoft.DefaultOptions.Password, hubsoft.DefaultOptions.ClientSecret,
		} {
			if len(original) > 3 && strings.Contains(small, strings.ToLower(original)) {
				t.Errorf("%s holds %q:\n%s", name, original, file)
			}
		}
	}
}
