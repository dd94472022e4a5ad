package ixc_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// saved is an answer of the reference page ("Short real shapes"), byte for byte.
func saved(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSavedAnswersAreReplayed: an install that holds the records of the saved
// answers gives exactly their bytes.
func TestSavedAnswersAreReplayed(t *testing.T) {
	t.Parallel()
	i := open(t)
	hold(t, i, "fn_areceber", heldRows(t, saved(t, "list")))
	hold(t, i, "fn_areceber", `[{"id":"145536","status":"A","data_vencimento":"2025-01-12","valor":"85.90","valor_aberto":"85.90"},
		{"id":"145537","status":"R","valor":"85.90","valor_aberto":"0.00"}]`)
	customer := with(i.one("cliente", "101"), "id", "372")
	hold(t, i, "cliente", "["+object(customer)+"]")
	settlement := with(payment, "id_receber", "145537")
	for name, got := range map[string]answer{
		"list": i.call("POST", "fn_areceber", `{"qtype":"fn_areceber.id","query":"145535","oper":"=","page":"1","rp":"1"}`, "ixcsoft", "listar"),
		"pix":  i.post("get_pix", map[string]string{"id_areceber": "145536"}), "edit": i.call("PUT", "cliente/372", object(customer)),
		"refusal": i.post(settlementResource, settlement),
	} {
		if want := saved(t, name); got.body != want || got.status != 200 {
			t.Errorf("%s: %d\n got %s\nwant %s", name, got.status, got.body, want)
		}
	}
}

func hold(t *testing.T, i *install, table, rows string) {
	t.Helper()
	if err := i.server.Hold(table, []byte(rows)); err != nil {
		t.Fatal(err)
	}
}

// heldRows cuts the records out of a saved list, as they are.
func heldRows(t *testing.T, list string) string {
	t.Helper()
	return string(parse[struct {
		Rows json.RawMessage `json:"registros"`
	}](t, list).Rows)
}

func TestHoldTellsWhatItCannotHold(t *testing.T) {
	t.Parallel()
	i := open(t)
	for table, rows := range map[string]string{"nothing": "[]", "cliente": `[{"id":1}]`, "contato": "{"} {
		if err := i.server.Hold(table, []byte(rows)); err == nil {
			t.Errorf("Hold(%s, %s): no error", table, rows)
		}
	}
}
