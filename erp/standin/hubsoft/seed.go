package hubsoft

import (
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// The first ids of what is made. Those of one kind are never those of another,
// so that a mix-up shows.
const (
	firstCustomer = 1001
	firstCode     = 71
	firstService  = 5001
	firstNumber   = 1
	firstInvoice  = 20001
	firstNote     = 40001
)

// auroraInvoices is more than two pages of cliente/financeiro, which gives 50
// at most, and more than five of its 20.
const auroraInvoices = 120

// seed makes the cast: doc.go tells who has what.
func (s *Server) seed() {
	today := s.today()
	main := s.roll.newCompany("Provedor Modelo Telecom Ltda", "456789010001")
	branch := s.roll.newCompany("Provedor Modelo Filial Ltda", "456789010002")

	maria := s.newCustomer(standin.Maria)
	fibre := s.roll.newService(maria, main, fibre600, enabled)
	s.roll.bill(fibre, 9990, today.AddDays(-40)).paidOn = today.AddDays(-41)
	s.roll.bill(fibre, 9990, today.AddDays(-10))
	s.roll.bill(fibre, 9990, today.AddDays(20))

	joao := s.newCustomer(standin.Joao)
	s.roll.bill(s.roll.newService(joao, main, fibre600, enabled), 9990, today.AddDays(8))
	s.roll.bill(s.roll.newService(joao, branch, fibre1000, enabled), 5495, today.AddDays(12))

	s.roll.newService(s.newCustomer(standin.Padaria), main, fibre1000, enabled)
	s.seedAurora(main, today)

	estela := s.newCustomer(standin.Estela)
	s.roll.newService(estela, main, fibre600, enabled)
	s.roll.newService(estela, main, fibre600, suspendedForDebt)

	former := s.newCustomer(standin.Antonio)
	former.former = true
	s.roll.newService(former, main, fibre600, cancelled)
	present := s.roll.newService(s.newCustomer(standin.Antonio), main, fibre600, enabled)
	s.roll.bill(present, 9990, today.AddDays(5))

	bento := s.roll.newService(s.newCustomer(standin.Bento), main, fibre600, partlySuspended)
	bento.trust = trust{times: 1, days: 3}
	s.roll.bill(bento, 9990, today.AddDays(6)).blank = true
	s.seedNotes(today)
}

// seedNotes gives Maria two notes of telecommunications and one of services,
// João one of each company, and Aurora one of goods and one of telecommunications.
func (s *Server) seedNotes(today br.Date) {
	of := func(n int) *service { return s.roll.services[n] }
	s.roll.note(of(0), telecomNote, 500, today.AddDays(-70))
	s.roll.note(of(0), telecomNote, 9990, today.AddDays(-40))
	s.roll.note(of(0), serviceNote, 2827, today.AddDays(-40))
	s.roll.note(of(1), serviceNote, 9990, today.AddDays(-20))
	s.roll.note(of(2), serviceNote, 5495, today.AddDays(-20))
	s.roll.note(of(4), goodsNote, 14990, today.AddDays(-10))
	s.roll.note(of(4), telecomNote, 14990, today.AddDays(-25))
}

// seedAurora bills every thirty days; the last three are open.
func (s *Server) seedAurora(of *company, today br.Date) {
	dedicated := s.roll.newService(s.newCustomer(standin.Aurora), of, fibre1000, enabled)
	for n := range auroraInvoices {
		due := today.AddDays(65 - 30*(auroraInvoices-1-n))
		bill := s.roll.bill(dedicated, 14990, due)
		if due.Before(today) {
			bill.paidOn = due
		}
		if bill.issued.After(today) {
			bill.issued = today
		}
	}
}

func (r *roll) newCompany(name, base string) *company {
	document, err := br.NewDocument(base)
	if err != nil {
		panic("hubsoft: " + err.Error()) // the bases are those above
	}
	made := &company{name, document}
	r.companies = append(r.companies, made)
	return made
}

func (s *Server) newCustomer(p standin.Person) *customer {
	n := int64(len(s.roll.customers))
	made := &customer{
		id: firstCustomer + n, code: firstCode + n, Person: p, password: "portal-" + idText(firstCode+n),
		since: s.today().AddDays(-3650).In(s.zone).Add(9*time.Hour + 30*time.Minute),
	}
	s.roll.customers = append(s.roll.customers, made)
	return made
}

func (r *roll) newService(of *customer, by *company, sold offer, prefix string) *service {
	n := int64(len(r.services))
	made := &service{id: firstService + n, number: firstNumber + n, customer: of, company: by, offer: sold, prefix: prefix}
	of.services = append(of.services, made)
	r.services = append(r.services, made)
	return made
}

// bill makes an open invoice, issued a month before it is due.
func (r *roll) bill(of *service, amount erp.Money, due br.Date) *invoice {
	made := &invoice{id: firstInvoice + int64(len(r.invoices)), service: of, amount: amount, issued: due.AddDays(-30), due: due}
	r.invoices = append(r.invoices, made)
	return made
}

func (r *roll) note(of *service, kind string, amount erp.Money, issued br.Date) {
	r.notes = append(r.notes, &note{firstNote + int64(len(r.notes)), of, kind, amount, issued})
}
