// Package hubsoft is a stand-in of HubSoft, an ERP of Brazilian providers. It
// is built from the reference page of that ERP alone: comments cite it as
// hubsoft.md with the row or the quirk, and what the page does not tell is
// marked "not documented; chosen".
//
// Start reading at [New], then handler.go (the paths and who is let in),
// envelope.go and formats.go (how everything is written), customers.go,
// invoices.go and settle.go. seed.go makes what is there at the start,
// quirks.go holds what tests may turn. [Server.Bill],
// [Server.Pay], [Server.Register] and [Server.Records] are a clerk at the ERP's own screen.
//
// # Paths
//
// All are below /api/v1/integracao/, want a token and answer HTTP 200, whatever
// happened; only POST /oauth/token and the links /publico/… are outside.
//
//	GET  cliente, cliente/financeiro, cliente/nota_fiscal
//	GET  cliente/atendimento, cliente/ordem_servico
//	GET  financeiro/fatura, nota_fiscal/nfse, nota_fiscal/telecom
//	GET  prospecto, prospecto/create
//	GET  configuracao/servico, vendedor, vencimento, origem_cliente,
//	     motivo_contratacao, caixa_financeiro, meio_pagamento, tipo_atendimento
//	GET  crm/all
//	POST financeiro/fatura/liquidar
//	POST prospecto, atendimento; PUT atendimento/{id}
//	POST cliente/desbloqueio_confianca
//	POST cliente/financeiro/enviar_email, enviar_sms, enviar_push
//	POST cliente/autenticacao/
//
// # What is there
//
// Customers are id_cliente 1001 with codigo_cliente 71 and so on, services
// (contracts) 5001 and so on, invoices 20001 and so on. Days are counted from
// the day of [New].
//
//	Maria    1001  service 5001; invoices 20001 paid, 20002 overdue by ten days, 20003 open
//	João     1002  services 5002 and 5003, the second of another company; invoices 20004 and 20005 open
//	Padaria  1003  service 5004; no invoice
//	Aurora   1004  service 5005; invoices 20006 to 20125, the last three open
//	Estela   1005  service 5006 active, 5007 suspenso_debito and never released on trust
//	Antonio  1006  former, service 5008 cancelled
//	Antonio  1007  service 5009; invoice 20126 open
//	Bento    1008  service 5010 suspenso_parcialmente, released once for up to three days;
//	               invoice 20127 open, without line, PIX code and link
//
// There are notas fiscais of Maria, João and Aurora. No invoice is partly paid
// or cancelled, and none tells fine and interest: the page knows no such state
// or field. Cash accounts are 11 and 12, plans on sale 301 to 303, sellers 501
// and 502, due days 61 to 63, origins 81 and 82, kinds of ticket 201 and 202.
package hubsoft
