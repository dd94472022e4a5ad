package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// probe is a question that a read of this ERP answers well, and about somebody
// of whom nothing changes meanwhile.
func (d desk) probe(t *testing.T, f *erp.Info) erp.Input {
	t.Helper()
	switch f {
	case erp.ListInvoices.Info:
		return erp.InvoicesInput{Document: d.Facts.Many}
	case erp.GetInvoice.Info:
		return erp.InvoiceInput{InvoiceID: d.list(t, d.Facts.Many)[0].ID, Document: d.Facts.Many}
	case erp.GetBoletoPDF.Info:
		return erp.BoletoInput{InvoiceID: d.overdue(t), Document: d.Facts.Statuses[erp.Overdue]}
	case erp.GetFiscalNotePDF.Info:
		return erp.FiscalNoteInput{NoteID: rowsOf(t, d, erp.ListFiscalNotes, d.Facts.Notes, noteID)[0].ID, Document: d.Facts.Notes}
	case erp.GetDebtClearance.Info:
		return d.Facts.Cleared
	case erp.ListFiscalNotes.Info:
		return erp.CustomerInput{Document: d.Facts.Notes}
	}
	if f.In == erp.ListProducts.In {
		return erp.CatalogueInput{}
	}
	return erp.CustomerInput{Document: d.someone(f)}
}

// someone is a customer of whom the function knows something.
func (d desk) someone(f *erp.Info) br.Document {
	switch f {
	case erp.ListPlans.Info, erp.ListContracts.Info:
		return d.Facts.Customers[1].Document
	case erp.ListBlockedPlans.Info:
		return d.Facts.NeverUnlocked
	case erp.ListStatement.Info:
		return d.Facts.Many
	case erp.ListPendencyTexts.Info:
		return d.Facts.Statuses[erp.Overdue]
	}
	return d.Facts.Customers[0].Document
}

// do asks any function.
func (d desk) do(t *testing.T, f *erp.Info, in erp.Input) erp.Result {
	t.Helper()
	return d.pipe.Do(t.Context(), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
}
