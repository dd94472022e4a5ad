package erptest_test

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/erp/standin"
)

// HubSoft writes sums as numbers, as texts and as short texts, and days with
// slashes and with dashes: each list has its own ways.
func TestHubSoftFormats(t *testing.T) {
	t.Parallel()
	_, connection := serveHubSoft(t, nil)
	aurora := erp.InvoicesInput{Document: standin.Aurora.Document} // more than the customer's own list shows
	invoices, meta, err := erp.ListInvoices.Call(t.Context(), connection, aurora)
	if err != nil || meta.Incomplete || len(invoices) != 120 {
		t.Fatalf("got %d invoices, %+v, %v", len(invoices), meta, err)
	}
	slices.SortFunc(invoices, func(a, b erp.Invoice) int { return a.DueOn.Compare(b.DueOn) })
	for n, i := range invoices {
		if i.OriginalAmount != 14990 || i.IssuedOn == nil || n > 0 && invoices[n-1].DueOn.DaysUntil(i.DueOn) != 30 {
			t.Errorf("got %+v, want 149.90, thirty days after the one before", i)
		}
	}
	notes, _, err := erp.ListFiscalNotes.Call(t.Context(), connection, erp.CustomerInput{Document: standin.Maria.Document})
	if err != nil || !slices.ContainsFunc(notes, func(n erp.FiscalNote) bool { return n.Amount == 500 && n.IssuedOn != nil }) {
		t.Errorf("got %+v, %v, want a note of 5.00", notes, err)
	}
}

// data_nascmento, and estado with the letters where uf has the name.
func TestHubSoftOddNames(t *testing.T) {
	t.Parallel()
	_, connection := serveHubSoft(t, nil)
	in, maria := erp.CustomerInput{Document: standin.Maria.Document}, standin.Maria
	got, _, err := erp.GetCustomer.Call(t.Context(), connection, in)
	if err != nil || got.BirthDate == nil || *got.BirthDate != maria.Born {
		t.Errorf("got %+v, %v, want the birthday %s", got, err, maria.Born)
	}
	plans, _, err := erp.ListPlans.Call(t.Context(), connection, in)
	if err != nil || len(plans) != 1 {
		t.Fatalf("got %+v, %v", plans, err)
	}
	for _, address := range []*erp.Address{got.Address, plans[0].Address} {
		if address == nil || address.State == nil || *address.State != maria.State {
			t.Errorf("got the address %+v, want the state %s", address, maria.State)
		}
	}
}
