package openapi_test

import (
	"net/http"
	"net/url"
	"testing"
)

func planScenarios(t *testing.T, s *served, e examples) map[string]*scenario {
	blocked := s.first(t, "/planos", url.Values{"cnpj_cpf": {maria}, "status": {"BLOCKED"}}, "id_contrato", anyRow)
	active := s.first(t, "/planos", url.Values{"cnpj_cpf": {maria}, "status": {"ACTIVE"}}, "id_contrato", anyRow)
	unlock := request{method: http.MethodPost, path: "/contratos/" + blocked + "/desbloqueio-confianca", key: "k-unlock", body: e.of(t, "unlockOnTrust")}
	missing := unlock
	missing.key, missing.body = "k-unlock-joao", with(e.of(t, "unlockOnTrust"), "cnpj_cpf", joao)
	refused := unlock
	refused.key, refused.path = "k-unlock-active", "/contratos/"+active+"/desbloqueio-confianca"
	return map[string]*scenario{
		"listPlans":     reading(get("/planos", "cnpj_cpf", maria, "cnpj_cpf", joao), get("/planos", "cnpj_cpf", maria, "status", "BLOCKED")),
		"listContracts": reading(get("/contratos", "cnpj_cpf", maria, "cnpj_cpf", joao)),
		"unlockOnTrust": {good: []request{unlock}, status: http.StatusCreated, missing: &missing, refused: []request{refused}},
	}
}

func anyRow(map[string]any) bool { return true }

func fiscalScenarios(t *testing.T, s *served, _ examples) map[string]*scenario {
	note := s.first(t, "/notas-fiscais", url.Values{"cnpj_cpf": {maria}}, "id_nota", anyRow)
	owing := get("/quitacao", "cnpj_cpf", maria, "ano", "2026")
	return map[string]*scenario{
		"listFiscalNotes": reading(get("/notas-fiscais", "cnpj_cpf", maria)),
		"getFiscalNote": reading(get("/notas-fiscais/"+note+"/nota.pdf", "cnpj_cpf", maria)).
			butMissing(get("/notas-fiscais/"+note+"/nota.pdf", "cnpj_cpf", joao)),
		"listStatement": reading(get("/extrato", "cnpj_cpf", maria), get("/extrato", "cnpj_cpf", aurora)),
		"getDebtClearance": {good: []request{get("/quitacao", "cnpj_cpf", maria, "ano", "2025")}, status: http.StatusOK,
			missing: new(get("/quitacao", "cnpj_cpf", nobody, "ano", "2025")), conflict: &owing},
	}
}

func catalogueScenarios(*testing.T, *served, examples) map[string]*scenario {
	return map[string]*scenario{
		"listResellers":         reading(get("/revendedores")),
		"listProducts":          reading(get("/produtos")),
		"listDueDates":          reading(get("/vencimentos")),
		"listCommercialOrigins": reading(get("/origens-comerciais")),
	}
}

func salesScenarios(t *testing.T, _ *served, e examples) map[string]*scenario {
	lead := e.of(t, "createLead")
	order, existing, ticket := e.of(t, "createOrder"), e.of(t, "createOrderForExistingCustomer"), e.of(t, "createTicket")
	return map[string]*scenario{
		"createLead":  handingIn("/leads", lead, with(lead, "nome", "")),
		"createOrder": handingIn("/pedidos", order, with(order, "vencimento", "no-such-code")),
		"createOrderForExistingCustomer": handingIn("/pedidos/cliente-existente", existing, with(existing, "origem", "no-such-code")).
			butMissing(post("/pedidos/cliente-existente", "k-nobody", with(existing, "cnpj_cpf", nobody))),
		"createTicket": handingIn("/chamados", ticket, with(ticket, "mensagem", "")).
			butMissing(post("/chamados", "k-nobody", with(ticket, "cnpj_cpf", nobody))),
		"findLeads":   finding("/leads", lead),
		"findOrders":  finding("/pedidos", order),
		"findTickets": finding("/chamados", ticket),
	}
}

func post(path, key string, body map[string]any) request {
	return request{method: http.MethodPost, path: path, key: key, body: body}
}

func handingIn(path string, body, impossible map[string]any) *scenario {
	refused := post(path, "k-impossible", impossible)
	return &scenario{good: []request{post(path, "k-good", body)}, status: http.StatusCreated, impossible: &refused}
}

// finding hands in first, so that there is something to be found.
func finding(path string, body map[string]any) *scenario {
	reference := "found-" + path
	s := reading(get(path, "referencia", reference))
	s.before = []request{post(path, "k-found", with(body, "referencia", reference))}
	return s
}
