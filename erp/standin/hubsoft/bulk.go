package hubsoft

import (
	"slices"
	"strconv"

	"balcao/erp/standin"
)

// bulkList is strings with a point for money: hubsoft.md, Transport facts,
// "money", for financeiro/fatura. Its date format is not documented; chosen:
// YYYY-MM-DD HH:MM:SS of the same row "dates".
var bulkList = invoiceFormats{pointText, dashedMoment}

// allInvoices is hubsoft.md, "invoices (bulk)": GET financeiro/fatura.
func (s *Server) allInvoices(q question) standin.Reply {
	found, refusal := s.bulkFound(q)
	if refusal != nil {
		return *refusal
	}
	page, at := paged(found, q)
	rows := []faturaRow{}
	for _, i := range page {
		rows = append(rows, trimmed(s.faturaRow(i, q.host, bulkList), q))
	}
	return answer(success, "Dados consultados com sucesso", part{"faturas", rows}, part{"paginacao", at})
}

// bulkFound: not documented; chosen: without busca all customers' invoices are
// found, in the order of ids.
func (s *Server) bulkFound(q question) ([]*invoice, *standin.Reply) {
	period, no := periodOf(q)
	if no != "" {
		refusal := refused(no)
		return nil, &refusal
	}
	var of map[*service]bool
	if q.Has("busca") || q.Has("termo_busca") {
		var refusal *standin.Reply
		if of, refusal = s.servicesOf(q, "id_cliente"); refusal != nil {
			return nil, refusal
		}
	}
	return slices.DeleteFunc(slices.Clone(s.roll.invoices), func(i *invoice) bool {
		return of != nil && !of[i.service] || !period.holds(i) ||
			q.Get("apenas_em_aberto") == "sim" && !i.open() || q.Get("apenas_quitado") == "sim" && i.open() ||
			// documento={CNPJ of the company}: quirk 3.
			q.Get("documento") != "" && q.Get("documento") != string(i.service.company.document)
	}), nil
}

// trimmed leaves out what is not asked for: exibir_pix_copia_cola, and
// tipo_resultado=simplificado|detalhado. The defaults, and what a simple result
// lacks, are not documented; chosen: no PIX code, simple, without detalhamento
// and empresa.
func trimmed(row faturaRow, q question) faturaRow {
	if q.Get("exibir_pix_copia_cola") != "sim" {
		row.PIX = nil
	}
	if q.Get("tipo_resultado") != "detalhado" {
		row.Items, row.Company = nil, nil
	}
	return row
}

// pageRow is hubsoft.md, Transport facts, "pagination": paginacao{…}.
type pageRow struct {
	First   int `json:"primeira_pagina"`
	Last    int `json:"ultima_pagina"`
	Current int `json:"pagina_atual"`
	Total   int `json:"total_registros"`
}

// The sizes of a page: itens_por_pagina is 500 at most for invoices. The
// default is not documented; chosen: 20.
const (
	standardPage = 20
	largestPage  = 500
)

// paged is pagina, which counts from 0, of itens_por_pagina rows. A page after
// the last is empty; more than the most is cut silently (both chosen).
func paged[T any](found []T, q question) ([]T, pageRow) {
	size := min(countOf(q, "itens_por_pagina", standardPage), largestPage)
	current, err := strconv.Atoi(q.Get("pagina"))
	if err != nil || current < 0 {
		current = 0
	}
	at := pageRow{First: 0, Last: max(0, (len(found)-1)/size), Current: current, Total: len(found)}
	if current > at.Last {
		return nil, at
	}
	from := current * size
	return found[from:min(from+size, len(found))], at
}
