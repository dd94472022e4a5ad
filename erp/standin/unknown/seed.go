package unknown

import (
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// The numbers of the first records.
const (
	firstCustomer = 1001
	firstContract = 501
	firstInvoice  = 70001
)

// Aurora's invoices: one a week.
const (
	auroraInvoices  = 260
	auroraCancelled = 100
)

// seed writes the people down, always in this order, so that their numbers are
// always the same. Days are counted from today.
func (s *Server) seed() {
	s.seedMaria()
	s.seedJoao()
	s.sign(s.enroll(standin.Padaria, false, true), 8, contractActive)
	s.seedAurora()
	s.seedEstela()
	s.seedAntonio()
	s.seedBento()
	s.records = nil // what was there before is nobody's write
}

func (s *Server) seedMaria() {
	c := s.sign(s.enroll(standin.Maria, true, true), 2, contractActive)
	s.paid(s.billIn(c, -40, 99_90))
	s.billIn(c, -14, 99_90)
	s.billIn(c, 16, 99_90)
}

func (s *Server) seedJoao() {
	joao := s.enroll(standin.Joao, true, true)
	first, second := s.sign(joao, 3, contractActive), s.sign(joao, 1, contractActive)
	partly := s.billIn(first, 3, 129_90)
	s.take(partly, s.bankPayment(partly, s.today().AddDays(-5), 50_00))
	s.billIn(first, 12, 129_90)
	s.billIn(second, 12, 79_90)
}

func (s *Server) seedAurora() {
	c := s.sign(s.enroll(standin.Aurora, true, true), 8, contractActive)
	for n := range auroraInvoices {
		i := s.billIn(c, 21-7*(auroraInvoices-1-n), 1_234_56)
		switch {
		case n == auroraCancelled:
			i.status = invoiceCancelled
		case i.due.Before(s.today()):
			s.paid(i)
		}
	}
}

func (s *Server) seedEstela() {
	estela := s.enroll(standin.Estela, false, true)
	s.sign(estela, 2, contractActive)
	s.sign(estela, 1, contractBlocked)
}

func (s *Server) seedAntonio() {
	s.sign(s.enroll(standin.Antonio, true, false), 1, contractFinished)
	s.billIn(s.sign(s.enroll(standin.Antonio, true, true), 2, contractActive), 9, 99_90)
}

func (s *Server) seedBento() {
	c := s.sign(s.enroll(standin.Bento, true, true), 1, contractBlocked)
	c.trust = true
	i := s.billIn(c, 6, 79_90)
	i.line, i.pix = "", ""
}

// enroll writes a customer; formatted is whether the document was typed with its
// punctuation.
func (s *Server) enroll(p standin.Person, formatted, active bool) *customer {
	c := &customer{code: firstCustomer + len(s.customers), person: p, stored: string(p.Document), active: active}
	if formatted {
		c.stored = p.Document.Formatted()
	}
	c.since = br.Date{Year: 2015 + len(s.customers), Month: time.March, Day: 2}
	s.customers = append(s.customers, c)
	return c
}

func (s *Server) sign(who *customer, planCode, status int) *contract {
	p, known := planOf(planCode)
	if !known {
		panic("the seed has a plan that is not there")
	}
	c := &contract{code: firstContract + len(s.contracts), customer: who, plan: p, dueDay: 10, status: status}
	s.contracts = append(s.contracts, c)
	return c
}

func (s *Server) billIn(c *contract, days int, amount erp.Money) *invoice {
	return s.bill(c, s.today().AddDays(days), amount)
}

func (s *Server) bill(c *contract, due br.Date, amount erp.Money) *invoice {
	i := &invoice{code: firstInvoice + len(s.invoices), contract: c, issued: due.AddDays(-30), due: due, value: amount}
	i.registered()
	s.invoices = append(s.invoices, i)
	return i
}

// paid pays it on its due date.
func (s *Server) paid(i *invoice) {
	s.take(i, s.bankPayment(i, i.due, i.value))
}
