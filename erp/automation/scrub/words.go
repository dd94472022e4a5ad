package scrub

import "strings"

// ordinary are words that stand in names and tell nobody, and those by which
// packs decide: replacing them would change what the ERP said.
var ordinary = set(`de da do das dos e a o em na no para com por the of and
	ltda me epp eireli sa s/a mei cia comercio servicos industria empresa matriz filial associacao condominio igreja
	filho filha neto neta junior sobrinho sr sra dr dra
	pix boleto cartao credito debito dinheiro transferencia deposito cheque banco conta
	ativo ativa inativo inativa bloqueado bloqueada aberto aberta pago paga cancelado cancelada suspenso vencido sim nao yes no true false null none
	normal novo nova padrao outro outros geral principal secundario
	fibra mega megas mbps gb giga internet combo tv telefone telefonia movel fixo residencial empresarial plano pacote servico produto
	cliente contato suporte financeiro comercial administrativo atendimento recepcao vendas cobranca tecnico vendedor
	pessoa fisica juridica cpf cnpj rg ie isento apto apartamento casa fundos bloco lote quadra sala centro zona rural
	rua avenida travessa alameda rodovia estrada praca bairro jardim vila parque conjunto loteamento cidade brasil
	provedor exemplo texto
	api erp admin administrador usuario user root`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// people are names for those who do not exist. Some have accents, so that an
// example goes on testing what an ERP does with them.
var people = strings.Fields(`Célia Bruno Inês Davi Sônia Fábio Gilda Heitor Lúcia Jonas Karina Lauro Mirela Nilo Olívia
	Plínio Quésia Raul Zélia Tadeu Úrsula Valter Wanda Xênia Yara Abílio Barros Cardoso Dantas Esteves Freire Galvão Horta
	Lobato Macedo Nóbrega Paiva Queirós Rezende Salgado Távora Viana`)

// syllables make words where the names are used up, and for places.
var syllables = strings.Fields(`ba ce di fo gu la me ni pu ra se to va ze lo mi`)

// made up words of so many syllables; n counts.
func madeUp(n, length int) string {
	word := ""
	for range length {
		word += syllables[n%len(syllables)]
		n = n/len(syllables) + 5*length
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
