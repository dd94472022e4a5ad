// Package ixc is a stand-in of IXC Provedor: a fake install in memory that
// answers over HTTP as the public pages about that ERP say that it does.
//
// It is built from the reference page of IXC ("ixc.md" in comments) and the
// page of what public integrations complain of ("quirks.md"), and from nothing
// else. Each behaviour names its line there. What these pages do not say is
// marked "not documented; chosen": a client that relies on it relies on us.
//
// Start reading at server.go: a call is let in (access.go), its body read
// (request.go), and routed by resource, method and the header ixcsoft. Lists
// are list.go, filter.go and operator.go; inserts and edits change.go over the
// columns of tables.go; payments settle.go; the other actions actions.go,
// unlock.go, pix.go and boleto.go. What a clerk does at the screen, and what
// tests ask, is clerk.go; what differs between installs, quirks.go.
//
// # Who is in it
//
// The cast of package standin, by ids that never change (days count from the
// clock's today):
//
//	cliente 101 Maria    contract 1001; titles 5001 received, 5002 overdue (262.40), 5003 open with line, PIX and link
//	        102 João     contracts 1002, 1003; titles 5004 partly received (50.00 of 136.40), 5005 and 5006 open, one for each
//	        103 Padaria  contract 1004, no title; uf "0"
//	        104 Aurora   contract 1005; titles 5007 to 5266, one a week: 255 received, 5226 cancelled, 5136 (years old), 5264,
//	                     5265 and 5266 open; and 5267, which is not released (liberado N)
//	        105 Estela   contracts 1006 active, 1007 blocked (CA) and never released on trust
//	        106 Antonio  the former record (ativo N): contract 1008 (status I), title 5268 received
//	        107 Antonio  the present one: contract 1009, title 5269 open
//	        108 Bento    contract 1010 blocked (FA), released on trust once; title 5270 open without line, PIX and link
//
// Beside them: 4 plans of which one is not on sale and one has its price in its
// items (vd_contratos, vd_contratos_produtos, crm_planos_negociacoes), 3
// sellers of whom one left, due days 5, 10, 15, 20 and one that is not used any
// more, 3 subjects and 3 sectors of tickets, 2 contact persons of Aurora, 4
// notas fiscais (Maria two, of which one is not finished; Aurora two), the 27
// states, 5,564 cities of which São Paulo stands late and twice.
package ixc
