package hubsoft

import (
	"fmt"

	"balcao/erp/standin"
)

// servicoRow is hubsoft.md, "contracts/plans", with its names in its order. The
// secret in it is the page's: "senha = PPPoE password in clear" (quirk 4).
type servicoRow struct {
	ID             int64    `json:"id_cliente_servico"`
	Number         int64    `json:"numero_plano"`
	Name           string   `json:"nome"`
	Price          any      `json:"valor"`
	Status         string   `json:"status"`
	StatusPrefix   string   `json:"status_prefixo"`
	Technology     string   `json:"tecnologia"`
	Login          string   `json:"login"`
	Password       string   `json:"senha"`
	IPv4           string   `json:"ipv4"`
	MAC            string   `json:"mac_addr"`
	LastConnection struct{} `json:"ultima_conexao"` // its names are not documented
	Packages       []string `json:"pacotes"`        // its rows are not documented
	Registered     address  `json:"endereco_cadastral"`
	Installed      address  `json:"endereco_instalacao"`
	Fiscal         address  `json:"endereco_fiscal"`
	Billed         address  `json:"endereco_cobranca"`
}

// shownServices are a customer's services that are asked for: all of one
// servico_status, or all but the cancelled ones unless cancelado=sim. The
// default of cancelado is not documented; chosen: nao.
func (s *Server) shownServices(c *customer, q question) []servicoRow {
	rows := []servicoRow{}
	for _, v := range c.services {
		status := v.statusOn(s.today())
		wanted := q.Get("servico_status")
		if wanted == status || wanted == "" && (status != cancelled || q.Get("cancelado") == "sim") {
			rows = append(rows, v.row(status))
		}
	}
	return rows
}

func (v *service) row(status string) servicoRow {
	at := addressOf(v.customer.Person)
	return servicoRow{
		ID: v.id, Number: v.number, Name: v.offer.name,
		// Not documented for this list; chosen: a number.
		Price: jsonNumber(v.offer.price), Status: statusWords[status], StatusPrefix: status,
		Technology: technologies[v.offer.technologyID], Login: v.login(), Password: v.password(), IPv4: v.ipv4(), MAC: v.mac(),
		Packages: []string{}, Registered: at, Installed: at, Fiscal: at, Billed: at,
	}
}

func (v *service) login() string    { return fmt.Sprintf("cliente%d", v.id) }
func (v *service) password() string { return fmt.Sprintf("pppoe-segredo-%d", v.id) }
func (v *service) ipv4() string     { return fmt.Sprintf("100.64.%d.%d", v.number/256, v.number%256) }
func (v *service) mac() string {
	return fmt.Sprintf("02:00:00:00:%02X:%02X", v.number/256, v.number%256)
}

// servicoRef is servico{} of hubsoft.md, "invoices of customer". Its names are
// not documented; chosen: the first ones of servicos[].
type servicoRef struct {
	ID     int64  `json:"id_cliente_servico"`
	Number int64  `json:"numero_plano"`
	Name   string `json:"nome"`
}

// clienteRef is cliente{} of hubsoft.md, "invoices of customer".
type clienteRef struct {
	Code     int64      `json:"codigo_cliente"`
	Name     string     `json:"nome_razaosocial"`
	Document string     `json:"cpf_cnpj"`
	Service  servicoRef `json:"servico"`
}

func (v *service) clienteRef() clienteRef {
	return clienteRef{v.customer.code, v.customer.Name, string(v.customer.Document), servicoRef{v.id, v.number, v.offer.name}}
}

// empresaRef is empresa{}: hubsoft.md, "invoices of customer", and quirk 3. Its
// names are not documented; chosen: those of a customer.
type empresaRef struct {
	Name     string `json:"nome_razaosocial"`
	Document string `json:"cpf_cnpj"`
}

// servicesOf are the services that busca and termo_busca name in the lists of
// invoices and of attendances; alone tells the field that is allowed besides.
func (s *Server) servicesOf(q question, alone ...string) (map[*service]bool, *standin.Reply) {
	field, term := q.Get("busca"), q.Get("termo_busca")
	matches := map[string]func(*service) bool{
		"cpf_cnpj":           func(v *service) bool { return string(v.customer.Document) == term },
		"codigo_cliente":     func(v *service) bool { return idText(v.customer.code) == term },
		"id_cliente_servico": func(v *service) bool { return idText(v.id) == term },
	}
	for _, name := range alone {
		matches[name] = func(v *service) bool { return idText(v.customer.id) == term }
	}
	if matches[field] == nil || term == "" {
		no := refused("Os campos busca e termo_busca são obrigatórios.", fmt.Sprintf("Valor inválido para o campo busca: %q.", field))
		return nil, &no
	}
	found := map[*service]bool{}
	for _, v := range s.roll.services {
		if matches[field](v) {
			found[v] = true
		}
	}
	return found, nil
}
