package sandbox

import (
	"net/http"
	"strconv"
	"strings"

	"balcao/internal/br"
)

// fiscalNoteView is a note as GET /notas-fiscais answers it. Every invoice that
// is not cancelled has one.
type fiscalNoteView struct {
	Document   br.Document `json:"cnpj_cpf"`
	ID         string      `json:"id_nota"`
	Status     string      `json:"status"`
	Amount     string      `json:"valor"`
	PaidAmount string      `json:"valor_pago"`
	IssuedOn   br.Date     `json:"data_lancamento"`
	DueOn      br.Date     `json:"data_vencimento"`
	SettledOn  *br.Date    `json:"data_baixa"`
	URL        *string     `json:"url_nota_fiscal"`
}

// statementView is a line as GET /extrato answers it.
type statementView struct {
	Document   br.Document `json:"cnpj_cpf"`
	ID         string      `json:"id_extrato_financeiro"`
	IssuedOn   br.Date     `json:"data_lancamento"`
	DueOn      br.Date     `json:"data_vencimento"`
	SettledOn  *br.Date    `json:"data_baixa"`
	InvoiceID  string      `json:"id_boleto"`
	NoteID     *string     `json:"id_nota"`
	Amount     string      `json:"valor"`
	PaidAmount string      `json:"valor_pago"`
	Fine       string      `json:"multa"`
	Interest   string      `json:"juros"`
	Discount   string      `json:"desconto"`
	Note       *string     `json:"obs"`
}

type pendencyView struct {
	Text string `json:"texto"`
}

// noteNumber begins the number of an invoice's fiscal note.
const noteNumber = "NF"

func (s *Sandbox) listFiscalNotes(r *http.Request) reply {
	invoices, refused := s.invoicesOf(r)
	if refused != nil {
		return *refused
	}
	views := []fiscalNoteView{}
	for _, i := range invoices {
		if !i.cancelled {
			views = append(views, fiscalNoteView{
				Document: i.document, ID: noteNumber + i.id, Status: "AUTORIZADA", Amount: reais(i.amount), PaidAmount: reais(i.paid()),
				IssuedOn: i.issued, DueOn: i.due, SettledOn: orNoDay(i.settledOn),
			})
		}
	}
	return jsonReply(http.StatusOK, views)
}

func (s *Sandbox) listStatement(r *http.Request) reply {
	invoices, refused := s.invoicesOf(r)
	if refused != nil {
		return *refused
	}
	views := make([]statementView, len(invoices))
	for n, i := range invoices {
		c := i.chargesToday(s.today())
		views[n] = statementView{
			Document: i.document, ID: "EX" + i.id, IssuedOn: i.issued, DueOn: i.due, SettledOn: orNoDay(i.settledOn), InvoiceID: i.id,
			Amount: reais(i.amount), PaidAmount: reais(i.paid()), Fine: reais(c.fine), Interest: reais(c.interest), Discount: reais(c.discount),
		}
		if i.cancelled {
			views[n].Note = text("Cancelada")
		} else {
			views[n].NoteID = text(noteNumber + i.id)
		}
	}
	return jsonReply(http.StatusOK, views)
}

// listPendencies tells of what is past its day and open.
func (s *Sandbox) listPendencies(r *http.Request) reply {
	invoices, refused := s.invoicesOf(r)
	if refused != nil {
		return *refused
	}
	views := []pendencyView{}
	for _, i := range invoices {
		if i.isPayable() && s.today().After(i.lastFreeDay()) {
			views = append(views, pendencyView{"Fatura " + i.id + " vencida em " + printedDay(i.due) + ": R$ " +
				printedReais(i.chargesOn(s.today()).open) + " em aberto."})
		}
	}
	return jsonReply(http.StatusOK, views)
}

func (s *Sandbox) getFiscalNote(r *http.Request) reply {
	invoices, refused := s.invoicesOf(r)
	if refused != nil {
		return *refused
	}
	id, isNote := strings.CutPrefix(r.PathValue("id"), noteNumber)
	for _, i := range invoices {
		if isNote && i.id == id && !i.cancelled {
			return s.pdf(drawFiscalNote(i, s.today()))
		}
	}
	return refusal(http.StatusNotFound, "Nota fiscal não encontrada para este documento.")
}

// getDebtClearance declares that nothing that was due in a year is open.
func (s *Sandbox) getDebtClearance(r *http.Request) reply {
	year, err := strconv.Atoi(r.URL.Query().Get("ano"))
	if err != nil || year < 1900 || year > 2999 {
		return *badRequest("ano: informe um ano como 2025.")
	}
	invoices, refused := s.invoicesOf(r)
	if refused != nil {
		return *refused
	}
	record, err := s.registration(r.Context(), br.Compact(r.URL.Query().Get("cnpj_cpf")))
	if err != nil {
		return noSuchCustomer()
	}
	for _, i := range invoices {
		if i.due.Year == year && i.isPayable() {
			return refusal(http.StatusConflict, "Há débitos em aberto de "+strconv.Itoa(year)+".")
		}
	}
	return s.pdf(drawClearance(record.Name, br.Document(br.Compact(r.URL.Query().Get("cnpj_cpf"))), year, s.today()))
}

// invoicesOf are all invoices of the customer of a call.
func (s *Sandbox) invoicesOf(r *http.Request) ([]*invoice, *reply) {
	documents := r.URL.Query()["cnpj_cpf"]
	if len(documents) != 1 || documents[0] == "" {
		return nil, badRequest("Informe um documento em cnpj_cpf.")
	}
	invoices, err := findInvoices(r.Context(), s.store.invoices, invoiceFilter{documents: []string{br.Compact(documents[0])}})
	if err != nil {
		failed := s.failed("find invoices", err)
		return nil, &failed
	}
	return invoices, nil
}

func orNoDay(d br.Date) *br.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
