package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// Target is an ERP with a pack before it.
type Target struct {
	// URL is where the ERP listens. Scenarios put a [Proxy] before it.
	URL string
	// Connect opens a connection of the pack to the ERP at this address and
	// closes it when the test ends.
	Connect func(t *testing.T, url string) erp.Pipe
	// Facts are what the ERP is known to hold.
	Facts Facts
	// Clerk works at the ERP itself, past the pack.
	Clerk Clerk
	// BatchCalls is how many requests one question for up to fifty documents
	// takes, log-in not counted, by the function's name.
	BatchCalls map[string]int
	// Settles tells the request that registers a payment.
	Settles func(Request) bool
	// Beyond are the functions that the target has and not every pack; their
	// scenarios run too.
	Beyond []*erp.Info
	// Carries tells the request that carries out a write of Beyond, by the
	// function's name.
	Carries map[string]func(Request) bool
	// Records are the orders, tickets and releases that the ERP has with this
	// reference, with all texts as they are stored.
	Records func(t *testing.T, reference string) []string
	// TakesParts is true if less than the open amount may be settled.
	TakesParts bool
}

// has tells whether the target has a function beyond the basic ones.
func (t Target) has(f *erp.Info) bool { return slices.Contains(t.Beyond, f) }

// Facts are what an ERP is known to hold, whoever else writes to it.
type Facts struct {
	// Customers are active, each the only one with its document. Names with
	// quotes, ampersands and accents belong here, and documents that the ERP
	// stores with punctuation.
	Customers []Person
	// Shared is a document that several records have; the name is that of the
	// record to be shown.
	Shared Person
	// Nobody is a valid document that no record has.
	Nobody br.Document
	// Archived is the document of a record that the ERP hides; empty where an
	// ERP hides none.
	Archived br.Document
	// Debtless is a customer without any invoice.
	Debtless br.Document
	// Statuses names a customer with an invoice of each status.
	Statuses map[erp.InvoiceStatus]br.Document
	// Many is a customer with at least ManyCount invoices.
	Many      br.Document
	ManyCount int

	// What follows is for functions of [Target.Beyond].

	// Email is an e-mail of the first of Customers.
	Email string
	// Codes are of products and so on that can be ordered.
	Codes Codes
	// Plans names a customer with a plan of each status that nobody changes.
	Plans map[erp.PlanStatus]br.Document
	// Unlockable has one blocked contract, which can be released this month.
	Unlockable br.Document
	// NeverUnlocked has a blocked contract that is never released on trust, the
	// last of the blocked ones.
	NeverUnlocked br.Document
	// Changeable is a customer whose data scenarios may change.
	Changeable br.Document
	// Cleared is a year of which nothing is owed, Owing one of which something
	// is.
	Cleared, Owing erp.ClearanceInput
}

// Codes are codes that an ERP's lists have.
type Codes struct {
	Product, DueDate, Reseller, Origin string
}

// Person is a customer that is known to be there.
type Person struct {
	Document br.Document
	Name     string
}

// Clerk does what a person at the ERP's own screen can do.
type Clerk interface {
	// Bill makes an open invoice of this amount, due in ten days, for a
	// customer of [Facts.Customers], and gives its id.
	Bill(t *testing.T, customer br.Document, amount erp.Money) (invoiceID string)
	// Pay pays what is open of the invoice, without a reference of ours.
	Pay(t *testing.T, invoiceID string)
	// Leads counts the leads with this reference.
	Leads(t *testing.T, reference string) int
}
