package unknown

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"balcao/erp/standin"
)

// ticketLife is how long a ticket (bilhete) lives at most.
const ticketLife = 20 * time.Minute

// ticketHeader carries it.
const ticketHeader = "X-NG-Bilhete"

// ticket is a session.
type ticket struct {
	until time.Time
	calls int
}

func (s *Server) logIn(w http.ResponseWriter, r *http.Request) {
	in := readRequest(w, r)
	s.desk.Read(w, r, func() standin.Reply {
		s.lock.Lock()
		defer s.lock.Unlock()
		if in.get("usuario") != s.options.User || in.get("senha") != s.options.Password {
			return refuse(codeWrongLogin, "Usuário ou senha inválidos")
		}
		return grant(fields{"sessao": s.newTicket()})
	})
}

func (s *Server) newTicket() fields {
	s.logins++
	sum := sha256.Sum256([]byte(s.options.Password + strconv.Itoa(s.logins)))
	name, until := hex.EncodeToString(sum[:16]), s.now().Add(ticketLife)
	s.tickets[name] = &ticket{until: until}
	return fields{"bilhete": name, "validade": until.Format("02/01/2006 15:04"), "operador": s.options.User}
}

// admit gives the refusal of a call without a ticket that lives, nil otherwise.
func (s *Server) admit(r *http.Request) *standin.Reply {
	name := r.Header.Get(ticketHeader)
	if name == "" {
		refusal := plain(http.StatusUnauthorized, "Acesso negado: bilhete não informado")
		return &refusal
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	t := s.tickets[name]
	if t == nil || s.worn(t) {
		delete(s.tickets, name)
		refusal := refuse(codeTicketIsDead, "Sessão encerrada, efetue novo login")
		return &refusal
	}
	t.calls++
	return nil
}

func (s *Server) worn(t *ticket) bool {
	return s.now().After(t.until) || s.quirks.TicketCalls > 0 && t.calls >= s.quirks.TicketCalls
}
