package sgp

import (
	"balcao/erp/standin"
	"balcao/internal/br"
)

// clientes: sgp.md, Functions, "same, richer". The names within endereco{} and
// servicos: not documented; chosen: those of consultacliente without prefix.
func (s *Server) clientes(c *call) standin.Reply {
	page, err := c.wantedPage(mostClients)
	if err != nil {
		return refuse(err.Error())
	}
	today := br.DateOf(s.now())
	var rows []object
	for _, owner := range s.customers {
		if asked := c.text("cpfcnpj"); asked != "" && asked != string(owner.person.Document) {
			continue
		}
		if contracts, any := owner.contractsOf(c.text("contrato_status"), today); any {
			rows = append(rows, s.clientRow(c, owner, contracts, today))
		}
	}
	return s.paged(rows, page, clientList)
}

// contractsOf are the contracts in a state; any tells whether there is one, or
// no state was asked for.
func (c *customer) contractsOf(status string, today br.Date) (some []*contract, any bool) {
	for _, k := range c.contracts {
		if code, _ := k.statusOn(today); status == "" || status == itoa(code) {
			some = append(some, k)
		}
	}
	return some, len(some) > 0 || status == ""
}

func (s *Server) clientRow(c *call, owner *customer, contracts []*contract, today br.Date) object {
	row := object{{"id", owner.id}, {"nome", owner.person.Name}, {"cpfcnpj", digitsOf(owner.person.Document)}, {"endereco", addressOf(owner.person)}}
	if !c.on("omitir_contatos") {
		row = append(row, member{"contatos", append(owner.contactTexts(false), owner.contactTexts(true)...)})
	}
	var signed, owing []object
	for _, k := range contracts {
		signed = append(signed, s.signedRow(k, today))
		for _, t := range k.titles {
			owing = append(owing, s.titleRow(c, t, today))
		}
	}
	if !c.on("omitir_contratos") {
		row = append(row, member{"contratos", listOf(signed)})
	}
	if !c.on("omitir_titulos") {
		row = append(row, member{"titulos", listOf(owing)})
	}
	return row
}

// signedRow has the contract's number in contrato or in id ("differs by
// version").
func (s *Server) signedRow(k *contract, today br.Date) object {
	name := "contrato"
	if s.quirks.Version != Documented {
		name = "id"
	}
	_, display := k.statusOn(today)
	connection := object{{"onu", object{{"conexao", object{{"status", "online"}}}}}, {"login", k.login()}, {"senha", "pppoe-segredo-" + itoa(k.id)}}
	return object{{name, k.id}, {"status", display}, {"dataCadastro", moment(k.registered)}, {"plano", k.plan.name}, {"servicos", []object{connection}}}
}

func addressOf(p standin.Person) object {
	return object{{"logradouro", p.Street}, {"numero", p.Number}, {"complemento", nil}, {"bairro", p.District}, {"cidade", p.City}, {"uf", p.State}, {"cep", p.PostalCode}}
}

func (c *customer) contactTexts(mails bool) []string {
	texts := []string{}
	for _, one := range c.contactsOf(mails) {
		texts = append(texts, one.value)
	}
	return texts
}

// listacontrato: a bare array that has no pages (sgp.md, Functions, "list
// contracts"). That the document is masked, and the contract's number named
// contrato or id: not documented; chosen (quirk 2).
func (s *Server) listacontrato(c *call) standin.Reply {
	name := "contrato"
	if s.quirks.Version != Documented {
		name = "id"
	}
	today := br.DateOf(s.now())
	rows := []object{}
	for _, k := range s.contracts() {
		code, display := k.statusOn(today)
		if !c.allows("contrato", itoa(k.id)) || !c.allows("plano", itoa(k.plan.id)) || !c.allows("status", itoa(code)) {
			continue
		}
		p := k.owner.person
		row := object{{name, k.id}, {"cpfcnpj", masked(p.Document)}, {"nome", p.Name}, {"status", display}, {"data_cadastro", moment(k.registered)},
			{"email", p.Email}, {"telefone", phone(p.Mobile)}}
		if c.on("exibir_endereco") {
			row = append(row, member{"endereco", addressOf(p)})
		}
		rows = append(rows, row)
	}
	return ok(rows)
}

// allows compares a filter that was sent; an empty one is dropped.
func (c *call) allows(name, value string) bool { return c.text(name) == "" || c.text(name) == value }

// addContact: sgp.md, Functions, "customer contacts". Its answer: not
// documented; chosen: msg and success.
func (s *Server) addContact(c *call, really bool) (standin.Reply, bool) {
	k := s.contractBy(c.text("contrato"))
	if k == nil || c.text("contato") == "" {
		return refuse("Informe contrato e contato"), false
	}
	if really {
		k.owner.contacts = append(k.owner.contacts, contact{kind: c.text("tipo"), value: c.text("contato")})
		s.keep("contato", c.texts())
	}
	return ok(object{{"msg", "Contato adicionado"}, {"success", true}}), true
}
