package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

var invoices = []scenario{
	{erp.ListInvoices.Info, Found, "more than a page full", func(t *testing.T, d desk) {
		if got := d.list(t, d.Facts.Many); len(got) < d.Facts.ManyCount {
			t.Errorf("got %d invoices, want at least %d", len(got), d.Facts.ManyCount)
		}
	}, nil},
	{erp.ListInvoices.Info, Found, "open", ofStatus(erp.Open), nil},
	{erp.ListInvoices.Info, Found, "overdue", ofStatus(erp.Overdue), nil},
	{erp.ListInvoices.Info, Nothing, "of a customer without any", func(t *testing.T, d desk) { d.wantNone(t, d.Facts.Debtless) }, nil},
	{erp.ListInvoices.Info, Nothing, "of nobody", func(t *testing.T, d desk) { d.wantNone(t, d.Facts.Nobody) }, nil},
	{erp.ListInvoices.Info, PaidInvoice, "", ofStatus(erp.Paid), []need{says(erp.Paid)}},
	{erp.ListInvoices.Info, Cancelled, "", ofStatus(erp.Cancelled), []need{says(erp.Cancelled)}},
	{erp.ListInvoices.Info, PartlyPaid, "", ofStatus(erp.PartiallyPaid), []need{says(erp.PartiallyPaid)}},
	{erp.ListInvoices.Info, Interest, "", overdueWithInterest, []need{maps("interest")}},
	{erp.ListInvoices.Info, SharedCPF, "", func(t *testing.T, d desk) {
		if len(d.list(t, d.Facts.Shared.Document)) == 0 {
			t.Error("the present record's invoice is not shown")
		}
	}, nil},
	{erp.ListInvoices.Info, Contracts, "", invoicesOfOneContract, []need{mentions("input.contract_id")}},
	{erp.ListInvoices.Info, NoLine, "", bare(func(i erp.Invoice) *string { return i.DigitableLine }), []need{maps("digitable_line")}},
	{erp.ListInvoices.Info, NoPIX, "", bare(func(i erp.Invoice) *string { return i.PixCode }), []need{maps("pix_code")}},
	{erp.ListInvoices.Info, NoLink, "", bare(func(i erp.Invoice) *string { return i.LinkBoleto }), []need{maps("link_boleto")}},
	{erp.ListInvoices.Info, ManyAtOnce, "", manyInvoices, nil},
}

func ofStatus(status erp.InvoiceStatus) func(*testing.T, desk) {
	return func(t *testing.T, d desk) {
		has := func(i erp.Invoice) bool { return i.Status == status }
		if !slices.ContainsFunc(d.list(t, d.Facts.Statuses[status]), has) {
			t.Errorf("no invoice of the customer is %s", status)
		}
	}
}

func (d desk) wantNone(t *testing.T, document br.Document) {
	t.Helper()
	if got := d.list(t, document); len(got) != 0 {
		t.Errorf("got %d invoices, want none", len(got))
	}
}

func overdueWithInterest(t *testing.T, d desk) {
	for _, i := range d.list(t, d.Facts.Statuses[erp.Overdue]) {
		if i.Status == erp.Overdue && i.Interest != nil && *i.Interest > 0 && i.CurrentAmount > i.OriginalAmount {
			return
		}
	}
	t.Error("no overdue invoice has interest in its amount of today")
}

func invoicesOfOneContract(t *testing.T, d desk) {
	of := map[string]int{}
	for _, i := range d.list(t, d.Facts.Contracts) {
		if i.ContractID != nil {
			of[*i.ContractID]++
		}
	}
	if len(of) < 2 {
		t.Fatalf("the invoices are of %d contracts, want two at least", len(of))
	}
	for contract, want := range of {
		got := must(t, d, erp.ListInvoices, erp.InvoicesInput{Document: d.Facts.Contracts, ContractID: contract})
		for _, i := range got {
			if i.ContractID == nil || *i.ContractID != contract {
				t.Errorf("invoice %s is of another contract", i.ID)
			}
		}
		if len(got) < want {
			t.Errorf("got %d invoices of the contract, want %d", len(got), want)
		}
	}
}

// bare wants an open invoice without what field gives, and none with an empty
// text.
func bare(field func(erp.Invoice) *string) func(*testing.T, desk) {
	return func(t *testing.T, d desk) {
		without := false
		for _, i := range d.list(t, d.Facts.Bare) {
			if value := field(i); value != nil && *value == "" {
				t.Errorf("invoice %s has an empty text", i.ID)
			}
			without = without || field(i) == nil && (i.Status == erp.Open || i.Status == erp.Overdue)
		}
		if !without {
			t.Error("no open invoice of the customer is without it")
		}
	}
}

