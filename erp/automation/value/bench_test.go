package value_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// row is what an output has: 5 amounts, 3 days, 2 flags, 5 texts.
type row struct {
	ID       string     `erp:"id,required"`
	Code     *string    `erp:"code"`
	Name     *string    `erp:"name"`
	Line     *string    `erp:"line"`
	Pix      *string    `erp:"pix"`
	Original erp.Money  `erp:"original,required"`
	Current  erp.Money  `erp:"current,required"`
	Open     erp.Money  `erp:"open,required"`
	Interest *erp.Money `erp:"interest"`
	Fine     *erp.Money `erp:"fine"`
	DueOn    br.Date    `erp:"due_on,required"`
	IssuedOn *br.Date   `erp:"issued_on"`
	PaidOn   *br.Date   `erp:"paid_on"`
	Active   bool       `erp:"active"`
	Sent     *bool      `erp:"sent"`
}

const rowJSON = `{"id_fatura": %d, "numero": "F-%d", "nome": "Maria da Silva", "linha": "00190500954014481606906809350314337370000000100", "pix": "00020126",
	"valor": "129,90", "atual": "131,22", "aberto": "131,22", "juros": "1,00", "multa": "0,32", "vencimento": "2026-11-30", "emissao": "01/11/2026", "pagamento": "", "ativo": "S", "enviado": 1}`

func rows(t testing.TB) []any {
	t.Helper()
	var list []string
	for i := range 100 {
		list = append(list, fmt.Sprintf(rowJSON, i, i))
	}
	decoded, err := value.DecodeJSON([]byte("["+strings.Join(list, ",")+"]"), value.JSONLimits{})
	if err != nil {
		t.Fatal(err)
	}
	return decoded.([]any)
}

var rowMembers = map[string]string{
	"id": "id_fatura", "code": "numero", "name": "nome", "line": "linha", "pix": "pix", "original": "valor", "current": "atual", "open": "aberto",
	"interest": "juros", "fine": "multa", "due_on": "vencimento", "issued_on": "emissao", "paid_on": "pagamento", "active": "ativo", "sent": "enviado",
}

type mapped struct {
	index int
	expr  *value.Expr
	set   value.Setter
}

func compileRow(t testing.TB) []mapped {
	t.Helper()
	var fields []mapped
	of := reflect.TypeFor[row]()
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("erp"), ",")
		e := compile(t, "it."+rowMembers[name])
		set, problems := value.CompileField(of.Field(i), e, formats(t))
		if set == nil {
			t.Fatal(problems)
		}
		fields = append(fields, mapped{i, e, set})
	}
	return fields
}

func mapRows(fields []mapped, list []any) ([]row, error) {
	made := make([]row, len(list))
	s := value.NewScope(nil, saoPaulo).Child()
	for i, item := range list {
		s.Set("it", item)
		dst := reflect.ValueOf(&made[i]).Elem()
		for _, f := range fields {
			v, err := f.expr.Eval(s)
			if err != nil {
				return nil, err
			}
			if err := f.set(s, dst.Field(f.index), v); err != nil {
				return nil, err
			}
		}
	}
	return made, nil
}

// byHand is what a Go programmer would write for this one ERP, with the same
// tolerance: texts or numbers, two ways to write money and days, null.
func byHand(list []any) ([]row, error) {
	made := make([]row, len(list))
	var failed error
	keep := func(err error) {
		if err != nil && failed == nil {
			failed = err
		}
	}
	for i, item := range list {
		o, r := item.(map[string]any), &made[i]
		r.ID, _ = handText(o["id_fatura"])
		r.Code, r.Name, r.Line, r.Pix = handOptional(o["numero"]), handOptional(o["nome"]), handOptional(o["linha"]), handOptional(o["pix"])
		for _, m := range []struct {
			to   *erp.Money
			from string
		}{{&r.Original, "valor"}, {&r.Current, "atual"}, {&r.Open, "aberto"}} {
			sum, err := handMoney(o[m.from])
			keep(err)
			if sum == nil {
				keep(fmt.Errorf("%s is missing", m.from))
				continue
			}
			*m.to = *sum
		}
		var err error
		r.Interest, err = handMoney(o["juros"])
		keep(err)
		r.Fine, err = handMoney(o["multa"])
		keep(err)
		due, err := handDate(o["vencimento"])
		keep(err)
		if due != nil {
			r.DueOn = *due
		}
		r.IssuedOn, err = handDate(o["emissao"])
		keep(err)
		r.PaidOn, err = handDate(o["pagamento"])
		keep(err)
		if active, err := handFlag(o["ativo"]); err == nil && active != nil {
			r.Active = *active
		}
		r.Sent, err = handFlag(o["enviado"])
		keep(err)
	}
	return made, failed
}

func handText(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		v = strings.TrimSpace(v)
		return v, v != ""
	}
	return fmt.Sprint(v), true
}

func handOptional(v any) *string {
	if text, ok := handText(v); ok {
		return &text
	}
	return nil
}

func handMoney(v any) (*erp.Money, error) {
	text, ok := handText(v)
	if !ok {
		return nil, nil
	}
	m, err := erp.ParseMoney(strings.Replace(text, ",", ".", 1))
	return &m, err
}

func handDate(v any) (*br.Date, error) {
	text, ok := handText(v)
	if !ok || text == "0000-00-00" {
		return nil, nil
	}
	layout := "2006-01-02"
	if strings.Contains(text, "/") {
		layout = "02/01/2006"
	}
	at, err := time.Parse(layout, text)
	d := br.DateOf(at)
	return &d, err
}

func handFlag(v any) (*bool, error) {
	text, ok := handText(v)
	if !ok {
		return nil, nil
	}
	switch strings.ToLower(text) {
	case "s", "sim", "1", "true":
		return ptr(true), nil
	case "n", "não", "0", "false":
		return ptr(false), nil
	}
	return nil, fmt.Errorf("neither yes nor no")
}

func TestRowsAreMappedAsByHand(t *testing.T) {
	t.Parallel()
	list := rows(t)
	got, err := mapRows(compileRow(t), list)
	if err != nil {
		t.Fatal(err)
	}
	want, err := byHand(list)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\n%+v, %v", got[0], want[0], err)
	}
}

// BenchmarkRows maps 100 invoices of 15 fields, and tells how much longer that
// takes than by hand. At most 4 times is asked for.
func BenchmarkRows(b *testing.B) {
	fields, list := compileRow(b), rows(b)
	measure := func(run func() error) time.Duration {
		start := time.Now()
		if err := run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	var mapped, hand time.Duration
	for b.Loop() {
		mapped += measure(func() error { _, err := mapRows(fields, list); return err })
		hand += measure(func() error { _, err := byHand(list); return err })
	}
	b.ReportMetric(float64(mapped.Nanoseconds())/float64(b.N), "mapped-ns")
	b.ReportMetric(float64(hand.Nanoseconds())/float64(b.N), "by-hand-ns")
	b.ReportMetric(float64(mapped)/float64(hand), "times-by-hand")
}
