package erptest

import (
	"reflect"
	"testing"

	"balcao/erp"
)

// updates changes one customer; each change is whole, so they may come in any
// order, but not at the same time.
func updates(t *testing.T, target Target) {
	scenario(t, target, "everything, twice, and then the name alone", func(t *testing.T, d desk) {
		in := d.change()
		lose(t, d, erp.UpdateCustomer, in)
		for range 2 {
			if got := again(t, d, erp.UpdateCustomer, in).Stored; got == nil || !reflect.DeepEqual(*got, in.Changes) {
				t.Errorf("stored %+v, want %+v", got, in.Changes)
			}
		}
		want := in.Changes
		want.Name = pointer("Estela D'Oeste")
		in.Changes, in.Reference = erp.Changes{Name: want.Name}, newReference()
		if got := must(t, d, erp.UpdateCustomer, in).Stored; got == nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("stored %+v, want %+v", got, want)
		}
	})
	scenario(t, target, "of nobody", func(t *testing.T, d desk) {
		in := d.change()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.UpdateCustomer, in)
		wantKind(t, err, erp.NotFound, erp.Refused)
	})
}

// change has every field.
func (d desk) change() erp.UpdateInput {
	return erp.UpdateInput{Document: d.Facts.Changeable, Reference: newReference(), Changes: erp.Changes{
		Name: pointer(awkward), Email: pointer("nova+1@cliente.example"),
		Mobiles: []string{"11911112222", "11988887777"}, Phones: []string{"1132220000"}, BillingAddress: awkwardLead().Address,
	}}
}
