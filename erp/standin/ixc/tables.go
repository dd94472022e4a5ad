package ixc

import "maps"

// Columns of the tables, as ixc.md names them under "Functions". Where the page
// names none, a comment says what was chosen.
const (
	// "customer by CPF/CNPJ", "customer contacts"; crm and status_prospeccao
	// from "create prospect".
	customerColumns = `id razao fantasia cnpj_cpf tipo_pessoa ativo data_cadastro:day data_nascimento:day ie_identidade
		cep endereco numero complemento bairro referencia cidade:number uf:number latitude longitude filial_id:number
		id_vendedor:number id_candato_tipo:number obs alerta telefone_celular whatsapp fone telefone_comercial ramal
		email hotsite_email senha contato`
	prospectColumns = customerColumns + ` crm status_prospeccao id_vd_contrato_desejado:number`
	// "customer contacts" (persons) and "create lead": one table.
	contactColumns = `id id_cliente:number nome fone_celular fone_whatsapp fone_residencial fone_comercial email principal
		data_cadastro:day lead cnpj_cpf cep endereco numero bairro cidade:number uf:number id_vd_contrato:number
		id_responsavel:number origem_source origem_medium origem_campaing external_id external_system cadastro_site obs
		id_candidato_tipo:number id_contato_tipo:number id_campanha:number id_concorrente:number`
	dealColumns = `id id_cliente:number descricao id_estagio:number status id_plano_negocio:number valor_mensal:money
		id_canal_origem:number id_filial:number`
	// "list open invoices"; id_cobranca from quirk 2.
	titleColumns = `id liberado filial_id:number status data_emissao:day data_vencimento:day valor:money valor_aberto:money
		valor_recebido:money valor_cancelado:money id_cliente:number documento tipo_recebimento linha_digitavel gateway_link
		nn_boleto boleto pix_txid id_contrato:number id_contrato_principal:number id_contrato_avulso:number id_conta:number
		id_carteira_cobranca:number obs titulo_protestado aguardando_confirmacao_pagamento pagamento_data:day
		pagamento_valor:money baixa_data:day credito_data:day id_saida:number recebido_via_pix nparcela:number previsao
		id_cobranca:number`
	// "list contracts", "eligibility for unlock", "create prospect / order"
	// (required fields), "debts / pendency text" (alerta_contrato, obs).
	contractColumns = `id id_cliente:number contrato descricao_aux_plano_venda id_vd_contrato:number status status_internet
		status_velocidade data:day data_ativacao:day data_renovacao:day data_expiracao:day data_cancelamento:day
		pago_ate_data:day fidelidade id_tipo_contrato:number id_filial:number id_vendedor:number dia_fixo_vencimento
		contrato_suspenso bloqueio_automatico nao_bloquear_ate:day desbloqueio_confianca desbloqueio_confianca_ativo
		restricao_auto_desbloqueio dt_ult_bloq_auto:day dt_ult_des_bloq_conf:day cep endereco numero bairro cidade:number
		tipo id_modelo:number id_tipo_documento:number id_carteira_cobranca:number cc_previsao tipo_cobranca
		renovacao_automatica base_geracao_tipo_doc aviso_atraso alerta_contrato obs`
	productColumns = `id nome descricao tipo Ativo valor_contrato:money fidelidade id_cidade:number id_filial:number
		id_vendedor:number id_modelo:number id_tipo_documento:number id_carteira_cobranca:number`
	itemColumns = `id id_vd_contrato:number id_contrato:number descricao qtde:number valor_unit:price id_plano:number
		valor_ate_vencimento:money tipo_desconto`
	offerColumns  = `id descricao valor_mensal:money valor_fixo:money velocidade ativo id_plano:number contem_no_plano`
	sellerColumns = `id nome comissao:money telefone celular email cnpj_cpf id_cidade:number status`
	noteColumns   = `id id_cliente:number numero_nf serie modelo_nf data_emissao:day data_saida:day valor_total:money status
		id_contrato:number nfse_status data_cancelamento:day`
	// Of su_ticket the form's fields are documented; data_criacao is chosen.
	ticketColumns = `id tipo id_cliente:number id_assunto:number titulo id_ticket_setor:number prioridade menssagem
		su_status id_contrato:number id_login:number id_filial:number id_wfl_processo:number origem_endereco
		id_canal_atendimento:number protocolo data_criacao:time`
	orderColumns = `id tipo id_assunto:number id_cliente:number id_filial:number origem_endereco prioridade setor:number
		status mensagem id_contrato:number`
)

