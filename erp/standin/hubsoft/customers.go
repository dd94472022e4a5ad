package hubsoft

import (
	"fmt"
	"slices"
	"strings"

	"balcao/erp/standin"
)

// clienteRow is hubsoft.md, "customer by CPF/CNPJ", with its names in its order.
type clienteRow struct {
	ID             int64        `json:"id_cliente"`
	Code           int64        `json:"codigo_cliente"`
	Name           string       `json:"nome_razaosocial"`
	TradeName      *string      `json:"nome_fantasia"`
	Kind           string       `json:"tipo_pessoa"`
	Document       string       `json:"cpf_cnpj"`
	Phone          string       `json:"telefone_primario"`
	SecondPhone    string       `json:"telefone_secundario"`
	ThirdPhone     *string      `json:"telefone_terciario"`
	Email          string       `json:"email_principal"`
	SecondEmail    *string      `json:"email_secundario"`
	RG             *string      `json:"rg"`
	Born           *string      `json:"data_nascmento"` // sic
	Since          string       `json:"data_cadastro"`
	HasAlert       bool         `json:"alerta"`
	AlertSentences []string     `json:"alerta_mensagens"`
	Services       []servicoRow `json:"servicos"`
}

// customers is hubsoft.md, "customer by CPF/CNPJ": GET cliente. Not documented;
// chosen: nothing found is a success with an empty list; order_by and
// incluir_contrato, whose values are not told, change nothing.
func (s *Server) customers(q question) standin.Reply {
	fits, refusal := customerSearch(q.Get("busca"), q.Get("termo_busca"))
	if refusal != "" {
		return refused(refusal)
	}
	rows := []clienteRow{}
	for _, c := range s.roll.customers {
		services := s.shownServices(c, q)
		if fits(c) && shownCustomer(c, q.Get("inativo")) && (q.Get("servico_status") == "" || len(services) > 0) {
			rows = append(rows, s.clienteRow(c, services))
		}
	}
	// hubsoft.md, Transport facts, "pagination", and quirk 6: limit is 5 by
	// default and 100 at most; the rest is cut silently.
	rows = rows[:min(len(rows), limitOf(q, 5, 100))]
	return answer(success, "Dados consultados com sucesso", part{"clientes", rows})
}

// customerSearch is the busca values of hubsoft.md, "customer by CPF/CNPJ".
// Not documented; chosen: names are found by a part of them in any case,
// telephones by their digits, and everything else by the whole value.
func customerSearch(field, term string) (fits func(*customer) bool, refusal string) {
	if term == "" {
		return nil, "O campo termo_busca é obrigatório."
	}
	matches := map[string]func(*customer) bool{
		// Digits only: hubsoft.md, Transport facts, "CPF/CNPJ".
		"cpf_cnpj":         func(c *customer) bool { return string(c.Document) == term },
		"nome_razaosocial": func(c *customer) bool { return contains(c.Name, term) },
		"nome_fantasia":    func(c *customer) bool { return c.Company && contains(c.Name, term) },
		"codigo_cliente":   func(c *customer) bool { return idText(c.code) == term },
		"telefone":         func(c *customer) bool { return c.Mobile == term || c.Phone == term },
		"login_radius":     anyService(func(v *service) bool { return v.login() == term }),
		"ipv4":             anyService(func(v *service) bool { return v.ipv4() == term }),
		"mac":              anyService(func(v *service) bool { return v.mac() == term }),

		"id_cliente_servico": anyService(func(v *service) bool { return idText(v.id) == term }),
	}
	if matches[field] == nil {
		return nil, fmt.Sprintf("Valor inválido para o campo busca: %q.", field)
	}
	return matches[field], ""
}

func anyService(fits func(*service) bool) func(*customer) bool {
	return func(c *customer) bool { return slices.ContainsFunc(c.services, fits) }
}

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// shownCustomer is inativo=sim|nao|todos. The default is not documented;
// chosen: nao, which leaves former customers out.
func shownCustomer(c *customer, inactive string) bool {
	switch inactive {
	case "todos":
		return true
	case "sim":
		return c.former
	}
	return !c.former
}

func (s *Server) clienteRow(c *customer, services []servicoRow) clienteRow {
	row := clienteRow{
		ID: c.id, Code: c.code, Name: c.Name, Kind: "pf", Document: string(c.Document), Phone: c.Mobile, SecondPhone: c.Phone,
		// Not documented for this list; chosen: days with slashes, moments with dashes.
		Email: c.Email, Born: slashedDay(c.Born), Since: c.since.Format(dashedLayout),
		AlertSentences: s.alerts(c), Services: services,
	}
	if c.Company {
		row.Kind, row.TradeName, row.Born = "pj", &c.Name, nil
	}
	row.HasAlert = len(row.AlertSentences) > 0
	return row
}

// alerts are alerta_mensagens[]: hubsoft.md, "debts/pendency texts". Their
// words are not documented; chosen.
func (s *Server) alerts(c *customer) []string {
	overdue := 0
	for _, i := range s.roll.invoices {
		if i.service.customer == c && i.open() && i.due.Before(s.today()) {
			overdue++
		}
	}
	if overdue == 0 {
		return []string{}
	}
	return []string{fmt.Sprintf("Cliente possui %d fatura(s) em atraso.", overdue)}
}
