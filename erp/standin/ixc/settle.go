package ixc

import (
	"cmp"
	"encoding/json"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// settlement is the resource that receives a payment (ixc.md, Functions, "settle").
const settlement = "fn_areceber_recebimentos_baixas_novo"

// settlementFields are those that the page does not call optional. Without one
// of them: the red box (ixc.md, Transport facts, "errors").
var settlementFields = []string{"filial_id", "id_receber", "conta_", "id_conta", "tipo_recebimento", "data",
	"valor_parcela", "valor_total_recebido"}

// payment is money for a title.
type payment struct {
	received, discount, addition erp.Money
	on                           br.Date
	pix                          bool
}

func settle(s *Server, f form) (standin.Entry, func() verdict) {
	amount, _ := readReais(f["valor_total_recebido"])
	entry := standin.Entry{Kind: "baixa", Invoice: f["id_receber"], Document: s.payer(f["id_receber"]),
		Key: cmp.Or(f["historico"], f["documento"]), Amount: amount}
	return entry, func() verdict { return s.settle(f) }
}

func (s *Server) payer(title string) string {
	s.lock.Lock()
	row := s.tables["fn_areceber"].find(title)
	s.lock.Unlock()
	if row == nil {
		return ""
	}
	return s.documentOf(row.get("id_cliente"), "")
}

func (s *Server) settle(f form) verdict {
	p, ok := paymentOf(f)
	if !ok || !f.has(settlementFields...) {
		return no(redBox())
	}
	title := s.tables["fn_areceber"].find(f["id_receber"])
	switch {
	case title == nil: // not documented; chosen: a refusal
		return no(refused("Registro não encontrado!"))
	case !isPayable(*title) && !(s.quirks.TakesReceived && title.get("status") == "R"): // ixc.md, "Short real shapes"
		return no(refused("Parcela já está recebida ou cancelada!"))
	}
	reply := s.inserted(json.Number(s.receipts.peek()))
	if s.quirks.ClosedPeriod { // accepts the call and does not change the title
		s.receipts.take()
		return no(reply)
	}
	return verdict{reply, func() {
		s.receipts.take()
		s.receive(title, p)
	}}
}

// paymentOf reads the amounts, with commas or dots, and the day, which is
// written dd/mm/yyyy (ixc.md, Transport facts, "money", "dates"). That nothing
// or less than nothing cannot be received is not documented; chosen: the red box.
func paymentOf(f form) (payment, bool) {
	var p payment
	for name, into := range map[string]*erp.Money{"valor_total_recebido": &p.received, "vdesconto": &p.discount, "vacrescimo": &p.addition} {
		var ok bool
		if *into, ok = readReais(f[name]); !ok {
			return p, false
		}
	}
	_, parcelOK := readReais(f["valor_parcela"])
	on, err := br.ParseDate(storedDay(f["data"]))
	p.on, p.pix = on, f["tipo_recebimento"] == "Pix"
	return p, err == nil && parcelOK && p.received > 0
}

// isPayable: A is open, P partly received, R received, C cancelled (ixc.md,
// Functions, "list open invoices", status).
func isPayable(title record) bool {
	return title.get("status") == "A" || title.get("status") == "P"
}

// receive books a payment on its title: received, or partly while something is
// open. A discount closes as money does, an addition is not of the title. No
// reference is kept: the page names no column that would hold one, so neither
// historico nor documento can be read back.
//
// Not documented; chosen: who pays more than is open has received all of it
// (fine and interest are no column of the title); pagamento_valor is the sum of
// the payments and pagamento_data the day of the last.
func (s *Server) receive(title *record, p payment) {
	total := reais(title.get("valor_recebido")) + p.received
	open := max(0, reais(title.get("valor_aberto"))-p.received-p.discount+p.addition)
	state := "P"
	if open == 0 {
		state = "R"
	}
	title.setAll("status", state, "valor_recebido", total.String(), "valor_aberto", open.String(),
		"pagamento_valor", total.String(), "pagamento_data", p.on.String(),
		"baixa_data", s.today().String(), "credito_data", p.on.String())
	if p.pix {
		title.set("recebido_via_pix", "S")
	}
}
