package erptest

import (
	"bytes"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func noteID(n erp.FiscalNote) string { return n.ID }

func fiscalNotes(t *testing.T, target Target) {
	ownRows(t, target, erp.ListFiscalNotes, []br.Document{target.Facts.Statuses[erp.Paid], target.Facts.Many}, noteID)
}

func fiscalNotePDFs(t *testing.T, target Target) {
	scenario(t, target, "a PDF, for its owner alone", func(t *testing.T, d desk) {
		owner := d.Facts.Statuses[erp.Paid]
		id := rowsOf(t, d, erp.ListFiscalNotes, owner, noteID)[0].ID
		wantPDF(t, must(t, d, erp.GetFiscalNotePDF, erp.FiscalNoteInput{NoteID: id, Document: owner}))
		for _, in := range []erp.FiscalNoteInput{
			{NoteID: id, Document: d.Facts.Customers[1].Document}, {NoteID: id, Document: d.Facts.Nobody}, {NoteID: "999999999", Document: owner},
		} {
			_, err := ask(t, d, erp.GetFiscalNotePDF, in)
			wantKind(t, err, erp.NotFound)
		}
	})
}

func statements(t *testing.T, target Target) {
	line := func(e erp.StatementEntry) string { return e.ID }
	ownRows(t, target, erp.ListStatement, []br.Document{target.Facts.Statuses[erp.PartiallyPaid], target.Facts.Many}, line)
	scenario(t, target, "of the invoices", func(t *testing.T, d desk) {
		billed := map[string]erp.Money{}
		for _, i := range d.list(t, d.Facts.Many) { // nobody bills this customer meanwhile
			billed[i.ID] = i.OriginalAmount
		}
		for _, entry := range rowsOf(t, d, erp.ListStatement, d.Facts.Many, line) {
			if entry.InvoiceID != nil && billed[*entry.InvoiceID] != entry.Amount {
				t.Errorf("the line %+v is not of the invoice", entry)
			}
		}
	})
}

func clearances(t *testing.T, target Target) {
	scenario(t, target, "a PDF", func(t *testing.T, d desk) { wantPDF(t, must(t, d, erp.GetDebtClearance, d.Facts.Cleared)) })
	scenario(t, target, "something is owed", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetDebtClearance, d.Facts.Owing)
		wantKind(t, err, erp.Refused)
		wantMessage(t, err)
	})
	scenario(t, target, "of nobody", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetDebtClearance, erp.ClearanceInput{Document: d.Facts.Nobody, Year: d.Facts.Cleared.Year})
		wantKind(t, err, erp.NotFound)
	})
}

func wantPDF(t *testing.T, file erp.PDF) {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("%PDF")) {
		t.Errorf("the file begins with %q", file[:min(len(file), 8)])
	}
}
