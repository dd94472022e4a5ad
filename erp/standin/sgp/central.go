package sgp

import (
	"slices"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// centralTitulos: sgp.md, Functions, "second list". It has no maximum of its
// own on the page; chosen: that of ura/titulos.
func (s *Server) centralTitulos(c *call) standin.Reply {
	page, err := c.wantedPage(mostTitles)
	if err != nil {
		return refuse(err.Error())
	}
	k := s.contractBy(c.text("contrato"))
	if k == nil {
		return refuse("Contrato não localizado")
	}
	wanted := []string{"1", "2"} // "default 1 and 2"
	if c.has("status") {
		wanted = c.fields["status"]
	}
	today := br.DateOf(s.now())
	var rows []object
	for _, t := range k.titles {
		if slices.Contains(wanted, itoa(t.statusID())) {
			rows = append(rows, s.centralRow(c, t, today))
		}
	}
	return s.paged(rows, page, centralList)
}

func (t *title) statusID() int {
	switch {
	case !t.cancelled.IsZero():
		return 3
	case t.settled:
		return 2
	}
	return 1
}

// centralWord: Gerado, Aberto and Pago are the page's. Which open title is
// Gerado and which Aberto: not documented; chosen: a late one is Aberto.
func (t *title) centralWord(today br.Date) string {
	switch t.statusID() {
	case 3:
		return "Cancelado" // not documented; chosen
	case 2:
		return "Pago"
	}
	if t.isOverdue(today) {
		return "Aberto"
	}
	return "Gerado"
}

// centralRow has the page's members. What gerapix, link_completo, recibo and
// pagarcartao hold: not documented; chosen. It writes valor as a text: somewhere amounts are ("18.00", sgp.md,
// Transport facts, "money"), where is not documented; chosen: here.
func (s *Server) centralRow(c *call, t *title, today br.Date) object {
	again := t.due
	if t.isOverdue(today) {
		again = today
	}
	receipt := ""
	if t.settled {
		receipt = s.payLink(c, t)
	}
	return object{
		{"id", t.id}, {"status", t.centralWord(today)}, {"statusid", t.statusID()}, {"numero_documento", t.number}, {"clientecontrato_id", t.contract.id},
		{"valor", erp.Money(t.amount).String()}, {"valorcorrigido", float(s.corrected(t, today))}, {"vencimento", t.due.String()},
		{"vencimento_atualizado", again.String()}, {"data_pagamento", t.centralPaidOn()}, {"linhadigitavel", t.line}, {"codigopix", t.pix},
		{"gerapix", t.pix != ""}, {"link", s.slipLink(c, t)}, {"link_completo", s.slipLink(c, t)}, {"recibo", receipt}, {"pagarcartao", false},
	}
}

// centralPaidOn is a moment for a partial payment (sgp.md, Transport facts,
// "dates": data_pagamento of partial payments); that it stands here is chosen.
func (t *title) centralPaidOn() any {
	if t.settled || len(t.payments) == 0 {
		return t.paidOn()
	}
	return moment(t.lastPayment().at)
}
