package sgp

import (
	"net/http"
	"strconv"

	"balcao/erp/standin"
)

// The required members of a contract and what each may be (sgp.md, Functions,
// "full customer + contract"). Which codes an install takes, pop_id among them:
// not documented; chosen: the lists of this one.
var contractCodes = map[string][]listed{
	"pop_id": {{1, "POP CENTRO"}}, "plano_id": planCodes(), "portador_id": carriers,
	"forma_cobranca_codigo": {{1, "boleto"}, {2, "débito"}, {3, "carnê"}, {4, "recorrente"}, {6, "PIX"}},
}

// newContract gives a customer another contract. It takes JSON alone (sgp.md,
// Transport facts, "request style", crm/*). Its answer is the page's, with the
// document as digits (chosen). The refusals and the state of the contract: not
// documented; chosen: msg and success with 200, 404 for nobody, and 6 "Novo".
func (s *Server) newContract(c *call, really bool) (standin.Reply, bool) {
	owner := s.customerOf(c.id)
	if owner == nil {
		return reply(http.StatusNotFound, object{{"msg", "Cliente não encontrado"}, {"success", false}}), false
	}
	if !c.json {
		return refuse("JSON inválido"), false
	}
	for name, list := range contractCodes {
		if !isListed(list, c.text(name)) {
			return refuse("Parâmetro inválido: " + name), false
		}
	}
	day, err := strconv.Atoi(c.text("vencimento_dia"))
	if err != nil || day < 1 || day > 31 {
		return refuse("Parâmetro inválido: vencimento_dia"), false
	}
	number := s.lastContract + 1
	if really {
		number = s.signed(owner, c.text("plano_id"), fresh, day).id
		s.keep("contrato", "contrato="+itoa(number)+" cliente="+c.id+" "+c.texts())
	}
	return ok(object{{"message", "Contrato cadastrado com sucesso"}, {"clientecontrato", number},
		{"cliente", owner.person.Name + " - " + string(owner.person.Document)}}), true
}

func (b *books) customerOf(id string) *customer {
	for _, c := range b.customers {
		if itoa(c.id) == id {
			return c
		}
	}
	return nil
}

// signed is a new contract of the plan with that code, or of the first one sold.
func (s *Server) signed(owner *customer, code string, status, day int) *contract {
	k := s.sign(owner, plans[1], status, s.now())
	for _, p := range plans {
		if itoa(p.id) == code {
			k.plan = p
		}
	}
	k.dueDay = day
	return k
}
