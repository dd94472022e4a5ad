package ixc

import (
	"fmt"

	"balcao/erp/standin"
)

// Plans of the seed, by the id of vd_contratos. That of 600 mega has no price of
// its own: its items must be summed (ixc.md, Functions, "products / plans on sale").
const (
	planFibre300 = "1"
	planFibre600 = "2"
	planFirm     = "3"
)

func (s *Server) seedCatalogues() {
	s.tables["empresa"].add("razao", "Provedor Exemplo Ltda", "fantasia", "Provedor Exemplo", "cnpj", "12.ABC.345/01DE-35")
	s.seedPlans()
	s.seedDueDays()
	sellers := s.tables["vendedor"]
	sellers.add("nome", "Loja Centro", "status", "A", "comissao", "5.00", "telefone", phone("1132650100"), "email", "loja@provedor.example", "id_cidade", "1")
	sellers.add("nome", "Ana Paula Reis", "status", "A", "comissao", "7.50", "celular", phone("11987650101"), "id_cidade", "1")
	sellers.add("nome", "Vendedor antigo", "status", "I", "comissao", "0.00", "id_cidade", "1")
	for _, name := range []string{"Sem conexão", "Financeiro", "Mudança de endereço"} {
		s.tables["su_oss_assunto"].add("assunto", name, "ativo", "S")
	}
	for _, name := range []string{"Suporte", "Financeiro", "Comercial"} {
		s.tables["su_ticket_setor"].add("setor", name, "ativo", "S")
	}
}

func (s *Server) seedPlans() {
	for _, p := range []struct {
		name, active, price string
		items               [][2]string // description and price
	}{
		{"Fibra 300 Mega", "S", "99.90", [][2]string{{"Internet 300 Mega", "99.900000000"}}},
		{"Fibra 600 Mega", "S", "0.00", [][2]string{{"Internet 600 Mega", "119.900000000"}, {"Wi-Fi Mesh", "20.000000000"}}},
		{"Fibra Empresas 1 Giga", "S", "349.90", [][2]string{{"Internet 1 Giga", "349.900000000"}}},
		{"Rádio 10 Mega", "N", "59.90", [][2]string{{"Internet 10 Mega", "59.900000000"}}},
	} {
		plan := s.tables["vd_contratos"].add("nome", p.name, "descricao", "Plano "+p.name, "tipo", "I", "Ativo", p.active,
			"valor_contrato", p.price, "fidelidade", "12", "id_filial", "1", "id_vendedor", "0", "id_modelo", "1",
			"id_tipo_documento", "501", "id_carteira_cobranca", "1")
		for _, item := range p.items {
			s.tables["vd_contratos_produtos"].add("id_vd_contrato", plan.get("id"), "descricao", item[0], "qtde", "1",
				"valor_unit", item[1], "id_plano", plan.get("id"), "tipo_desconto", "V")
		}
		s.tables["crm_planos_negociacoes"].add("descricao", p.name, "valor_mensal", p.items[0][1][:len(p.items[0][1])-7],
			"velocidade", "100", "ativo", p.active, "id_plano", plan.get("id"))
	}
}

// seedDueDays: there is no resource of days. A charge type points to a condition,
// which has the day (ixc.md, Functions, "due dates").
func (s *Server) seedDueDays() {
	for _, d := range []struct{ day, active string }{{"5", "S"}, {"10", "S"}, {"15", "S"}, {"20", "S"}, {"30", "N"}} {
		condition := s.tables["condicoes_pagamento"].add("nome", "Todo dia "+d.day, "dia_fixo", d.day, "tipo", "F",
			"n_parcelas", "1", "vencimento_personalizado", "N", "ativo", d.active)
		s.tables["cliente_contrato_tipo"].add("tipo_contrato", "Vencimento dia "+d.day, "tipo_pagamento", "Pos",
			"id_condicoes_pagamento", condition.get("id"))
	}
}

// cities is how many there are (ixc.md, Functions, "city / state names": about
// 5,564 rows).
const cities = 5564

// seedPlaces puts the cast's cities late in the list, where a client that reads
// one page does not find them, and the first of them twice (quirks.md, row 12).
func (s *Server) seedPlaces() {
	for _, state := range states {
		s.tables["uf"].add("nome", state.name)
	}
	t := s.tables["cidade"]
	for len(t.rows) < cities-500 {
		n := len(t.rows)
		t.add("nome", fmt.Sprintf("Município %04d", n+1), "uf", fmt.Sprint(n%len(states)+1))
	}
	for _, p := range standin.Cast() {
		if s.city(p.City, p.State) == nil {
			t.add("nome", p.City, "uf", stateID(p.State))
		}
	}
	for len(t.rows) < cities-1 {
		n := len(t.rows)
		t.add("nome", fmt.Sprintf("Município %04d", n+1), "uf", fmt.Sprint(n%len(states)+1))
	}
	t.add("nome", standin.Maria.City, "uf", stateID(standin.Maria.State))
}

func (s *Server) city(name, state string) *record {
	for _, row := range s.tables["cidade"].where("nome", name) {
		if row.get("uf") == stateID(state) {
			return row
		}
	}
	return nil
}

func stateID(letters string) string {
	for n, state := range states {
		if state.letters == letters {
			return fmt.Sprint(n + 1)
		}
	}
	panic("ixc stand-in: no state " + letters)
}

// states are the rows of uf. Its letters are in no column that the page names,
// so no list shows them.
var states = []struct{ letters, name string }{
	{"AC", "Acre"}, {"AL", "Alagoas"}, {"AP", "Amapá"}, {"AM", "Amazonas"}, {"BA", "Bahia"}, {"CE", "Ceará"},
	{"DF", "Distrito Federal"}, {"ES", "Espírito Santo"}, {"GO", "Goiás"}, {"MA", "Maranhão"}, {"MT", "Mato Grosso"},
	{"MS", "Mato Grosso do Sul"}, {"MG", "Minas Gerais"}, {"PA", "Pará"}, {"PB", "Paraíba"}, {"PR", "Paraná"},
	{"PE", "Pernambuco"}, {"PI", "Piauí"}, {"RJ", "Rio de Janeiro"}, {"RN", "Rio Grande do Norte"},
	{"RS", "Rio Grande do Sul"}, {"RO", "Rondônia"}, {"RR", "Roraima"}, {"SC", "Santa Catarina"}, {"SP", "São Paulo"},
	{"SE", "Sergipe"}, {"TO", "Tocantins"},
}
