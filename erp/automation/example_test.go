package automation_test

import (
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

func TestExamplesOfThePacks(t *testing.T) {
	t.Parallel()
	for _, name := range packs.Names() {
		fsys, _ := packs.FS(name)
		pack, problems := automation.Load(fsys, name, packs.FS)
		if pack == nil {
			t.Fatal(problems)
		}
		if len(pack.Examples) == 0 {
			t.Errorf("%s has no examples", name)
		}
		for _, e := range pack.Examples {
			t.Run(name+"/"+e.Name, func(t *testing.T) {
				t.Parallel()
				if err := automation.RunExample(t.Context(), pack, e); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

const playedExample = `
function: get_customer
settings: {url: "https://erp.example"}
input: {document: "52998224725"}
exchanges:
  - get: /people
    query: {cpf: "52998224725"}
    answer: {json: {people: [{name: Maria da Silva, active: true}]}}
output: {document: "52998224725", name: Maria da Silva, active: true}
`

// Whatever an example says is looked at.
func TestExamplesFailWhereSomethingDiffers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"nothing":             {"", "", ""},
		"another value":       {"name: Maria da Silva, active: true}\n", "name: João, active: true}\n", "output.name"},
		"a field too few":     {", active: true}\n", "}\n", "output.active"},
		"a field too many":    {", active: true}\n", ", active: true, remote_id: \"5\"}\n", "output.remote_id"},
		"another request":     {"cpf: \"52998224725\"", "cpf: \"1\"", "is not listed"},
		"one never made":      {"exchanges:\n", "exchanges:\n  - {get: /never, answer: {}}\n", "never sent"},
		"an error is missing": {"output: {document: \"52998224725\", name: Maria da Silva, active: true}", "error: {kind: refused}", "did not fail"},
		"another error":       {"people: [{name: Maria da Silva, active: true}]", "people: []", "it failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(playedExample, c.old, c.new, 1)
			pack := load(t, files{"get_customer.yaml": getCustomer, "examples/get_customer/one.yaml": text})
			err := automation.RunExample(t.Context(), pack, pack.Examples[0])
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestInputsByContractNames(t *testing.T) {
	t.Parallel()
	settle := map[string]any{
		"invoice_id": "7", "document": "529.982.247-25", "reference": "E1",
		"settlement": map[string]any{"amount": "26.00", "paid_at": "2026-11-24T12:00:00-03:00", "method": "PIX", "installments": int64(2)},
	}
	in, err := automation.ParseInput(erp.SettleBoleto.Info, settle)
	if err != nil {
		t.Fatal(err)
	}
	got := in.(erp.SettleInput)
	if got.Document != maria || got.Settlement.Amount != 2600 || !got.Settlement.PaidAt.Equal(noon) || *got.Settlement.Installments != 2 {
		t.Errorf("got %+v", got)
	}
	for want, input := range map[string]any{
		"get_customer.cpf: there is no such member": map[string]any{"document": "52998224725", "cpf": "1"},
		"get_customer.document: this is required":   map[string]any{},
		"document has 11 digits":                    map[string]any{"document": "123"},
		"get_customer: want an object":              "52998224725",
	} {
		if _, err := automation.ParseInput(erp.GetCustomer.Info, input); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
