package erptest_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/erptest"
	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
	"balcao/internal/br"
)

// serveIXC serves a stand-in of IXC until the test ends.
func serveIXC(t *testing.T) (*ixc.Server, string) {
	t.Helper()
	install := ixc.New(ixc.Options{})
	server := httptest.NewServer(install.Handler())
	t.Cleanup(func() {
		server.Close()
		install.Close()
	})
	return install, server.URL
}

// connectIXC fills in the settings by the codes of the stand-in.
func connectIXC(t *testing.T, url string) *automation.Connection {
	t.Helper()
	return erptest.Connect(t, "ixc", map[string]string{
		"url": url, "token": ixc.DefaultToken, "pix_account": "5", "card_account": "6", "card_receipt_type": "Cartão",
		"stage": "1", "branch": "1", "ticket_subject": "1", "ticket_sector": "1", "city": "1",
	}, nil)
}

func TestIXCOnItsStandIn(t *testing.T) {
	install, url := serveIXC(t)
	inserts := func(resource string) func(erptest.Request) bool {
		return func(r erptest.Request) bool {
			return r.Path == "/webservice/v1/"+resource && r.Header.Get("ixcsoft") == ""
		}
	}
	target := erptest.Target{
		Pack:    "ixc",
		URL:     url,
		Connect: func(t *testing.T, url string) erp.Pipe { return connectIXC(t, url) },
		Clerk:   ixcClerk{install},
		Facts:   ixcFacts(),
		Page:    `<div style="background:#FF0000">Ocorreu um erro ao processar. Contate o suporte IXC Soft.</div>`,
		Writes: map[string]erptest.Write{
			"create_lead":                        {Carries: inserts("contato")},
			"create_order":                       {Carries: inserts("crm_negociacoes"), Refused: unknownProduct},
			"create_order_for_existing_customer": {Carries: inserts("crm_negociacoes")},
			"create_ticket":                      {Carries: inserts("su_ticket")},
			"settle_boleto":                      {Carries: inserts("fn_areceber_recebimentos_baixas_novo")},
			"unlock_on_trust":                    {Carries: inserts("desbloqueio_confianca")},
			"update_customer":                    {Carries: func(r erptest.Request) bool { return r.Method == http.MethodPut }, Accepted: knownCity},
		},
	}
	erptest.Run(t, target)
	erptest.UnknownCodes(t, target)
	t.Cleanup(func() {
		if got := install.Expressions(); len(got) > 0 {
			t.Errorf("names of fields came from values: %q", got)
		}
		if got := install.Sent(); len(got) > 0 {
			t.Errorf("boletos were sent to customers: %q", got)
		}
	})
}

// knownCity moves a change to a city that the stand-in's list has.
func knownCity(in erp.Input) erp.Input {
	change := in.(erp.UpdateInput)
	if change.Changes.BillingAddress != nil {
		address, city := *change.Changes.BillingAddress, standin.Maria.City
		address.City = &city
		change.Changes.BillingAddress = &address
	}
	return change
}

func ixcFacts() erptest.Facts {
	person := func(p standin.Person) erptest.Person { return erptest.Person{Document: p.Document, Name: p.Name} }
	maria, joao, aurora := standin.Maria.Document, standin.Joao.Document, standin.Aurora.Document
	return erptest.Facts{
		Customers: []erptest.Person{person(standin.Maria), person(standin.Joao), person(standin.Padaria)},
		Shared:    person(standin.Antonio),
		Nobody:    standin.Nobody,
		Debtless:  standin.Padaria.Document,
		Statuses: map[erp.InvoiceStatus]br.Document{
			erp.Open: maria, erp.Overdue: maria, erp.Paid: maria, erp.PartiallyPaid: joao, erp.Cancelled: aurora,
		},
		Many: aurora, ManyCount: 260, // one more is not for customers
		Bare: standin.Bento.Document, Contracts: joao, Notes: maria,
		Email: standin.Maria.Email,
		Codes: erptest.Codes{Product: "1", DueDate: "2", Reseller: "1"},
		Plans: map[erp.PlanStatus]br.Document{
			erp.PlanActive: maria, erp.PlanBlocked: standin.Estela.Document, erp.PlanCancelled: standin.Antonio.Document,
		},
		Unlockable: standin.Bento.Document, NeverUnlocked: standin.Estela.Document, Changeable: standin.Estela.Document,
	}
}

