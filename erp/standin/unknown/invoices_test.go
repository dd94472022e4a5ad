package unknown_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/unknown"
	"balcao/internal/br"
)

func TestPagesOfInvoices(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	seen, states := map[any]bool{}, map[any]int{}
	for page := 1; page <= 13; page++ {
		a := f.granted(f.get("/ng/financeiro/titulos", "cliente", "1004", "pag", strconv.Itoa(page), "qtd", "500"))
		for at := range 20 {
			seen[a.at("titulos", at, "titulo")] = true
			states[a.at("titulos", at, "situacao")]++
		}
		if a.at("total") != "260" || a.at("titulos", 20) != nil || a.at("titulos", 0, "valor") != "1.234,56" {
			t.Errorf("page %d: %s", page, a.text)
		}
	}
	if len(seen) != 260 || seen[nil] || states[0.0] != 4 || states[2.0] != 1 || states[1.0] != 255 {
		t.Errorf("%d invoices in states %v", len(seen), states)
	}
	for _, page := range []string{"14", "9223372036854775807"} {
		f.refused(f.get("/ng/financeiro/titulos", "cliente", "1004", "pag", page), 44)
	}
}

func TestInvoicesOf(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for _, row := range []struct {
		name  string
		pairs []string
		want  string // number:state of each
	}{
		{"Maria, the oldest first", []string{"cliente", "1001"}, "70001:1 70002:0 70003:0"},
		{"Maria's open ones", []string{"cliente", "1001", "situacao", "0"}, "70002:0 70003:0"},
		{"Maria's from a day", []string{"cliente", "1001", "venc_de", "10/11/26", "venc_ate", "09/12/26"}, "70002:0"},
		{"João", []string{"cliente", "1002"}, "70004:5 70005:0 70006:0"},
		{"João's second contract", []string{"cliente", "1002", "contrato", "503"}, "70006:0"},
		{"Aurora, two a page", []string{"cliente", "1004", "pag", "130", "qtd", "2"}, "70265:0 70266:0"},
		{"Antonio as he is now", []string{"cliente", "1007"}, "70267:0"},
		{"Bento", []string{"cliente", "1008"}, "70268:0"},
	} {
		a := f.granted(f.get("/ng/financeiro/titulos", row.pairs...))
		var got []string
		for at := 0; a.at("titulos", at) != nil; at++ {
			got = append(got, fmt.Sprintf("%v:%v", a.at("titulos", at, "titulo"), a.at("titulos", at, "situacao")))
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %v, want %s", row.name, got, row.want)
		}
	}
	for _, nobody := range []string{"1003", "1005", "1006", "7", "x"} {
		f.refused(f.get("/ng/financeiro/titulos", "cliente", nobody), 44)
	}
	f.refused(f.get("/ng/financeiro/titulos"), 12)
	f.crashed(f.get("/ng/financeiro/titulos", "cliente", "1001", "venc_de", "2026-11-10"))
}

// crashed checks that an answer is a 500 in text.
func (f *office) crashed(a answer) {
	f.t.Helper()
	if a.status != http.StatusInternalServerError || a.kind != "text/plain; charset=iso-8859-1" || !strings.HasPrefix(a.text, "Erro de execução") {
		f.t.Errorf("%d %s %s, want a crash", a.status, a.kind, a.text)
	}
}

func TestInvoiceDetail(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	a := f.granted(f.get("/ng/financeiro/titulos/70002"))
	for field, want := range map[string]string{
		"valor_original": "99,90", "multa": "1,99", "juros": "0,46", "saldo": "102,35", "vencimento": "10/11/26", "cpf_cnpj": "529.982.247-25",
	} {
		if got := a.at("titulo", field); got != want {
			t.Errorf("%s is %v, want %s", field, got, want)
		}
	}
	line, err := br.ParseLine(a.at("titulo", "linhadigitavel").(string))
	if err != nil || line.Barcode().Amount() != 9990 {
		t.Errorf("line %v: %v", line, err)
	}
	if pix, err := br.ParsePIX(a.at("titulo", "pix", "copia_cola").(string)); err != nil || pix.Amount != 9990 {
		t.Errorf("PIX %v: %v", pix, err)
	}
	bento := f.granted(f.get("/ng/financeiro/titulos/70268"))
	if bento.at("titulo", "linhadigitavel") != "" || bento.at("titulo", "pix") != nil || bento.at("titulo", "link") != "" {
		t.Errorf("not registered yet: %s", bento.text)
	}
	f.refused(f.get("/ng/financeiro/titulos/1"), 44)
}

func TestSlip(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	a := f.granted(f.get("/ng/financeiro/titulos/70002/boleto"))
	text, _ := a.at("boleto", "conteudo").(string)
	pdf, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !strings.HasPrefix(string(pdf), "%PDF-") || !strings.Contains(text, "\r\n") {
		t.Errorf("slip %.40q: %v", text, err)
	}
	link := f.get("/ng/financeiro/titulos/70002").at("titulo", "link").(string)
	path := strings.TrimPrefix(link, f.base)
	f.ticket = ""
	if got := f.get(path); got.kind != "application/pdf" || !strings.HasPrefix(got.text, "%PDF-") {
		t.Errorf("link %s: %d %s", link, got.status, got.kind)
	}
	if got := f.get(path + "0"); got.status != http.StatusNotFound {
		t.Errorf("wrong key: %d", got.status)
	}
	f.logIn()
	for invoice, code := range map[string]float64{"70001": 71, "70107": 72, "70268": 62, "1": 44} {
		f.refused(f.get("/ng/financeiro/titulos/"+invoice+"/boleto"), code)
	}
}

func TestClerk(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	id := f.erp.Bill(standin.Antonio.Document, 1_000_05)
	a := f.granted(f.get("/ng/financeiro/titulos/" + id))
	if a.at("titulo", "saldo") != "1.000,05" || a.at("titulo", "vencimento") != "04/12/26" || a.at("titulo", "cliente") != 1007.0 {
		t.Errorf("bill: %s", a.text)
	}
	f.erp.Pay(id, br.Date{Year: 2026, Month: 11, Day: 24})
	f.erp.Pay(id, br.Date{Year: 2026, Month: 11, Day: 24})
	a = f.granted(f.get("/ng/financeiro/titulos/" + id))
	if a.at("titulo", "situacao") != 1.0 || a.at("titulo", "saldo") != "0,00" || a.at("titulo", "baixas", 1) != nil {
		t.Errorf("paid: %s", a.text)
	}
	if got := f.erp.Records(id); len(got) != 1 {
		t.Errorf("records %q, want the one payment", got)
	}
	if got := f.erp.Bill(standin.Bento.Document, 100); got != "" {
		t.Errorf("bill of a blocked contract: %s", got)
	}
}
