package ixc

import (
	"encoding/base64"
	"net/http"
	"strings"

	"balcao/erp/standin"
)

// stop tells what is answered to a call that is not let in.
func (s *Server) stop(r *http.Request, resource string) (standin.Reply, bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if code := s.judge(r.Header.Get("Authorization")); code != 0 {
		return status(code), true
	}
	switch {
	case s.quirks.ForeignAddress:
		// ixc.md, Transport facts, "IP allow-list" and "errors". How the text is
		// wrapped is not documented; chosen: like any refusal.
		return refused("IP não liberado"), true
	case s.forbids(resource) || resource == technicalViability:
		return refused("Recurso não disponível"), true
	}
	return standin.Reply{}, false
}

// technicalViability belongs to a paid module (ixc.md, Functions, "technical
// viability"). Its answer's shape is unknown, so this install has not bought it.
const technicalViability = "viabilidade_tecnica"

// judge gives the status of a call whose token is not good, and 0 for one whose
// token is (ixc.md, Transport facts, "auth", "token life", "errors").
func (s *Server) judge(header string) int {
	scheme, value, _ := strings.Cut(header, " ")
	switch {
	case header == "": // not documented apart from a wrong token; chosen: the same
		return http.StatusUnauthorized
	case !strings.EqualFold(scheme, "Basic"):
		return http.StatusBadRequest
	}
	token, err := base64.StdEncoding.DecodeString(value)
	switch {
	case err != nil || len(token) == 0:
		return http.StatusUnauthorized
	case s.dead[string(token)]:
		return http.StatusForbidden
	case string(token) == s.token:
		return 0
	}
	return http.StatusUnauthorized
}

// KillTokens migrates the server: the token that it took so far gets 403 from
// now on (ixc.md, Transport facts, "token life").
func (s *Server) KillTokens() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.dead[s.token] = true
	s.token = ""
}

// Renew makes another token the only good one, as a change of the user's e-mail
// or password does: the old one gets 401, unless a migration has killed it.
func (s *Server) Renew(token string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.token = token
	delete(s.dead, token)
}
