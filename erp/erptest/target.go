package erptest

import (
	"net/http"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// Target is an ERP with a pack before it.
type Target struct {
	// Pack is the embedded pack that is tried.
	Pack string
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
	// takes, log-in not counted, by the function's name. Functions without an
	// entry are not counted.
	BatchCalls map[string]int
	// Writes are the pack's functions that change something, by name: every one
	// has an entry.
	Writes map[string]Write
	// Page is a page of this ERP where JSON is due; a plain one if it is empty.
	Page string
	// TokenDead is how this ERP answers to a token that has died; nil is 401
	// without words.
	TokenDead *Answer
	// IsLogIn tells requests of the pack's session; nil where there is none.
	IsLogIn func(Request) bool
	// OneWriter is true if this ERP cannot do two writes at the same time.
	OneWriter bool
}

// Write is what the suite has to know of a write of the target.
type Write struct {
	// Carries tells the request that carries it out.
	Carries func(Request) bool
	// Accepted changes the suite's own input into one that this ERP takes, nil
	// where it takes it as it is.
	Accepted func(erp.Input) erp.Input
	// Refused changes an input that it takes into one that it refuses in words;
	// nil where the suite's own is refused, such as an invoice that is paid.
	Refused func(erp.Input) erp.Input
}

// Answer is an answer that stands in for the ERP's.
type Answer struct {
	Status      int
	ContentType string
	Body        string
}

func (a Answer) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", a.ContentType)
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.Body)) // the caller may be gone
}

// Facts are what an ERP is known to hold, whoever else writes to it. What the
// pack has no function for may be left out.
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
	// Statuses names a customer with an invoice of each status that the ERP has.
	Statuses map[erp.InvoiceStatus]br.Document
	// Many is a customer with at least ManyCount invoices, and of whom nobody
	// changes anything.
	Many      br.Document
	ManyCount int
	// Bare is a customer with an open invoice without line, PIX code and link.
	Bare br.Document
	// Contracts is a customer with two contracts or more, and an invoice of each.
	Contracts br.Document

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
	// Notes is a customer with fiscal notes.
	Notes br.Document
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
	// customer, and gives its id.
	Bill(t *testing.T, customer br.Document, amount erp.Money) (invoiceID string)
	// Pay pays what is open of the invoice, without a reference of ours.
	Pay(t *testing.T, invoiceID string)
	// Records are the orders, leads, tickets and releases that the ERP has with
	// this reference, with all texts as they are stored.
	Records(t *testing.T, reference string) []string
}
