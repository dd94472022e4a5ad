package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"balcao/internal/br"
)

// invoiceView is an invoice as the API answers it. Amounts are texts
// ("1234.56"), days "2006-01-02"; absent values are null.
type invoiceView struct {
	ID             string        `json:"id_fatura"`
	Code           string        `json:"code_fatura"`
	CustomerName   string        `json:"nome_cliente"`
	Document       br.Document   `json:"document_number"`
	CustomerID     string        `json:"remote_id"`
	ContractID     *string       `json:"id_contrato"`
	CompanyID      string        `json:"id_empresa"`
	OriginalAmount string        `json:"valor_inicial"`
	CurrentAmount  string        `json:"valor_atual"`
	OpenAmount     string        `json:"valor_em_aberto"`
	Interest       string        `json:"juros"`
	Fine           string        `json:"multa"`
	Discount       string        `json:"desconto"`
	IssuedOn       br.Date       `json:"data_emissao"`
	DueOn          br.Date       `json:"data_vencimento"`
	Status         string        `json:"status"`
	Line           *br.Line      `json:"linha_digitavel"`
	Barcode        *br.Barcode   `json:"codigo_barras"`
	PIX            *string       `json:"pix_copia_cola"`
	URL            *string       `json:"url_boleto"`
	Payments       []paymentView `json:"pagamentos"`
}

type paymentView struct {
	Reference string  `json:"referencia"`
	Amount    string  `json:"valor"`
	PaidOn    br.Date `json:"data"`
	Method    string  `json:"metodo"`
}

func (s *Sandbox) listInvoices(r *http.Request) reply {
	documents, refused := documentsOf(r, "document")
	if refused != nil {
		return *refused
	}
	filter := invoiceFilter{documents: documents, contract: r.URL.Query().Get("id_contrato")}
	found, err := findInvoices(r.Context(), s.store.invoices, filter)
	if err != nil {
		return s.failed("list invoices", err)
	}
	views := make([]invoiceView, len(found))
	for n, i := range found {
		if views[n], err = s.view(r, i); err != nil {
			return s.failed("list invoices", err)
		}
	}
	return jsonReply(http.StatusOK, views)
}

func (s *Sandbox) getInvoice(r *http.Request) reply {
	i, refused := s.requestedInvoice(r)
	if refused != nil {
		return *refused
	}
	view, err := s.view(r, i)
	if err != nil {
		return s.failed("get invoice", err)
	}
	return jsonReply(http.StatusOK, view)
}

// requestedInvoice is the one of the path when it belongs to the document, or
// the refusal to send.
func (s *Sandbox) requestedInvoice(r *http.Request) (*invoice, *reply) {
	var refused reply
	i, err := findInvoice(r.Context(), s.store.invoices, r.PathValue("id"), br.Compact(r.URL.Query().Get("document")))
	switch {
	case err != nil:
		refused = s.failed("find invoice", err)
	case i == nil:
		refused = noSuchInvoice()
	default:
		return i, nil
	}
	return nil, &refused
}

func noSuchInvoice() reply {
	return refusal(http.StatusNotFound, "Fatura não encontrada para este documento.")
}

func (s *Sandbox) view(r *http.Request, i *invoice) (invoiceView, error) {
	today := s.today()
	c := i.chargesToday(today)
	view := invoiceView{
		ID: i.id, Code: fmt.Sprintf("%d/%02d-%s", i.due.Year, i.due.Month, i.id), CustomerName: i.name,
		Document: i.document, CustomerID: i.customer, CompanyID: companyID,
		OriginalAmount: reais(i.amount), CurrentAmount: reais(c.total), OpenAmount: reais(c.open),
		Interest: reais(c.interest), Fine: reais(c.fine), Discount: reais(c.discount),
		IssuedOn: i.issued, DueOn: i.due, Status: i.status(today), Payments: make([]paymentView, len(i.payments)),
	}
	if i.contract != "" {
		view.ContractID = &i.contract
	}
	for n, p := range i.payments {
		view.Payments[n] = paymentView{Reference: p.reference, Amount: reais(p.amount), PaidOn: p.on, Method: p.method}
	}
	if !i.isPayable() || slices.Contains(s.switches.current().Unregistered, i.id) {
		return view, nil
	}
	slip, err := i.slipOn(today)
	if err != nil {
		return invoiceView{}, err
	}
	line, link := slip.barcode.Line(), s.boletoLink(r, i)
	view.Line, view.Barcode, view.PIX, view.URL = &line, &slip.barcode, &slip.pix, &link
	return view, nil
}

// boletoLink is the address that the customer opens, as the caller reaches us.
func (s *Sandbox) boletoLink(r *http.Request, i *invoice) string {
	link := url.URL{Scheme: "http", Host: r.Host, Path: "/boletos/" + s.linkName(i.id)}
	if r.TLS != nil {
		link.Scheme = "https"
	}
	return link.String()
}
