package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func invoices(t *testing.T, target Target) {
	scenario(t, target, "of a customer without any", func(t *testing.T, d desk) {
		if got := d.list(t, d.Facts.Debtless); len(got) != 0 {
			t.Errorf("got %d invoices, want none", len(got))
		}
	})
	scenario(t, target, "of nobody", func(t *testing.T, d desk) {
		if got := d.list(t, d.Facts.Nobody); len(got) != 0 {
			t.Errorf("got %d invoices, want none", len(got))
		}
	})
	scenario(t, target, "more than a screen full", func(t *testing.T, d desk) {
		if got := d.list(t, d.Facts.Many); len(got) < d.Facts.ManyCount {
			t.Errorf("got %d invoices, want at least %d", len(got), d.Facts.ManyCount)
		}
	})
	for status, document := range target.Facts.Statuses {
		scenario(t, target, string(status), func(t *testing.T, d desk) {
			for _, invoice := range d.list(t, document) {
				if invoice.Status == status {
					return
				}
			}
			t.Errorf("no invoice of the customer is %s", status)
		})
	}
	scenario(t, target, "of many customers at once", manyInvoices)
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

func oneInvoice(t *testing.T, target Target) {
	scenario(t, target, "one of each status, as in the list", func(t *testing.T, d desk) {
		seen := map[erp.InvoiceStatus]bool{}
		for _, want := range d.list(t, d.Facts.Many) { // nobody bills this customer meanwhile
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
	})
	scenario(t, target, "another person's", func(t *testing.T, d desk) {
		id := d.list(t, d.Facts.Statuses[erp.Paid])[0].ID
		_, err := d.invoice(t, id, d.Facts.Debtless)
		wantKind(t, err, erp.NotFound)
	})
	scenario(t, target, "no such number", func(t *testing.T, d desk) {
		_, err := d.invoice(t, "999999999", d.Facts.Statuses[erp.Paid])
		wantKind(t, err, erp.NotFound)
	})
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
		if p.Amount == nil || *p.Amount <= 0 || p.PaidOn == nil {
			t.Errorf("invoice %s has a payment without amount or day", i.ID)
		}
	}
}
