package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

var boletos = []scenario{
	{erp.GetBoletoPDF.Info, Found, "", func(t *testing.T, d desk) {
		pdf, err := d.pdf(t, d.overdue(t), d.Facts.Statuses[erp.Overdue])
		if err != nil {
			t.Fatal(err)
		}
		wantPDF(t, pdf)
	}, nil},
	{erp.GetBoletoPDF.Info, Nothing, "no such number", func(t *testing.T, d desk) {
		_, err := d.pdf(t, "999999999", d.Facts.Customers[0].Document)
		wantKind(t, err, erp.NotFound)
	}, nil},
	{erp.GetBoletoPDF.Info, Anothers, "", func(t *testing.T, d desk) {
		id := d.Clerk.Bill(t, d.Facts.Customers[0].Document, 10490)
		_, err := d.pdf(t, id, d.Facts.Customers[1].Document)
		wantKind(t, err, erp.NotFound)
	}, nil},
}

// overdue is the id of an overdue invoice of the customer who has one.
func (d desk) overdue(t *testing.T) string {
	t.Helper()
	invoices := d.list(t, d.Facts.Statuses[erp.Overdue])
	at := slices.IndexFunc(invoices, func(i erp.Invoice) bool { return i.Status == erp.Overdue })
	if at < 0 {
		t.Fatal("the customer has no overdue invoice")
	}
	return invoices[at].ID
}

func (d desk) pdf(t *testing.T, id string, document br.Document) (erp.PDF, error) {
	t.Helper()
	got, _, err := erp.GetBoletoPDF.Call(t.Context(), d.pipe, erp.BoletoInput{InvoiceID: id, Document: document})
	return got, err
}
