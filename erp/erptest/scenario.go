package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// Kind is what a scenario is about: a row of the table in docs/conformance.md.
type Kind string

// The kinds, in the table's order.
const (
	Found         Kind = "found"
	Nothing       Kind = "none"
	ManyAtOnce    Kind = "many at once"
	SharedCPF     Kind = "several customers with one CPF"
	Contracts     Kind = "several contracts"
	Interest      Kind = "overdue with interest"
	PaidInvoice   Kind = "paid"
	Cancelled     Kind = "cancelled"
	PartlyPaid    Kind = "partly paid"
	NoLine        Kind = "no line yet"
	NoPIX         Kind = "no PIX"
	NoLink        Kind = "link empty"
	Anothers      Kind = "another person's"
	PDFAsHTML     Kind = "PDF as HTML"
	Slow          Kind = "slow"
	Error500      Kind = "500"
	HTML200       Kind = "HTML with 200"
	Truncated     Kind = "truncated JSON"
	WrongCharset  Kind = "wrong charset"
	TokenDead     Kind = "token dead"
	PageLoop      Kind = "page loop"
	Injection     Kind = "injection text"
	Refusal       Kind = "business refusal"
	Done          Kind = "done"
	Repeated      Kind = "handed in twice"
	PaidElsewhere Kind = "paid elsewhere meanwhile"
	AnswerLost    Kind = "timeout after a write"
	AppliedLate   Kind = "late application"
)

// Kinds are all kinds, in the table's order.
var Kinds = []Kind{
	Found, Nothing, ManyAtOnce, SharedCPF, Contracts, Interest, PaidInvoice, Cancelled, PartlyPaid, NoLine, NoPIX, NoLink,
	Anothers, PDFAsHTML, Slow, Error500, HTML200, Truncated, WrongCharset, TokenDead, PageLoop, Injection, Refusal, Done,
	Repeated, PaidElsewhere, AnswerLost, AppliedLate,
}

// scenario is one thing that a function must do on every ERP.
type scenario struct {
	f    *erp.Info
	kind Kind
	name string
	run  func(*testing.T, desk)
	// needs are what a pack must have for it to make sense.
	needs []need
}

// need tells why a pack has nothing to be tried with; empty if it has.
type need func(source) string

// lacks tells why the scenario does not apply to the pack, empty if it does.
func (s scenario) lacks(pack *automation.Pack) string {
	from, why := sourceOf(pack, s.f)
	for _, n := range s.needs {
		if why == "" {
			why = n(from)
		}
	}
	return why
}

// scenarios are all of them; each file brings those of its functions.
func scenarios() []scenario {
	var all []scenario
	for _, some := range [][]scenario{
		customers, contacts, pendencies, invoices, oneInvoice, boletos, settlements, leads, orders, customerOrders, tickets, unlocks,
		updates, plans, blockedPlans, contracts, fiscalNotes, fiscalNotePDFs, statements, clearances, catalogues,
		spoiledReads(), lostWrites(), injections(),
	} {
		all = append(all, some...)
	}
	return all
}
