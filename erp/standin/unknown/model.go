package unknown

import (
	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// customer is a record (ficha). One person may have several.
type customer struct {
	code   int
	person standin.Person
	// stored is the document as it was typed: with its punctuation, or without
	// where it came from version 2.
	stored string
	active bool
	since  br.Date
}

// The states of a customer and of a contract.
const (
	customerActive, customerFormer                    = 1, 9
	contractActive, contractBlocked, contractFinished = 1, 2, 3
)

func (c *customer) state() int {
	if c.active {
		return customerActive
	}
	return customerFormer
}

type contract struct {
	code     int
	customer *customer
	plan     plan
	dueDay   int
	status   int
	// trust is whether it may be unlocked on trust, trusted whether it was, and
	// freeUntil the last day of that.
	trust, trusted bool
	freeUntil      br.Date
}

// state is the status of a day: a blocked contract is active while trusted.
func (c *contract) state(today br.Date) int {
	if c.status == contractBlocked && !c.freeUntil.IsZero() && !today.After(c.freeUntil) {
		return contractActive
	}
	return c.status
}

// The states of an invoice (título). An overdue one is open.
const (
	invoiceOpen, invoicePaid, invoiceCancelled, invoicePartlyPaid = 0, 1, 2, 5
)

type invoice struct {
	code        int
	contract    *contract
	issued, due br.Date
	value       erp.Money
	status      int
	line, pix   string // empty until the bank has registered it
	payments    []payment
}

// payment is a settlement (baixa).
type payment struct {
	code   int
	on     br.Date
	amount erp.Money
	cash   string
	form   int
	note   string
}

func (i *invoice) settled() bool { return i.status == invoicePaid || i.status == invoiceCancelled }

// fine is 2 %, once, interest 0.033 % a day; both from the day after the due
// date, and on the whole value even where a part is paid.
func (i *invoice) fine(on br.Date) erp.Money {
	if i.settled() || !on.After(i.due) {
		return 0
	}
	return i.value * 2 / 100
}

func (i *invoice) interest(on br.Date) erp.Money {
	if i.settled() || !on.After(i.due) {
		return 0
	}
	return i.value * erp.Money(i.due.DaysUntil(on)) * 33 / 100_000
}

// balance is what is to be paid on a day.
func (i *invoice) balance(on br.Date) erp.Money {
	if i.settled() {
		return 0
	}
	left := i.value + i.fine(on) + i.interest(on)
	for _, p := range i.payments {
		left -= p.amount
	}
	return left
}

// pay takes a payment.
func (i *invoice) pay(p payment) {
	left := i.balance(p.on) - p.amount
	i.payments = append(i.payments, p)
	i.status = invoicePartlyPaid
	if left <= 0 {
		i.status = invoicePaid
	}
}

func (s *Server) customer(code int) *customer {
	for _, c := range s.customers {
		if c.code == code {
			return c
		}
	}
	return nil
}

func (s *Server) contract(code int) *contract {
	for _, c := range s.contracts {
		if c.code == code {
			return c
		}
	}
	return nil
}

func (s *Server) invoice(code int) *invoice {
	for _, i := range s.invoices {
		if i.code == code {
			return i
		}
	}
	return nil
}
