package sgp

import (
	"slices"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// savedTitle are the members of a row in the saved titulos.
var savedTitle = []string{"id", "clienteCpfcnpj", "clienteContrato", "numeroDocumento", "link", "status", "valor", "valorCorrigido", "valorPago",
	"codigoBarras", "linhaDigitavel", "codigoPix", "dataVencimento", "dataPagamento"}

// titulos: sgp.md, Functions, "list open invoices" and "one invoice by id".
func (s *Server) titulos(c *call) standin.Reply {
	page, err := c.wantedPage(mostTitles)
	if err != nil {
		return refuse(err.Error())
	}
	due, err := c.period("data_vencimento")
	if err != nil {
		return refuse(err.Error())
	}
	found := s.titlesWhere(func(t *title) bool { return t.isAskedFor(c) && due(t.due) })
	if refused := inOrder(c, found); refused != "" {
		return refuse(refused)
	}
	today := br.DateOf(s.now())
	var rows []object
	for _, t := range found {
		rows = append(rows, s.abridged(s.titleRow(c, t, today), savedTitle))
	}
	return s.paged(rows, page, titleList)
}

func (s *Server) titlesWhere(wanted func(*title) bool) []*title {
	var found []*title
	for _, k := range s.contracts() {
		for _, t := range k.titles {
			if wanted(t) {
				found = append(found, t)
			}
		}
	}
	return found
}

// isAskedFor compares the filters that were sent. An empty one is dropped, and
// with it strangers' titles come (sgp.md, Transport facts, "empty optionals").
// No status: not documented here; chosen: titles of all.
func (t *title) isAskedFor(c *call) bool {
	for name, value := range map[string]string{
		"titulo_id": itoa(t.id), "contrato": itoa(t.contract.id), "cliente_id": itoa(t.contract.owner.id),
		"cpfcnpj": string(t.contract.owner.person.Document),
	} {
		if asked := c.text(name); asked != "" && asked != value {
			return false
		}
	}
	asked := c.text("status")
	return asked == "" || t.isOf(asked)
}

// isOf knows abertos, pagos and cancelados; another word: not documented;
// chosen: nothing is of it.
func (t *title) isOf(status string) bool { return status == t.word()+"s" }

// word is "aberto" in the saved answer; the others follow the filter's words.
func (t *title) word() string {
	switch {
	case !t.cancelled.IsZero():
		return "cancelado"
	case t.settled:
		return "pago"
	}
	return "aberto"
}

// inOrder sorts by due date if that is asked for. The words of ordenar_ordem:
// not documented; chosen: desc turns it round. Without: by id.
func inOrder(c *call, titles []*title) (refused string) {
	switch c.text("ordenar") {
	case "data_vencimento":
		slices.SortStableFunc(titles, func(a, b *title) int { return a.due.Compare(b.due) })
	case "":
		if c.has("ordenar") {
			return "parâmetro inválido: ordenar"
		}
	default:
		return "parâmetro inválido: ordenar"
	}
	if c.text("ordenar_ordem") == "desc" {
		slices.Reverse(titles)
	}
	return ""
}

// titleRow shows a title. What was paid in part stands in valorPagoParcial;
// valorPago is of a settled one. Portador, demonstrativo and usuario_baixa: what
// they hold is not documented; chosen: texts.
func (s *Server) titleRow(c *call, t *title, today br.Date) object {
	owner, partly, whole := t.contract.owner, t.paid(), erp.Money(0)
	if t.settled {
		partly, whole = 0, partly
	}
	return object{
		{"id", t.id}, {"clienteNome", owner.person.Name}, {"clienteCpfcnpj", digitsOf(owner.person.Document)}, {"clienteContrato", t.contract.id},
		{"portador", "BANCO DE TESTE"}, {"numeroDocumento", t.number}, {"nossoNumero", "09/" + itoa(t.number)},
		{"link", s.slipLink(c, t)}, {"link_cobranca", s.payLink(c, t)}, {"status", t.word()},
		{"valor", float(t.amount)}, {"valorDesconto", 0}, {"valorCorrigido", float(s.corrected(t, today))},
		{"valorPago", blank(whole)}, {"valorPagoParcial", blank(partly)},
		{"codigoBarras", t.barcode}, {"linhaDigitavel", t.line}, {"codigoPix", t.pix},
		{"dataEmissao", t.issued.String()}, {"dataVencimento", t.due.String()}, {"dataPagamento", t.paidOn()}, {"dataCancelamento", t.cancelled.String()},
		{"demonstrativo", "Mensalidade " + t.contract.plan.name}, {"acordoPagamento", object{}}, {"usuario_baixa", t.settledBy()},
	}
}

func (t *title) paidOn() string {
	if !t.settled {
		return ""
	}
	return t.lastPayment().on.String()
}

func (t *title) settledBy() any {
	if !t.settled {
		return nil
	}
	return t.lastPayment().by
}
