package unknown

import (
	"net/http"
	"sync"
	"time"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// Options of a stand-in.
type Options struct {
	// User and Password that the log-in takes. Default to "integracao" and
	// "ng4-senha".
	User, Password string
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
	// Quirks it begins with.
	Quirks Quirks
}

// Quirks are this ERP's own bad habits.
type Quirks struct {
	// TicketCalls is how many calls a ticket lives through, whatever validity it
	// was given with. 0 means that it dies of age alone.
	TicketCalls int
}

// Server is the ERP. It may be used from any goroutine.
type Server struct {
	options Options
	desk    *standin.Desk
	mux     *http.ServeMux

	lock      sync.Mutex // guards all below
	quirks    Quirks
	tickets   map[string]*ticket
	logins    int
	customers []*customer
	contracts []*contract
	invoices  []*invoice
	calls     []supportCall
	proposals []proposal
	payments  int
	records   []string
}

// New opens an ERP with the people of package standin in it. Close it.
func New(o Options) *Server {
	if o.User == "" {
		o.User, o.Password = "integracao", "ng4-senha"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{
		options: o, quirks: o.Quirks, tickets: map[string]*ticket{}, mux: http.NewServeMux(),
		desk: standin.NewDesk(
			page(http.StatusOK, "Manutenção", "Sistema em manutenção, volte em alguns minutos."),
			crash("Erro de execução '-2147217871 (80040e31)': Tempo limite expirado")),
	}
	s.routes()
	s.seed()
	return s
}

// Handler serves the ERP's API.
func (s *Server) Handler() http.Handler { return s.mux }

// Desk switches faults and has the books.
func (s *Server) Desk() *standin.Desk { return s.desk }

// Close waits for what is applied late.
func (s *Server) Close() { s.desk.Close() }

// Switch changes the quirks.
func (s *Server) Switch(q Quirks) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.quirks = q
}

// KillTokens ends all sessions, as a restart of the ERP does.
func (s *Server) KillTokens() {
	s.lock.Lock()
	defer s.lock.Unlock()
	clear(s.tickets)
}

func (s *Server) routes() {
	s.mux.HandleFunc("POST /ng/sessao", s.logIn)
	s.mux.HandleFunc("GET /ng/boleto/{titulo}", s.openSlip)
	s.mux.HandleFunc("/", s.wrongPath)

	s.read("GET /ng/clientes/buscar", s.findCustomers)
	s.read("GET /ng/clientes/ficha", s.customerSheet)
	s.read("GET /ng/contratos", s.listContracts)
	s.read("GET /ng/financeiro/titulos", s.listInvoices)
	s.read("GET /ng/financeiro/titulos/{titulo}", s.invoiceDetail)
	s.read("GET /ng/financeiro/titulos/{titulo}/boleto", s.slipFile)
	s.read("GET /ng/financeiro/caixas", listCashAccounts)
	s.read("GET /ng/financeiro/formas", listPaymentForms)
	s.read("GET /ng/suporte/assuntos", listSubjects)
	s.read("GET /ng/suporte/chamados", s.listCalls)
	s.read("GET /ng/planos", listPlans)
	s.read("GET /ng/vendedores", listSellers)
	s.read("GET /ng/propostas", s.findProposals)

	s.write("POST /ng/financeiro/baixa", s.settlementEntry, s.settle)
	s.write("POST /ng/contratos/desbloqueio", s.unlockEntry, s.unlock)
	s.write("POST /ng/suporte/abrir", s.callEntry, s.openCall)
	s.write("POST /ng/propostas", proposalEntry, s.propose)
}

// read registers what changes nothing. Answer is called under the lock.
func (s *Server) read(pattern string, answer func(request) standin.Reply) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		in := readRequest(w, r)
		refusal := s.admit(r)
		s.desk.Read(w, r, func() standin.Reply {
			if refusal != nil {
				return *refusal
			}
			s.lock.Lock()
			defer s.lock.Unlock()
			return answer(in)
		})
	})
}

// write registers a write. Entry and apply are called under the lock. Whether
// the caller may is decided when the call arrives, not when it is applied.
func (s *Server) write(pattern string, entry func(request) standin.Entry, apply func(in request, really bool) (standin.Reply, bool)) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		in := readRequest(w, r)
		refusal := s.admit(r)
		s.desk.Write(w, r, s.locked(entry, in), func(really bool) (standin.Reply, bool) {
			if refusal != nil {
				return *refusal, false
			}
			s.lock.Lock()
			defer s.lock.Unlock()
			return apply(in, really)
		})
	})
}

func (s *Server) locked(entry func(request) standin.Entry, in request) standin.Entry {
	s.lock.Lock()
	defer s.lock.Unlock()
	return entry(in)
}

func (s *Server) wrongPath(w http.ResponseWriter, r *http.Request) {
	s.desk.Read(w, r, func() standin.Reply {
		return page(http.StatusNotFound, "Erro 404", "O recurso solicitado não existe neste servidor.")
	})
}

func (s *Server) now() time.Time { return s.options.Now().In(zone) }
func (s *Server) today() br.Date { return br.DateOf(s.now()) }
