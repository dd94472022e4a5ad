package unknown

import (
	"fmt"
	"strconv"

	"balcao/erp/standin"
	"balcao/internal/br"
)

const (
	firstCall       = 9001
	descriptionSize = 2000
)

// supportCall is a ticket (chamado).
type supportCall struct {
	code, subject      int
	customer, contract int
	opened             br.Date
	text, contact, tel string
}

// protocol is what the customer is told.
func (c supportCall) protocol() string {
	return fmt.Sprintf("%04d%02d%02d-%d", c.opened.Year, c.opened.Month, c.opened.Day, c.code)
}

func (s *Server) callEntry(in request) standin.Entry {
	e := standin.Entry{Kind: "chamado", Key: in.get("descricao")}
	if c := s.customer(in.number("cliente")); c != nil {
		e.Document = string(c.person.Document)
	}
	return e
}

func (s *Server) openCall(in request, really bool) (standin.Reply, bool) {
	if field, is := in.firstMissing("cliente", "assunto", "descricao"); is {
		return missing(field), false
	}
	if refusal := s.callRefusal(in); refusal != nil {
		return *refusal, false
	}
	c := supportCall{
		code: firstCall + len(s.calls), subject: in.number("assunto"), customer: in.number("cliente"), contract: in.number("contrato"),
		opened: s.today(), text: cut(in.get("descricao"), descriptionSize), contact: in.get("contato"), tel: in.get("fone"),
	}
	if really {
		s.calls = append(s.calls, c)
		s.note("chamado", strconv.Itoa(c.code), c.text, c.contact, c.tel)
	}
	return grant(fields{"chamado": fields{"nro": c.code, "protocolo": c.protocol()}}), true
}

func (s *Server) callRefusal(in request) *standin.Reply {
	contract := s.contract(in.number("contrato"))
	var refusal standin.Reply
	switch {
	case s.customer(in.number("cliente")) == nil:
		refusal = nothingFound()
	case in.get("contrato") != "" && (contract == nil || contract.customer.code != in.number("cliente")):
		refusal = nothingFound()
	case !has(subjects, in.number("assunto")):
		refusal = refuse(codeSubject, "Assunto inexistente")
	default:
		return nil
	}
	return &refusal
}

func (s *Server) listCalls(in request) standin.Reply {
	if field, is := in.firstMissing("cliente"); is {
		return missing(field)
	}
	var rows []fields
	for _, c := range s.calls {
		if c.customer == in.number("cliente") {
			rows = append(rows, fields{
				"nro": c.code, "protocolo": c.protocol(), "assunto": c.subject, "contrato": c.contract,
				"abertura": shortDate(c.opened), "situacao": "ABERTO", "descricao": c.text,
			})
		}
	}
	if rows == nil {
		return nothingFound()
	}
	return grant(fields{"chamados": rows})
}
