package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func leads(t *testing.T, target Target) {
	scenario(t, target, "twice with one reference", func(t *testing.T, d desk) {
		in := erp.LeadInput{Lead: awkwardLead(), Reference: newReference()}
		first, second := d.lead(t, in), d.lead(t, in)
		if first == "" || first != second {
			t.Errorf("the first try made %q, the second %q", first, second)
		}
		if got := d.Clerk.Leads(t, in.Reference); got != 1 {
			t.Errorf("the ERP has %d leads, want 1", got)
		}
	})
	scenario(t, target, "with a name and a mobile alone", func(t *testing.T, d desk) {
		in := erp.LeadInput{Lead: erp.Lead{Name: "Ana", Mobiles: []string{"11988887777"}}, Reference: newReference()}
		if d.lead(t, in) == "" {
			t.Error("the ERP gave no number")
		}
	})
	scenario(t, target, "of a customer", func(t *testing.T, d desk) {
		lead := awkwardLead()
		lead.Document = &d.Facts.Customers[0].Document
		if d.lead(t, erp.LeadInput{Lead: lead, Reference: newReference()}) == "" {
			t.Error("the ERP gave no number")
		}
	})
}

func (d desk) lead(t *testing.T, in erp.LeadInput) string {
	t.Helper()
	got, _, err := erp.CreateLead.Call(t.Context(), d.pipe, in)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil || got.RemoteID == nil {
		return ""
	}
	return *got.RemoteID
}

// awkwardLead has every field, with the characters that break naive templates.
func awkwardLead() erp.Lead {
	text := func(s string) *string { return &s }
	document := br.Document("52998224725")
	return erp.Lead{
		Name:     `João D'Ávila & Filhos "Matriz"`,
		Document: &document,
		Email:    text("joao+site@cliente.example"),
		Mobiles:  []string{"16977776666"},
		Interest: []string{"Fibra 600 Mega", `Wi-Fi "6"`},
		Address: &erp.Address{Street: text("Rua D'Oeste"), Number: text("10-A"), District: text("Centro"),
			City: text("Ribeirão Preto"), State: text("SP"), PostalCode: text("14010-000")},
		Origin: text("site"),
		UTM:    text("utm_source=busca&utm_campaign=natal"),
		Notes:  text("Ligar de tarde;\n$(settings.token) ${x} {{y}} <b>"),
	}
}
