package ordering_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ordering"
)

func render(t *testing.T, template string, o erp.Order, notes ...string) string {
	t.Helper()
	m, err := ordering.ParseMessage(template)
	if err != nil {
		t.Fatal(err)
	}
	text, err := m.Render(o, notes)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func ptr[T any](v T) *T { return &v }

// fullOrder has all that an order can have.
func fullOrder() erp.Order {
	at := time.Date(2026, time.November, 24, 9, 30, 0, 0, time.FixedZone("BRT", -3*3600))
	return erp.Order{
		Customer: erp.Buyer{
			Kind: erp.Person, Document: maria, Name: "Maria da Silva", BirthDate: &br.Date{Year: 1990, Month: 12, Day: 31},
			Email: ptr("maria@example.com"), Mobiles: []string{"11988887777", "11977776666"}, MotherName: ptr("Ana da Silva"),
		},
		InstallationAddress: erp.Address{
			Street: ptr("Rua A"), Number: ptr("10"), District: ptr("Centro"), City: ptr("São Paulo"), State: ptr("SP"),
			PostalCode: ptr("01310100"), Landmark: ptr("ao lado do mercado"),
		},
		BillingAddress: &erp.Address{Street: ptr("Rua B"), Number: ptr("20")},
		Items: []erp.OrderItem{
			{ProductCode: "17", Name: ptr("Fibra 600"), MonthlyPrice: 12990, InstallationPrice: ptr(erp.Money(5000)), Quantity: 1, LoyaltyMonths: ptr(12)},
			{ProductCode: "18", MonthlyPrice: 990, Quantity: 2},
		},
		DueDateCode: ptr("D10"), ResellerCode: ptr("R3"), CommercialOriginCode: ptr("C5"),
		PaymentMethod: ptr("boleto"), Coupon: ptr("VERAO"), Notes: ptr("Tem cachorro"), AcceptedTermsAt: &at, Channel: erp.Site,
	}
}

func TestTheDefaultMessage(t *testing.T) {
	t.Parallel()
	const full = `Pedido pelo canal SITE
Cliente: Maria da Silva, 529.982.247-25
E-mail: maria@example.com
Celular: 11988887777
Celular: 11977776666
Instalação: Rua A, 10, Centro, São Paulo, SP, 01310100 (ao lado do mercado)
Cobrança: Rua B, 20
Item: 1 x Fibra 600 (17), R$ 129,90 por mês, instalação R$ 50,00, fidelidade de 12 meses
Item: 2 x 18 (18), R$ 9,90 por mês
Vencimento: D10
Pagamento: boleto
Cupom: VERAO
Observações: Tem cachorro
Pendência: Fatura 1 vencida`
	if got := render(t, ordering.DefaultMessage, fullOrder(), "Fatura 1 vencida"); got != full {
		t.Errorf("got\n%s\nwant\n%s", got, full)
	}
	const bare = `Pedido pelo canal SITE
Cliente: Maria da Silva, 529.982.247-25
Celular: 11988887777
Instalação: Rua A, 10
Item: 1 x Fibra 600 (17), R$ 129,90 por mês`
	if got := render(t, ordering.DefaultMessage, order().Order); got != bare {
		t.Errorf("got\n%s\nwant\n%s", got, bare)
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"{{.Customer.BirthDate}} {{.Customer.MotherName}}":                                      "31/12/1990 Ana da Silva",
		"{{.ResellerCode}} {{.CommercialOriginCode}} {{.AcceptedTermsAt}}":                      "R3 C5 24/11/2026 09:30",
		`{{if eq .Channel "TOTEM"}}no totem{{else if eq .Channel "SITE" "APP"}}de longe{{end}}`: "de longe",
		`{{range .Items}}{{if ne .Quantity 1}}{{.Quantity}} de {{$.Channel}}{{end}}{{end}}`:     "2 de SITE",
		`{{if and .Coupon (not .Pendencies)}}{{or .Coupon "sem cupom"}}{{end}}`:                 "VERAO",
		"{{/* para o atendente */}}{{with .Customer}}{{.Name}}{{end}}":                          "Maria da Silva",
		"{{range .Items}}{{if .LoyaltyMonths}}{{continue}}{{end}}{{.Name}}{{break}}{{end}}":     "18",
	} {
		if got := render(t, template, fullOrder()); got != want {
			t.Errorf("%s makes %q, want %q", template, got, want)
		}
	}
}

// What an ERP would cut is cut here, between two letters.
func TestALongMessageIsCut(t *testing.T) {
	t.Parallel()
	o := fullOrder()
	o.Notes = ptr("x" + strings.Repeat("é", 10_000))
	got := render(t, "{{.Notes}}{{.Notes}}", o)
	if len(got) != 16<<10-1 || strings.Trim(got, "xé") != "" {
		t.Errorf("%d bytes, ending in %q", len(got), got[len(got)-5:])
	}
}

func TestMistakesInTemplates(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"":     "line 1, column 1 of the template: it is empty",
		" \n ": "line 1, column 1 of the template: it is empty",
		"Olá,\né {{.Nome}}": "line 2, column 5 of the template: there is no .Nome; known here: .AcceptedTermsAt, .BillingAddress, .Channel, " +
			".CommercialOriginCode, .Coupon, .Customer, .DueDateCode, .InstallationAddress, .Items, .Notes, .PaymentMethod, .Pendencies, .ResellerCode",
		"{{if .Coupon}}{{else}}{{with .Customer}}{{.Nome}}{{end}}{{end}}": "column 43 of the template: there is no .Nome; known here: .BirthDate, .Document, .Email, .Mobiles, .MotherName, .Name",
		"{{range .Items}}{{.Channel}}{{end}}":                             "there is no .Channel; known here: .InstallationPrice",
		"{{range .Items}}{{end}}{{.Name}}":                                "there is no .Name",
		"{{range .Items}}{{else}}{{.Quantity}}{{end}}":                    "there is no .Quantity",
		"{{.Items}}":                                  "column 3 of the template: .Items is a list; write {{range .Items}}{{.}}{{end}}",
		"{{.Customer}}":                               ".Customer is not a text; it has: .BirthDate",
		"{{.Customer.Name.First}}":                    "there is no .Customer.Name.First: what is before .First has no parts",
		"{{range .Notes}}{{end}}":                     ".Notes is no list",
		"{{range 1000000000}}{{end}}":                 "1000000000 is no list",
		"{{.Notes | print}}":                          `function "print" not defined`,
		"{{.Notes | not}}":                            "| cannot be used here",
		"{{$x := .Notes}}":                            "variables cannot be declared here",
		"{{range $i, $x := .Items}}{{end}}":           "variables cannot be declared here",
		`{{define "a"}}{{end}}`:                       "templates cannot be defined here",
		`{{template "message"}}`:                      "{{template}} cannot be used here",
		`{{(.Customer).Name}}`:                        "cannot be used here",
		`{{.Notes .Coupon}}`:                          ".Coupon stands beside .Notes without a function",
		`{{eq .Notes}}`:                               "eq wants another number of values",
		`{{not .Notes .Coupon}}`:                      "not wants another number of values",
		`{{ne .Notes "a" "b"}}`:                       "ne wants another number of values",
		`{{range .Items}}{{eq .Quantity "1"}}{{end}}`: `"1" is not of the kind of .Quantity`,
		`{{eq .Items .Items}}`:                        ".Items is not a text and cannot be compared",
		`{{or .Notes .Items}}`:                        "or .Notes .Items is not a text",
		`{{eq 1.5 1.5}}`:                              "1.5 cannot be used here",
		"a\nb\n{{if .Notes}}":                         "line 3 of the template: unexpected EOF",
		"a\n{{.Notes":                                 "line 2 of the template: unclosed action",
		"{{len .Items}}":                              `line 1 of the template: function "len" not defined`,
		"{{.Channel}}{{nil}}":                         "nil cannot be used here",
	} {
		_, err := ordering.ParseMessage(template)
		wrong, ok := errors.AsType[*ordering.MessageError](err)
		if !ok || !strings.Contains(err.Error(), want) || wrong.Line != 1+strings.Count(strings.TrimSpace(template), "\n") {
			t.Errorf("%q: %v, want %q", template, err, want)
		}
	}
}

// The page has the default template, and all variables.
func TestThePageTellsTheTemplates(t *testing.T) {
	t.Parallel()
	text := page(t)
	if !strings.Contains(text, "```text\n"+ordering.DefaultMessage+"\n```") {
		t.Error("docs/ordering.md has another default template")
	}
	for _, name := range variables(reflect.TypeFor[ordering.MessageData](), "") {
		if !strings.Contains(text, "| `"+name+"` |") {
			t.Errorf("docs/ordering.md has no row for %s", name)
		}
	}
}

// variables are the names of a type's fields, as templates write them.
func variables(in reflect.Type, before string) (all []string) {
	for f := range in.Fields() {
		name := before + "." + f.Name
		switch {
		case f.Type.Kind() == reflect.Struct:
			all = append(all, variables(f.Type, name)...)
			continue
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			all = append(all, variables(f.Type.Elem(), "")...)
		}
		all = append(all, name)
	}
	return all
}
