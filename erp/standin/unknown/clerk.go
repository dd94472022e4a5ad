package unknown

import (
	"slices"
	"strconv"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// Bill is a clerk who writes an invoice at the ERP's own screen: open, due in
// ten days, of the person's active contract. Its id is empty if there is none.
func (s *Server) Bill(document br.Document, amount erp.Money) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	at := slices.IndexFunc(s.contracts, func(c *contract) bool {
		return c.customer.person.Document == document && c.customer.active && c.status == contractActive
	})
	if at < 0 {
		return ""
	}
	return strconv.Itoa(s.bill(s.contracts[at], s.today().AddDays(10), amount).code)
}

// Pay is a bank's return file: all that is open is paid, without a reference of
// ours. An invoice that is not there, or settled, is left as it is.
func (s *Server) Pay(id string, on br.Date) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if i := s.invoice(number(id)); i != nil && !i.settled() {
		s.take(i, s.bankPayment(i, on, i.balance(on)))
	}
}

// Records are all records written by calls or clerks in which the text occurs:
// settlements, unlocks, tickets, proposals; each with its texts.
func (s *Server) Records(text string) []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var found []string
	for _, r := range s.records {
		if strings.Contains(r, text) {
			found = append(found, r)
		}
	}
	return found
}

// note keeps a record for Records.
func (s *Server) note(kind string, texts ...string) {
	s.records = append(s.records, kind+": "+strings.Join(texts, " | "))
}

func (s *Server) bankPayment(i *invoice, on br.Date, amount erp.Money) payment {
	return payment{code: firstPayment + s.payments, on: on, amount: amount, cash: "012", form: 2, note: "RETORNO BANCARIO " + strconv.Itoa(i.code)}
}
