package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
)

func contacts(t *testing.T, target Target) {
	scenario(t, target, "found, many at once", func(t *testing.T, d desk) {
		ins := []erp.CustomerInput{{Document: d.Facts.Nobody}}
		for _, person := range d.Facts.Customers {
			ins = append(ins, erp.CustomerInput{Document: person.Document})
		}
		answers := erp.GetCustomerContacts.CallMany(t.Context(), d.pipe, ins)
		d.wantCalls(t, erp.GetCustomerContacts.Name)
		wantKind(t, answers[0].Err, erp.NotFound)
		for i, person := range d.Facts.Customers {
			got := answers[i+1]
			if got.Err != nil || got.Value.Document != person.Document || len(got.Value.Emails)+len(got.Value.Mobiles) == 0 {
				t.Errorf("%q: got %+v, %v", person.Name, got.Value, got.Err)
			}
		}
		if !slices.Contains(answers[1].Value.Emails, d.Facts.Email) {
			t.Errorf("the first customer's e-mails are without that of the facts")
		}
	})
}

func pendencies(t *testing.T, target Target) {
	scenario(t, target, "overdue", func(t *testing.T, d desk) {
		for _, text := range must(t, d, erp.ListPendencyTexts, erp.CustomerInput{Document: d.Facts.Statuses[erp.Overdue]}) {
			if text != "" {
				return
			}
		}
		t.Error("who has an overdue invoice has no pendency")
	})
	scenario(t, target, "none", func(t *testing.T, d desk) {
		for _, in := range []erp.CustomerInput{{Document: d.Facts.Debtless}, {Document: d.Facts.Nobody}} {
			if got := must(t, d, erp.ListPendencyTexts, in); len(got) != 0 {
				t.Errorf("got %q, want nothing", got)
			}
		}
	})
}
