package erptest

import (
	"bytes"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func noteID(n erp.FiscalNote) string { return n.ID }

// noted are two customers with fiscal notes.
func noted(f Facts) []br.Document { return []br.Document{f.Notes, f.Many} }

var fiscalNotes = ownRows(erp.ListFiscalNotes, noted, noteID)

var fiscalNotePDFs = []scenario{
	{erp.GetFiscalNotePDF.Info, Found, "", func(t *testing.T, d desk) {
		id := rowsOf(t, d, erp.ListFiscalNotes, d.Facts.Notes, noteID)[0].ID
		wantPDF(t, must(t, d, erp.GetFiscalNotePDF, erp.FiscalNoteInput{NoteID: id, Document: d.Facts.Notes}))
	}, nil},
	{erp.GetFiscalNotePDF.Info, Anothers, "", func(t *testing.T, d desk) {
		id := rowsOf(t, d, erp.ListFiscalNotes, d.Facts.Notes, noteID)[0].ID
		for _, document := range []br.Document{d.Facts.Customers[1].Document, d.Facts.Nobody} {
			_, err := ask(t, d, erp.GetFiscalNotePDF, erp.FiscalNoteInput{NoteID: id, Document: document})
			wantKind(t, err, erp.NotFound)
		}
	}, nil},
	{erp.GetFiscalNotePDF.Info, Nothing, "", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetFiscalNotePDF, erp.FiscalNoteInput{NoteID: "999999999", Document: d.Facts.Notes})
		wantKind(t, err, erp.NotFound)
	}, nil},
}

func entryID(e erp.StatementEntry) string { return e.ID }

func billedCustomers(f Facts) []br.Document {
	return []br.Document{f.Statuses[erp.Paid], f.Many}
}

var statements = append(ownRows(erp.ListStatement, billedCustomers, entryID),
	scenario{erp.ListStatement.Info, Found, "of the invoices", func(t *testing.T, d desk) {
		billed := map[string]erp.Money{}
		for _, i := range d.list(t, d.Facts.Many) {
			billed[i.ID] = i.OriginalAmount
		}
		for _, entry := range rowsOf(t, d, erp.ListStatement, d.Facts.Many, entryID) {
			if entry.InvoiceID != nil && billed[*entry.InvoiceID] != entry.Amount {
				t.Errorf("the line %+v is not of the invoice", entry)
			}
		}
	}, nil},
)

var clearances = []scenario{
	{erp.GetDebtClearance.Info, Found, "", func(t *testing.T, d desk) { wantPDF(t, must(t, d, erp.GetDebtClearance, d.Facts.Cleared)) }, nil},
	{erp.GetDebtClearance.Info, Refusal, "something is owed", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetDebtClearance, d.Facts.Owing)
		wantKind(t, err, erp.Refused)
		wantMessage(t, err)
	}, nil},
	{erp.GetDebtClearance.Info, Nothing, "", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetDebtClearance, erp.ClearanceInput{Document: d.Facts.Nobody, Year: d.Facts.Cleared.Year})
		wantKind(t, err, erp.NotFound)
	}, nil},
}

func wantPDF(t *testing.T, file erp.PDF) {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("%PDF")) {
		t.Errorf("the file begins with %q", file[:min(len(file), 8)])
	}
}
