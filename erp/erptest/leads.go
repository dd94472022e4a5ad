package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

var leads = []scenario{
	{erp.CreateLead.Info, Repeated, "", func(t *testing.T, d desk) {
		in := d.leadInput(awkwardLead())
		first, second := d.lead(t, in), d.lead(t, in)
		if first != second || first == "" && d.tells(t, erp.CreateLead.Info, "remote_id") {
			t.Errorf("the first try made %q, the second %q", first, second)
		}
		d.wantOne(t, in.Reference)
	}, []need{canLook}},
	{erp.CreateLead.Info, Done, "with a name and a mobile alone", func(t *testing.T, d desk) {
		d.takeLead(t, erp.Lead{Name: "Ana", Mobiles: []string{"11988887777"}})
	}, nil},
	{erp.CreateLead.Info, Done, "of a customer", func(t *testing.T, d desk) {
		lead := awkwardLead()
		lead.Document = &d.Facts.Customers[0].Document
		d.takeLead(t, lead)
	}, nil},
}

// takeLead hands a lead in that has to be taken.
func (d desk) takeLead(t *testing.T, lead erp.Lead) {
	t.Helper()
	in := d.leadInput(lead)
	if d.lead(t, in) == "" && d.tells(t, erp.CreateLead.Info, "remote_id") {
		t.Error("the ERP gave no number")
	}
	d.wantOne(t, in.Reference)
}

func (d desk) leadInput(lead erp.Lead) erp.LeadInput {
	return accepted(d, erp.CreateLead.Info, erp.LeadInput{Lead: lead, Reference: newReference()})
}

// wantOne wants one record with the reference in the ERP.
func (d desk) wantOne(t *testing.T, reference string) {
	t.Helper()
	if got := len(d.Clerk.Records(t, reference)); got != 1 {
		t.Errorf("the ERP has %d records, want 1", got)
	}
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
