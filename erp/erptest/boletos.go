package erptest

import (
	"bytes"
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func boletos(t *testing.T, target Target) {
	scenario(t, target, "a PDF", func(t *testing.T, d desk) {
		customer := d.Facts.Statuses[erp.Overdue]
		invoices := d.list(t, customer)
		overdue := slices.IndexFunc(invoices, func(i erp.Invoice) bool { return i.Status == erp.Overdue })
		if overdue < 0 {
			t.Fatal("the customer has no overdue invoice")
		}
		pdf, err := d.pdf(t, invoices[overdue].ID, customer)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("the file begins with %q", pdf[:min(len(pdf), 8)])
		}
	})
	scenario(t, target, "another person's", func(t *testing.T, d desk) {
		id := d.Clerk.Bill(t, d.Facts.Customers[0].Document, 10490)
		_, err := d.pdf(t, id, d.Facts.Customers[1].Document)
		wantKind(t, err, erp.NotFound)
	})
}

func (d desk) pdf(t *testing.T, id string, document br.Document) (erp.PDF, error) {
	t.Helper()
	got, _, err := erp.GetBoletoPDF.Call(t.Context(), d.pipe, erp.BoletoInput{InvoiceID: id, Document: document})
	return got, err
}
