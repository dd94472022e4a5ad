package hubsoft

import (
	"fmt"
	"strings"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// Bill is a clerk who bills a customer by hand: an open invoice of the first
// service that is not cancelled, due in ten days. It answers the id, and an
// empty one for nobody's document.
func (s *Server) Bill(document br.Document, amount erp.Money) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := first(s.roll.services, func(v *service) bool {
		return v.customer.Document == document && v.prefix != cancelled
	})
	if of == nil {
		return ""
	}
	made := s.roll.bill(of, amount, s.today().AddDays(10))
	made.issued = s.today()
	return idText(made.id)
}

// Register is a clerk who makes a record with an active service, also of
// somebody who has one: hubsoft.md, quirk 6, "a CPF with several records is
// cut silently". It answers the id_cliente.
func (s *Server) Register(p standin.Person) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := s.newCustomer(p)
	s.roll.newService(made, s.roll.companies[0], fibre600, enabled)
	return idText(made.id)
}

// Pay is a bank's return file that settles all that is open of an invoice,
// without any reference. What is paid, and what is not there, stays as it is.
func (s *Server) Pay(id string, on br.Date) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := first(s.roll.invoices, func(i *invoice) bool { return idText(i.id) == id })
	if i != nil && i.open() {
		i.paidOn = on
	}
}

// Records are all writes that were applied - settlements, prospects, tickets,
// releases and sendings - in which the text occurs, each as its kind, its id
// and the fields that were sent, whether the page knows them or not.
func (s *Server) Records(text string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, r := range s.roll.records {
		if strings.Contains(r.sent, text) {
			found = append(found, fmt.Sprintf("%s %d: %s", r.kind, r.id, r.sent))
		}
	}
	return found
}
