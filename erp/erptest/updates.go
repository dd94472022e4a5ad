package erptest

import (
	"reflect"
	"slices"
	"testing"

	"balcao/erp"
)

// updates change one customer; each change is whole, so they may come in any
// order, but not at the same time.
var updates = []scenario{
	{erp.UpdateCustomer.Info, AnswerLost, "everything, twice, and then the e-mail alone", updateEverything, nil},
	{erp.UpdateCustomer.Info, Nothing, "", func(t *testing.T, d desk) {
		in := d.change()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.UpdateCustomer, in)
		wantKind(t, err, erp.NotFound, erp.Refused)
	}, nil},
}

func updateEverything(t *testing.T, d desk) {
	in := d.change()
	lose(t, d, erp.UpdateCustomer, in)
	for range 2 {
		d.wantStored(t, in, in.Changes)
	}
	want := in.Changes
	want.Email = pointer("outra@cliente.example")
	in.Changes, in.Reference = erp.Changes{Email: want.Email}, newReference()
	d.wantStored(t, in, want)
}

// wantStored wants what the ERP has stored by its own account, as far as the
// pack reads it back.
func (d desk) wantStored(t *testing.T, in erp.UpdateInput, want erp.Changes) {
	t.Helper()
	got := again(t, d, erp.UpdateCustomer, in).Stored
	switch {
	case got == nil && d.tells(t, erp.UpdateCustomer.Info, "stored"):
		t.Error("nothing was read back")
	case got == nil:
		// the pack compares by itself, and would have said "not done"
	case !isStored(*got, want):
		t.Errorf("stored %+v, want %+v", *got, want)
	}
}

// isStored compares what was stored with what was wanted. An ERP orders numbers
// its own way, and may write an address in fewer fields.
func isStored(got, want erp.Changes) bool {
	sorted := func(numbers []string) []string { return slices.Sorted(slices.Values(numbers)) }
	return reflect.DeepEqual(got.Name, want.Name) && reflect.DeepEqual(got.Email, want.Email) &&
		slices.Equal(sorted(got.Mobiles), sorted(want.Mobiles)) && slices.Equal(sorted(got.Phones), sorted(want.Phones)) &&
		(want.BillingAddress == nil || got.BillingAddress != nil && reflect.DeepEqual(got.BillingAddress.City, want.BillingAddress.City))
}

// change has every field.
func (d desk) change() erp.UpdateInput {
	return accepted(d, erp.UpdateCustomer.Info, erp.UpdateInput{Document: d.Facts.Changeable, Reference: newReference(), Changes: erp.Changes{
		Name: pointer(awkwardName), Email: pointer("nova+1@cliente.example"),
		Mobiles: []string{"11911112222", "11988887777"}, Phones: []string{"1132220000"}, BillingAddress: awkwardLead().Address,
	}})
}
