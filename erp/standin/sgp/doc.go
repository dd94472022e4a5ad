// Package sgp is a stand-in of SGP (TSMX): an ERP that lives in memory and
// answers over HTTP as SGP's API does, its quirks included. It is built from
// the project's reference page on SGP alone ("sgp.md" in the comments, with the
// section and the row or quirk that is meant). Where that page is silent the
// comment says "not documented; chosen: …": nothing may be learnt about the
// real SGP from such a place.
//
// Start reading with [Server], routes.go and serve.go; call.go reads a request,
// auth.go admits it, page.go cuts lists, answer.go and formats.go write JSON,
// then one file for each subject: consult.go and clients.go (customers and
// contracts), titles.go and central.go, slip.go, links.go and pix.go, settle.go,
// signup.go and crm.go, tickets.go, promise.go, notes.go, lists.go. [Quirks] are
// what differs between installs; clerk.go is the ERP's own screen.
//
// # What is held
//
// The people of [standin.Cast], each one record (clienteId) with one row per
// contract (contratoId), relative to the day of [New]. Ids are given in this
// order, and overlap on purpose: a number taken for the wrong thing finds
// somebody else's.
//
//	clienteId  contratoId               titles (id); numeroDocumento = id + 5
//	301 Maria     305 active            16001 paid, 16002 overdue by 10 days (with fine and interest), 16003 open
//	302 João      306, 307 active       16004 open, 16005 open and partly paid (306); 16006 open (307)
//	303 Padaria   308 active ("Ativo ") none
//	304 Aurora    309 active            16007 to 16266: 16007 cancelled, then paid ones, the last three open
//	305 Estela    310 active, 311 suspended (never released on trust), none
//	306 Antonio   312 status 0 "Cancelado", 313 active: 16267 open (313)
//	307 Bento     314 suspended (released on trust once a month): 16268 open, without line, PIX code and link
//
// Fiscal notes: NFCom 501 authorised and 502 cancelled, NFS-e 601 of Maria's
// contract 305; 511, 512 and 611 of Aurora's 309. Plans 1 to 3 (2 and 3 sold),
// sellers 1 and 2, due dates 1 to 3, kinds of occurrence 1, 2 and 5, receiving
// points 1 and 2.
//
// An overdue title costs a fine of 2 % and an interest of 0.033 % a day.
//
// # Not covered
//
// The subscriber's own login ("auth 3") and what takes only that; the paths of
// which the page shows neither the answer nor enough of the request: GET
// crm/cliente, crm/cliente/F, J, E and EJ, crm status, suporte/contrato/list,
// contrato/edit, verificaacesso, acordopagamento, central/tipoocorrencia,
// sending a note by e-mail; the rows of notas of models 21 and 22. All but
// the subscriber's paths, which refuse, answer the login page.
package sgp
