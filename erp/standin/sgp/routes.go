package sgp

import "maps"

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
