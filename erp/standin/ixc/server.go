package ixc

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"balcao/erp/standin"
)

// DefaultToken is what a server takes whose options name none: one string of a
// user's id and a hash (ixc.md, Transport facts, "auth").
const DefaultToken = "7:5f1c0ffee0ddba11ca11ab1edecade5a1e7e57ab1e0b5e55ed"

// Options say how a stand-in is opened.
type Options struct {
	// Token is the one string "user:hash". Empty means [DefaultToken].
	Token string
	// Now is the install's clock. Nil means time.Now.
	Now func() time.Time
}

// Server is a made-up install of IXC. All its methods may be called from any
// goroutine.
type Server struct {
	desk *standin.Desk
	now  func() time.Time
	zone *time.Location

	lock        sync.Mutex
	token       string
	dead        map[string]bool // tokens of the server before a migration
	quirks      Quirks
	tables      map[string]*table
	pix         map[string]charge // by the title's id
	written     []written
	expressions []string
	sent        []string
	protocols   sequence
	receipts    sequence // ids of settlements
}

// New opens an install that holds the cast.
func New(o Options) *Server {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		zone = time.FixedZone("BRT", -3*60*60) // a machine without zone files; Brazil has had no summer time since 2019
	}
	s := &Server{desk: standin.NewDesk(redBox(), status(http.StatusInternalServerError)), now: o.Now, zone: zone,
		token: o.Token, dead: map[string]bool{}, tables: newTables(), pix: map[string]charge{}}
	s.seed()
	return s
}

// Desk is the counter over which all answers go: faults and books.
func (s *Server) Desk() *standin.Desk { return s.desk }

// Close waits for what was to be applied late.
func (s *Server) Close() { s.desk.Close() }

// Handler serves the install. Whether over TLS is the caller's business.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// base is where the resources are (ixc.md, Transport facts, "base URL").
const base = "/webservice/v1/"

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, base)
	if !ok { // not documented; chosen: what any web server says
		s.answer(w, r, status(http.StatusNotFound))
		return
	}
	resource, id, _ := strings.Cut(path, "/")
	if reply, stopped := s.stop(r, resource); stopped {
		s.answer(w, r, reply)
		return
	}
	sent, err := readForm(r)
	if err != nil { // not documented; chosen: like any body it cannot process
		s.answer(w, r, redBox())
		return
	}
	s.route(w, r, call{resource: resource, id: id, listing: r.Header.Get("ixcsoft") == "listar", form: sent})
}

// call is one that was let in.
type call struct {
	resource, id string
	listing      bool // the header ixcsoft: listar
	form         form
}

// route finds out what is asked. The header alone decides whether a POST reads
// or inserts; absent, empty and "Provedor" are all writes (ixc.md, Transport
// facts, "read switch").
func (s *Server) route(w http.ResponseWriter, r *http.Request, c call) {
	if r.Method == http.MethodGet && !c.listing { // ixc.md, Transport facts, "errors": 404
		s.answer(w, r, status(http.StatusNotFound))
		return
	}
	if read, ok := readings[c.resource]; ok && c.id == "" && (r.Method == http.MethodGet || r.Method == http.MethodPost) {
		s.read(w, r, func() standin.Reply { return read(s, c.form) })
		return
	}
	if act, ok := actions[c.resource]; ok && c.id == "" && !c.listing && r.Method == http.MethodPost {
		entry, decide := act(s, c.form)
		s.write(w, r, c, entry, decide)
		return
	}
	t, ok := s.tables[c.resource]
	if !ok { // ixc.md, Transport facts, "errors": wrong resource; quirk 3: fn_areceber_altera too
		s.answer(w, r, status(http.StatusInternalServerError))
		return
	}
	s.routeTable(w, r, c, t)
}

func (s *Server) routeTable(w http.ResponseWriter, r *http.Request, c call, t *table) {
	post, get := r.Method == http.MethodPost, r.Method == http.MethodGet
	switch {
	case c.id == "" && c.listing && (post || get):
		s.read(w, r, func() standin.Reply { return s.list(t, c.form) })
	case t.view != "": // a view cannot be written: not documented; chosen: as a wrong resource
		s.answer(w, r, status(http.StatusInternalServerError))
	case c.id == "" && post:
		s.write(w, r, c, s.insertEntry(t, c.form), func() verdict { return s.insert(t, c.form) })
	case c.id != "" && r.Method == http.MethodPut:
		s.write(w, r, c, s.editEntry(t, c.id), func() verdict { return s.edit(t, c.id, c.form) })
	case c.id != "" && r.Method == http.MethodDelete:
		entry := standin.Entry{Kind: "exclusao", Key: t.name + " " + c.id}
		s.write(w, r, c, entry, func() verdict { return s.delete(t, c.id) })
	default: // not documented; chosen: as a wrong resource
		s.answer(w, r, status(http.StatusInternalServerError))
	}
}

// answer delivers what needs no look at the books.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, reply standin.Reply) {
	s.read(w, r, func() standin.Reply { return reply })
}

func (s *Server) read(w http.ResponseWriter, r *http.Request, answer func() standin.Reply) {
	s.desk.Read(w, r, func() standin.Reply {
		s.lock.Lock()
		defer s.lock.Unlock()
		return s.quirks.soften(answer(), r.Header.Get("ixc-type-response"))
	})
}

// write lets the desk decide whether and when a write is done. It may be done
// after the call has ended, so what it was sent is kept and the request is not.
func (s *Server) write(w http.ResponseWriter, r *http.Request, c call, e standin.Entry, decide func() verdict) {
	wants := r.Header.Get("ixc-type-response")
	s.desk.Write(w, r, e, func(really bool) (standin.Reply, bool) {
		s.lock.Lock()
		defer s.lock.Unlock()
		v := decide()
		if v.apply == nil {
			return s.quirks.soften(v.reply, wants), false
		}
		if really {
			v.apply()
			s.written = append(s.written, written{resource: c.resource, id: c.id, words: c.form.words()})
		}
		return v.reply, true
	})
}
