package unknown

import (
	"slices"
	"strconv"
	"strings"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// pageSize is what a page holds at most, whatever is asked for.
const pageSize = 20

// listInvoices gives a page of a customer's invoices, the oldest first.
func (s *Server) listInvoices(in request) standin.Reply {
	if field, is := in.firstMissing("cliente"); is {
		return missing(field)
	}
	from, until, bad := in.period()
	if bad != "" {
		return mismatch(bad)
	}
	var found []*invoice
	for _, i := range s.invoices {
		if in.wants(i) && (from.IsZero() || !i.due.Before(from)) && (until.IsZero() || !i.due.After(until)) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b *invoice) int { return a.due.Compare(b.due) })
	return invoicePage(found, max(in.number("pag"), 1), in.number("qtd"))
}

func (in request) wants(i *invoice) bool {
	return i.contract.customer.code == in.number("cliente") &&
		(in.get("contrato") == "" || in.number("contrato") == i.contract.code) &&
		(in.get("situacao") == "" || in.get("situacao") == strconv.Itoa(i.status))
}

// period is what venc_de and venc_ate say; bad is the one that is no date.
func (in request) period() (from, until br.Date, bad string) {
	for _, limit := range []struct {
		field string
		day   *br.Date
	}{{"venc_de", &from}, {"venc_ate", &until}} {
		text := in.get(limit.field)
		if text == "" {
			continue
		}
		d, err := parseDate(text)
		if err != nil {
			return from, until, text
		}
		*limit.day = d
	}
	return from, until, ""
}

func invoicePage(found []*invoice, page, size int) standin.Reply {
	if size < 1 || size > pageSize {
		size = pageSize
	}
	// Divided, not multiplied: a page of any number must not overflow.
	if len(found) == 0 || page-1 > (len(found)-1)/size {
		return nothingFound()
	}
	start := (page - 1) * size
	var rows []fields
	for _, i := range found[start:min(start+size, len(found))] {
		rows = append(rows, i.row())
	}
	return grant(fields{"pag": page, "total": strconv.Itoa(len(found)), "titulos": rows})
}

func (i *invoice) row() fields {
	p := i.contract.customer.person
	return fields{
		"titulo": i.code, "contrato": i.contract.code, "emissao": shortDate(i.issued), "vencimento": shortDate(i.due),
		"valor": money(i.value), "situacao": i.status, "sacado": strings.ToUpper(p.Name), "doc": p.Document.Masked(),
	}
}

// invoiceDetail is an invoice with what is to be paid today.
func (s *Server) invoiceDetail(in request) standin.Reply {
	i := s.invoice(number(in.path))
	if i == nil {
		return nothingFound()
	}
	today := s.today()
	return grant(fields{"titulo": fields{
		"nro": i.code, "cliente": i.contract.customer.code, "cpf_cnpj": i.contract.customer.stored, "contrato": i.contract.code,
		"emissao": shortDate(i.issued), "vencimento": shortDate(i.due), "situacao": i.status,
		"valor_original": money(i.value), "multa": money(i.fine(today)), "juros": money(i.interest(today)), "desconto": money(0),
		"saldo": money(i.balance(today)), "linhadigitavel": i.line, "pix": i.pixField(), "link": i.link(in.host), "baixas": i.paymentRows(),
	}})
}

func (i *invoice) pixField() any {
	if i.pix == "" {
		return nil
	}
	return fields{"copia_cola": i.pix, "banco": "077"}
}

func (i *invoice) paymentRows() []fields {
	rows := []fields{}
	for _, p := range i.payments {
		rows = append(rows, fields{
			"baixa": p.code, "data": longDate(p.on), "valor": money(p.amount), "caixa": p.cash, "forma": p.form, "obs": p.note,
		})
	}
	return rows
}
