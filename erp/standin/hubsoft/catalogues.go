package hubsoft

import (
	"slices"

	"balcao/erp/standin"
)

// choices is one of the panel's lists: the names of its two keys, and its rows.
type choices struct {
	idKey, nameKey string
	rows           []choice
}

type choice struct {
	id   any
	name any
}

// has tells whether an id is in the list; 0 stands for none given.
func (c choices) has(id int64) bool {
	return id == 0 || slices.ContainsFunc(c.rows, func(row choice) bool { return row.id == int(id) })
}

// The lists. Their rows are made up; the names of their keys are those of the
// page, except where it says otherwise.
var (
	// hubsoft.md, "sellers/resellers": "the only English keys".
	sellers = choices{"id", "name", []choice{{501, "Loja Centro"}, {502, "Marcos Vendas"}}}
	// hubsoft.md, "due dates".
	dueDays = choices{"id_vencimento", "dia_vencimento", []choice{{61, 5}, {62, 10}, {63, 20}}}
	// hubsoft.md, "commercial origins". Only origem_cliente's keys are told;
	// chosen: the like of them for the other two.
	origins = choices{"id_origem_cliente", "descricao", []choice{{81, "Site"}, {82, "Indicação"}}}
	reasons = choices{"id_motivo_contratacao", "descricao", []choice{{91, "Preço"}, {92, "Velocidade"}}}
	funnels = choices{"id_crm", "descricao", []choice{{101, "Funil de vendas"}}}
	// hubsoft.md, "settle (baixa)": the paths and that meio_pagamento is sent as
	// a prefix, dinheiro by default. Keys not documented; chosen. Chosen besides
	// the three prefixes of the page: pix.
	cashAccounts   = choices{"id_caixa_financeiro", "descricao", []choice{{11, "Caixa Principal"}, {12, "Balcão Digital"}}}
	paymentMethods = choices{"prefixo", "descricao", []choice{
		{"dinheiro", "Dinheiro"}, {"boleto", "Boleto"}, {"cartao_credito", "Cartão de Crédito"}, {"pix", "PIX"},
	}}
	// hubsoft.md, "ticket". Keys not documented; chosen.
	ticketTypes = choices{"id_tipo_atendimento", "descricao", []choice{{201, "Suporte técnico"}, {202, "Financeiro"}}}
)

// hasPrefix tells whether a word is in a list of words.
func (c choices) hasPrefix(word string) bool {
	return word == "" || slices.ContainsFunc(c.rows, func(row choice) bool { return row.id == word })
}

// listed answers a whole list: hubsoft.md, Transport facts, "envelope". Where
// the page does not name the collection, its name is chosen: the path's plural.
func listed(collection string, c choices) lookup {
	return func(*Server, question) standin.Reply {
		rows := []object{}
		for _, row := range c.rows {
			rows = append(rows, object{{c.idKey, row.id}, {c.nameKey, row.name}})
		}
		return answer(success, "Dados consultados com sucesso", part{collection, rows})
	}
}
