package unknown

import (
	"fmt"
	"strconv"

	"balcao/erp/standin"
)

// trustDays is how long an unlock on trust lasts.
const trustDays = 3

func (s *Server) listContracts(in request) standin.Reply {
	if field, is := in.firstMissing("cliente"); is {
		return missing(field)
	}
	var rows []fields
	for _, c := range s.contracts {
		if c.customer.code == in.number("cliente") {
			rows = append(rows, s.contractRow(c))
		}
	}
	if rows == nil {
		return nothingFound()
	}
	return grant(fields{"contratos": rows})
}

func (s *Server) contractRow(c *contract) fields {
	p := c.customer.person
	return fields{
		"contrato": c.code, "cod_plano": c.plan.code, "plano": c.plan.name, "mensalidade": money(c.plan.price),
		"velocidade": c.plan.speed, "sit": c.state(s.today()), "dia_venc": c.dueDay,
		"confianca": yesNo(s.whyNotTrusted(c) == nil), "liberado_ate": shortDate(c.freeUntil),
		"instalacao": fmt.Sprintf("%s, %s - %s - %s/%s", p.Street, p.Number, p.District, p.City, p.State),
	}
}

func yesNo(yes bool) string {
	if yes {
		return "S"
	}
	return "N"
}

// whyNotTrusted is the refusal of an unlock, nil where it is granted.
func (s *Server) whyNotTrusted(c *contract) *standin.Reply {
	var refusal standin.Reply
	switch {
	case c.state(s.today()) != contractBlocked:
		refusal = refuse(codeNotBlocked, "Contrato não está bloqueado")
	case !c.trust:
		refusal = refuse(codeTrustDenied, "Desbloqueio não permitido para este cliente")
	case c.trusted:
		refusal = refuse(codeTrustUsed, "Desbloqueio em confiança já utilizado")
	default:
		return nil
	}
	return &refusal
}

func (s *Server) unlockEntry(in request) standin.Entry {
	e := standin.Entry{Kind: "desbloqueio", Key: in.get("contrato")}
	if c := s.contract(in.number("contrato")); c != nil {
		e.Document = string(c.customer.person.Document)
	}
	return e
}

func (s *Server) unlock(in request, really bool) (standin.Reply, bool) {
	if field, is := in.firstMissing("contrato"); is {
		return missing(field), false
	}
	c := s.contract(in.number("contrato"))
	if c == nil {
		return nothingFound(), false
	}
	if refusal := s.whyNotTrusted(c); refusal != nil {
		return *refusal, false
	}
	until := s.today().AddDays(trustDays)
	if really {
		c.trusted, c.freeUntil = true, until
		s.note("desbloqueio", strconv.Itoa(c.code), in.get("motivo"))
	}
	return grant(fields{"desbloqueio": fields{"contrato": c.code, "ate": shortDate(until)}}), true
}
