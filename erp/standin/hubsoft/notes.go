package hubsoft

import (
	"fmt"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// The kinds of nota fiscal: the collections of hubsoft.md, "notas fiscais + PDF".
const (
	telecomNote = "notas_fiscais"
	goodsNote   = "nfes"
	serviceNote = "nfses"
)

type note struct {
	id      int64
	service *service
	kind    string
	amount  erp.Money
	issued  br.Date
}

// fiscalNotes is hubsoft.md, "notas fiscais + PDF": GET
// cliente/nota_fiscal?busca=id_cliente. Other values of busca are not
// documented; chosen: refused.
func (s *Server) fiscalNotes(q question) standin.Reply {
	if q.Get("busca") != "id_cliente" || q.Get("termo_busca") == "" {
		return refused("Os campos busca e termo_busca são obrigatórios.", "Valor válido para o campo busca: id_cliente.")
	}
	found, no := s.notesFound(q, func(n *note) bool { return idText(n.service.customer.id) == q.Get("termo_busca") })
	if no != "" {
		return refused(no)
	}
	lists := map[string][]object{}
	for _, n := range found {
		lists[n.kind] = append(lists[n.kind], s.noteRow(n, q.host))
	}
	return answer(success, "Dados consultados com sucesso", part{telecomNote, list(lists[telecomNote])},
		part{goodsNote, list(lists[goodsNote])}, part{serviceNote, list(lists[serviceNote])})
}

// allServiceNotes is the bulk list nota_fiscal/nfse.
func (s *Server) allServiceNotes(q question) standin.Reply { return s.allNotes(q, serviceNote) }

// allTelecomNotes is the bulk list nota_fiscal/telecom.
func (s *Server) allTelecomNotes(q question) standin.Reply { return s.allNotes(q, telecomNote) }

// allNotes is hubsoft.md, "notas fiscais + PDF": bulk lists "need documento
// (company CNPJ)". Their rows and paging are not documented; chosen: the rows
// of a customer's list, paged like the invoices.
func (s *Server) allNotes(q question, kind string) standin.Reply {
	company := q.Get("documento")
	if company == "" {
		return refused("O campo documento é obrigatório.")
	}
	found, no := s.notesFound(q, func(n *note) bool { return n.kind == kind && string(n.service.company.document) == company })
	if no != "" {
		return refused(no)
	}
	page, at := paged(found, q)
	rows := []object{}
	for _, n := range page {
		rows = append(rows, s.noteRow(n, q.host))
	}
	return answer(success, "Dados consultados com sucesso", part{kind, rows}, part{"paginacao", at})
}

// notesFound are the notes that fit and were issued from data_inicio to data_fim.
func (s *Server) notesFound(q question, fits func(*note) bool) ([]*note, string) {
	period, no := periodOf(q)
	var found []*note
	for _, n := range s.roll.notes {
		if fits(n) && period.holdsDay(n.issued) {
			found = append(found, n)
		}
	}
	return found, no
}

// noteRow has the names of each collection. Money is the short string of
// hubsoft.md, Transport facts, "money", for notas; the types of the numbers are
// not documented; chosen: strings.
func (s *Server) noteRow(n *note, host string) object {
	pdf := host + s.publicPath("nota", n.id, pdfEnd)
	switch n.kind {
	case goodsNote:
		return object{{"link", pdf}}
	case serviceNote:
		return object{{"numero", n.number()}, {"link_pdf", pdf}, {"link_xml", host + s.publicPath("nota", n.id, xmlEnd)}}
	}
	return object{{"numero_nota", n.number()}, {"valor", shortText(n.amount)}, {"data_emissao_br", slashedDay(n.issued)}, {"link", pdf}}
}

func (n *note) number() string { return fmt.Sprintf("%09d", n.id) }
