package value_test

import (
	"reflect"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// saoPaulo is Brasília's time, without a need for zone data.
var saoPaulo = time.FixedZone("-03", -3*60*60)

// noon is the clock of these tests.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, saoPaulo)

func formats(t testing.TB) *value.Formats {
	t.Helper()
	f := &value.Formats{
		Title: "MK Solutions", Money: []string{"1234.56", "1234,56"}, Date: []string{"YYYY-MM-DD", "DD/MM/YYYY"},
		Instant: []string{"YYYY-MM-DDThh:mm:ssZ"}, Yes: []string{"Sim", "S", "1"}, No: []string{"Não", "N", "0"}, Blank: []string{"-"},
	}
	if problems := f.Check(nil); len(problems) > 0 {
		t.Fatalf("formats: %v", problems)
	}
	return f
}

// env is what the expressions of these tests may mention.
func env(t testing.TB) *value.Env {
	t.Helper()
	return &value.Env{
		Names: map[string]*value.Type{
			"input":     value.TypeOf(reflect.TypeFor[erp.SettleInput]()),
			"leadInput": value.TypeOf(reflect.TypeFor[erp.LeadInput]()),
			"invoice":   value.TypeOf(reflect.TypeFor[*erp.Invoice]()),
			"invoices":  value.TypeOf(reflect.TypeFor[[]erp.Invoice]()),
			"answer":    value.AnyType, "it": value.AnyType, "customers": value.AnyType, "position": value.NumberType,
			"key": value.NameType,
			"settings": value.ObjectType("", value.Member{Name: "url", Type: value.TextType}, value.Member{Name: "database", Type: value.TextType},
				value.Member{Name: "token", Type: value.SecretType}),
		},
		About:   map[string]string{"customers": "the step on line 7"},
		Tables:  map[string]map[string]any{"status": {"A": "OPEN", "R": "PAID", "7": "CANCELLED"}},
		Formats: formats(t),
		Words:   []string{"OPEN", "OVERDUE", "PARTIALLY_PAID", "PAID", "CANCELLED", "PIX", "TEF"},
	}
}

// scope holds an answer as an ERP sends it, and an input.
func scope(t testing.TB, answer string) *value.Scope {
	t.Helper()
	decoded, err := value.DecodeJSON([]byte(answer), value.JSONLimits{})
	if err != nil {
		t.Fatal(err)
	}
	company := "c1"
	s := value.NewScope(func() time.Time { return noon }, saoPaulo)
	s.Set("answer", decoded)
	s.Set("it", decoded)
	s.Set("position", 1)
	s.Set("settings", map[string]any{"url": "https://erp.example/api/", "database": "erp", "token": "t0ken"})
	s.Set("input", erp.SettleInput{
		InvoiceID: "15", Document: "52998224725", Reference: "E00000000202611241500abcdefghijk",
		Settlement: erp.Settlement{Amount: 12990, PaidAt: noon.UTC(), Method: erp.PIX, CompanyID: &company},
	})
	return s
}

func compile(t testing.TB, text string) *value.Expr {
	t.Helper()
	e, problems := value.CompileExpr(value.Source{Text: text}, env(t), nil)
	if e == nil {
		t.Fatalf("%s: %+v", text, problems)
	}
	return e
}
