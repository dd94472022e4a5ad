package sgp

import (
	"net/http"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/standin"
)

// endpoint is what the API does under one path: it reads, or it applies. Both
// run with the server's lock held.
type endpoint struct {
	access access
	read   func(*call) standin.Reply
	kind   string // of a write, in the books
	apply  change
}

// change does a write, or only says what it would answer; the bool tells
// whether it was, or would be, done.
type change func(c *call, really bool) (standin.Reply, bool)

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	e, known := s.endpoints[r.Method+" "+c.pattern]
	switch {
	case !known:
		s.desk.Read(w, r, func() standin.Reply { return s.unknown(c) })
	case e.apply == nil:
		s.desk.Read(w, r, func() standin.Reply { return s.answerRead(c, e) })
	default:
		s.desk.Write(w, r, s.entry(c, e.kind), func(really bool) (standin.Reply, bool) { return s.answerWrite(c, e, really) })
	}
}

// unknown answers a path that does not exist with the login page and 200
// (sgp.md, Transport facts, "errors"). A path that exists under another method:
// not documented; chosen: 405 with a detail.
func (s *Server) unknown(c *call) standin.Reply {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if _, known := s.endpoints[method+" "+c.pattern]; known {
			return reply(http.StatusMethodNotAllowed, object{{"detail", `Método "` + c.method + `" não é permitido.`}})
		}
	}
	return loginPage
}

func (s *Server) answerRead(c *call, e endpoint) standin.Reply {
	s.lock.Lock()
	defer s.lock.Unlock()
	if refused := s.refused(c, e.access); refused != nil {
		return *refused
	}
	return s.inCharset(c, e.read(c))
}

func (s *Server) answerWrite(c *call, e endpoint, really bool) (standin.Reply, bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if refused := s.refused(c, e.access); refused != nil {
		return *refused, false
	}
	answer, done := e.apply(c, really)
	return s.inCharset(c, answer), done
}

// entry is the books' row of a write: from what was sent, and whom that is of.
func (s *Server) entry(c *call, kind string) standin.Entry {
	s.lock.Lock()
	defer s.lock.Unlock()
	e := standin.Entry{Kind: kind, Document: c.text("cpfcnpj"), Key: c.text("observacao")}
	if strings.HasPrefix(c.path, "/api/banco/titulo/") {
		e.Invoice = c.id
	}
	if amount, err := erp.ParseMoney(c.text("valor_pago")); err == nil {
		e.Amount = amount
	}
	if e.Document == "" {
		e.Document = s.documentOf(c)
	}
	return e
}

// documentOf is whose contract, title or record a call names.
func (s *Server) documentOf(c *call) string {
	var owner *customer
	if k := s.contractBy(c.text("contrato")); k != nil {
		owner = k.owner
	} else if t := s.titleBy(c.id); t != nil {
		owner = t.contract.owner
	} else {
		owner = s.customerOf(c.id)
	}
	if owner == nil {
		return ""
	}
	return string(owner.person.Document)
}

// patternOf writes {id} for the segment of digits in a path, and gives it; of a
// link it gives the name in it.
func patternOf(path string) (pattern, id string) {
	if pattern, name, isLink := linkOf(path); isLink {
		return pattern, name
	}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if segment != "" && strings.Trim(segment, "0123456789") == "" {
			segments[i], id = "{id}", segment
		}
	}
	return strings.Join(segments, "/"), id
}

func underAny(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(path, p) })
}
