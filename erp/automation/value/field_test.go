package value_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// field finds a field of the contract by the name that packs use.
func field(t testing.TB, of reflect.Type, name string) reflect.StructField {
	t.Helper()
	for f := range of.Fields() {
		if tag, _, _ := strings.Cut(f.Tag.Get("erp"), ","); tag == name {
			return f
		}
	}
	t.Fatalf("no field %q", name)
	return reflect.StructField{}
}

// set stores `it.v` of a JSON answer in a field of a new struct.
func set(t testing.TB, of reflect.Type, name, answer string) (any, error) {
	t.Helper()
	f := field(t, of, name)
	e := compile(t, "it.v")
	setter, problems := value.CompileField(f, e, formats(t))
	if setter == nil {
		t.Fatalf("%s: %+v", name, problems)
	}
	s := scope(t, answer)
	v, err := e.Eval(s)
	if err != nil {
		t.Fatal(err)
	}
	dst := reflect.New(of).Elem()
	err = setter(s, dst.FieldByIndex(f.Index), v)
	return dst.FieldByIndex(f.Index).Interface(), err
}

func ptr[T any](v T) *T { return &v }

func TestFields(t *testing.T) {
	t.Parallel()
	invoice, customer, settlement, lead := reflect.TypeFor[erp.Invoice](), reflect.TypeFor[erp.Customer](), reflect.TypeFor[erp.Settlement](), reflect.TypeFor[erp.Lead]()
	for _, c := range []struct {
		of         reflect.Type
		name, json string
		want       any
	}{
		{invoice, "id", `15`, "15"}, {invoice, "id", `" 15 "`, "15"}, {invoice, "id", `12345678901234567890`, "12345678901234567890"}, {invoice, "code", `"007"`, ptr("007")},
		{invoice, "code", `null`, (*string)(nil)}, {invoice, "code", `""`, (*string)(nil)}, {invoice, "code", `"-"`, (*string)(nil)}, {invoice, "code", `1.50`, ptr("1.50")},
		{invoice, "open_amount", `"129,90"`, erp.Money(12990)}, {invoice, "open_amount", `129.9`, erp.Money(12990)}, {invoice, "fine", `"1.50"`, ptr(erp.Money(150))}, {invoice, "fine", `""`, (*erp.Money)(nil)},
		{invoice, "due_on", `"30/11/2026"`, day(2026, 11, 30)}, {invoice, "issued_on", `"2026-11-30"`, ptr(day(2026, 11, 30))}, {invoice, "issued_on", `"0000-00-00"`, (*br.Date)(nil)},
		{invoice, "issued_on", `{"year": 2026, "month": 11, "day": 30}`, ptr(day(2026, 11, 30))}, {invoice, "issued_on", `"2026-11-30T01:00:00Z"`, ptr(day(2026, 11, 29))},
		{invoice, "status", `"PAID"`, erp.Paid}, {invoice, "document_number", `"529.982.247-25"`, br.Document("52998224725")}, {invoice, "document_number", `null`, br.Document("")},
		{customer, "active", `"sim"`, true}, {customer, "active", `0`, false}, {customer, "active", `true`, true},
		{settlement, "installments", `"3"`, ptr(3)}, {settlement, "installments", `3`, ptr(3)}, {settlement, "installments", `""`, (*int)(nil)}, {settlement, "paid_at", `"2026-11-24T12:00:00-03:00"`, noon},
		{lead, "interest", `["a", null, 5]`, []string{"a", "5"}}, {lead, "interest", `"a"`, []string{"a"}}, {lead, "interest", `null`, []string(nil)},
	} {
		got, err := set(t, c.of, c.name, `{"v": `+c.json+`}`)
		if err != nil || !equalGo(got, c.want) {
			t.Errorf("%s of %s = %#v, %v; want %#v", c.name, c.json, got, err, c.want)
		}
	}
}

func equalGo(got, want any) bool {
	if at, ok := got.(interface{ Equal(u time.Time) bool }); ok {
		return at.Equal(noon)
	}
	return reflect.DeepEqual(got, want)
}

