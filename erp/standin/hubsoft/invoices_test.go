package hubsoft_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/internal/br"
)

const (
	maria  = "52998224725"
	aurora = "11222333000181"
)

func fatID(all []fatura) []int64 {
	found := []int64{}
	for _, f := range all {
		found = append(found, f.ID)
	}
	return found
}

// What limit cuts off is not told of: Aurora has 120 invoices.
func TestInvoicesAreCutSilently(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query       string
		count       int
		first, last int64
	}{
		{"", 3, 20123, 20125}, // apenas_pendente is sim unless told
		{"&apenas_pendente=sim", 3, 20123, 20125},
		{"&apenas_pendente=nao", 20, 20006, 20025},
		{"&apenas_pendente=nao&limit=7", 7, 20006, 20012},
		{"&apenas_pendente=nao&limit=50", 50, 20006, 20055},
		{"&apenas_pendente=nao&limit=51", 50, 20006, 20055},
		{"&apenas_pendente=nao&limit=1000&pagina=1", 50, 20006, 20055}, // there is no page to turn
		{"&apenas_pendente=nao&limit=x", 20, 20006, 20025},
		{"&apenas_pendente=nao&limit=50&order_by=data_vencimento&order_type=desc", 50, 20125, 20076},
	}
	e := open(t)
	for _, tt := range tests {
		got := e.invoices(aurora, tt.query)
		if len(got) != tt.count || got[0].ID != tt.first || got[len(got)-1].ID != tt.last {
			t.Errorf("%s: %v", tt.query, fatID(got))
		}
		if a := e.get("cliente/financeiro?busca=cpf_cnpj&termo_busca="+aurora+tt.query, &envelope{}); strings.Contains(a.body, "paginacao") {
			t.Errorf("%s tells of pages", tt.query)
		}
	}
}

func TestInvoicesAreSearchedAndSorted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		want  []int64
	}{
		{"busca=codigo_cliente&termo_busca=72", []int64{20004, 20005}},
		{"busca=codigo_cliente&termo_busca=1002", []int64{}}, // that is id_cliente
		{"busca=id_cliente_servico&termo_busca=5003", []int64{20005}},
		{"busca=cpf_cnpj&termo_busca=00000000191", []int64{}},
		{"busca=cpf_cnpj&termo_busca=11144477735&order_by=valor", []int64{20005, 20004}},
		{"busca=cpf_cnpj&termo_busca=11144477735&order_by=valor&order_type=desc", []int64{20004, 20005}},
		{"busca=cpf_cnpj&termo_busca=11144477735&order_by=data_cadastro&order_type=desc", []int64{20005, 20004}},
		{"busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao&order_by=data_pagamento&order_type=desc", []int64{20001, 20002, 20003}},
		// Maria's are due on 2026-10-15, 2026-11-14 and 2026-12-14.
		{"busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao&data_inicio=2026-10-15&data_fim=2026-11-14", []int64{20001, 20002}},
		{"busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao&data_inicio=2026-10-16", []int64{20002, 20003}},
		{"busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao&data_fim=2026-11-13", []int64{20001}},
		{"busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao&tipo_data=data_pagamento&data_fim=2026-11-14", []int64{20001}},
		{"busca=cpf_cnpj&termo_busca=52998224725&tipo_data=data_cadastro&data_inicio=2026-11-14", []int64{20003}},
	}
	e := open(t)
	for _, tt := range tests {
		var got envelope
		e.get("cliente/financeiro?"+tt.query, &got)
		if got.Status != "suscess" || !slices.Equal(fatID(got.Faturas), tt.want) {
			t.Errorf("%s: %s %v, want %v", tt.query, got.Status, fatID(got.Faturas), tt.want)
		}
	}
	for _, query := range []string{
		"", "busca=cpf_cnpj", "busca=id_cliente&termo_busca=1001", "busca=id_fatura&termo_busca=20003",
		"busca=cpf_cnpj&termo_busca=52998224725&data_inicio=01/10/2026", "busca=cpf_cnpj&termo_busca=52998224725&data_fim=2026-13-01",
	} {
		var got envelope
		if e.get("cliente/financeiro?"+query, &got); got.Status != "error" {
			t.Errorf("%q: %+v", query, got)
		}
	}
}

func TestOneInvoiceCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	e := open(t)
	for _, path := range []string{"financeiro/fatura/20003", "cliente/financeiro/20003", "fatura/20003"} {
		if a := e.send("GET", root+path, nil); a.status != 404 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// Lines and PIX codes are what banks would take.
func TestInvoicesCanBePaidByTheirCodes(t *testing.T) {
	t.Parallel()
	e := open(t)
	for _, f := range e.invoices(maria, "&apenas_pendente=nao") {
		line, err := br.ParseLine(*f.Line)
		if err != nil || line.Barcode().Amount() != 9990 {
			t.Errorf("line %s: %v", *f.Line, err)
		}
		code, err := br.ParsePIX(*f.PIX)
		if err != nil || code.Amount != 9990 {
			t.Errorf("PIX %s: %v", *f.PIX, err)
		}
		if f.Amount != "99.9" {
			t.Errorf("amount %s", f.Amount)
		}
	}
}

func TestLinksArePublicFiles(t *testing.T) {
	t.Parallel()
	e := open(t)
	link, more := e.invoices(maria, "")[0].Link, e.get("cliente/nota_fiscal?busca=id_cliente&termo_busca=1001", &struct{}{}).body
	e.token = "" // a customer's browser has none
	path, ours := strings.CutPrefix(link, e.served.URL)
	if !ours || !strings.HasSuffix(path, ".pdf") {
		t.Fatalf("link %s", link)
	}
	if a := e.send("GET", path, nil); a.status != 200 || a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF-") {
		t.Errorf("%d %s %.20s", a.status, a.header.Get("Content-Type"), a.body)
	}
	for _, wrong := range []string{strings.Replace(path, "20002", "20003", 1), path[:len(path)-5] + ".pdf", "/publico/x.pdf", "/publico/fatura-x-y.pdf"} {
		if a := e.send("GET", wrong, nil); a.status != 404 {
			t.Errorf("%s: %d", wrong, a.status)
		}
	}
	links := 0
	for word := range strings.SplitSeq(more, `"`) {
		path, ours := strings.CutPrefix(word, e.served.URL)
		if !ours {
			continue
		}
		links++
		begin := map[bool]string{true: "%PDF-", false: "<?xml"}[strings.HasSuffix(path, ".pdf")]
		if a := e.send("GET", path, nil); a.status != 200 || !strings.HasPrefix(a.body, begin) {
			t.Errorf("%s: %d %.20s", path, a.status, a.body)
		}
	}
	if links != 4 {
		t.Errorf("%d links to notas", links)
	}
}
