package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func customers(t *testing.T, target Target) {
	for _, person := range append(target.Facts.Customers, target.Facts.Shared) {
		scenario(t, target, "found "+person.Name, func(t *testing.T, d desk) {
			got, err := d.customer(t, person.Document)
			if err != nil {
				t.Fatal(err)
			}
			d.checkCustomer(t, got, person)
		})
	}
	scenario(t, target, "nobody has the document", func(t *testing.T, d desk) {
		_, err := d.customer(t, d.Facts.Nobody)
		wantKind(t, err, erp.NotFound)
	})
	if target.Facts.Archived != "" {
		scenario(t, target, "archived", func(t *testing.T, d desk) {
			_, err := d.customer(t, d.Facts.Archived)
			wantKind(t, err, erp.NotFound)
		})
	}
	scenario(t, target, "many at once", manyCustomers)
}

func manyCustomers(t *testing.T, d desk) {
	if _, err := d.customer(t, d.Facts.Nobody); !erp.IsKind(err, erp.NotFound) { // logs in
		t.Fatal(err)
	}
	d.proxy.Forget()
	ins := []erp.CustomerInput{{Document: d.Facts.Nobody}}
	for _, person := range d.Facts.Customers {
		ins = append(ins, erp.CustomerInput{Document: person.Document})
	}
	answers := erp.GetCustomer.CallMany(t.Context(), d.pipe, ins)
	wantKind(t, answers[0].Err, erp.NotFound)
	for i, person := range d.Facts.Customers {
		if answers[i+1].Err != nil {
			t.Fatal(answers[i+1].Err)
		}
		d.checkCustomer(t, answers[i+1].Value, person)
	}
	d.wantCalls(t, erp.GetCustomer.Name)
}

func (d desk) customer(t *testing.T, document br.Document) (*erp.Customer, error) {
	t.Helper()
	got, _, err := erp.GetCustomer.Call(t.Context(), d.pipe, erp.CustomerInput{Document: document})
	return got, err
}

func (d desk) checkCustomer(t *testing.T, got *erp.Customer, want Person) {
	t.Helper()
	switch {
	case got == nil:
		t.Fatalf("no customer, want %q", want.Name)
	case got.Name != want.Name || got.Document != want.Document || !got.Active:
		t.Errorf("got %q (active: %t), want %q", got.Name, got.Active, want.Name)
	case got.RemoteID == nil || *got.RemoteID == "":
		t.Errorf("%q has no remote_id", got.Name)
	case got.RegisteredOn == nil:
		t.Errorf("%q has no registered_on", got.Name)
	case got.Address == nil || got.Address.City == nil:
		t.Errorf("%q has no address", got.Name)
	}
}

// wantCalls fails the test if a batch took more requests than the pack promises.
func (d desk) wantCalls(t *testing.T, function string) {
	t.Helper()
	if got, want := d.proxy.Count(nil), d.BatchCalls[function]; got != want {
		t.Errorf("%s took %d requests, want %d", function, got, want)
	}
}
