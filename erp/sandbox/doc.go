// Package sandbox is an ERP to try things on: it serves the standard ERP API
// over HTTP from SQLite, with a few hundred made-up customers whose invoices
// are always of today, and with switches for every way an ERP fails.
//
// Start reading at [Open], then handler.go (the paths), invoice.go and
// charges.go (what an invoice comes to today), application.go (how a
// settlement or a lead is applied) and switches.go (faults). seed.go makes the
// customers, roll.go writes their bills up to today.
//
// # Paths
//
// Every path wants "Authorization: Bearer TOKEN" and answers JSON; refusals are
// {"mensagem": "…"} in Portuguese. The one exception is url_boleto, a link that
// a customer opens and that nobody can guess.
//
//	GET  /clientes?cnpj_cpf=A&cnpj_cpf=B      customers, up to 100 documents
//	GET  /faturas?document=A[&id_contrato=X]  invoices, up to 100 documents
//	GET  /faturas/{id}?document=A             one invoice
//	GET  /faturas/{id}/boleto.pdf?document=A  its boleto
//	POST /faturas/{id}/baixa                  settle it (Idempotency-Key)
//	POST /leads, GET /leads?referencia=R      leads (Idempotency-Key)
//	GET  /produtos, /revendedores, /vencimentos, /origens-comerciais
//	GET  /planos?cnpj_cpf=A[&status=BLOCKED]  plans, up to 100 documents
//	GET  /contratos?cnpj_cpf=A                contracts, up to 100 documents
//	POST /contratos/{id}/desbloqueio-confianca  once a month (Idempotency-Key)
//	GET  /contatos?cnpj_cpf=A                 e-mails and mobiles, up to 100 documents
//	GET, PUT /clientes/{cnpj_cpf}/cadastro    what can be changed of a customer
//	GET  /pendencias?cnpj_cpf=A               what is overdue, in words
//	GET  /notas-fiscais?cnpj_cpf=A, /notas-fiscais/{id}/nota.pdf?cnpj_cpf=A
//	GET  /extrato?cnpj_cpf=A                  the statement
//	GET  /quitacao?cnpj_cpf=A&ano=2025        the declaration, 409 if something is open
//	POST /pedidos, /pedidos/cliente-existente orders; GET /pedidos?referencia=R
//	POST /chamados, GET /chamados?referencia=R  tickets
//
// docs/standard-erp-api.md says what goes in and out. An Idempotency-Key
// belongs to the invoice it settles, so that one payment of several invoices
// may use one key, and to the contract it unlocks.
//
// # For tests
//
//	GET, PUT    /_sandbox/switches  see [Switches]
//	GET         /_sandbox/books     see [Entry]; ?after=SEQ leaves earlier ones out
//	GET, DELETE /_sandbox/calls     see [Calls]
//	GET         /_sandbox/records   ?reference=R, see [Record]
//	GET         /_sandbox/documents the documents of all active customers
//	POST        /_sandbox/invoices  {"document", "amount", "due_on", "discount"?, "contract_id"?}
//	POST        /_sandbox/pay       {"invoice_id", "amount"?, "paid_on"?, "method"?, "reference"?}
//
// Customers that are always there: 52998224725 (an open, an overdue and paid
// invoices, a blocked second contract), 11144477735 (a partly paid overdue
// invoice), 11222333000181 (invoices of every status), 11444777000161 (no
// invoice), 39053344705 (two records of one person) and 22233344405 (contracts
// that are pending, paused and blocked; one of the two blocked ones is a
// business's, which is never unlocked on trust).
package sandbox
