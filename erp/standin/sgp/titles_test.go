package sgp_test

import (
	"fmt"
	"testing"

	"balcao/erp/standin/sgp"
)

func ids(rows []row) string {
	all := ""
	for _, r := range rows {
		all += r.number("id") + " "
	}
	return all
}

func TestTitlesByFilter(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	tests := []struct {
		name string
		send fields
		want string
	}{
		{"open", fields{"cpfcnpj": maria, "status": "abertos"}, "16002 16003 "},
		{"paid", fields{"cpfcnpj": maria, "status": "pagos"}, "16001 "},
		{"cancelled", fields{"cpfcnpj": aurora, "status": "cancelados"}, "16007 "},
		{"all", fields{"cpfcnpj": maria}, "16001 16002 16003 "},
		{"by contract", fields{"contrato": "307"}, "16006 "},
		{"by customer", fields{"cliente_id": "302"}, "16004 16005 16006 "},
		{"by id", fields{"titulo_id": "16005"}, "16005 "},
		{"by due date", fields{"cpfcnpj": joao, "ordenar": "data_vencimento"}, "16005 16004 16006 "},
		{"turned round", fields{"cpfcnpj": joao, "ordenar": "data_vencimento", "ordenar_ordem": "desc"}, "16006 16004 16005 "},
		{"between days", fields{"cpfcnpj": maria, "data_vencimento_inicio": "2026-11-01", "data_vencimento_fim": "2026-11-30"}, "16002 "},
		{"from a day", fields{"cpfcnpj": maria, "data_vencimento_inicio": "2026-11-15"}, "16003 "},
		{"nobody", fields{"cpfcnpj": nobody}, ""},
		{"masked document", fields{"cpfcnpj": "529.982.247-25"}, ""},
		{"somebody else's contract", fields{"cpfcnpj": maria, "contrato": "307"}, ""},
		{"nobody's status", fields{"cpfcnpj": maria, "status": "aberto"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ids(i.titles(tt.send)); got != tt.want {
				t.Errorf("titles %q, want %q", got, tt.want)
			}
		})
	}
}

// Empty optionals are refused or change the filter.
func TestEmptyOptionals(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	if rows := i.titles(fields{"cpfcnpj": "", "status": "abertos"}); len(rows) != 2+3+3+1+1 {
		t.Errorf("%d open titles of everybody: %s", len(rows), ids(rows))
	}
	for _, name := range []string{"limit", "offset", "data_vencimento_inicio", "data_vencimento_fim", "ordenar"} {
		a := i.post("/api/ura/titulos/", fields{"cpfcnpj": maria, name: ""})
		if o := i.object(a); o["success"] != false || a.status != 200 {
			t.Errorf("%s: status %d: %s", name, a.status, a.body)
		}
	}
}

func TestALoneEndDateIsRefused(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	a := i.post("/api/ura/titulos/", fields{"cpfcnpj": maria, "data_vencimento_fim": "2026-12-31"})
	if o := i.object(a); o["success"] != false {
		t.Errorf("answer %s", a.body)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		quirks sgp.Quirks
		send   fields
		first  string
		pages  string
	}{
		{"default", sgp.Quirks{}, fields{}, "16007", `{"offset":0,"limit":250,"parcial":250,"total":260}`},
		{"second", sgp.Quirks{}, fields{"offset": "250"}, "16257", `{"offset":250,"limit":250,"parcial":10,"total":260}`},
		{"too many", sgp.Quirks{}, fields{"limit": "9999"}, "16007", `{"offset":0,"limit":250,"parcial":250,"total":260}`},
		{"small", sgp.Quirks{}, fields{"limit": "2", "offset": "3"}, "16010", `{"offset":3,"limit":2,"parcial":2,"total":260}`},
		{"offset ignored", sgp.Quirks{IgnoreOffset: true}, fields{"offset": "250"}, "16007", `{"offset":250,"limit":250,"parcial":250,"total":260}`},
		{"past the end", sgp.Quirks{}, fields{"offset": "260"}, "", `{"offset":260,"limit":250,"parcial":0,"total":260}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := open(t, tt.quirks)
			tt.send["cpfcnpj"] = aurora
			a := i.post("/api/ura/titulos/", tt.send)
			rows := i.rows(a, "titulos")
			if !a.has(`{"paginacao":`+tt.pages) || len(rows) > 0 && rows[0].number("id") != tt.first || len(rows) == 0 && tt.first != "" {
				t.Errorf("%.120s, %d rows", a.body, len(rows))
			}
		})
	}
}

func TestListsBearOtherNames(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{Version: sgp.Renamed})
	if rows := i.rows(i.post("/api/ura/titulos/", fields{"cpfcnpj": maria}), "faturas"); len(rows) != 3 {
		t.Errorf("renamed: %v", rows)
	}
	i.sgp.SetQuirks(sgp.Quirks{Version: sgp.Bare})
	if rows := i.list(i.post("/api/ura/titulos/", fields{"cpfcnpj": maria})); len(rows) != 3 {
		t.Errorf("bare: %v", rows)
	}
}

// Amounts are numbers with at least one place, and the integer 0 for none; dates
// are empty texts for none.
func TestTitleMembers(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	tests := []struct{ id, status, amount, corrected, paid, partly, paidOn, cancelledOn string }{
		{"16001", "pago", "99.9", "99.9", "99.9", "0", "2026-10-14", ""},
		{"16002", "aberto", "99.9", "102.23", "0", "0", "", ""}, // 2.00 fine, 0.33 interest
		{"16003", "aberto", "99.9", "99.9", "0", "0", "", ""},
		{"16005", "aberto", "149.5", "149.5", "0", "50.0", "", ""},
		{"16007", "cancelado", "100.0", "100.0", "0", "0", "", "2021-12-20"},
	}
	for _, tt := range tests {
		r := i.title(tt.id)
		got := fmt.Sprint(r["status"], r["valor"], r["valorCorrigido"], r["valorPago"], r["valorPagoParcial"], r["dataPagamento"], r["dataCancelamento"])
		want := fmt.Sprint(tt.status, tt.amount, tt.corrected, tt.paid, tt.partly, tt.paidOn, tt.cancelledOn)
		if got != want {
			t.Errorf("%s: %s, want %s", tt.id, got, want)
		}
	}
}

// The title's id and its number are different values, and a title's number is
// another title's id.
func TestIDAndNumberDiffer(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	mine := i.title("16002")
	if mine.number("numeroDocumento") != "16007" || mine["clienteCpfcnpj"] != maria {
		t.Errorf("title %v", mine)
	}
	if other := i.title("16007"); other["clienteCpfcnpj"] != aurora {
		t.Errorf("title of the same number %v", other)
	}
}

func TestATitleWithoutSlip(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	r := i.title("16268")
	for _, name := range []string{"linhaDigitavel", "codigoBarras", "codigoPix", "link", "link_cobranca"} {
		if r[name] != "" {
			t.Errorf("%s is %v", name, r[name])
		}
	}
	whole := i.title("16003")
	for _, name := range []string{"linhaDigitavel", "codigoBarras", "codigoPix", "link", "link_cobranca"} {
		if whole.text(name) == "" {
			t.Errorf("%s of a whole title is %v", name, whole[name])
		}
	}
}
