package sgp_test

import (
	"strings"
	"testing"

	"balcao/erp/standin/sgp"
)

const (
	slips       = "/api/ura/fatura2via/"
	occurrences = "/api/ura/ocorrencia/list/"
)

// numbers are the members fatura of the links.
func numbers(rows []row) string {
	all := ""
	for _, r := range rows {
		all += r.number("fatura") + " "
	}
	return all
}

func TestSlips(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	tests := []struct {
		name   string
		send   fields
		status string
		want   string
	}{
		{"only the oldest", fields{"contrato": "305"}, "1", "16007 "},
		{"all", fields{"contrato": "305", "faturas_abertas_todas": "1"}, "1", "16007 16008 "},
		{"all, turned round", fields{"contrato": "305", "faturas_abertas_todas": "1", "modo_ordenacao": "desc"}, "1", "16008 16007 "},
		{"by number", fields{"contrato": "305", "numero_documento": "16008"}, "1", "16008 "},
		{"by document, of the first contract that owes", fields{"cpfcnpj": joao, "faturas_abertas_todas": "1"}, "1", "16010 16009 "},
		{"by document, behind a cancelled contract", fields{"cpfcnpj": antonio}, "1", "16272 "},
		{"nothing open", fields{"cpfcnpj": padaria}, "0", ""},
		{"nobody", fields{"cpfcnpj": nobody}, "0", ""},
		{"somebody else's contract", fields{"cpfcnpj": maria, "contrato": "307"}, "0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.send["nao_gerar_os"] = "1"
			a := i.post(slips, tt.send)
			if got := numbers(i.rows(a, "links")); got != tt.want || i.object(a).number("status") != tt.status {
				t.Errorf("slips %q, want %q: %s", got, tt.want, a.body)
			}
		})
	}
}

// The day of re-issue stands where the due date is expected, and charges are in
// the amount.
func TestSlipOfALateTitle(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	a := i.post(slips, fields{"contrato": "305", "nao_gerar_os": "1", "faturas_abertas_todas": "1"})
	rows := i.rows(a, "links")
	late, early := rows[0], rows[1]
	if late["vencimento"] != "2026-11-24" || late["vencimento_original"] != "2026-11-14" || late.number("valor") != "102.23" ||
		late.number("valor_original") != "99.9" || late.number("multa") != "2.0" || late.number("juros") != "0.33" {
		t.Errorf("late %v", late)
	}
	if early["vencimento"] != "2026-12-14" || early.number("valor") != "99.9" || early.number("multa") != "0" {
		t.Errorf("early %v", early)
	}
	if !a.has(`"cpfCnpj":"529.982.247-25"`) {
		t.Errorf("answer %s", a.body)
	}
}

// Of two identical titles one slip is given away; titulos has both.
func TestIdenticalTitles(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	i.sgp.Bill(padaria, 5000)
	i.sgp.Bill(padaria, 5000)
	a := i.post(slips, fields{"cpfcnpj": padaria, "nao_gerar_os": "1", "faturas_abertas_todas": "1"})
	if given, owed := i.rows(a, "links"), i.titles(fields{"cpfcnpj": padaria}); len(given) != 1 || len(owed) != 2 {
		t.Errorf("%d slips of %d titles", len(given), len(owed))
	}
	if !a.has(`"valor":50,`) {
		t.Errorf("whole reais: %s", a.body)
	}
}

func TestAReadThatOpensAnOccurrence(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	quiet := i.object(i.post(slips, fields{"cpfcnpj": maria, "nao_gerar_os": "1"}))
	if quiet["protocolo"] != "" || i.sgp.SideEffects() != 0 {
		t.Errorf("protocol %v, %d side effects", quiet["protocolo"], i.sgp.SideEffects())
	}
	loud := i.object(i.post(slips, fields{"cpfcnpj": maria}))
	if loud["protocolo"] != "261124123000" || i.sgp.SideEffects() != 1 {
		t.Errorf("protocol %v, %d side effects", loud["protocolo"], i.sgp.SideEffects())
	}
	if rows := i.rows(i.post(occurrences, fields{"contrato": "305"}), "ocorrencias"); len(rows) != 1 || rows[0]["numero"] != "261124123000" {
		t.Errorf("occurrences %v", rows)
	}
	if books := i.sgp.Desk().Books(); len(books) != 0 {
		t.Errorf("books %+v", books)
	}
}

func (i *install) open(link string) answer {
	i.t.Helper()
	path, found := strings.CutPrefix(link, i.url)
	if !found {
		i.t.Fatalf("link %q is not of %s", link, i.url)
	}
	return i.send("GET", path, "", nil)
}

func (a answer) isPDF(text string) bool {
	return a.status == 200 && strings.HasPrefix(string(a.body), "%PDF") && a.has(text) && a.header.Get("Content-Type") == "application/pdf"
}

// Links need no credentials: their code is one.
func TestLinks(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	r := i.title("16002")
	link, line := r.text("link"), r.text("linhaDigitavel")
	for _, file := range []string{link + ".pdf", strings.TrimSuffix(link, "/") + ".pdf"} {
		if a := i.open(file); !a.isPDF(line) {
			t.Errorf("%s: status %d: %.60s", file, a.status, a.body)
		}
	}
	for _, page := range []string{link, r.text("link_cobranca")} {
		if a := i.open(page); !a.isHTML() || !a.has(line) {
			t.Errorf("%s: %s", page, a.body)
		}
	}
	wrong := i.url + "/boleto/16007-AAAAAAAAAA/"
	for _, page := range []string{wrong, wrong + ".pdf", i.url + "/quitacao/305-AAAAAAAAAA/", i.url + "/boleto/"} {
		if a := i.open(page); !a.isHTML() || a.has(line) {
			t.Errorf("%s: %s", page, a.body)
		}
	}
	asked := i.rows(i.post(slips, fields{"contrato": "305", "nao_gerar_os": "1", "link_pdf": "1"}), "links")
	if a := i.open(asked[0].text("link")); !a.isPDF(line) {
		t.Errorf("link_pdf: %v: %.60s", asked[0]["link"], a.body)
	}
	consulted := i.rows(i.post("/api/ura/consultacliente/", fields{"contrato": "305"}), "contratos")
	if a := i.open(consulted[0].text("link_quitacao")); !a.isPDF("Contrato 305") {
		t.Errorf("link_quitacao: %.60s", a.body)
	}
	i.sgp.SetQuirks(sgp.Quirks{PDFAsHTML: true})
	if a := i.open(link + ".pdf"); !a.isHTML() {
		t.Errorf("PDF as HTML: %.60s", a.body)
	}
}

func TestPIXOfATitle(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for version, name := range map[sgp.Version]string{sgp.Documented: "pix", sgp.Renamed: "codigoPix", sgp.Bare: "codigo"} {
		i.sgp.SetQuirks(sgp.Quirks{Version: version})
		o := i.object(i.post("/api/ura/pagamento/pix/16002", fields{"contrato": "305"}))
		if !strings.HasPrefix(o.text(name), "000201") || o.number("status") != "1" {
			t.Errorf("version %d: %v", version, o)
		}
	}
	for id, contract := range map[string]string{"16268": "314", "16001": "305", "16003": "306", "99999": "305"} {
		if o := i.object(i.post("/api/ura/pagamento/pix/"+id, fields{"contrato": contract})); o.number("status") != "0" {
			t.Errorf("title %s: %v", id, o)
		}
	}
}
