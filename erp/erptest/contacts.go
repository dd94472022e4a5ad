package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
)

var contacts = []scenario{
	{erp.GetCustomerContacts.Info, ManyAtOnce, "", func(t *testing.T, d desk) {
		_, _ = ask(t, d, erp.GetCustomerContacts, erp.CustomerInput{Document: d.Facts.Nobody}) // logs in
		d.proxy.Forget()
		ins := []erp.CustomerInput{{Document: d.Facts.Nobody}}
		for _, person := range d.Facts.Customers {
			ins = append(ins, erp.CustomerInput{Document: person.Document})
		}
		answers := erp.GetCustomerContacts.CallMany(t.Context(), d.pipe, ins)
		d.wantCalls(t, erp.GetCustomerContacts.Name)
		wantKind(t, answers[0].Err, erp.NotFound)
		for i, person := range d.Facts.Customers {
			got := answers[i+1]
			if got.Err != nil || got.Value.Document != person.Document {
				t.Errorf("%q: got %+v, %v", person.Name, got.Value, got.Err)
			}
		}
		if !slices.Contains(answers[1].Value.Emails, d.Facts.Email) {
			t.Errorf("the first customer's e-mails are without that of the facts")
		}
	}, nil},
	{erp.GetCustomerContacts.Info, Found, "", func(t *testing.T, d desk) {
		got := must(t, d, erp.GetCustomerContacts, erp.CustomerInput{Document: d.Facts.Customers[0].Document})
		if !slices.Contains(got.Emails, d.Facts.Email) {
			t.Error("the e-mails are without that of the facts")
		}
	}, nil},
	{erp.GetCustomerContacts.Info, SharedCPF, "", func(t *testing.T, d desk) {
		if got := must(t, d, erp.GetCustomerContacts, erp.CustomerInput{Document: d.Facts.Shared.Document}); got.Document != d.Facts.Shared.Document {
			t.Error("the contacts are of somebody else")
		}
	}, nil},
	{erp.GetCustomerContacts.Info, Nothing, "", func(t *testing.T, d desk) {
		_, err := ask(t, d, erp.GetCustomerContacts, erp.CustomerInput{Document: d.Facts.Nobody})
		wantKind(t, err, erp.NotFound)
	}, nil},
}

var pendencies = []scenario{
	{erp.ListPendencyTexts.Info, Found, "overdue", func(t *testing.T, d desk) {
		for _, text := range must(t, d, erp.ListPendencyTexts, erp.CustomerInput{Document: d.Facts.Statuses[erp.Overdue]}) {
			if text != "" {
				return
			}
		}
		t.Error("who has an overdue invoice has no pendency")
	}, nil},
	{erp.ListPendencyTexts.Info, Nothing, "", func(t *testing.T, d desk) {
		for _, in := range []erp.CustomerInput{{Document: d.Facts.Debtless}, {Document: d.Facts.Nobody}} {
			if got := must(t, d, erp.ListPendencyTexts, in); len(got) != 0 {
				t.Errorf("got %q, want nothing", got)
			}
		}
	}, nil},
}
