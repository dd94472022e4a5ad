package unknown

import (
	"slices"

	"balcao/erp"
	"balcao/erp/standin"
)

// plan is a product.
type plan struct {
	code  int
	name  string
	price erp.Money
	speed string
}

var plans = []plan{
	{1, "FIBRA 100 RESIDENCIAL", 79_90, "100/50"},
	{2, "FIBRA 300 RESIDENCIAL", 99_90, "300/150"},
	{3, "FIBRA 600 RESIDENCIAL", 129_90, "600/300"},
	{8, "LINK DEDICADO PJ - 1 GIGA", 1_234_56, "1000/1000"},
}

// named is a row of the small tables.
type named struct {
	Code int    `json:"codigo"`
	Name string `json:"nome"`
}

var (
	forms    = []named{{1, "DINHEIRO"}, {2, "BOLETO"}, {4, "PIX"}, {6, "CARTÃO TEF"}}
	subjects = []named{{10, "SEM CONEXÃO"}, {20, "LENTIDÃO"}, {30, "FINANCEIRO"}, {40, "COMERCIAL / MUDANÇA DE PLANO"}}
)

// cashAccounts have a text for a code, with zeros in front that count.
var cashAccounts = []fields{
	{"conta": "001", "descricao": "CAIXA LOJA"},
	{"conta": "007", "descricao": "INTEGRAÇÃO / PORTAL"},
	{"conta": "012", "descricao": "BANCO - RETORNO"},
}

var sellers = []fields{
	{"codigo": 1, "nome": "BALCÃO DA LOJA", "email": "", "cpf": ""},
	{"codigo": 5, "nome": "Carla Antunes", "email": "carla@provedor.example", "cpf": "390.533.447-05"},
	{"codigo": 7, "nome": "José Ângelo Revendas", "email": "jose@revendas.example", "cpf": "11222333000181"},
}

// dueDays that a proposal may ask for.
var dueDays = []int{5, 10, 15, 20}

func listPlans(request) standin.Reply {
	var rows []fields
	for _, p := range plans {
		rows = append(rows, fields{"codigo": p.code, "nome": p.name, "mensalidade": money(p.price), "velocidade": p.speed})
	}
	return grant(fields{"planos": rows})
}

func listSellers(request) standin.Reply      { return grant(fields{"vendedores": sellers}) }
func listCashAccounts(request) standin.Reply { return grant(fields{"caixas": cashAccounts}) }
func listPaymentForms(request) standin.Reply { return grant(fields{"formas": forms}) }
func listSubjects(request) standin.Reply     { return grant(fields{"assuntos": subjects}) }

func planOf(code int) (plan, bool) {
	at := slices.IndexFunc(plans, func(p plan) bool { return p.code == code })
	if at < 0 {
		return plan{}, false
	}
	return plans[at], true
}

func isCashAccount(code string) bool {
	return slices.ContainsFunc(cashAccounts, func(c fields) bool { return c["conta"] == code })
}

func isSeller(code int) bool {
	return slices.ContainsFunc(sellers, func(s fields) bool { return s["codigo"] == code })
}

func has(table []named, code int) bool {
	return slices.ContainsFunc(table, func(n named) bool { return n.Code == code })
}
