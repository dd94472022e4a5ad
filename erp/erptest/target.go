package erptest

import (
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
	// TakesParts is true if less than the open amount may be settled.
	TakesParts bool
}

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
