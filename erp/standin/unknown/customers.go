package unknown

import (
	"strings"

	"balcao/erp/standin"
)

// findCustomers answers a whole sheet where it finds one record, and a list of
// short rows where it finds several. The document is compared as it was typed.
func (s *Server) findCustomers(in request) standin.Reply {
	document, name := in.get("doc"), strings.ToUpper(in.get("nome"))
	if document == "" && len([]rune(name)) < 3 {
		return missing("doc ou nome (mínimo 3 letras)")
	}
	var found []*customer
	for _, c := range s.customers {
		if document != "" && c.stored == document || document == "" && strings.Contains(strings.ToUpper(c.person.Name), name) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return nothingFound()
	case 1:
		return grant(fields{"cliente": found[0].sheet()})
	}
	rows := make([]fields, len(found))
	for at, c := range found {
		rows[at] = c.row()
	}
	return grant(fields{"qtd": len(rows), "clientes": rows})
}

func (s *Server) customerSheet(in request) standin.Reply {
	if field, is := in.firstMissing("codigo"); is {
		return missing(field)
	}
	c := s.customer(in.number("codigo"))
	if c == nil {
		return nothingFound()
	}
	return grant(fields{"cliente": c.sheet()})
}

// row is a record in a list: its document is masked.
func (c *customer) row() fields {
	return fields{"codigo": c.code, "nome": c.person.Name, "doc": c.person.Document.Masked(), "situacao": c.state()}
}

func (c *customer) sheet() fields {
	p := c.person
	return fields{
		"codigo": c.code, "nome": p.Name, "tipo": c.kind(), "cpf_cnpj": c.stored,
		"nascimento": longDate(p.Born), "cadastro": shortDate(c.since), "situacao": c.state(),
		"email": p.Email, "fones": phone(p.Mobile) + " / " + phone(p.Phone),
		"endereco": fields{
			"logradouro": p.Street, "nro": p.Number, "compl": "", "bairro": p.District, "cidade": p.City, "uf": p.State,
			"cep": p.PostalCode[:5] + "-" + p.PostalCode[5:],
		},
	}
}

func (c *customer) kind() string {
	if c.person.Company {
		return "J"
	}
	return "F"
}