// ixcClerk works at the stand-in's own screen.
type ixcClerk struct{ install *ixc.Server }

func (c ixcClerk) Bill(t *testing.T, customer br.Document, amount erp.Money) string {
	t.Helper()
	return c.install.Bill(customer, amount)
}

func (c ixcClerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	c.install.Pay(invoiceID, br.DateOf(time.Now()))
}

func (c ixcClerk) Records(t *testing.T, reference string) []string {
	t.Helper()
	return c.install.Records(reference)
}

// What every install may do besides, by its quirks.
func TestIXCQuirks(t *testing.T) {
	t.Parallel()
	maria := erp.CustomerInput{Document: standin.Maria.Document}
	for name, test := range map[string]struct {
		quirks ixc.Quirks
		try    func(t *testing.T, install *ixc.Server, pipe erp.Pipe)
	}{
		"a closed fiscal period": {ixc.Quirks{ClosedPeriod: true}, func(t *testing.T, install *ixc.Server, pipe erp.Pipe) {
			_, _, err := erp.SettleBoleto.Call(t.Context(), pipe, pixOf(install.Bill(maria.Document, 9990), 9990))
			wantKind(t, err, erp.NotDone)
		}},
		"a dropped column": {ixc.Quirks{Dropped: map[string][]string{"cliente": {"email"}}}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			email := "nova@cliente.example"
			_, _, err := erp.UpdateCustomer.Call(t.Context(), pipe,
				erp.UpdateInput{Document: maria.Document, Changes: erp.Changes{Email: &email}, Reference: "c-1"})
			wantKind(t, err, erp.NotDone)
		}},
		"an address that is not released": {ixc.Quirks{ForeignAddress: true}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			_, _, err := erp.GetCustomer.Call(t.Context(), pipe, maria)
			wantKind(t, err, erp.Unauthenticated)
		}},
		"a group that may not list cities": {ixc.Quirks{Forbidden: []string{"cidade", "uf", "cliente_contrato"}}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			got, meta, err := erp.GetCustomer.Call(t.Context(), pipe, maria)
			if err != nil || got.Name != standin.Maria.Name || !meta.Incomplete {
				t.Errorf("got %+v, %+v, %v", got, meta, err)
			}
		}},
		"a page for a boleto": {ixc.Quirks{BoletoPage: true}, func(t *testing.T, install *ixc.Server, pipe erp.Pipe) {
			_, _, err := erp.GetBoletoPDF.Call(t.Context(), pipe,
				erp.BoletoInput{InvoiceID: install.Bill(maria.Document, 9990), Document: maria.Document})
			wantKind(t, err, erp.BadAnswer)
		}},
		"a PIX of nothing": {ixc.Quirks{EmptyPIX: true}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			got, meta, err := erp.ListInvoices.Call(t.Context(), pipe, erp.InvoicesInput{Document: maria.Document})
			if err != nil || meta.Incomplete || slices.ContainsFunc(got, func(i erp.Invoice) bool { return i.PixCode != nil }) {
				t.Errorf("got %+v, %+v, %v", got, meta, err)
			}
		}},
		"lists that are too long": {ixc.Quirks{MaxRows: 200}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			got, _, err := erp.ListInvoices.Call(t.Context(), pipe, erp.InvoicesInput{Document: standin.Aurora.Document})
			if err != nil || len(got) < 260 {
				t.Errorf("got %d, %v", len(got), err)
			}
		}},
		"words in English": {ixc.Quirks{English: true}, func(t *testing.T, install *ixc.Server, pipe erp.Pipe) {
			if _, _, err := erp.SettleBoleto.Call(t.Context(), pipe, pixOf(install.Bill(maria.Document, 9990), 9990)); err != nil {
				t.Error(err)
			}
		}},
		"errors as JSON": {ixc.Quirks{JSONErrors: true}, func(t *testing.T, _ *ixc.Server, pipe erp.Pipe) {
			if _, _, err := erp.GetCustomer.Call(t.Context(), pipe, maria); err != nil {
				t.Error(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			install, url := serveIXC(t)
			install.SetQuirks(test.quirks)
			test.try(t, install, connectIXC(t, url))
		})
	}
}

