package check

import (
	"slices"

	"balcao/erp"
	"balcao/internal/br"
)

// Asking is what functions are asked with: a customer, and of what the earlier
// ones brought the ids that later ones need.
type Asking struct {
	// Document is a customer whose data may be read. Without one only lists that
	// are nobody's can be asked for.
	Document br.Document
	// Today is the provider's day.
	Today br.Date

	invoices []erp.Invoice
	notes    []erp.FiscalNote
}

// Remember keeps of an answer what later inputs are made of.
func (a *Asking) Remember(value any) {
	switch value := value.(type) {
	case []erp.Invoice:
		a.invoices = value
	case []erp.FiscalNote:
		a.notes = value
	}
}

// Input is what a function that reads is asked with, nil where there is nothing to
// ask it with, and why.
func (a *Asking) Input(f *erp.Info) (in erp.Input, why string) {
	if f.In == erp.ListProducts.In {
		return erp.CatalogueInput{}, ""
	}
	if a.Document == "" {
		return nil, "it reads a person's data: name a customer who agrees, with --document"
	}
	switch f {
	case erp.ListInvoices.Info:
		return erp.InvoicesInput{Document: a.Document}, ""
	case erp.GetInvoice.Info, erp.GetBoletoPDF.Info:
		return a.invoiceInput(f)
	case erp.GetFiscalNotePDF.Info:
		if len(a.notes) == 0 {
			return nil, "list_fiscal_notes brought no note of this customer"
		}
		return erp.FiscalNoteInput{NoteID: a.notes[0].ID, Document: a.Document}, ""
	case erp.GetDebtClearance.Info:
		return erp.ClearanceInput{Document: a.Document, Year: a.Today.Year - 1}, ""
	}
	if f.In == erp.GetCustomer.In {
		return erp.CustomerInput{Document: a.Document}, ""
	}
	return nil, "this check does not know its input"
}

func (a *Asking) invoiceInput(f *erp.Info) (erp.Input, string) {
	i := slices.IndexFunc(a.invoices, func(i erp.Invoice) bool { return f == erp.GetInvoice.Info || isPayable(i) })
	if i < 0 {
		return nil, "list_invoices brought no such invoice of this customer"
	}
	if f == erp.GetInvoice.Info {
		return erp.InvoiceInput{InvoiceID: a.invoices[i].ID, Document: a.Document}, ""
	}
	return erp.BoletoInput{InvoiceID: a.invoices[i].ID, Document: a.Document}, ""
}

func isPayable(i erp.Invoice) bool { return i.Status != erp.Paid && i.Status != erp.Cancelled }
