package sgp

import (
	"slices"
	"time"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// savedSlip are the members of a link, and savedSlips those around them, in the
// saved fatura2via.
var (
	savedSlip  = []string{"linhadigitavel", "fatura", "vencimento", "link", "valor", "vencimento_original", "valor_original"}
	savedSlips = []string{"status", "protocolo", "links", "cpfCnpj", "contratoId"}
)

// fatura2via is a read that writes: it opens an occurrence unless nao_gerar_os=1
// (sgp.md, Transport facts, "side effects"; Functions, "payment slip"). By
// cpfcnpj alone of somebody with several contracts: not documented; chosen: the
// first that owes something, because the answer names one contract.
func (s *Server) fatura2via(c *call) standin.Reply {
	k := s.contractAsked(c)
	if k == nil {
		return ok(object{{"status", 0}, {"msg", "Contrato não localizado"}, {"links", []object{}}})
	}
	slips := givenAway(c, k)
	protocol := ""
	if !c.on("nao_gerar_os") {
		protocol = s.open(k, occurrence{kind: slipKind, text: "Segunda via de fatura"}).protocol
		s.sideEffects++
	}
	return ok(s.abridged(s.slipsOf(c, k, slips, protocol), savedSlips))
}

func (s *Server) slipsOf(c *call, k *contract, slips []*title, protocol string) object {
	status, message, link := 0, "Nenhuma fatura em aberto", "" // sgp.md: status:0, links:[] = nothing open; the words: chosen
	rows := []object{}
	for _, t := range slips {
		rows = append(rows, s.abridged(s.slipRow(c, t), savedSlip))
	}
	if len(slips) > 0 {
		status, message, link = 1, "Fatura localizada", s.fileLink(c, slips[0])
	}
	return object{
		{"status", status}, {"razaoSocial", k.owner.person.Name}, {"protocolo", protocol}, {"msg", message}, {"link", link}, {"links", rows},
		{"cpfCnpj", masked(k.owner.person.Document)}, {"contratoId", k.id},
	}
}

func (s *Server) contractAsked(c *call) *contract {
	if id := c.text("contrato"); id != "" {
		k := s.contractBy(id)
		if k != nil && c.text("cpfcnpj") != "" && k.owner.person.Document != c.document() {
			return nil
		}
		return k
	}
	owner := s.customerBy(c.document())
	if owner == nil || len(owner.contracts) == 0 {
		return nil
	}
	owing := func(k *contract) bool { return len(k.open()) > 0 }
	return owner.contracts[max(0, slices.IndexFunc(owner.contracts, owing))]
}

// givenAway are the slips that the install gives away: the oldest one without
// faturas_abertas_todas=1 (sgp.md, Functions, "payment slip"), and one of two
// identical titles (quirk 4).
func givenAway(c *call, k *contract) []*title {
	var slips []*title
	for _, t := range k.open() {
		same := func(other *title) bool { return other.due == t.due && other.amount == t.amount }
		wanted := !c.has("numero_documento") || c.text("numero_documento") == itoa(t.number)
		if wanted && !slices.ContainsFunc(slips, same) {
			slips = append(slips, t)
		}
	}
	slices.SortStableFunc(slips, func(a, b *title) int { return a.due.Compare(b.due) })
	if c.text("modo_ordenacao") == "desc" { // its words: not documented; chosen
		slices.Reverse(slips)
	}
	if !c.on("faturas_abertas_todas") && len(slips) > 1 {
		return slips[:1]
	}
	return slips
}

// slipRow: vencimento is the day of the new slip and no due date (sgp.md, quirk
// 3). Of a title that is not late: not documented; chosen: its own due date. Of
// a partly paid one: not documented; chosen: valor is what is left.
func (s *Server) slipRow(c *call, t *title) object {
	today, again := br.DateOf(s.now()), t.due
	if t.isOverdue(today) {
		again = today
	}
	fine, interest := s.chargesOn(t, today)
	return object{
		{"id", t.id}, {"linhadigitavel", t.line}, {"codigopix", t.pix}, {"fatura", t.number}, {"vencimento", again.String()},
		{"link", s.fileLink(c, t)}, {"link_cobranca", s.payLink(c, t)}, {"valor", shortest(s.owed(t, today))}, {"juros", blank(interest)}, {"multa", blank(fine)},
		{"vencimento_original", t.due.String()}, {"valor_original", shortest(t.amount)},
	}
}

// fileLink is the slip's link, to the PDF if link_pdf=1 asks for that.
func (s *Server) fileLink(c *call, t *title) string {
	link := s.slipLink(c, t)
	if link != "" && c.on("link_pdf") {
		link += ".pdf"
	}
	return link
}

// nextProtocol is the moment as digits, as in the saved answer (200429142836
// of 2020-04-29). Two of one second: not documented; chosen: the next second.
func (b *books) nextProtocol(now time.Time) string {
	now = now.Truncate(time.Second)
	if !now.After(b.protocol) {
		now = b.protocol.Add(time.Second)
	}
	b.protocol = now
	return protocolOf(now)
}
