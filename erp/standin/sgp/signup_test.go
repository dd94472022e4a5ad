package sgp_test

import (
	"maps"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/sgp"
)

const newDocument = "12345678909"

func prospect(more fields) fields {
	f := fields{"nome": "Lia Prado", "logradouro": "Rua Nova", "cpfcnpj": newDocument, "plano_id": "3", "vencimento_id": "3", "vendedor_id": "1",
		"datanasc": "1999-01-02", "celular": "11987650099", "observacao": "REF-7"}
	maps.Copy(f, more)
	return f
}

func (i *install) contractsOf(document string) []row {
	i.t.Helper()
	return i.rows(i.post("/api/ura/consultacliente/", fields{"cpfcnpj": document}), "contratos")
}

func TestPreRegistration(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	a := i.post("/api/precadastro/F", prospect(fields{"precadastro_ativar": "0"}))
	if o := i.object(a); o["success"] != true || a.status != 200 {
		t.Errorf("answer %s", a.body)
	}
	if rows := i.contractsOf(newDocument); len(rows) != 0 {
		t.Errorf("a lead has contracts: %v", rows)
	}
	if got := i.sgp.Records("REF-7"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
	if books := i.sgp.Desk().Books(); len(books) != 1 || books[0].Key != "REF-7" || books[0].Document != newDocument || books[0].Kind != "precadastro" {
		t.Errorf("books %+v", books)
	}
	if a := i.post("/api/precadastro/F/", prospect(nil)); !a.isHTML() {
		t.Errorf("with a slash: %s", a.body)
	}
}

func TestActivation(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	i.postJSON("/api/precadastro/J", map[string]any{"nome": "Lia Prado", "logradouro": "Rua Nova", "cpfcnpj": newDocument, "plano_id": 3,
		"vencimento_id": 3, "precadastro_ativar": 1})
	rows := i.contractsOf(newDocument)
	if len(rows) != 1 || rows[0]["razaoSocial"] != "Lia Prado" || rows[0]["planointernet"] != "Fibra 600 Mega & TV" || rows[0].number("cobVencimento") != "20" {
		t.Errorf("contracts %v", rows)
	}
	i.post("/api/precadastro/F", prospect(fields{"cpfcnpj": maria, "precadastro_ativar": "1"}))
	if rows := i.contractsOf(maria); len(rows) != 2 || rows[1].number("clienteId") != "301" || rows[1]["razaoSocial"] != "Maria da Silva" {
		t.Errorf("contracts of who was there: %v", rows)
	}
}

func TestPreRegistrationIsRefused(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for name, value := range map[string]string{
		"nome": "", "logradouro": "", "datanasc": "02/01/1999", "cpfcnpj": "12345678900", "plano_id": "9", "vencimento_id": "", "vendedor_id": "x", "portador_id": "9",
	} {
		if o := i.object(i.post("/api/precadastro/F", prospect(fields{name: value}))); o["success"] != false {
			t.Errorf("%s=%q: %v", name, value, o)
		}
	}
	if got := i.sgp.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
}

// Faults befall what the desk delivers, whatever the path.
func TestFaults(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, path := range []string{"/api/ura/titulos/", "/api/precadastro/F"} {
		i.sgp.Desk().Switch(standin.Switches{Faults: standin.Faults{HTML200: 1}})
		if a := i.post(path, prospect(nil)); !a.isHTML() {
			t.Errorf("%s: %s", path, a.body)
		}
		i.sgp.Desk().Switch(standin.Switches{Faults: standin.Faults{Error500: 1}})
		if a := i.post(path, prospect(nil)); a.status != 500 {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
	if calls := i.sgp.Desk().Calls(); calls["POST /api/ura/titulos/"] != 2 {
		t.Errorf("calls %v", calls)
	}
	if got := i.sgp.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
}