// A migration kills the token; nobody asks on.
func TestIXCTokenDies(t *testing.T) {
	t.Parallel()
	install, url := serveIXC(t)
	pipe := connectIXC(t, url)
	install.KillTokens()
	_, _, err := erp.GetCustomer.Call(t.Context(), pipe, erp.CustomerInput{Document: standin.Maria.Document})
	wantKind(t, err, erp.Unauthenticated)
	if calls := install.Desk().Calls(); len(calls) != 1 || !slices.Equal(slices.Collect(maps.Values(calls)), []int{1}) {
		t.Errorf("asked %v, want once", calls)
	}
}

// The password of the customer area is in each record, and leaves IXC in no
// answer of Balcão; an edit keeps it.
func TestIXCKeepsThePortalPassword(t *testing.T) {
	t.Parallel()
	install, url := serveIXC(t)
	pipe := connectIXC(t, url)
	email := "nova@cliente.example"
	in := erp.UpdateInput{Document: standin.Estela.Document, Changes: erp.Changes{Email: &email}, Reference: "c-1"}
	if _, _, err := erp.UpdateCustomer.Call(t.Context(), pipe, in); err != nil {
		t.Fatal(err)
	}
	records := install.Records(email)
	if len(records) != 1 || !strings.Contains(records[0], "portal-") {
		t.Errorf("the edit was %q, want one with the password of before", records)
	}
}

// What a technician chooses instead of typing its number.
func TestIXCChoices(t *testing.T) {
	t.Parallel()
	_, url := serveIXC(t)
	connection := connectIXC(t, url)
	for setting, want := range map[string]struct {
		count int
		name  string
	}{"city": {5564, standin.Maria.City}, "ticket_subject": {3, "Sem conexão"}, "ticket_sector": {3, "Suporte"}} {
		got, err := connection.Choices(t.Context(), setting)
		if err != nil || len(got) != want.count || !slices.ContainsFunc(got, func(c erp.Choice) bool { return c.Name == want.name }) {
			t.Errorf("%s: got %d choices, %v; want %d, %q among them", setting, len(got), err, want.count, want.name)
		}
	}
}

// A POST without the header ixcsoft inserts a record: no read may ever send one.
func TestIXCReadsInsertNothing(t *testing.T) {
	t.Parallel()
	install, url := serveIXC(t)
	connection, maria := connectIXC(t, url), standin.Maria.Document
	title := install.Bill(maria, 9990)
	for _, f := range erp.Functions {
		if f.Effect != erp.Read {
			continue
		}
		var in erp.Input = erp.CustomerInput{Document: maria}
		switch f {
		case erp.ListInvoices.Info:
			in = erp.InvoicesInput{Document: maria}
		case erp.GetInvoice.Info:
			in = erp.InvoiceInput{InvoiceID: title, Document: maria}
		case erp.GetBoletoPDF.Info:
			in = erp.BoletoInput{InvoiceID: title, Document: maria}
		case erp.GetFiscalNotePDF.Info:
			in = erp.FiscalNoteInput{NoteID: "1", Document: maria}
		case erp.GetDebtClearance.Info:
			in = erp.ClearanceInput{Document: maria, Year: 2025}
		case erp.ListResellers.Info, erp.ListProducts.Info, erp.ListDueDates.Info, erp.ListCommercialOrigins.Info:
			in = erp.CatalogueInput{}
		}
		got := connection.Do(t.Context(), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
		if got.Err != nil && !erp.IsKind(got.Err, erp.NotSupported) {
			t.Errorf("%s: %v", f.Name, got.Err)
		}
	}
	if got := install.Records(""); len(got) > 0 {
		t.Errorf("the reads wrote %q", got)
	}
}

// pixOf pays an invoice of Maria's.
func pixOf(invoice string, amount erp.Money) erp.SettleInput {
	reference := "E1234567820261124093000000000001"
	return erp.SettleInput{InvoiceID: invoice, Document: standin.Maria.Document, Reference: reference,
		Settlement: erp.Settlement{Amount: amount, PaidAt: time.Now(), Method: erp.PIX, EndToEndID: &reference}}
}

// wantKind fails the test unless the error is of this kind.
func wantKind(t *testing.T, err error, kind erp.Kind) {
	t.Helper()
	if !erp.IsKind(err, kind) {
		t.Errorf("got %v, want %s", err, kind)
	}
}
