package openapi_test

import (
	"net/http"
	"net/url"
	"testing"
)

// groups make the scenarios of all operations, by operationId. Each is made when
// its turn comes: some need what the sandbox answers.
var groups = map[string]func(*testing.T, *served, examples) map[string]*scenario{
	"customers": customerScenarios, "invoices": invoiceScenarios, "plans": planScenarios,
	"fiscal": fiscalScenarios, "catalogue": catalogueScenarios, "sales": salesScenarios,
}

// examples are the request bodies that the document gives.
type examples struct{ operations map[string]operation }

// of is an operation's example, with a reference of its own.
func (e examples) of(t *testing.T, id string) map[string]any {
	t.Helper()
	o, ok := e.operations[id]
	if !ok || o.RequestBody == nil {
		t.Fatalf("the document has no %s with a body", id)
	}
	body, _ := o.RequestBody.Value.Content["application/json"].Example.(map[string]any)
	if body == nil {
		t.Fatalf("%s has no example of a body", id)
	}
	return body
}

func get(path string, query ...string) request {
	r := request{method: http.MethodGet, path: path, query: url.Values{}}
	for i := 0; i+1 < len(query); i += 2 {
		r.query.Add(query[i], query[i+1])
	}
	return r
}

func reading(good ...request) *scenario { return &scenario{good: good, status: http.StatusOK} }

func (s *scenario) butMissing(r request) *scenario { s.missing = &r; return s }

func customerScenarios(t *testing.T, _ *served, e examples) map[string]*scenario {
	change := request{method: http.MethodPut, path: "/clientes/" + maria + "/cadastro", body: e.of(t, "updateRegistration")}
	unknown, impossible := change, change
	unknown.path = "/clientes/" + nobody + "/cadastro"
	impossible.body = map[string]any{"email": ""}
	changed := reading(get("/clientes/" + maria + "/cadastro")).butMissing(get("/clientes/" + nobody + "/cadastro"))
	changed.before = []request{change}
	return map[string]*scenario{
		"listCustomers":      reading(get("/clientes", "cnpj_cpf", maria, "cnpj_cpf", aurora, "cnpj_cpf", antonio)),
		"listContacts":       reading(get("/contatos", "cnpj_cpf", maria, "cnpj_cpf", joao)),
		"getRegistration":    changed,
		"updateRegistration": {good: []request{change}, status: http.StatusNoContent, missing: &unknown, impossible: &impossible},
	}
}

func invoiceScenarios(t *testing.T, s *served, e examples) map[string]*scenario {
	open, paid, made := s.invoice(t, maria, "OVERDUE"), s.invoice(t, maria, "PAID"), s.newInvoice(t)
	body := with(e.of(t, "settleInvoice"), "valor_pago", "100.00")
	settle := request{method: http.MethodPost, path: "/faturas/" + made + "/baixa", key: "k-settle", body: body}
	missing, impossible := settle, settle
	missing.key, missing.path = "k-settle-missing", "/faturas/1/baixa"
	impossible.key, impossible.body = "k-settle-more", with(body, "valor_pago", "9999.00")
	return map[string]*scenario{
		"listInvoices": reading(get("/faturas", "document", maria, "document", joao, "document", aurora)),
		"getInvoice": reading(get("/faturas/"+open, "document", maria), get("/faturas/"+paid, "document", maria)).
			butMissing(get("/faturas/"+open, "document", joao)),
		"getBoleto": reading(get("/faturas/"+open+"/boleto.pdf", "document", maria)).
			butMissing(get("/faturas/"+open+"/boleto.pdf", "document", joao)),
		"settleInvoice":  {good: []request{settle}, status: http.StatusCreated, missing: &missing, impossible: &impossible},
		"listPendencies": reading(get("/pendencias", "cnpj_cpf", maria)),
	}
}
