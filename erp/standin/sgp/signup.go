package sgp

import (
	"strconv"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// precadastro takes a person (F) or a company (J): sgp.md, Functions, "create
// prospect / order" and "create lead". The shape of its answer is unknown;
// chosen: the least, msg and success, and no id.
func (s *Server) precadastro(company bool) change {
	return func(c *call, really bool) (standin.Reply, bool) {
		if refused := preRegistered(c); refused != "" {
			return refuse(refused), false
		}
		if really {
			s.keep("precadastro", c.texts())
			if c.on("precadastro_ativar") {
				s.activate(c, company)
			}
		}
		return ok(object{{"msg", "Pré-cadastro realizado com sucesso"}, {"success", true}}), true
	}
}

// preRegistered says what is wrong, if anything: "required only nome,
// logradouro". Values that are no date, document or code of the install: not
// documented; chosen: refused, as empty ones are ("empty optionals").
func preRegistered(c *call) string {
	for _, name := range []string{"nome", "logradouro"} {
		if c.text(name) == "" {
			return "Campo obrigatório: " + name
		}
	}
	if _, err := c.date("datanasc"); err != nil {
		return err.Error()
	}
	if _, err := br.ParseDocument(c.text("cpfcnpj")); err != nil && c.has("cpfcnpj") {
		return "CPF/CNPJ inválido"
	}
	for name, list := range map[string][]listed{"vencimento_id": dueDays, "vendedor_id": sellers, "portador_id": carriers, "plano_id": planCodes()} {
		if c.has(name) && !isListed(list, c.text(name)) {
			return "Parâmetro inválido: " + name
		}
	}
	return ""
}

func planCodes() []listed {
	var codes []listed
	for _, p := range plans {
		codes = append(codes, listed{p.id, p.name})
	}
	return codes
}

// activate makes a customer and a contract of a pre-registration
// (precadastro_ativar=1). Somebody who is there already: not documented;
// chosen: gets another contract. The contract's state: chosen: active.
func (s *Server) activate(c *call, company bool) {
	document, _ := br.ParseDocument(c.text("cpfcnpj"))
	owner := s.customerBy(document)
	if owner == nil || document == "" {
		born, _ := c.date("datanasc")
		owner = s.enrol(standin.Person{
			Document: document, Name: c.text("nome"), Company: company, Born: born, Email: c.text("email"), Mobile: c.text("celular"),
			Street: c.text("logradouro"), Number: c.text("numero"), District: c.text("bairro"), City: c.text("cidade"), State: c.text("uf"), PostalCode: c.text("cep"),
		})
	}
	day := 10
	for _, l := range dueDays {
		if itoa(l.id) == c.text("vencimento_id") {
			day, _ = strconv.Atoi(l.name)
		}
	}
	s.signed(owner, c.text("plano_id"), active, day)
}
