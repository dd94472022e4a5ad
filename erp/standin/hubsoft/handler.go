package hubsoft

import (
	"io"
	"net/http"
	"net/url"
	"slices"

	"balcao/erp/standin"
)

// root is hubsoft.md, Transport facts, "base URL".
const root = "/api/v1/integracao/"

// maxBody keeps a runaway caller from filling the memory.
const maxBody = 1 << 20

// lookup answers a read; Server.mu is held.
type lookup func(s *Server, q question) standin.Reply

// question is what a read asks.
type question struct {
	url.Values
	host string // what the caller calls this ERP, for the links in answers
}

// apply does a write, or only tells what it would answer; Server.mu is held.
// It says whether the write was (or would be) done.
type apply func(really bool) (standin.Reply, bool)

// order reads what a write wants; Server.mu is held.
type order func(s *Server, f *form) (standin.Entry, apply)

// Handler serves the API and the public links in its answers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", s.postToken)
	for path, answer := range lookups {
		mux.HandleFunc("GET "+root+path, s.reading(path, answer))
	}
	for path, take := range orders {
		mux.HandleFunc("POST "+root+path, s.writing(path, take))
	}
	mux.HandleFunc("PUT "+root+"atendimento/{id}", s.writing("atendimento", (*Server).editTicket))
	mux.HandleFunc("POST "+root+"cliente/autenticacao/{$}", s.postPortalLogin)
	mux.HandleFunc("GET "+publicRoot+"{file}", s.getPublicFile)
	mux.HandleFunc("/", s.unknownPath)
	return mux
}

var lookups = map[string]lookup{
	"cliente":                         (*Server).customers,
	"cliente/financeiro":              (*Server).invoices,
	"cliente/nota_fiscal":             (*Server).fiscalNotes,
	"cliente/atendimento":             (*Server).ticketsOfCustomer,
	"cliente/ordem_servico":           (*Server).workOrders,
	"financeiro/fatura":               (*Server).allInvoices,
	"nota_fiscal/nfse":                (*Server).allServiceNotes,
	"nota_fiscal/telecom":             (*Server).allTelecomNotes,
	"prospecto":                       (*Server).prospectsFound,
	"prospecto/create":                (*Server).plansOnSale,
	"configuracao/servico":            (*Server).plans,
	"configuracao/vendedor":           listed("vendedores", sellers),
	"configuracao/vencimento":         listed("vencimentos", dueDays),
	"configuracao/origem_cliente":     listed("origens_cliente", origins),
	"configuracao/motivo_contratacao": listed("motivos_contratacao", reasons),
	"configuracao/caixa_financeiro":   listed("caixas_financeiros", cashAccounts),
	"configuracao/meio_pagamento":     listed("meios_pagamento", paymentMethods),
	"configuracao/tipo_atendimento":   listed("tipos_atendimento", ticketTypes),
	"crm/all":                         listed("crms", funnels),
}

var orders = map[string]order{
	"financeiro/fatura/liquidar":      (*Server).settle,
	"prospecto":                       (*Server).takeProspect,
	"atendimento":                     (*Server).openTicket,
	"cliente/desbloqueio_confianca":   (*Server).releaseOnTrust,
	"cliente/financeiro/enviar_email": sending("enviar_email"),
	"cliente/financeiro/enviar_sms":   sending("enviar_sms"),
	"cliente/financeiro/enviar_push":  sending("enviar_push"),
}

func (s *Server) reading(path string, answer lookup) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.desk.Read(w, r, func() standin.Reply {
			s.mu.Lock()
			defer s.mu.Unlock()
			if no, is := s.refusal(path, r); is {
				return no
			}
			return answer(s, question{r.URL.Query(), hostOf(r)})
		})
	}
}

// writing leaves what is turned away at the door out of the books.
func (s *Server) writing(path string, take order) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		entry, do, no := s.taken(w, r, path, take)
		if do == nil {
			s.desk.Read(w, r, func() standin.Reply { return no })
			return
		}
		s.desk.Write(w, r, entry, func(really bool) (standin.Reply, bool) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return do(really)
		})
	}
}

// taken reads a write; without an apply the reply says why it is refused.
func (s *Server) taken(w http.ResponseWriter, r *http.Request, path string, take order) (standin.Entry, apply, standin.Reply) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	s.mu.Lock()
	defer s.mu.Unlock()
	if no, is := s.refusal(path, r); is {
		return standin.Entry{}, nil, no
	}
	f, readErr := readForm(body)
	if err != nil || readErr != nil {
		return standin.Entry{}, nil, refused("Corpo da requisição inválido.", "Envie um objeto JSON.")
	}
	f.id = r.PathValue("id")
	entry, do := take(s, f)
	return entry, do, standin.Reply{}
}

// refusal is what a call is answered that may not come in.
func (s *Server) refusal(path string, r *http.Request) (standin.Reply, bool) {
	switch {
	case !s.admits(r):
		return unauthorized("Token inválido ou expirado."), true
	case slices.Contains(s.quirks.Denied, path):
		return refused("Usuário sem permissão para acessar este recurso."), true
	}
	return standin.Reply{}, false
}

// unknownPath: not documented; chosen: 404 with the body of an error, also for
// a method that a path does not take.
func (s *Server) unknownPath(w http.ResponseWriter, r *http.Request) {
	s.desk.Read(w, r, func() standin.Reply {
		reply := refused("Rota não encontrada.")
		reply.Status = http.StatusNotFound
		return reply
	})
}

func hostOf(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}
