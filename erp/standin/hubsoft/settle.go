package hubsoft

import (
	"fmt"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// firstReceipt is the first id_recibo.
const firstReceipt = 70001

// reciboRow is recibo{id_recibo, numero_recibo,…}: hubsoft.md, "settle
// (baixa)". What follows is not documented, and left out.
type reciboRow struct {
	ID     int64  `json:"id_recibo"`
	Number string `json:"numero_recibo"`
}

// settlement is the body of hubsoft.md, "settle (baixa)". It has no field for
// a reference of the caller's, so none comes back anywhere: only the ERP's own
// records hold what else was sent. tarifa and data_credito are checked and kept.
type settlement struct {
	invoice, cash                    int64
	paid, interest, discount, charge erp.Money
	paidOn, creditedOn               br.Date
	method                           string
}

func readSettlement(f *form) settlement {
	f.require("id_fatura", "id_caixa_financeiro", "valor_pago")
	return settlement{
		invoice: f.number("id_fatura"), cash: f.number("id_caixa_financeiro"), paid: f.money("valor_pago"),
		interest: f.money("juros"), discount: f.money("desconto"), charge: f.money("tarifa"),
		paidOn: f.day("data_pagamento"), creditedOn: f.day("data_credito"), method: f.text("meio_pagamento"),
	}
}

// settle is hubsoft.md, "settle (baixa)": POST financeiro/fatura/liquidar.
func (s *Server) settle(f *form) (standin.Entry, apply) {
	given := readSettlement(f)
	entry := standin.Entry{Kind: "liquidar", Invoice: f.text("id_fatura"), Amount: given.paid}
	if i := s.roll.invoice(given.invoice); i != nil {
		entry.Document = string(i.service.customer.Document)
	}
	return entry, func(really bool) (standin.Reply, bool) {
		i := s.roll.invoice(given.invoice)
		if no := s.whyNotSettled(f, given, i); len(no) > 0 {
			return refused("Não foi possível liquidar a fatura.", no...), false
		}
		id := s.roll.nextID(entry.Kind, firstReceipt)
		if really {
			s.roll.keep(entry.Kind, id, f)
			i.paidOn = given.day(s.today())
		}
		return answer(success, "Fatura liquidada com sucesso", part{"recibo", reciboRow{id, fmt.Sprintf("%06d", id)}}), true
	}
}

// day is when it was paid. The default of data_pagamento is not documented;
// chosen: today.
func (g settlement) day(today br.Date) br.Date {
	if g.paidOn.IsZero() {
		return today
	}
	return g.paidOn
}

func (s *Server) whyNotSettled(f *form, given settlement, i *invoice) []string {
	if len(f.problems) > 0 {
		return f.problems
	}
	var problems []string
	if !cashAccounts.has(given.cash) {
		problems = append(problems, "Caixa financeiro não encontrado.")
	}
	if !paymentMethods.hasPrefix(given.method) {
		problems = append(problems, "Meio de pagamento não encontrado.")
	}
	switch {
	case i == nil:
		problems = append(problems, "Fatura não encontrada.")
	case !i.open(): // hubsoft.md, "settle (baixa)": already paid → status error
		problems = append(problems, "A fatura já está liquidada.")
	case given.paid == 0 || given.paid < i.amount+given.interest-given.discount && !s.quirks.PartialSettles:
		// A partial payment is not documented; chosen: refused, see [Quirks].
		problems = append(problems, "O valor pago é menor que o valor da fatura.")
	}
	return problems
}
