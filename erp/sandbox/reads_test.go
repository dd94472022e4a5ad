package sandbox_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"balcao/erp/sandbox"
)

const (
	estela = "22233344405"
	nobody = "00000000191"
)

// row is an answer's object, whatever is in it.
type row = map[string]any

func (e *erp) rows(path string) []row {
	e.t.Helper()
	var all []row
	e.get(path, &all)
	if all == nil {
		e.t.Fatalf("GET %s answers null", path)
	}
	return all
}

// column is one member of all rows.
func column(rows []row, name string) []any {
	values := make([]any, len(rows))
	for i, r := range rows {
		values[i] = r[name]
	}
	return values
}

func TestCatalogues(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for path, want := range map[string]struct {
		code  string
		first row
	}{
		"/produtos":           {"codigo", row{"codigo": "FIBRA100", "nome": "Fibra 100 Mega", "preco": "79.90", "velocidade": "100 Mbps"}},
		"/revendedores":       {"code", row{"code": "R01", "name": "Loja do Centro", "taxvat": aurora, "email": "loja.centro@example.com"}},
		"/vencimentos":        {"code", row{"code": "05", "name": "Dia 05"}},
		"/origens-comerciais": {"code", row{"code": "1", "description": "Site"}},
	} {
		rows := e.rows(path)
		for name, value := range want.first {
			if rows[0][name] != value {
				t.Errorf("GET %s: %s is %v, want %v", path, name, rows[0][name], value)
			}
		}
		codes := column(rows, want.code)
		for i, code := range codes {
			if slices.Index(codes, code) != i {
				t.Errorf("GET %s: the code %v comes twice", path, code)
			}
		}
	}
}

func TestPlansInEveryStatus(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	plans := e.rows("/planos?cnpj_cpf=" + maria + "&cnpj_cpf=" + estela + "&cnpj_cpf=" + nobody + "&cnpj_cpf=" + antonio)
	var got []string
	for _, p := range plans {
		entry := p["cnpj_cpf"].(string) + " " + p["status"].(string)
		if p["desbloqueio_confianca"] == true {
			entry += " unlockable"
		}
		got = append(got, entry)
	}
	want := []string{maria + " ACTIVE", maria + " BLOCKED unlockable", antonio + " CANCELLED", antonio + " ACTIVE",
		estela + " PENDING", estela + " SUSPENDED", estela + " BLOCKED unlockable", estela + " BLOCKED"}
	if !slices.Equal(got, want) {
		t.Errorf("plans\n%q, want\n%q", got, want)
	}
	blocked := e.rows("/planos?status=BLOCKED&cnpj_cpf=" + maria)
	if len(blocked) != 1 || blocked[0]["preco"] != "79.90" || blocked[0]["rua_endereco"] != "Rua das Acácias" {
		t.Errorf("blocked plans %v", blocked)
	}
	contracts := e.rows("/contratos?cnpj_cpf=" + maria + "&cnpj_cpf=" + nobody)
	if !slices.Equal(column(contracts, "id_contrato"), column(plans[:2], "id_contrato")) {
		t.Errorf("contracts %v", contracts)
	}
}

func TestContacts(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	rows := e.rows("/contatos?cnpj_cpf=" + nobody + "&cnpj_cpf=" + maria)
	if len(rows) != 1 || rows[0]["emails"].([]any)[0] != "maria.silva@example.com" || rows[0]["celulares"].([]any)[0] != "11987654321" {
		t.Errorf("contacts %v", rows)
	}
}

func TestPendenciesAreTheOverdueInvoices(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, document := range []string{maria, joao, padaria, nobody} {
		var overdue []string
		for _, i := range e.invoices(document) {
			if i.Open != "0.00" && i.Due < "2026-11-20" {
				overdue = append(overdue, i.ID)
			}
		}
		texts := e.rows("/pendencias?cnpj_cpf=" + document)
		if len(texts) != len(overdue) {
			t.Fatalf("%s: %d pendencies, want %d: %v", document, len(texts), len(overdue), texts)
		}
		for i, text := range texts {
			if !strings.Contains(text["texto"].(string), overdue[i]) {
				t.Errorf("%s: %v, want one of invoice %s", document, text, overdue[i])
			}
		}
	}
}

func TestStatementAndNotesAreOfTheBooks(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, document := range []string{aurora, padaria, nobody} {
		invoices := e.invoices(document)
		lines, notes := e.rows("/extrato?cnpj_cpf="+document), e.rows("/notas-fiscais?cnpj_cpf="+document)
		if len(lines) != len(invoices) {
			t.Fatalf("%s: %d lines for %d invoices", document, len(lines), len(invoices))
		}
		noteOf := map[any]row{}
		for _, n := range notes {
			noteOf[n["id_nota"]] = n
		}
		for i, invoice := range invoices {
			line := lines[i]
			if line["id_boleto"] != invoice.ID || line["valor"] != invoice.Original || line["cnpj_cpf"] != document {
				t.Errorf("line %v of invoice %+v", line, invoice)
			}
			note, billed := noteOf[line["id_nota"]]
			if billed == (invoice.Status == "CANCELLED") || billed && note["valor_pago"] != line["valor_pago"] {
				t.Errorf("invoice %s is %s and has the note %v", invoice.ID, invoice.Status, note)
			}
		}
	}
}

func TestFiscalNoteIsTheOwners(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.rows("/notas-fiscais?cnpj_cpf=" + maria)[0]["id_nota"].(string)
	a := e.call("GET", "/notas-fiscais/"+id+"/nota.pdf?cnpj_cpf="+maria, "", nil, 200, nil)
	if !bytes.HasPrefix(a.body, []byte("%PDF-")) || a.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%s: %q", a.header.Get("Content-Type"), a.body[:5])
	}
	for _, path := range []string{id + "/nota.pdf?cnpj_cpf=" + joao, id[2:] + "/nota.pdf?cnpj_cpf=" + maria, "NF7/nota.pdf?cnpj_cpf=" + maria} {
		e.call("GET", "/notas-fiscais/"+path, "", nil, 404, nil)
	}
}

func TestDebtClearance(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	a := e.call("GET", "/quitacao?ano=2025&cnpj_cpf="+padaria, "", nil, 200, nil)
	if !bytes.HasPrefix(a.body, []byte("%PDF-")) {
		t.Errorf("the file begins with %q", a.body[:5])
	}
	e.call("GET", "/quitacao?ano=2026&cnpj_cpf="+maria, "", nil, 409, nil)
	e.call("GET", "/quitacao?ano=2025&cnpj_cpf="+nobody, "", nil, 404, nil)
	e.call("GET", "/quitacao?ano=agora&cnpj_cpf="+maria, "", nil, 400, nil)
}

func TestReadsWantTheirParameters(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, path := range []string{"/planos", "/contratos", "/contatos", "/pendencias", "/extrato", "/notas-fiscais",
		"/notas-fiscais/NF1/nota.pdf", "/quitacao?ano=2025", "/pedidos", "/chamados"} {
		e.call("GET", path, "", nil, 400, nil)
	}
	e.call("GET", "/planos?"+strings.Repeat("cnpj_cpf="+maria+"&", 101), "", nil, 400, nil)
}
