package sgp

import (
	"net/http"
	"slices"
	"strings"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// savedContract are the members of a row in the saved consultacliente.
var savedContract = []string{"clienteId", "contratoId", "contratoStatus", "contratoStatusDisplay", "cobVencimento", "cpfCnpj", "dataCadastro",
	"dataNascimento", "contratoValorAberto", "servico_vlan", "telefones"}

// consultacliente: one row for each contract, with the customer repeated
// (sgp.md, Functions, "customer by CPF/CNPJ").
func (s *Server) consultacliente(c *call) standin.Reply {
	today := br.DateOf(s.now())
	rows := []object{}
	for _, k := range s.contracts() {
		if s.isConsulted(c, k, today) {
			rows = append(rows, s.abridged(s.contractRow(c, k, today), savedContract))
		}
	}
	if len(rows) > 0 {
		return ok(object{{"msg", "Cliente localizado"}, {"contratos", rows}})
	}
	// "Not found: contratos: [] with a message, or 404". The words: chosen.
	status := http.StatusOK
	if s.quirks.NotFound404 {
		status = http.StatusNotFound
	}
	return reply(status, object{{"msg", "Cliente não localizado"}, {"contratos", rows}})
}

// consulted are the ways of asking for a customer, and what each compares.
var consulted = map[string]func(k *contract, text string) bool{
	"cpfcnpj":  func(k *contract, text string) bool { return string(k.owner.person.Document) == text },
	"contrato": func(k *contract, text string) bool { return itoa(k.id) == text },
	"nome": func(k *contract, text string) bool {
		return strings.Contains(strings.ToLower(k.owner.person.Name), strings.ToLower(text))
	},
	"telefone": func(k *contract, text string) bool { return k.owner.hasContact(text) },
	"email":    func(k *contract, text string) bool { return k.owner.hasContact(text) },
	"login":    func(k *contract, text string) bool { return k.login() == text },
}

// isConsulted compares all that was sent. An empty value drops its filter, so
// that strangers come along (sgp.md, Transport facts, "empty optionals"). No
// filter at all: not documented; chosen: nobody is found.
func (s *Server) isConsulted(c *call, k *contract, today br.Date) bool {
	asked := false
	for name, matches := range consulted {
		if !c.has(name) {
			continue
		}
		asked = true
		if text := c.text(name); text != "" && !matches(k, text) {
			return false
		}
	}
	return asked && s.isOfStatus(c, k, today)
}

// isOfStatus applies status (a comma list), atrasado and titulo_status (sgp.md,
// Functions, "blocked ones"). The values of titulo_status: not documented;
// chosen: those of ura/titulos.
func (s *Server) isOfStatus(c *call, k *contract, today br.Date) bool {
	code, _ := k.statusOn(today)
	if wanted := c.text("status"); wanted != "" && !slices.Contains(strings.Split(wanted, ","), itoa(code)) {
		return false
	}
	overdue := func(t *title) bool { return t.isOverdue(today) }
	if c.on("atrasado") && !slices.ContainsFunc(k.titles, overdue) {
		return false
	}
	wanted := c.text("titulo_status")
	return wanted == "" || slices.ContainsFunc(k.titles, func(t *title) bool { return t.isOf(wanted) })
}

func (c *customer) hasContact(text string) bool {
	return slices.ContainsFunc(c.contacts, func(one contact) bool {
		return strings.EqualFold(one.value, text) || br.Compact(one.value) == text
	})
}

func (k *contract) login() string { return "pppoe" + itoa(k.id) }

// contractRow has the secrets too (sgp.md, Transport facts, "secrets in
// answers"). The name of the Wi-Fi password is not documented but chosen; of
// the page's wifi_status_5 only the name is known (quirk 6).
func (s *Server) contractRow(c *call, k *contract, today br.Date) object {
	code, display := k.statusOn(today)
	p := k.owner.person
	row := object{
		{"clienteId", k.owner.id}, {"contratoId", k.id}, {"contratoStatus", code}, {"contratoStatusDisplay", display},
		{"motivo_status", ""}, {"cobVencimento", k.dueDay}, {"razaoSocial", p.Name}, {"cpfCnpj", masked(p.Document)},
		{"dataCadastro", moment(k.registered)}, {"dataNascimento", p.Born.String()},
		{"contratoTitulosAReceber", len(k.open())}, {"contratoValorAberto", float(s.owedOf(k, today))},
		{"promessasPagamentoMes", k.promisesIn(today)}, {"planointernet", k.plan.name}, {"planotv", nil}, {"servico_plano", k.plan.name},
		{"servico_login", k.login()}, {"servico_senha", "pppoe-segredo-" + itoa(k.id)}, {"servico_vlan", "None"},
		{"servico_wifi_password", "wifi-segredo-" + itoa(k.id)}, {"wifi_status_5", ""},
		{"contratoCentralSenha", "central-segredo-" + itoa(k.id)}, {"popId", 1}, {"popNome", "POP CENTRO"},
		{"telefones", s.contactRows(k.owner.contactsOf(false))}, {"emails", s.contactRows(k.owner.contactsOf(true))},
		{"link_quitacao", c.base + "/quitacao/" + k.clearanceName() + "/"}, {"tags", []string{}},
	}
	return append(row, addressMembers(p)...)
}

// addressMembers: an empty complement is null, empty coordinates are "" (sgp.md,
// Transport facts, "nulls").
func addressMembers(p standin.Person) object {
	return object{
		{"endereco_logradouro", p.Street}, {"endereco_numero", p.Number}, {"endereco_complemento", nil}, {"endereco_bairro", p.District},
		{"endereco_cidade", p.City}, {"endereco_uf", p.State}, {"endereco_cep", p.PostalCode}, {"endereco_ll", ""}, {"endereco_pontoreferencia", ""},
	}
}

// contactRows are objects, or plain texts (sgp.md, Functions, "customer
// contacts"). Inscricoes: what it holds is not documented; chosen: an empty list.
// The saved answer shows only the first two members.
func (s *Server) contactRows(contacts []contact) any {
	rows, plain := []object{}, []string{}
	for _, one := range contacts {
		plain = append(plain, one.value)
		row := object{{"tipoContato", one.kind}, {"contato", one.value}, {"inscricoes", []string{}}}
		rows = append(rows, s.abridged(row, []string{"tipoContato", "contato"}))
	}
	if s.quirks.PlainContacts {
		return plain
	}
	return rows
}
