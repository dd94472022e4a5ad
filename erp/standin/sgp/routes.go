package sgp

import (
	"maps"
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
	routes := map[string]endpoint{}
	for _, subject := range []map[string]endpoint{s.customerRoutes(), s.titleRoutes(), s.listRoutes(), s.ticketRoutes(), s.refusedRoutes()} {
		maps.Copy(routes, subject)
	}
	return routes
}

func (s *Server) customerRoutes() map[string]endpoint {
	return map[string]endpoint{
		"POST /api/ura/consultacliente/":       {read: s.consultacliente},
		"POST /api/ura/clientes/":              {read: s.clientes},
		"POST /api/ura/listacontrato/":         {read: s.listacontrato},
		"POST /api/ura/contato/add/":           {kind: "contato", apply: s.addContact},
		"POST /api/ura/liberacaopromessa/":     {kind: "promessa", apply: s.liberacaopromessa},
		"POST /api/precadastro/F":              {kind: "precadastro", apply: s.precadastro(false)},
		"POST /api/precadastro/J":              {kind: "precadastro", apply: s.precadastro(true)},
		"POST /api/crm/cliente/{id}/contratos": {kind: "contrato", apply: s.newContract},
		"GET /quitacao/":                       {access: byAddress, read: s.clearance},
	}
}

func (s *Server) titleRoutes() map[string]endpoint {
	return map[string]endpoint{
		"POST /api/ura/titulos/":                {read: s.titulos},
		"POST /api/central/titulos/":            {read: s.centralTitulos},
		"POST /api/ura/fatura2via/":             {read: s.fatura2via},
		"POST /api/ura/pagamento/pix/{id}":      {read: s.pagamentoPix},
		"POST /api/banco/titulo/{id}/baixar/":   {kind: "baixa", apply: s.baixar},
		"POST /api/banco/titulo/{id}/cancelar/": {kind: "cancelamento", apply: s.cancelar},
		"POST /api/banco/titulo/{id}/estornar/": {kind: "estorno", apply: s.estornar},
		"GET /boleto/":                          {access: byAddress, read: s.slipPage},
		"GET /boleto/.pdf":                      {access: byAddress, read: s.slipFile},
		"GET /cobranca/":                        {access: byAddress, read: s.slipPage},
		"POST /api/central/notafiscal/list/":    {read: s.notafiscalList},
		"POST /api/central/nfcom/list":          {read: s.nfcomList},
		"POST /api/central/nfcom/print/{id}":    {read: s.nfcomPrint},
		"POST /api/central/nfse/list/":          {read: s.nfseList},
		"GET /api/central/nfse/print/{id}":      {access: byAddress, read: s.nfsePrint},
	}
}

func (s *Server) listRoutes() map[string]endpoint {
	return map[string]endpoint{
		"POST /api/precadastro/plano/list":      {read: s.planList},
		"POST /api/precadastro/vendedor/list":   {read: bareList(sellers, "id", "nome")},
		"POST /api/precadastro/vencimento/list": {read: s.dueDateList},
		"GET /api/ura/consultaplano/":           {read: s.consultaplano},
		"GET /api/ura/portador/":                {read: bareList(carriers, "id", "descricao")},
		"POST /api/ura/pontosrecebimentos/":     {read: bareList(receivingPoints, "id", "descricao")},
		"POST /api/ura/planoscontas/":           {read: bareList(accounts, "id", "descricao")},
		"POST /api/ura/viabilidade/":            {read: s.viabilidade},
		"GET /api/auth/info/":                   {read: s.authInfo},
	}
}

// ticketRoutes: the shape of the list of kinds is not documented; chosen: codigo
// and descricao.
func (s *Server) ticketRoutes() map[string]endpoint {
	return map[string]endpoint{
		"POST /api/ura/chamado/":            {kind: "chamado", apply: s.uraChamado},
		"POST /api/central/chamado/":        {kind: "chamado", apply: s.chamado},
		"POST /api/ura/ocorrencia/list/":    {read: s.occurrenceRows(occurrenceList, "numero", isAny)},
		"POST /api/ura/ordemservico/list/":  {read: s.occurrenceRows(orderList, "protocolo", hasOrder)},
		"POST /api/central/chamado/list/":   {read: s.occurrenceRows(callList, "protocolo", isAny)},
		"GET /api/os/ocorrencia/tipo/list/": {read: bareList(occurrenceKinds, "codigo", "descricao")},
	}
}

// refusedRoutes do not take token and app (sgp.md, Transport facts,
// "/api/central/* with token+app"). Their slashes are chosen but that of
// central/contratos, which is documented to have none.
func (s *Server) refusedRoutes() map[string]endpoint {
	refused := endpoint{access: bySubscriber}
	return map[string]endpoint{
		"POST /api/central/contratos":          refused,
		"POST /api/central/fatura2via/":        refused,
		"POST /api/central/promessapagamento/": refused,
		"POST /api/central/pagamento/pix/{id}": refused,
		"POST /api/central/verificaacesso/":    refused,
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
