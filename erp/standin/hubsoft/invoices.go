package hubsoft

import (
	"cmp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// faturaRow is hubsoft.md, "invoices of customer", with its names in its
// order. The types of valor and of the days are the list's: quirk 2.
type faturaRow struct {
	ID        int64       `json:"id_fatura"`
	OurNumber string      `json:"nosso_numero"`
	Line      *string     `json:"linha_digitavel"`
	Barcode   *string     `json:"codigo_barras"`
	Link      string      `json:"link"`
	Charge    string      `json:"tipo_cobranca"`
	Amount    any         `json:"valor"`
	Due       *string     `json:"data_vencimento"`
	Issued    *string     `json:"data_cadastro"`
	PaidOn    *string     `json:"data_pagamento"`
	PIX       any         `json:"pix_copia_cola,omitempty"` // a *string: null is shown, nil is not
	Items     []itemRow   `json:"detalhamento,omitempty"`
	Company   *empresaRef `json:"empresa,omitempty"`
	Customer  clienteRef  `json:"cliente"`
}

type itemRow struct {
	Description string `json:"descricao"`
	Amount      any    `json:"valor"`
}

// invoices is hubsoft.md, "invoices of customer": GET cliente/financeiro.
// There is no page to turn: what limit cuts off is not told of.
func (s *Server) invoices(q question) standin.Reply {
	of, refusal := s.servicesOf(q)
	if refusal != nil {
		return *refusal
	}
	period, no := periodOf(q)
	if no != "" {
		return refused(no)
	}
	found := slices.DeleteFunc(slices.Clone(s.roll.invoices), func(i *invoice) bool {
		// apenas_pendente: "default sim".
		return !of[i.service] || !i.open() && q.Get("apenas_pendente") != "nao" || !period.holds(i)
	})
	sortInvoices(found, q.Get("order_by"), q.Get("order_type"))
	// hubsoft.md, Transport facts, "pagination": limit is 20 by default, 50 at most.
	found = found[:min(len(found), limitOf(q, 20, 50))]
	rows := []faturaRow{}
	for _, i := range found {
		rows = append(rows, s.faturaRow(i, q.host, customersList))
	}
	// "suscess": hubsoft.md, Transport facts, "errors".
	return answer(suscess, "Dados consultados com sucesso", part{"faturas", rows})
}

// invoiceFormats are how one list writes an invoice.
type invoiceFormats struct {
	money func(erp.Money) any
	day   func(br.Date) *string
}

// customersList is DD/MM/YYYY and JSON numbers: hubsoft.md, Transport facts,
// "dates" and "money", for cliente/financeiro.
var customersList = invoiceFormats{jsonNumber, slashedDay}

// faturaRow writes an invoice. valor is the face value, whatever the day: the
// page has no names for fine and interest. What a paid invoice was paid with,
// and by what reference, has no name either. tipo_cobranca and the words of
// detalhamento are not documented; chosen.
func (s *Server) faturaRow(i *invoice, host string, in invoiceFormats) faturaRow {
	row := faturaRow{
		ID: i.id, OurNumber: i.ourNumber(), Charge: "boleto", Amount: in.money(i.amount),
		Due: in.day(i.due), Issued: in.day(i.issued), PaidOn: in.day(i.paidOn),
		Items:    []itemRow{{i.service.offer.name, in.money(i.amount)}},
		Company:  &empresaRef{i.service.company.name, string(i.service.company.document)},
		Customer: i.service.clienteRef(), PIX: textOf(""),
	}
	if !i.blank {
		row.Link = host + s.publicPath("fatura", i.id, pdfEnd)
		slip := i.slip()
		row.Line, row.Barcode, row.PIX = textOf(slip.line), textOf(slip.barcode), textOf(slip.pix)
	}
	return row
}

// sortInvoices is order_by=data_vencimento|data_pagamento|data_cadastro|valor
// and order_type. The defaults are not documented; chosen: data_vencimento, asc.
func sortInvoices(found []*invoice, by, how string) {
	slices.SortStableFunc(found, func(a, b *invoice) int {
		order := dayNamed(by, a).Compare(dayNamed(by, b))
		if by == "valor" {
			order = cmp.Compare(a.amount, b.amount)
		}
		if strings.EqualFold(how, "desc") {
			return -order
		}
		return order
	})
}

// dayNamed is a day of an invoice by its name in the API: order_by and
// tipo_data. The values of tipo_data are not documented; chosen: the same.
func dayNamed(name string, i *invoice) br.Date {
	switch name {
	case "data_pagamento":
		return i.paidOn
	case "data_cadastro":
		return i.issued
	}
	return i.due
}
