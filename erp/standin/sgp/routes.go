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

// routes are the API's paths. The slash at the end is significant, and some
// have none (sgp.md, Transport facts, "trailing slash"). A segment of digits is
// written {id}.
func (s *Server) routes() map[string]endpoint {
	return map[string]endpoint{
		"POST /api/ura/consultacliente/":        {read: s.consultacliente},
		"POST /api/ura/titulos/":                {read: s.titulos},
		"POST /api/ura/fatura2via/":             {read: s.fatura2via},
		"POST /api/banco/titulo/{id}/baixar/":   {kind: "baixa", apply: s.baixar},
		"POST /api/banco/titulo/{id}/cancelar/": {kind: "cancelamento", apply: s.cancelar},
		"POST /api/banco/titulo/{id}/estornar/": {kind: "estorno", apply: s.estornar},
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	e, known := s.endpoints[r.Method+" "+c.pattern]
	switch {
	case !known:
		s.desk.Read(w, r, func() standin.Reply { return s.unknown(c) })
	case e.apply == nil:
		s.desk.Read(w, r, func() standin.Reply { return s.answerRead(c, e) })
	default:
		s.desk.Write(w, r, c.entry(e.kind), func(really bool) (standin.Reply, bool) { return s.answerWrite(c, e, really) })
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

// entry is the books' row of a write, from what was sent.
func (c *call) entry(kind string) standin.Entry {
	e := standin.Entry{Kind: kind, Invoice: c.id, Document: c.text("cpfcnpj"), Key: c.text("observacao")}
	if amount, err := erp.ParseMoney(c.text("valor_pago")); err == nil {
		e.Amount = amount
	}
	return e
}

// patternOf writes {id} for the segment of digits in a path, and gives it.
func patternOf(path string) (pattern, id string) {
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
