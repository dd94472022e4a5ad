package check

import (
	"slices"

	"balcao/erp"
)

// input is what a function is asked with, nil where there is nothing to ask it
// with, and why.
func (r *run) input(f *erp.Info) (in erp.Input, why string) {
	if f.In == erp.ListProducts.In {
		return erp.CatalogueInput{}, ""
	}
	if r.options.Document == "" {
		return nil, "it reads a person's data: name a customer who agrees, with --document"
	}
	switch f {
	case erp.ListInvoices.Info:
		return erp.InvoicesInput{Document: r.options.Document}, ""
	case erp.GetInvoice.Info, erp.GetBoletoPDF.Info:
		return r.invoiceInput(f)
	case erp.GetFiscalNotePDF.Info:
		if len(r.notes) == 0 {
			return nil, "list_fiscal_notes brought no note of this customer"
		}
		return erp.FiscalNoteInput{NoteID: r.notes[0].ID, Document: r.options.Document}, ""
	case erp.GetDebtClearance.Info:
		return erp.ClearanceInput{Document: r.options.Document, Year: r.options.Today.Year - 1}, ""
	}
	if f.In == erp.GetCustomer.In {
		return erp.CustomerInput{Document: r.options.Document}, ""
	}
	return nil, "this check does not know its input"
}

func (r *run) invoiceInput(f *erp.Info) (erp.Input, string) {
	i := slices.IndexFunc(r.invoices, func(i erp.Invoice) bool { return f == erp.GetInvoice.Info || isPayable(i) })
	if i < 0 {
		return nil, "list_invoices brought no such invoice of this customer"
	}
	if f == erp.GetInvoice.Info {
		return erp.InvoiceInput{InvoiceID: r.invoices[i].ID, Document: r.options.Document}, ""
	}
	return erp.BoletoInput{InvoiceID: r.invoices[i].ID, Document: r.options.Document}, ""
}

func isPayable(i erp.Invoice) bool { return i.Status != erp.Paid && i.Status != erp.Cancelled }
