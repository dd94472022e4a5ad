package sandbox

import (
	"bytes"
	"context"
	"crypto/subtle"
	"io"
	"net/http"
	"time"

	"balcao/internal/br"
)

// maxDocuments is how many customers one call may ask for.
const maxDocuments = 100

// routes names every path. A path of the ERP goes through [Sandbox.erp], so
// that it is counted and may fail; the control paths do not.
func (s *Sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clientes", s.erp(s.reading(s.listCustomers)))
	mux.HandleFunc("GET /faturas", s.erp(s.reading(s.listInvoices)))
	mux.HandleFunc("GET /faturas/{id}", s.erp(s.reading(s.getInvoice)))
	mux.HandleFunc("GET /faturas/{id}/boleto.pdf", s.erp(s.reading(s.getBoleto)))
	mux.HandleFunc("POST /faturas/{id}/baixa", s.erp(s.settleInvoice))
	mux.HandleFunc("GET /leads", s.erp(s.reading(s.listLeads)))
	mux.HandleFunc("POST /leads", s.erp(s.createLead))
	s.routeMore(mux)
	mux.HandleFunc("GET /boletos/{link}", s.openBoletoLink)

	mux.HandleFunc("GET /_sandbox/switches", s.control(s.showSwitches))
	mux.HandleFunc("PUT /_sandbox/switches", s.control(s.putSwitches))
	mux.HandleFunc("GET /_sandbox/books", s.control(s.showBooks))
	mux.HandleFunc("GET /_sandbox/calls", s.control(s.showCalls))
	mux.HandleFunc("DELETE /_sandbox/calls", s.control(s.resetCalls))
	mux.HandleFunc("GET /_sandbox/records", s.control(s.showRecords))
	mux.HandleFunc("GET /_sandbox/documents", s.control(s.showDocuments))
	mux.HandleFunc("POST /_sandbox/invoices", s.control(s.addInvoice))
	mux.HandleFunc("POST /_sandbox/pay", s.control(s.payAtBank))
	mux.HandleFunc("/_sandbox/", s.control(unknownPath))
	mux.HandleFunc("/", s.erp(unknownPath))
	return mux
}

// routeMore names the paths that are not about invoices and leads.
func (s *Sandbox) routeMore(mux *http.ServeMux) {
	for pattern, read := range map[string]func(*http.Request) reply{
		"GET /produtos": s.listProducts, "GET /revendedores": s.listResellers,
		"GET /vencimentos": s.listDueDates, "GET /origens-comerciais": s.listOrigins,
		"GET /planos": s.listPlans, "GET /contratos": s.listContracts,
		"GET /contatos": s.listContacts, "GET /clientes/{cnpj_cpf}/cadastro": s.getRegistration,
		"GET /pendencias": s.listPendencies, "GET /extrato": s.listStatement,
		"GET /notas-fiscais": s.listFiscalNotes, "GET /notas-fiscais/{id}/nota.pdf": s.getFiscalNote,
		"GET /quitacao": s.getDebtClearance, "GET /pedidos": s.listOrders, "GET /chamados": s.listTickets,
	} {
		mux.HandleFunc(pattern, s.erp(s.reading(read)))
	}
	for pattern, write := range map[string]func(*http.Request) reply{
		"POST /pedidos": s.createOrder, "POST /pedidos/cliente-existente": s.createOrderOfCustomer,
		"POST /chamados": s.createTicket, "POST /contratos/{id}/desbloqueio-confianca": s.unlockOnTrust,
		"PUT /clientes/{cnpj_cpf}/cadastro": s.updateRegistration,
	} {
		mux.HandleFunc(pattern, s.erp(write))
	}
}

func unknownPath(*http.Request) reply {
	return refusal(http.StatusNotFound, "Caminho desconhecido.")
}

// erp is a path of the ERP: counted, slowed down, checked for the token, and
// answered with whatever fault is drawn for the call.
func (s *Sandbox) erp(handle func(*http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer s.calls.begin(r.Pattern)()
		if !s.isAuthorized(r) {
			unauthorized().write(w)
			return
		}
		if !hasRead(r) {
			badRequest("Não foi possível ler o corpo do pedido.").write(w)
			return
		}
		switches, fault := s.switches.draw(r.URL.Path)
		if !s.wait(r.Context(), switches.latency(r.URL.Path)) {
			reply{cut: true}.write(w)
		}
		// What has arrived is carried out even when the caller hangs up, as
		// an ERP does.
		ctx := context.WithoutCancel(r.Context())
		answer := handle(r.WithContext(withFault(ctx, fault)))
		s.deliver(w, r, answer, fault)
	}
}

// hasRead takes in the whole body before anything waits: net/http sees that a
// caller hung up only once the body is read.
func hasRead(r *http.Request) bool {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	r.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil
}

// control is a path for tests: never counted, slowed down or failed.
func (s *Sandbox) control(handle func(*http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.isAuthorized(r) {
			unauthorized().write(w)
			return
		}
		handle(r.WithContext(context.WithoutCancel(r.Context()))).write(w)
	}
}

func (s *Sandbox) isAuthorized(r *http.Request) bool {
	want := "Bearer " + s.token
	return subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte(want)) == 1
}

func unauthorized() reply {
	return refusal(http.StatusUnauthorized, "Informe o token em Authorization: Bearer.")
}

// wait pauses and reports whether the caller is still there and the sandbox
// open.
func (s *Sandbox) wait(ctx context.Context, pause time.Duration) bool {
	if pause <= 0 {
		return true
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.closing:
		return false
	}
}

// documentsOf reads a repeated parameter into documents that can be looked up.
// A document may be sent with its points; a wrong one is simply not found.
func documentsOf(r *http.Request, parameter string) ([]string, *reply) {
	values := r.URL.Query()[parameter]
	if len(values) == 0 || len(values) > maxDocuments {
		refused := refusal(http.StatusBadRequest, "Informe de 1 a 100 documentos em "+parameter+".")
		return nil, &refused
	}
	documents := make([]string, len(values))
	for i, value := range values {
		documents[i] = br.Compact(value)
	}
	return documents, nil
}
