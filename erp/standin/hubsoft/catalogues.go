package hubsoft

// choice is a row of one of the panel's lists.
type choice struct {
	id   int64
	name string
}

// cashAccounts are configuracao/caixa_financeiro: hubsoft.md, "settle (baixa)".
var cashAccounts = []choice{{11, "Caixa Principal"}, {12, "Balcão Digital"}}

// method is a row of configuracao/meio_pagamento. The page tells the prefixes
// dinheiro (the default), boleto and cartao_credito "…"; chosen besides: pix.
type method struct {
	Prefix string `json:"prefixo"`
	Name   string `json:"descricao"`
}

var paymentMethods = []method{
	{"dinheiro", "Dinheiro"}, {"boleto", "Boleto"}, {"cartao_credito", "Cartão de Crédito"}, {"pix", "PIX"},
}
