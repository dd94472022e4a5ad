package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

var customers = []scenario{
	{erp.GetCustomer.Info, Found, "each with its name", foundCustomers, nil},
	{erp.GetCustomer.Info, SharedCPF, "", func(t *testing.T, d desk) { d.wantCustomer(t, d.Facts.Shared) }, nil},
	{erp.GetCustomer.Info, Nothing, "", func(t *testing.T, d desk) {
		for _, document := range []br.Document{d.Facts.Nobody, d.Facts.Archived} {
			if document != "" {
				_, err := d.customer(t, document)
				wantKind(t, err, erp.NotFound)
			}
		}
	}, nil},
	{erp.GetCustomer.Info, ManyAtOnce, "", manyCustomers, nil},
}

func foundCustomers(t *testing.T, d desk) {
	for _, person := range d.Facts.Customers {
		d.wantCustomer(t, person)
	}
}

func (d desk) wantCustomer(t *testing.T, person Person) {
	t.Helper()
	got, err := d.customer(t, person.Document)
	if err != nil {
		t.Fatalf("%q: %v", person.Name, err)
	}
	d.checkCustomer(t, got, person)
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
	case got.RegisteredOn == nil && d.tells(t, erp.GetCustomer.Info, "registered_on"):
		t.Errorf("%q has no registered_on", got.Name)
	case got.Address == nil || got.Address.City == nil:
		t.Errorf("%q has no address", got.Name)
	}
}

// wantCalls fails the test if a batch took more requests than the pack promises.
func (d desk) wantCalls(t *testing.T, function string) {
	t.Helper()
	want, counted := d.BatchCalls[function]
	if got := d.proxy.Count(nil); counted && got != want {
		t.Errorf("%s took %d requests, want %d", function, got, want)
	}
}

// tells tells whether the pack maps a field of a function's output.
func (d desk) tells(t *testing.T, f *erp.Info, field string) bool {
	t.Helper()
	from, why := sourceOf(Load(t, d.Pack), f)
	return why == "" && maps(field)(from) == ""
}
