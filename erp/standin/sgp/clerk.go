package sgp

import (
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// What follows is what a clerk does at the ERP's own screen, without the API.

// Bill bills the document's first contract that is not cancelled: an open title,
// due in ten days. It answers the title's id, empty if there is no such contract.
// Two bills of one amount and day are two titles all the same (sgp.md, quirk 4).
func (s *Server) Bill(document br.Document, amount erp.Money) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	today := br.DateOf(s.now())
	for _, k := range s.contracts() {
		if k.owner.person.Document == document && k.display != displays[cancelled] {
			return itoa(s.add(k, amount, today, today.AddDays(10)).id)
		}
	}
	return ""
}

// Pay pays all that is open of a title, as a bank's return file does: nothing of
// ours is in it.
func (s *Server) Pay(id string, on br.Date) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if t := s.titleBy(id); t != nil && t.isOpen() {
		t.settle(payment{amount: s.owed(t, on), on: on, at: s.now(), by: "retorno"})
	}
}

// Records are all that was written over the API and in which the text occurs,
// each as its kind and its fields, without the credentials.
func (s *Server) Records(text string) []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	var found []string
	for _, r := range s.records {
		if line := r.kind + " " + itoa(r.id) + " " + r.texts; strings.Contains(line, text) {
			found = append(found, line)
		}
	}
	return found
}

// KillTokens revokes the token: it has no expiry of its own (sgp.md, Transport
// facts, "auth 1").
func (s *Server) KillTokens() { s.IssueToken("") }

// IssueToken puts another token in the place of the old one.
func (s *Server) IssueToken(token string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.token = token
}

// SideEffects counts the occurrences that reads have opened (sgp.md, Transport
// facts, "side effects").
func (s *Server) SideEffects() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.sideEffects
}
