package hubsoft

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"balcao/erp/standin"
)

const (
	firstTicket    = 90001
	firstWorkOrder = 95001
)

type ticket struct {
	id        int64
	service   *service
	status    string
	made      time.Time
	workOrder bool // abrir_os
}

// atendimentoRow is hubsoft.md, "ticket": the names of the answer in its order.
// What was sent does not come back: the page names no field for it.
type atendimentoRow struct {
	ID         int64      `json:"id_atendimento"`
	Protocol   string     `json:"protocolo"`
	Status     string     `json:"status"`
	Made       string     `json:"data_cadastro"`
	WorkOrders []orderRow `json:"ordens_servico"`
}

// orderRow is a row of ordens_servico[]. Its names are not documented; chosen,
// with the date format of hubsoft.md, Transport facts, "dates", for ordem_servico.
type orderRow struct {
	ID     int64  `json:"id_ordem_servico"`
	Number string `json:"numero"`
	Status string `json:"status"`
	Made   string `json:"data_cadastro"`
}

// openTicket is hubsoft.md, "ticket": POST atendimento.
func (s *Server) openTicket(f *form) (standin.Entry, apply) {
	entry := standin.Entry{Kind: "atendimento"}
	f.require("id_cliente_servico", "descricao", "nome", "telefone")
	f.child("parametros")
	f.child("parametros_ordem_servico")
	of, kind, workOrder := s.roll.service(f.number("id_cliente_servico")), f.number("id_tipo_atendimento"), f.truth("abrir_os")
	if of != nil {
		entry.Document = string(of.customer.Document)
	}
	// The two lists of the panel are checked: not documented; chosen.
	if of == nil {
		f.problem("Serviço do cliente não encontrado.")
	}
	if !ticketTypes.has(kind) {
		f.problem("Tipo de atendimento não encontrado.")
	}
	return entry, func(really bool) (standin.Reply, bool) {
		if len(f.problems) > 0 {
			return refused("Não foi possível abrir o atendimento.", f.problems...), false
		}
		made := &ticket{s.roll.nextID(entry.Kind, firstTicket), of, "Aberto", s.now(), workOrder}
		if really {
			s.roll.keep(entry.Kind, made.id, f)
			s.roll.tickets = append(s.roll.tickets, made)
		}
		return answer(success, "Atendimento aberto com sucesso", part{"atendimento", made.row()}), true
	}
}

// editTicket is hubsoft.md, "ticket": "edit PUT atendimento/:id". What can be
// sent is not documented; chosen: status, and texts that are only kept.
func (s *Server) editTicket(f *form) (standin.Entry, apply) {
	id, _ := strconv.ParseInt(f.id, 10, 64) // 0, which is nobody's, for what is no number
	at := first(s.roll.tickets, func(t *ticket) bool { return t.id == id })
	entry := standin.Entry{Kind: "atendimento_edicao"}
	status := f.text("status")
	return entry, func(really bool) (standin.Reply, bool) {
		if at == nil || len(f.problems) > 0 {
			return refused("Atendimento não encontrado.", f.problems...), false
		}
		edited := *at
		if status != "" {
			edited.status = status
		}
		if really {
			*at = edited
			s.roll.keep(entry.Kind, at.id, f)
		}
		return answer(success, "Atendimento alterado com sucesso", part{"atendimento", edited.row()}), true
	}
}

func (t *ticket) row() atendimentoRow {
	row := atendimentoRow{ID: t.id, Protocol: t.made.Format("20060102") + fmt.Sprintf("%06d", t.id), Status: t.status,
		// DD/MM/YYYY: hubsoft.md, Transport facts, "dates", for atendimento.
		Made: t.made.Format("02/01/2006"), WorkOrders: []orderRow{}}
	if t.workOrder {
		id := firstWorkOrder + t.id - firstTicket
		row.WorkOrders = append(row.WorkOrders, orderRow{id, idText(id), "Pendente", t.made.Format(slashedLayout)})
	}
	return row
}

// ticketsOfCustomer is hubsoft.md, "ticket": "list cliente/atendimento". How it
// is searched and limited is not documented; chosen: like cliente/financeiro,
// and all of them, the newest first.
func (s *Server) ticketsOfCustomer(q question) standin.Reply {
	rows, refusal := s.ticketRows(q)
	if refusal != nil {
		return *refusal
	}
	// "suscess": hubsoft.md, Transport facts, "errors".
	return answer(suscess, "Dados consultados com sucesso", part{"atendimentos", rows})
}

// workOrders is hubsoft.md, "ticket": cliente/ordem_servico, searched alike.
func (s *Server) workOrders(q question) standin.Reply {
	tickets, refusal := s.ticketRows(q)
	if refusal != nil {
		return *refusal
	}
	rows := []orderRow{}
	for _, t := range tickets {
		rows = append(rows, t.WorkOrders...)
	}
	return answer(suscess, "Dados consultados com sucesso", part{"ordens_servico", rows})
}

func (s *Server) ticketRows(q question) ([]atendimentoRow, *standin.Reply) {
	of, refusal := s.servicesOf(q)
	rows := []atendimentoRow{}
	for _, t := range slices.Backward(s.roll.tickets) {
		if of[t.service] {
			rows = append(rows, t.row())
		}
	}
	return rows, refusal
}
