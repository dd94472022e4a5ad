package erptest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
	"balcao/internal/br"
)

// hubsoftCodes are codes that the stand-in's lists have; its doc.go has them all.
var hubsoftCodes = erptest.Codes{Product: "301", DueDate: "62", Reseller: "502", Origin: "81"}

func TestHubSoftOnItsStandIn(t *testing.T) {
	server := hubsoft.New(hubsoft.Options{})
	t.Cleanup(server.Close)
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	const api = "/api/v1/integracao/"
	erptest.Run(t, erptest.Target{
		Pack: "hubsoft",
		URL:  listener.URL,
		Connect: func(t *testing.T, url string) erp.Pipe {
			return erptest.Connect(t, "hubsoft", hubsoftSettings(url), nil)
		},
		Clerk:   hubsoftClerk{server},
		Facts:   hubsoftFacts(),
		IsLogIn: func(r erptest.Request) bool { return r.Path == "/oauth/token" },
		Writes: map[string]erptest.Write{
			"create_lead":                        {Carries: sends("POST " + api + "prospecto"), Accepted: servedLead},
			"create_order":                       {Carries: sends("POST " + api + "prospecto"), Accepted: servedOrder, Refused: unknownProduct},
			"create_order_for_existing_customer": {Carries: sends("POST " + api + "atendimento")},
			"create_ticket":                      {Carries: sends("POST " + api + "atendimento")},
			"unlock_on_trust":                    {Carries: sends("POST " + api + "cliente/desbloqueio_confianca")},
			"settle_boleto":                      {Carries: sends("POST " + api + "financeiro/fatura/liquidar")},
		},
	})
}

// TestHubSoftLinksElsewhere has links that lead to another address than the API's:
// they are followed where the setting names it, and nowhere else.
func TestHubSoftLinksElsewhere(t *testing.T) {
	t.Parallel()
	server := hubsoft.New(hubsoft.Options{})
	t.Cleanup(server.Close)
	files := httptest.NewServer(server.Handler())
	t.Cleanup(files.Close)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = strings.TrimPrefix(files.URL, "http://")
		server.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(api.Close)
	boleto := erp.BoletoInput{InvoiceID: server.Bill(standin.Maria.Document, 9990), Document: standin.Maria.Document}
	settings := hubsoftSettings(api.URL)
	if _, _, err := erp.GetBoletoPDF.Call(t.Context(), erptest.Connect(t, "hubsoft", settings, nil), boleto); !erp.IsKind(err, erp.BadAnswer) {
		t.Errorf("got %v, want %s", err, erp.BadAnswer)
	}
	settings["links"] = files.URL
	if file, _, err := erp.GetBoletoPDF.Call(t.Context(), erptest.Connect(t, "hubsoft", settings, nil), boleto); err != nil || len(file) == 0 {
		t.Errorf("got %d bytes, %v", len(file), err)
	}
}

// hubsoftSettings are all that a technician fills in, for this stand-in.
func hubsoftSettings(url string) map[string]string {
	o := hubsoft.DefaultOptions
	return map[string]string{
		"url": url, "client_id": o.ClientID, "client_secret": o.ClientSecret, "username": o.Username, "password": o.Password,
		"postal_code": standin.Maria.PostalCode, "lead_product": hubsoftCodes.Product, "lead_price": "99.90",
		"seller": "501", "origin": "82", "due_date": "61", "contracting_reason": "91", "crm": "101",
		"cash_box": "12", "pix_method": "pix", "ticket_type": "201", "order_ticket_type": "202",
	}
}

// hubsoftFacts are those of the cast, as far as this ERP has them: it cancels no
// invoice, and takes no parts.
func hubsoftFacts() erptest.Facts {
	maria, joao, padaria := standin.Maria.Document, standin.Joao.Document, standin.Padaria.Document
	aurora, estela, antonio, bento := standin.Aurora.Document, standin.Estela.Document, standin.Antonio.Document, standin.Bento.Document
	return erptest.Facts{
		Customers: []erptest.Person{
			{Document: maria, Name: standin.Maria.Name},
			{Document: joao, Name: standin.Joao.Name},
			{Document: padaria, Name: standin.Padaria.Name},
		},
		Shared:   erptest.Person{Document: antonio, Name: standin.Antonio.Name},
		Nobody:   standin.Nobody,
		Debtless: padaria,
		Statuses: map[erp.InvoiceStatus]br.Document{erp.Open: maria, erp.Overdue: maria, erp.Paid: maria},
		Many:     aurora, ManyCount: 120,
		Bare: bento, Contracts: joao, Notes: maria,
		Email:      standin.Maria.Email,
		Codes:      hubsoftCodes,
		Plans:      map[erp.PlanStatus]br.Document{erp.PlanActive: maria, erp.PlanBlocked: estela},
		Unlockable: bento, NeverUnlocked: estela,
	}
}

// servedOrder moves an order to where the stand-in sells something.
func servedOrder(in erp.Input) erp.Input {
	order := in.(erp.OrderInput)
	order.Order.InstallationAddress.PostalCode = &served
	return order
}

func servedLead(in erp.Input) erp.Input {
	lead := in.(erp.LeadInput)
	if lead.Lead.Address != nil {
		address := *lead.Lead.Address
		address.PostalCode = &served
		lead.Lead.Address = &address
	}
	return lead
}

var served = standin.Maria.PostalCode

// hubsoftClerk works at the stand-in's own screen.
type hubsoftClerk struct{ server *hubsoft.Server }

func (c hubsoftClerk) Bill(t *testing.T, customer br.Document, amount erp.Money) string {
	t.Helper()
	return c.server.Bill(customer, amount)
}

// Pay is a bank's file of today, which brings what was paid yesterday.
func (c hubsoftClerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	c.server.Pay(invoiceID, br.DateOf(time.Now()).AddDays(-1))
}

func (c hubsoftClerk) Records(t *testing.T, reference string) []string {
	t.Helper()
	return c.server.Records(reference)
}
