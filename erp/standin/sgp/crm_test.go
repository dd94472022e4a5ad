package sgp_test

import (
	"maps"
	"testing"

	"balcao/erp/standin/sgp"
)

const newContract = "/api/crm/cliente/305/contratos"

func TestAnotherContract(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	right := map[string]any{"pop_id": 1, "plano_id": 3, "portador_id": 1, "forma_cobranca_codigo": 6, "vencimento_dia": 15}
	a := i.postJSON(newContract, right)
	if want := `{"message":"Contrato cadastrado com sucesso","clientecontrato":315,"cliente":"Estela Nogueira - 22233344405"}`; string(a.body) != want {
		t.Errorf("answer %s", a.body)
	}
	rows := i.contractsOf("22233344405")
	if len(rows) != 3 || rows[2].number("contratoId") != "315" || rows[2].number("contratoStatus") != "6" || rows[2].number("cobVencimento") != "15" {
		t.Errorf("contracts %v", rows)
	}
	for name, value := range map[string]any{"pop_id": 2, "plano_id": 9, "portador_id": nil, "forma_cobranca_codigo": 5, "vencimento_dia": 32} {
		wrong := maps.Clone(right)
		wrong[name] = value
		if o := i.object(i.postJSON(newContract, wrong)); o["success"] != false {
			t.Errorf("%s=%v: %v", name, value, o)
		}
	}
	form := fields{"pop_id": "1", "plano_id": "3", "portador_id": "1", "forma_cobranca_codigo": "6", "vencimento_dia": "15"}
	if o := i.object(i.post(newContract, form)); o["success"] != false {
		t.Errorf("form: %v", o)
	}
	if a := i.postJSON("/api/crm/cliente/399/contratos", right); a.status != 404 {
		t.Errorf("nobody: status %d", a.status)
	}
}
