package erptest_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/sgp"
	"balcao/internal/br"
)

// sgpCodes are codes that the stand-in's lists have; its doc.go has them all.
var sgpCodes = erptest.Codes{Product: "2", DueDate: "2", Reseller: "2"}

func TestSGPOnItsStandIn(t *testing.T) {
	server := sgp.New(sgp.Options{})
	t.Cleanup(server.Close)
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	registers := func(r erptest.Request) bool { return strings.HasPrefix(r.Path, "/api/precadastro/") }
	erptest.Run(t, erptest.Target{
		Pack: "sgp",
		URL:  listener.URL,
		Connect: func(t *testing.T, url string) erp.Pipe {
			settings := sgpSettings(url)
			settings["links"] = listener.URL // its links do not know of a proxy
			return erptest.Connect(t, "sgp", settings, nil)
		},
		Clerk:     sgpClerk{server},
		Facts:     sgpFacts(),
		Page:      "<!DOCTYPE html><html><body><form><input name=\"username\"><input type=\"password\"></form></body></html>",
		TokenDead: &erptest.Answer{Status: 403, ContentType: "application/json", Body: `{"detail":"Credenciais de autenticação incorretas."}`},
		Writes: map[string]erptest.Write{
			"create_lead":                        {Carries: registers},
			"create_order":                       {Carries: registers, Refused: unknownProduct},
			"create_order_for_existing_customer": {Carries: sends("POST /api/ura/chamado/")},
			"create_ticket":                      {Carries: sends("POST /api/ura/chamado/")},
			"unlock_on_trust":                    {Carries: sends("POST /api/ura/liberacaopromessa/")},
			"settle_boleto":                      {Carries: func(r erptest.Request) bool { return strings.HasSuffix(r.Path, "/baixar/") }},
		},
	})
}

// sgpSettings are all that a technician fills in, for this stand-in.
func sgpSettings(url string) map[string]string {
	return map[string]string{
		"url": url, "token": sgp.DefaultToken, "app": sgp.DefaultApp,
		"till": "2", "ticket_topic": "5", "order_topic": "2", "due_date": "1", "seller": "1", "carrier": "1", "unlock_days": "3",
	}
}

// sgpFacts are those of the cast, as far as this ERP has them.
func sgpFacts() erptest.Facts {
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
		Statuses: map[erp.InvoiceStatus]br.Document{
			erp.Open: maria, erp.Overdue: maria, erp.Paid: maria, erp.PartiallyPaid: joao, erp.Cancelled: aurora,
		},
		Many: aurora, ManyCount: 260,
		Bare: bento, Contracts: joao, Notes: maria,
		Email:      standin.Maria.Email,
		Codes:      sgpCodes,
		Plans:      map[erp.PlanStatus]br.Document{erp.PlanActive: maria, erp.PlanBlocked: estela, erp.PlanCancelled: antonio},
		Unlockable: bento, NeverUnlocked: estela,
	}
}

// sgpClerk works at the stand-in's own screen.
type sgpClerk struct{ server *sgp.Server }

func (c sgpClerk) Bill(t *testing.T, customer br.Document, amount erp.Money) string {
	t.Helper()
	return c.server.Bill(customer, amount)
}

// Pay is a bank's file of today, which brings what was paid yesterday.
func (c sgpClerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	c.server.Pay(invoiceID, br.DateOf(time.Now()).AddDays(-1))
}

func (c sgpClerk) Records(t *testing.T, reference string) []string {
	t.Helper()
	return c.server.Records(reference)
}