// What does not fit names the field and the kind of thing, never the value.
func TestFieldsRefuse(t *testing.T) {
	t.Parallel()
	invoice, customer, settlement := reflect.TypeFor[erp.Invoice](), reflect.TypeFor[erp.Customer](), reflect.TypeFor[erp.Settlement]()
	for _, c := range []struct {
		of               reflect.Type
		name, json, want string
	}{
		{invoice, "id", `null`, "id: the ERP's answer has none"}, {invoice, "id", `{"a": 1}`, "id: a text is due here, and this is an object"}, {invoice, "id", `true`, "this is true or false"},
		{invoice, "open_amount", `"Maria"`, "open_amount: a text of 5 characters that is no money by 1234.56 or 1234,56"}, {invoice, "open_amount", `"1.234,56"`, "no money"}, {invoice, "open_amount", `""`, "has none"},
		{invoice, "due_on", `"Maria da Silva"`, "due_on: a text of 14 characters that is no date by YYYY-MM-DD"}, {invoice, "due_on", `{"year": 2026}`, "without a number"}, {invoice, "due_on", `[]`, "a list of 0"},
		{invoice, "status", `"aberta"`, "status: a text of 6 characters that is none of OPEN"}, {invoice, "document_number", `"123"`, "no CPF or CNPJ"},
		{customer, "active", `"talvez"`, "active: a text of 6 characters that is neither"}, {settlement, "installments", `1.5`, "a whole number is due"}, {settlement, "installments", `"x"`, "a whole number is due"},
	} {
		_, err := set(t, c.of, c.name, `{"v": `+c.json+`}`)
		if !erp.IsKind(err, erp.BadAnswer) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "Maria") {
			t.Errorf("%s of %s: %v, want %q", c.name, c.json, err, c.want)
		}
	}
}

func TestFieldProblems(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, c := range []struct {
		of         reflect.Type
		name, expr string
	}{
		{reflect.TypeFor[erp.Invoice](), "due_on", "input.settlement.amount"}, {reflect.TypeFor[erp.Invoice](), "open_amount", "input.settlement.paid_at"},
		{reflect.TypeFor[erp.Invoice](), "open_amount", "it.valor_total_faturas"}, {reflect.TypeFor[erp.Invoice](), "due_on", "it.x"}, {reflect.TypeFor[erp.Invoice](), "code", "input.settlement.amount"},
		{reflect.TypeFor[erp.Invoice](), "status", `"aberta"`}, {reflect.TypeFor[erp.Invoice](), "status", "PIX"}, {reflect.TypeFor[erp.Invoice](), "status", "tables.status[it.x]"},
		{reflect.TypeFor[erp.Invoice](), "code", "settings.token"}, {reflect.TypeFor[erp.Customer](), "address", "invoice"}, {reflect.TypeFor[erp.Customer](), "active", "today()"},
		{reflect.TypeFor[erp.Invoice](), "payments", "invoice.payments"}, {reflect.TypeFor[erp.Settlement](), "paid_at", "it.x"},
	} {
		e := compile(t, c.expr)
		_, problems := value.CompileField(field(t, c.of, c.name), e, &value.Formats{Title: "MK Solutions"})
		b.WriteString(c.name + "\n")
		show(&b, c.expr, problems)
	}
	golden(t, "fields.golden", b.String())
}

func TestPDF(t *testing.T) {
	t.Parallel()
	e := compile(t, "it")
	setter, problems := value.CompileTarget("pdf", reflect.TypeFor[erp.PDF](), true, e, nil)
	if setter == nil {
		t.Fatal(problems)
	}
	for v, ok := range map[string]bool{"JVBERi0xLjQ=": true, "JVBE\nRi0x\nLjQ=": true, "data:application/pdf;base64,JVBERi0xLjQ=": true, "PGh0bWw+": false, "%PDF": false, "": false} {
		var pdf erp.PDF
		if err := setter(nil, reflect.ValueOf(&pdf).Elem(), v); (err == nil) != ok {
			t.Errorf("%q: %v", v, err)
		} else if ok && string(pdf) != "%PDF-1.4" {
			t.Errorf("%q = %q", v, pdf)
		}
	}
	var pdf erp.PDF
	if err := setter(nil, reflect.ValueOf(&pdf).Elem(), []byte("%PDF-1.7")); err != nil || string(pdf) != "%PDF-1.7" {
		t.Errorf("bytes: %v", err)
	}
}

// An output that is already of the contract's type goes over whole.
func TestWholeOutputs(t *testing.T) {
	t.Parallel()
	invoices := []erp.Invoice{{ID: "1"}, {ID: "2"}}
	e := compile(t, "invoices")
	setter, problems := value.CompileTarget("", reflect.TypeFor[[]erp.Invoice](), true, e, nil)
	if setter == nil {
		t.Fatal(problems)
	}
	s := value.NewScope(nil, saoPaulo)
	s.Set("invoices", invoices)
	v, err := e.Eval(s)
	if err != nil {
		t.Fatal(err)
	}
	var got []erp.Invoice
	if err := setter(s, reflect.ValueOf(&got).Elem(), v); err != nil || !reflect.DeepEqual(got, invoices) {
		t.Errorf("%v, %v", got, err)
	}
	first := compile(t, "find(invoices, .id == 2)")
	setter, problems = value.CompileTarget("", reflect.TypeFor[*erp.Invoice](), true, first, nil)
	if setter == nil {
		t.Fatal(problems)
	}
	var one *erp.Invoice
	v, err = first.Eval(s)
	if err == nil {
		err = setter(s, reflect.ValueOf(&one).Elem(), v)
	}
	if err != nil || one == nil || one.ID != "2" {
		t.Errorf("%v, %v", one, err)
	}
}
