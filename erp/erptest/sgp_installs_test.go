package erptest_test

import (
	"bytes"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/sgp"
)

// install is one SGP with quirks of its own, and a connection to it.
type install struct {
	server *sgp.Server
	pipe   erp.Pipe
}

func installOf(t *testing.T, quirks sgp.Quirks, filled map[string]string) install {
	t.Helper()
	server := sgp.New(sgp.Options{})
	server.SetQuirks(quirks)
	t.Cleanup(server.Close)
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(listener.Close)
	settings := sgpSettings(listener.URL)
	for name, value := range filled {
		settings[name] = value
	}
	return install{server, erptest.Connect(t, "sgp", settings, nil)}
}

// What differs between installs makes no difference to who asks.
func TestSGPInstallsDiffer(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]struct {
		quirks sgp.Quirks
		filled map[string]string
	}{
		"as documented":      {},
		"other names":        {quirks: sgp.Quirks{Version: sgp.Renamed}},
		"bare lists":         {quirks: sgp.Quirks{Version: sgp.Bare}},
		"404 for nobody":     {quirks: sgp.Quirks{NotFound404: true}},
		"settled with 200":   {quirks: sgp.Quirks{Settled200: true}},
		"contacts as texts":  {quirks: sgp.Quirks{PlainContacts: true}},
		"Latin-1 everywhere": {quirks: sgp.Quirks{Latin1: []string{"/"}}},
		"unlocks by JSON":    {sgp.Quirks{PromiseJSON: true}, map[string]string{"unlock_body": "json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := installOf(t, of.quirks, of.filled)
			i.wantCustomers(t)
			i.wantInvoices(t)
			i.wantSettled(t)
			i.wantUnlocked(t)
			if n := i.server.SideEffects(); n != 0 {
				t.Errorf("reading has opened %d occurrences", n)
			}
		})
	}
}

func (i install) wantCustomers(t *testing.T) {
	t.Helper()
	joao, _, err := erp.GetCustomer.Call(t.Context(), i.pipe, erp.CustomerInput{Document: standin.Joao.Document})
	if err != nil || joao.Name != standin.Joao.Name || !joao.Active || joao.BirthDate == nil || joao.RegisteredOn == nil {
		t.Errorf("got %+v, %v", joao, err)
	}
	if _, _, err := erp.GetCustomer.Call(t.Context(), i.pipe, erp.CustomerInput{Document: standin.Nobody}); !erp.IsKind(err, erp.NotFound) {
		t.Errorf("nobody: %v", err)
	}
	contacts, _, err := erp.GetCustomerContacts.Call(t.Context(), i.pipe, erp.CustomerInput{Document: standin.Maria.Document})
	if err != nil || !slices.Equal(contacts.Emails, []string{standin.Maria.Email}) || len(contacts.Mobiles) != 1 {
		t.Errorf("got %+v, %v", contacts, err)
	}
}

// wantInvoices reads more of them than a page holds.
func (i install) wantInvoices(t *testing.T) {
	t.Helper()
	invoices, _, err := erp.ListInvoices.Call(t.Context(), i.pipe, erp.InvoicesInput{Document: standin.Aurora.Document})
	if err != nil || len(invoices) != 260 {
		t.Fatalf("got %d invoices, %v", len(invoices), err)
	}
	of := map[erp.InvoiceStatus]int{}
	for _, invoice := range invoices {
		of[invoice.Status]++
	}
	if of[erp.Cancelled] != 1 || of[erp.Paid] != 256 {
		t.Errorf("got %v", of)
	}
	pdf, _, err := erp.GetBoletoPDF.Call(t.Context(), i.pipe, erp.BoletoInput{InvoiceID: invoices[259].ID, Document: standin.Aurora.Document})
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("the slip: %.10q, %v", pdf, err)
	}
}

func (i install) wantSettled(t *testing.T) {
	t.Helper()
	in := i.payment(t)
	if _, _, err := erp.SettleBoleto.Call(t.Context(), i.pipe, in); err != nil {
		t.Fatal(err)
	}
	got, _, err := erp.GetInvoice.Call(t.Context(), i.pipe, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document})
	if err != nil || got.Status != erp.Paid || len(i.server.Records(in.Reference)) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func (i install) payment(t *testing.T) erp.SettleInput {
	t.Helper()
	reference := "E1234567820261124120012345678901"
	return erp.SettleInput{
		InvoiceID: i.server.Bill(standin.Maria.Document, 9990), Document: standin.Maria.Document, Reference: reference,
		Settlement: erp.Settlement{Amount: 9990, PaidAt: time.Now(), Method: erp.PIX, EndToEndID: &reference},
	}
}