func manyInvoices(t *testing.T, d desk) {
	d.list(t, d.Facts.Nobody) // logs in
	ins := []erp.InvoicesInput{{Document: d.Facts.Nobody}, {Document: d.Facts.Debtless}}
	for _, document := range d.Facts.Statuses {
		ins = append(ins, erp.InvoicesInput{Document: document})
	}
	d.proxy.Forget()
	answers := erp.ListInvoices.CallMany(t.Context(), d.pipe, ins)
	d.wantCalls(t, erp.ListInvoices.Name)
	for i, in := range ins {
		if answers[i].Err != nil {
			t.Fatal(answers[i].Err)
		}
		checkInvoices(t, answers[i].Value, in.Document)
		if got := len(answers[i].Value); (got == 0) != (i < 2) {
			t.Errorf("question %d has %d invoices", i, got)
		}
	}
}

var oneInvoice = []scenario{
	{erp.GetInvoice.Info, Found, "one of each status, as in the list", oneOfEachStatus, nil},
	{erp.GetInvoice.Info, Anothers, "", func(t *testing.T, d desk) {
		id := d.list(t, d.Facts.Statuses[erp.Paid])[0].ID
		_, err := d.invoice(t, id, d.Facts.Debtless)
		wantKind(t, err, erp.NotFound)
	}, nil},
	{erp.GetInvoice.Info, Nothing, "no such number", func(t *testing.T, d desk) {
		_, err := d.invoice(t, "999999999", d.Facts.Statuses[erp.Paid])
		wantKind(t, err, erp.NotFound)
	}, nil},
}

func oneOfEachStatus(t *testing.T, d desk) {
	seen := map[erp.InvoiceStatus]bool{}
	for _, want := range d.list(t, d.Facts.Many) {
		if seen[want.Status] {
			continue
		}
		seen[want.Status] = true
		got, err := d.invoice(t, want.ID, want.DocumentNumber)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != want.ID || got.Status != want.Status || got.OpenAmount != want.OpenAmount || got.DueOn != want.DueOn {
			t.Errorf("got %+v, want %+v", *got, want)
		}
	}
}

func (d desk) list(t *testing.T, document br.Document) []erp.Invoice {
	t.Helper()
	got, _, err := erp.ListInvoices.Call(t.Context(), d.pipe, erp.InvoicesInput{Document: document})
	if err != nil {
		t.Fatal(err)
	}
	checkInvoices(t, got, document)
	return got
}

func (d desk) invoice(t *testing.T, id string, document br.Document) (*erp.Invoice, error) {
	t.Helper()
	got, _, err := erp.GetInvoice.Call(t.Context(), d.pipe, erp.InvoiceInput{InvoiceID: id, Document: document})
	return got, err
}

// checkInvoices fails the test where an invoice contradicts itself.
func checkInvoices(t *testing.T, invoices []erp.Invoice, document br.Document) {
	t.Helper()
	seen := map[string]bool{}
	for _, invoice := range invoices {
		if seen[invoice.ID] {
			t.Errorf("invoice %s comes twice", invoice.ID)
		}
		seen[invoice.ID] = true
		if invoice.DocumentNumber != document {
			t.Errorf("invoice %s is another person's", invoice.ID)
		}
		checkAmounts(t, invoice)
	}
}

func checkAmounts(t *testing.T, i erp.Invoice) {
	t.Helper()
	open, whole := i.OpenAmount, i.CurrentAmount
	fits := map[erp.InvoiceStatus]bool{
		erp.Open:          open > 0 && open == whole,
		erp.Overdue:       open > 0 && open == whole,
		erp.PartiallyPaid: open > 0 && open <= whole,
		erp.Paid:          open == 0,
		erp.Cancelled:     open == 0,
	}[i.Status]
	if !fits || i.OriginalAmount <= 0 || i.DueOn.IsZero() {
		t.Errorf("invoice %s contradicts itself: %s, %s of %s open, original %s, due %s", i.ID, i.Status, open, whole, i.OriginalAmount, i.DueOn)
	}
	paid := len(i.Payments) > 0
	if (i.Status == erp.Paid || i.Status == erp.PartiallyPaid) != paid {
		t.Errorf("invoice %s is %s and has %d payments", i.ID, i.Status, len(i.Payments))
	}
	for _, p := range i.Payments {
		if p.Amount != nil && *p.Amount <= 0 || p.PaidOn == nil && i.Status == erp.Paid { // of a part an ERP may tell no day
			t.Errorf("invoice %s has a payment of nothing or without a day", i.ID)
		}
	}
}
