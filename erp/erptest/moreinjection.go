package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// injectionOf asks the functions beyond the basic ones what [injection] asks
// those.
func injectionOf(t *testing.T, target Target) {
	for _, attempt := range attempts {
		scenario(t, target, attempt, func(t *testing.T, d desk) {
			document := br.Document(attempt)
			noRows(t, d, erp.ListPlans, document)
			noRows(t, d, erp.ListBlockedPlans, document)
			noRows(t, d, erp.ListContracts, document)
			noRows(t, d, erp.ListFiscalNotes, document)
			noRows(t, d, erp.ListStatement, document)
			noRows(t, d, erp.ListPendencyTexts, document)
			nothing(t, d, erp.GetCustomerContacts, erp.CustomerInput{Document: document})
			nothing(t, d, erp.GetFiscalNotePDF, erp.FiscalNoteInput{NoteID: attempt, Document: d.Facts.Customers[0].Document})
			nothing(t, d, erp.GetDebtClearance, erp.ClearanceInput{Document: document, Year: d.Facts.Cleared.Year})
			nothing(t, d, erp.UnlockOnTrust, erp.UnlockInput{ContractID: attempt, Document: d.Facts.Unlockable, Reference: newReference()})
			change := d.change()
			change.Document = document
			nothing(t, d, erp.UpdateCustomer, change)
		})
	}
}

// noRows wants an empty list or a no.
func noRows[Row any](t *testing.T, d desk, f erp.Func[erp.CustomerInput, []Row], document br.Document) {
	t.Helper()
	if !d.has(f.Info) {
		return
	}
	got, err := ask(t, d, f, erp.CustomerInput{Document: document})
	if err != nil {
		wantKind(t, err, erp.InvalidInput, erp.Refused)
	}
	if len(got) != 0 {
		t.Errorf("%s: got %d rows", f.Name, len(got))
	}
}

// nothing wants a no.
func nothing[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) {
	t.Helper()
	if d.has(f.Info) {
		_, err := ask(t, d, f, in)
		wantKind(t, err, erp.NotFound, erp.InvalidInput, erp.Refused)
	}
}