func (i install) wantUnlocked(t *testing.T) {
	t.Helper()
	customer := erp.CustomerInput{Document: standin.Bento.Document}
	blocked, _, err := erp.ListBlockedPlans.Call(t.Context(), i.pipe, customer)
	if err != nil || len(blocked) != 1 {
		t.Fatalf("got %+v, %v", blocked, err)
	}
	got, _, err := erp.UnlockOnTrust.Call(t.Context(), i.pipe, erp.UnlockInput{Document: customer.Document, ContractID: blocked[0].ContractID, Reference: "u-1"})
	if err != nil || !got.Granted || got.Until == nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

// An install that ignores the offset shows a page of each list, once.
func TestSGPThatIgnoresTheOffset(t *testing.T) {
	t.Parallel()
	i := installOf(t, sgp.Quirks{IgnoreOffset: true}, nil)
	invoices, _, err := erp.ListInvoices.Call(t.Context(), i.pipe, erp.InvoicesInput{Document: standin.Aurora.Document})
	if err != nil || len(invoices) != 254 {
		t.Fatalf("got %d invoices, %v", len(invoices), err)
	}
	i.wantSettled(t)
}

// What a token may not do is the operator's business, and no customer reads of it.
func TestSGPTokenWithoutRights(t *testing.T) {
	t.Parallel()
	for name, quirks := range map[string]sgp.Quirks{
		"Permite Baixar Titulo": {NoSettling: true},
		"ura/titulos":           {Denied: []string{"/api/ura/titulos/"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := installOf(t, quirks, nil)
			in := i.payment(t)
			if _, _, err := erp.SettleBoleto.Call(t.Context(), i.pipe, in); !erp.IsKind(err, erp.Unauthenticated) {
				t.Errorf("got %v, want %s", err, erp.Unauthenticated)
			}
			if n := len(i.server.Records(in.Reference)); n != 0 {
				t.Errorf("%d settlements", n)
			}
		})
	}
}

// A page where the slip is due is no slip.
func TestSGPSlipAsPage(t *testing.T) {
	t.Parallel()
	i := installOf(t, sgp.Quirks{PDFAsHTML: true}, nil)
	in := erp.BoletoInput{InvoiceID: i.server.Bill(standin.Maria.Document, 9990), Document: standin.Maria.Document}
	if _, _, err := erp.GetBoletoPDF.Call(t.Context(), i.pipe, in); !erp.IsKind(err, erp.BadAnswer) {
		t.Errorf("got %v, want %s", err, erp.BadAnswer)
	}
}

// Settings can be picked from the lists of SGP that have them.
func TestSGPChoices(t *testing.T) {
	t.Parallel()
	listener := httptest.NewServer(sgpServer(t).Handler())
	t.Cleanup(listener.Close)
	connection := erptest.Connect(t, "sgp", sgpSettings(listener.URL), nil)
	for setting, want := range map[string]erp.Choice{
		"till": {Code: "1", Name: "Caixa Central"}, "carrier": {Code: "1", Name: "BANCO DE TESTE"}, "seller": {Code: "1", Name: "Vendas Internas"},
		"due_date": {Code: "2", Name: "10"}, "ticket_topic": {}, "order_topic": {},
	} {
		choices, err := connection.Choices(t.Context(), setting)
		switch {
		case err != nil || len(choices) == 0 || slices.ContainsFunc(choices, func(c erp.Choice) bool { return c.Code == "" || c.Name == "" }):
			t.Errorf("%s: got %v, %v", setting, choices, err)
		case want.Code != "" && !slices.Contains(choices, want):
			t.Errorf("%s: %v are without %v", setting, choices, want)
		}
	}
}

// A partly paid invoice is paid to its end, and by no more.
func TestSGPParts(t *testing.T) {
	t.Parallel()
	i := installOf(t, sgp.Quirks{}, nil)
	in := i.payment(t)
	for _, part := range []struct {
		amount, left erp.Money
		status       erp.InvoiceStatus
	}{{4000, 5990, erp.PartiallyPaid}, {990, 5000, erp.PartiallyPaid}, {5000, 0, erp.Paid}} {
		in.Settlement.Amount = part.amount
		if _, _, err := erp.SettleBoleto.Call(t.Context(), i.pipe, in); err != nil {
			t.Fatal(err)
		}
		got, _, err := erp.GetInvoice.Call(t.Context(), i.pipe, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document})
		if err != nil || got.Status != part.status || got.OpenAmount != part.left {
			t.Errorf("got %+v, %v; want %s open", got, err, part.left)
		}
	}
	in.InvoiceID, in.Settlement.Amount = i.server.Bill(standin.Maria.Document, 9990), 9991
	if _, _, err := erp.SettleBoleto.Call(t.Context(), i.pipe, in); !erp.IsKind(err, erp.Refused) {
		t.Errorf("too much: %v", err)
	}
}

func sgpServer(t *testing.T) *sgp.Server {
	t.Helper()
	server := sgp.New(sgp.Options{})
	t.Cleanup(server.Close)
	return server
}

// Whatever befalls a settlement on its way, it is no verdict: the title tells.
func TestSGPSettlementsWithoutAVerdict(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]struct {
		faults standin.Faults
		paid   bool
	}{
		"cut before":  {standin.Faults{BeforeApply: 1}, false},
		"cut after":   {standin.Faults{AfterApply: 1}, true},
		"500":         {standin.Faults{Error500: 1}, false},
		"log-in page": {standin.Faults{HTML200: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := installOf(t, sgp.Quirks{}, nil)
			in := i.payment(t)
			i.server.Desk().Switch(standin.Switches{Faults: of.faults, Paths: []string{"/api/banco/"}})
			if _, _, err := erp.SettleBoleto.Call(t.Context(), i.pipe, in); !erp.IsKind(err, erp.MaybeSent) {
				t.Errorf("got %v, want %s", err, erp.MaybeSent)
			}
			got, _, err := erp.GetInvoice.Call(t.Context(), i.pipe, erp.InvoiceInput{InvoiceID: in.InvoiceID, Document: in.Document})
			if err != nil || (got.Status == erp.Paid) != of.paid {
				t.Errorf("got %+v, %v; want it paid: %t", got, err, of.paid)
			}
			if n := len(i.server.Desk().Books()); n != 1 {
				t.Errorf("%d settlements arrived, want 1", n)
			}
		})
	}
}
