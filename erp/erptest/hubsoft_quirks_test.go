package erptest_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/hubsoft"
	"balcao/internal/br"
)

// serveHubSoft is a stand-in of its own, for what others would notice, and a
// connection to it with these settings beside the usual ones.
func serveHubSoft(t *testing.T, more map[string]string) (*hubsoft.Server, *automation.Connection) {
	t.Helper()
	server := hubsoft.New(hubsoft.Options{})
	t.Cleanup(server.Close)
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	settings := hubsoftSettings(listener.URL)
	for name, value := range more {
		settings[name] = value
	}
	return server, erptest.Connect(t, "hubsoft", settings, nil)
}

// HubSoft cuts a list at five customers where no limit is sent.
func TestHubSoftSevenRecordsWithOneCPF(t *testing.T) {
	t.Parallel()
	server, connection := serveHubSoft(t, nil)
	for range 6 {
		server.Register(standin.Maria)
	}
	plans, _, err := erp.ListPlans.Call(t.Context(), connection, erp.CustomerInput{Document: standin.Maria.Document})
	if err != nil || len(plans) != 7 {
		t.Errorf("got %d plans, %v, want those of all seven records", len(plans), err)
	}
}

// cliente/financeiro gives 50 invoices at most, also of those that are pending.
func TestHubSoftMoreOpenInvoicesThanAList(t *testing.T) {
	t.Parallel()
	server, connection := serveHubSoft(t, nil)
	open := map[string]bool{}
	for range 60 {
		open[server.Bill(standin.Padaria.Document, 9990)] = true
	}
	invoices, meta, err := erp.ListInvoices.Call(t.Context(), connection, erp.InvoicesInput{Document: standin.Padaria.Document})
	if err != nil || meta.Incomplete {
		t.Fatalf("got %v, incomplete: %t", err, meta.Incomplete)
	}
	for _, invoice := range invoices {
		if invoice.Status == erp.Open {
			delete(open, invoice.ID)
		}
	}
	if len(open) != 0 {
		t.Errorf("%d open invoices are not shown", len(open))
	}
}

// Several companies in one install: the setting leaves one of them.
func TestHubSoftOneOfTwoCompanies(t *testing.T) {
	t.Parallel()
	branch, err := br.NewDocument("456789010002")
	if err != nil {
		t.Fatal(err)
	}
	_, connection := serveHubSoft(t, map[string]string{"company_document": string(branch)})
	invoices, _, err := erp.ListInvoices.Call(t.Context(), connection, erp.InvoicesInput{Document: standin.Joao.Document})
	if err != nil || len(invoices) != 1 || *invoices[0].ContractID != "5003" {
		t.Errorf("got %+v, %v, want the branch's alone", invoices, err)
	}
}

// A token may die at any time: one more log-in, and neither is the payment lost
// nor sent twice.
func TestHubSoftTokenDiesBeforeAPayment(t *testing.T) {
	t.Parallel()
	server, connection := serveHubSoft(t, nil)
	in := erp.SettleInput{InvoiceID: server.Bill(standin.Maria.Document, 9990), Document: standin.Maria.Document, Reference: "nsu-1",
		Settlement: erp.Settlement{Amount: 9990, PaidAt: time.Now(), Method: erp.TEF}}
	if _, _, err := erp.GetInvoice.Call(t.Context(), connection, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document}); err != nil {
		t.Fatal(err)
	}
	server.KillTokens()
	if _, _, err := erp.SettleBoleto.Call(t.Context(), connection, in); err != nil {
		t.Fatal(err)
	}
	if got := server.Records(in.InvoiceID); len(got) != 1 || !strings.Contains(got[0], "cartao_credito") {
		t.Errorf("the ERP has %q, want one payment by card", got)
	}
}

// A lead of somebody does not keep the same person's order out, and a second
// order with the same CPF is refused in HubSoft's words.
func TestHubSoftOneProspectWithACPF(t *testing.T) {
	t.Parallel()
	_, connection := serveHubSoft(t, nil)
	document := br.Document("39053344705")
	if _, _, err := erp.CreateLead.Call(t.Context(), connection,
		erp.LeadInput{Reference: "lead-1", Lead: erp.Lead{Name: "Ana", Document: &document, Mobiles: []string{"11988887777"}}}); err != nil {
		t.Fatal(err)
	}
	order := erp.OrderInput{Reference: "order-1", Message: "Fibra", Order: erp.Order{
		Customer: erp.Buyer{Kind: erp.Person, Document: document, Name: "Ana", Mobiles: []string{"11988887777"}},
		Items:    []erp.OrderItem{{ProductCode: hubsoftCodes.Product, MonthlyPrice: 9990, Quantity: 1}}, Channel: erp.Site,
		InstallationAddress: erp.Address{Street: &standin.Maria.Street, District: &standin.Maria.District, PostalCode: &served},
	}}
	if _, _, err := erp.CreateOrder.Call(t.Context(), connection, order); err != nil {
		t.Fatal(err)
	}
	order.Reference = "order-2"
	if _, _, err := erp.CreateOrder.Call(t.Context(), connection, order); !erp.IsKind(err, erp.Refused) || erp.WordsOf(err) == "" {
		t.Errorf("got %v, want a refusal in words", err)
	}
}

// What the API user may not do is told in HubSoft's words, and a list that is
// denied leaves an invoice list incomplete and not wrong.
func TestHubSoftDeniedPaths(t *testing.T) {
	t.Parallel()
	server, connection := serveHubSoft(t, nil)
	server.SetQuirks(hubsoft.Quirks{Denied: []string{"cliente", "financeiro/fatura"}})
	if _, _, err := erp.ListPlans.Call(t.Context(), connection, erp.CustomerInput{Document: standin.Maria.Document}); !erp.IsKind(err, erp.Refused) || erp.WordsOf(err) == "" {
		t.Errorf("got %v, want a refusal in words", err)
	}
	invoices, meta, err := erp.ListInvoices.Call(t.Context(), connection, erp.InvoicesInput{Document: standin.Aurora.Document})
	if err != nil || len(invoices) < 50 || !meta.Incomplete {
		t.Errorf("got %d invoices, incomplete: %t, %v, want the latest", len(invoices), meta.Incomplete, err)
	}
}

// Whatever a technician picks from is there to pick from.
func TestHubSoftChoices(t *testing.T) {
	t.Parallel()
	_, connection := serveHubSoft(t, nil)
	filled := hubsoftSettings("")
	filled["card_method"] = "cartao_credito"
	for _, setting := range erptest.Load(t, "hubsoft").Settings {
		if setting.Pick == "" {
			continue
		}
		choices, err := connection.Choices(t.Context(), setting.Name)
		found := false
		for _, choice := range choices {
			found = found || choice.Code == filled[setting.Name] && choice.Name != ""
		}
		if err != nil || !found {
			t.Errorf("%s: %q is not among %+v, %v", setting.Name, filled[setting.Name], choices, err)
		}
	}
}
