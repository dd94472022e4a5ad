package ixc

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// What a clerk does at the ERP's own screen, and what a test asks about it.

// written is a write that was done.
type written struct{ resource, id, words string }

// Records are all writes by the API that were done and in whose words the text
// occurs: each the resource, the id of an edit, and a line for each field that
// was sent. A settlement's historico, which no list shows, is here too.
func (s *Server) Records(text string) []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var all []string
	for _, w := range s.written {
		if strings.Contains(w.words, text) {
			all = append(all, strings.TrimSuffix(w.resource+"/"+w.id, "/")+"\n"+w.words)
		}
	}
	return all
}

// Expressions are the field names that came through to the database as SQL
// (ixc.md, quirk 8). A client that lets nobody choose field names has none.
func (s *Server) Expressions() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Clone(s.expressions)
}

// Sent are the boletos that get_boleto has sent to customers: "mail 5001".
func (s *Server) Sent() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Clone(s.sent)
}

// Hold puts rows into a table as they are, with no other columns than they
// have: a JSON array of objects of strings.
func (s *Server) Hold(tableName string, rows []byte) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	t, ok := s.tables[tableName]
	if !ok {
		return fmt.Errorf("ixc stand-in: no table %q", tableName)
	}
	var held []*record
	if err := json.Unmarshal(rows, &held); err != nil {
		return fmt.Errorf("ixc stand-in: hold %s: %w", tableName, err)
	}
	t.rows = append(t.rows, held...)
	return nil
}

// Bill opens a title of the customer's active contract that is due in ten days,
// and gives its id. Somebody who has no active contract cannot be billed.
func (s *Server) Bill(document br.Document, amount erp.Money) (id string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	contract := s.activeContract(document)
	if contract == nil {
		panic("ixc stand-in: nobody with an active contract to bill")
	}
	return s.openTitle(contract, amount, s.today().AddDays(10)).get("id")
}

func (s *Server) activeContract(document br.Document) *record {
	for _, customer := range s.tables["cliente"].where("cnpj_cpf", document.Formatted()) {
		for _, contract := range s.tables["cliente_contrato"].where("id_cliente", customer.get("id")) {
			if contract.get("status") == "A" {
				return contract
			}
		}
	}
	return nil
}

// Pay receives all that is open of a title on a day, as a bank's return file
// does. Something must be open.
func (s *Server) Pay(id string, on br.Date) {
	if !s.PayIfOpen(id, on) {
		panic("ixc stand-in: no open title " + id)
	}
}

// PayIfOpen does what Pay does, unless nothing is open any more; it tells whether
// it did.
func (s *Server) PayIfOpen(id string, on br.Date) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	title := s.tables["fn_areceber"].find(id)
	if title == nil || !isPayable(*title) {
		return false
	}
	s.receive(title, payment{received: reais(title.get("valor_aberto")), on: on})
	return true
}

// TitleOf is the id of the title with this number (documento), empty if none has
// it.
func (s *Server) TitleOf(number string) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, title := range s.tables["fn_areceber"].where("documento", number) {
		return title.get("id")
	}
	return ""
}

// documentOf is a person's document in digits, from the id or as it was sent.
func (s *Server) documentOf(id, sent string) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	if person := s.person(id); person != nil {
		sent = cmp.Or(sent, person.get("cnpj_cpf"))
	}
	return br.Compact(sent)
}
