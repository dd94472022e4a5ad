// Package unknown stands in for an ERP that nobody prepared for: NetGestor 4, a
// made-up ERP of a small provider, grown over ten years by a tired team. It is
// there for a trial of Balcão's tools and pages: a technician who has only the
// binary, docs/ and the vendor's API.md connects it. Whoever does so reads
// API.md and nothing else of this directory.
//
// Unlike the other stand-ins it follows no real product, so no pack of the
// catalogue may know it. [Server] is the ERP, with the people of package
// standin; the command in serve runs it as a process. Start reading with
// server.go (paths), then model.go (what it keeps).
//
// # What API.md gets wrong
//
// API.md is as a vendor's page is. These errors are deliberate, and a test holds
// them, so that nobody mends them by the way:
//
//   - The detail of an invoice has "linhadigitavel", not "linhaDigitavel".
//   - "data" of a payment (baixa) is DD/MM/AAAA, not DD/MM/AA as all dates.
//   - "total" of a list of invoices is a text ("260"), not a number.
//
// It is silent on these, which a few calls show:
//
//   - status 5 of an invoice: partly paid (baixada em parte)
//   - a page after the last one, and a customer without invoices, are error 44
//   - a dead ticket is HTTP 200 with code 97, but none at all is a 401 in text
//   - a bad date or amount is a 500 in text, a bad path a page of HTML
//   - an amount with a decimal point is a hundred times as much
//   - a proposal with a cod_externo that is known is a second proposal
package unknown