// newTables are the resources that can be listed, all empty.
func newTables() map[string]*table {
	persons := &sequence{100}
	all := map[string]*table{
		// What an insert of a customer requires is not documented (the wiki is
		// named, not quoted); chosen: as a prospect, and the document.
		"cliente": {columns: columns(customerColumns), next: persons, kind: "cliente",
			required: []string{"razao", "cnpj_cpf", "tipo_pessoa", "ativo", "cidade"}, reach: reaches},
		// "list uses qtype=cliente.id". Whether prospects are listed under cliente
		// as well is not documented; chosen: they are not.
		"crm_canditados": {prefix: "cliente", columns: columns(prospectColumns), next: persons, kind: "prospecto",
			required: []string{"razao", "tipo_pessoa", "cidade"}, reach: reaches,
			fixed: map[string]string{"status_prospeccao": "N", "ativo": "S", "crm": "S"}},
		"contato": {columns: columns(contactColumns), next: &sequence{700}, kind: "lead", required: []string{"nome", "data_cadastro"},
			reach: []string{"fone_celular", "fone_whatsapp", "fone_residencial", "fone_comercial", "email"}},
		"crm_negociacoes": {columns: columns(dealColumns), next: &sequence{40}, kind: "negociacao", numericID: true,
			required: []string{"id_cliente", "descricao", "id_estagio"}, fixed: map[string]string{"status": "N"}},
		// What an insert of a title requires is not documented; chosen.
		"fn_areceber": {columns: columns(titleColumns), next: &sequence{5000}, kind: "titulo",
			required: []string{"id_cliente", "data_vencimento", "valor"},
			readOnly: []string{"linha_digitavel", "gateway_link", "id_cobranca"}}, // quirk 2
		"cliente_contrato": {columns: columns(contractColumns), next: &sequence{1000}, numericTotal: true, kind: "contrato", required: []string{
			"tipo", "id_cliente", "id_vd_contrato", "contrato", "id_tipo_contrato", "id_modelo", "id_filial", "data",
			"id_tipo_documento", "id_carteira_cobranca", "id_vendedor", "cc_previsao", "tipo_cobranca",
			"renovacao_automatica", "base_geracao_tipo_doc", "bloqueio_automatico", "aviso_atraso"}},
		"su_ticket": {columns: columns(ticketColumns), next: &sequence{300}, kind: "chamado", numericID: true,
			required: []string{"id_cliente", "id_assunto", "titulo", "id_ticket_setor", "prioridade", "menssagem"},
			fixed:    map[string]string{"tipo": "C", "su_status": "N"}},
		"su_oss_chamado": {columns: columns(orderColumns), next: &sequence{600}, kind: "os",
			required: []string{"id_assunto", "id_cliente", "id_filial", "prioridade", "setor"},
			fixed:    map[string]string{"tipo": "C", "origem_endereco": "M", "status": "A"}},
	}
	maps.Copy(all, catalogues())
	for name, t := range all {
		t.name = name
	}
	return all
}

// reaches are the ways to reach somebody of whom "one phone/e-mail" is required
// (ixc.md, Functions, "create prospect / order").
var reaches = []string{"telefone_celular", "whatsapp", "fone", "telefone_comercial", "email", "hotsite_email"}

// catalogues are lists that nobody writes by the API. That they take inserts all
// the same (a POST without the header inserts, whatever its body was meant for)
// follows from ixc.md, Transport facts, "read switch"; what they require is not
// documented; chosen: nothing.
func catalogues() map[string]*table {
	list := func(spec string) *table { return &table{columns: columns(spec), next: &sequence{}, kind: "cadastro"} }
	all := map[string]*table{
		"vd_contratos": list(productColumns), "vd_contratos_produtos": list(itemColumns),
		"crm_planos_negociacoes": list(offerColumns), "vendedor": list(sellerColumns), "vd_saida": list(noteColumns),
		"cliente_contrato_tipo": list("id tipo_contrato tipo_pagamento id_condicoes_pagamento:number"),
		"condicoes_pagamento":   list("id nome dia_fixo tipo n_parcelas:number vencimento_personalizado ativo"),
		"radusuarios":           list("id id_contrato:number id_cliente:number login online ativo onu_mac"),
		"cidade":                list("id nome uf:number"),
		// The columns of uf beside id and nome, and all of the next three but
		// their ids, are not documented; chosen.
		"uf":              list("id nome"),
		"empresa":         list("id razao fantasia cnpj"),
		"su_oss_assunto":  list("id assunto ativo"),
		"su_ticket_setor": list("id setor ativo"),
		// A ticket's messages: the form is not documented; chosen.
		"su_mensagens": list("id id_ticket:number mensagem data:time"),
	}
	all["cidade"].numericTotal = true
	all["view_vd_contratos_produtos_gen"] = &table{prefix: "vd_contratos_produtos", columns: columns(itemColumns), next: &sequence{},
		kind: "cadastro", cells: []string{"id", "descricao", "qtde", "valor_unit"}, view: "vd_contratos_produtos"}
	return all
}
