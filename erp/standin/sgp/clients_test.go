package sgp_test

import (
	"testing"

	"balcao/erp/standin/sgp"
)

const clients = "/api/ura/clientes/"

func TestClients(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	rows := i.rows(i.post(clients, fields{"cpfcnpj": joao}), "clientes")
	if len(rows) != 1 || rows[0].number("id") != "302" || rows[0]["cpfcnpj"] != joao {
		t.Fatalf("clients %v", rows)
	}
	if contracts, titles := rows[0]["contratos"].([]any), rows[0]["titulos"].([]any); len(contracts) != 2 || len(titles) != 3 {
		t.Errorf("%d contracts, %d titles", len(contracts), len(titles))
	}
	a := i.post(clients, fields{"cpfcnpj": joao, "omitir_contratos": "1", "omitir_titulos": "1", "omitir_contatos": "1"})
	if a.has("contratos") || a.has("titulos") || a.has("contatos") || !a.has(`"logradouro":"Avenida São João"`) {
		t.Errorf("omitted: %s", a.body)
	}
	if a := i.post(clients, fields{"offset": "1", "limit": "2", "omitir_titulos": "1"}); !a.has(`"offset":1,"limit":2,"parcial":2,"total":7`) {
		t.Errorf("page: %.90s", a.body)
	}
	for path, most := range map[string]string{clients: "100", occurrences: "1000", centralTitles: "250"} {
		if a := i.post(path, fields{"contrato": "305", "limit": "9999"}); !a.has(`{"offset":0,"limit":` + most + `,`) {
			t.Errorf("limit of %s: %.90s", path, a.body)
		}
	}
	if rows := i.rows(i.post(clients, fields{"contrato_status": "4"}), "clientes"); len(rows) != 2 {
		t.Errorf("suspended: %v", rows)
	}
}

// The contract's number bears another name by the version.
func TestNameOfTheContractNumber(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	if a := i.post(clients, fields{"cpfcnpj": maria}); !a.has(`"contratos":[{"contrato":305,`) {
		t.Errorf("clientes: %s", a.body)
	}
	if rows := i.list(i.post("/api/ura/listacontrato/", fields{"contrato": "305"})); len(rows) != 1 || rows[0].number("contrato") != "305" {
		t.Errorf("listacontrato: %v", rows)
	}
	i.sgp.SetQuirks(sgp.Quirks{Version: sgp.Renamed})
	if a := i.post(clients, fields{"cpfcnpj": maria}); !a.has(`"contratos":[{"id":305,`) {
		t.Errorf("clientes: %s", a.body)
	}
	if rows := i.list(i.post("/api/ura/listacontrato/", fields{"contrato": "305"})); len(rows) != 1 || rows[0].number("id") != "305" {
		t.Errorf("listacontrato: %v", rows)
	}
}

func TestListOfContracts(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, tt := range []struct {
		send fields
		want int
	}{{fields{}, 10}, {fields{"status": "4"}, 2}, {fields{"plano": "3"}, 3}, {fields{"status": "4", "plano": "1"}, 1}} {
		if rows := i.list(i.post("/api/ura/listacontrato/", tt.send)); len(rows) != tt.want {
			t.Errorf("%v: %d contracts, want %d", tt.send, len(rows), tt.want)
		}
	}
	bare, whole := i.post("/api/ura/listacontrato/", fields{}), i.post("/api/ura/listacontrato/", fields{"exibir_endereco": "1"})
	if bare.has("endereco") || !whole.has("endereco") {
		t.Error("exibir_endereco changes nothing")
	}
}

func TestContactIsAdded(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	add := fields{"contrato": "310", "contato": "nova@example.com", "tipo": "E-mail Pessoal"}
	if o := i.object(i.post("/api/ura/contato/add/", add)); o["success"] != true {
		t.Errorf("answer %v", o)
	}
	if a := i.post("/api/ura/consultacliente/", fields{"contrato": "311"}); !a.has(`"contato":"nova@example.com"`) {
		t.Errorf("contacts of the other contract: %s", a.body)
	}
	for _, wrong := range []fields{{"contrato": "310"}, {"contrato": "999", "contato": "x"}} {
		if o := i.object(i.post("/api/ura/contato/add/", wrong)); o["success"] != false {
			t.Errorf("%v: %v", wrong, o)
		}
	}
	if got := i.sgp.Records("nova@example.com"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
}
