package sandbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"balcao/internal/br"
)

// invoice is one bill (fatura) with its payments in the order of their days.
type invoice struct {
	id, contract, customer string
	document               br.Document
	name                   string
	amount, discount       int64 // centavos
	issued, due            br.Date
	settledOn              br.Date // zero until nothing is open
	cancelled              bool
	payments               []payment
}

// payment is money that arrived for an invoice.
type payment struct {
	reference, method string
	amount            int64
	on                br.Date
}

// add keeps the payments in the order of their days.
func (i *invoice) add(p payment) {
	i.payments = append(i.payments, p)
	slices.SortStableFunc(i.payments, func(a, b payment) int { return a.on.Compare(b.on) })
}

// How money arrives.
const (
	methodBoleto = "BOLETO"
	methodPIX    = "PIX"
	methodTEF    = "TEF"
)

// The statuses of the standard ERP API.
const (
	statusOpen          = "OPEN"
	statusOverdue       = "OVERDUE"
	statusPartiallyPaid = "PARTIALLY_PAID"
	statusPaid          = "PAID"
	statusCancelled     = "CANCELLED"
)

func (i *invoice) status(today br.Date) string {
	switch {
	case i.cancelled:
		return statusCancelled
	case !i.settledOn.IsZero():
		return statusPaid
	case len(i.payments) > 0:
		return statusPartiallyPaid
	case today.After(i.lastFreeDay()):
		return statusOverdue
	}
	return statusOpen
}

// isPayable tells an invoice that still wants money.
func (i *invoice) isPayable() bool { return !i.cancelled && i.settledOn.IsZero() }

// chargesToday are frozen on the day a paid invoice was settled, and none for
// a cancelled one.
func (i *invoice) chargesToday(today br.Date) charges {
	switch {
	case i.cancelled:
		return charges{total: i.amount}
	case !i.settledOn.IsZero():
		c := i.chargesOn(i.settledOn)
		c.open = 0
		return c
	}
	return i.chargesOn(today)
}

// selectInvoices reads invoices with their payments in one statement, so that
// an invoice and its payments are always of the same moment.
const selectInvoices = `
SELECT f.id, coalesce(f.contrato, ''), f.cliente, f.documento, c.nome, f.valor, f.desconto,
       f.emissao, f.vencimento, f.quitada_em, f.cancelada,
       p.data, coalesce(p.referencia, ''), coalesce(p.metodo, ''), coalesce(p.valor, 0)
  FROM faturas f
  JOIN clientes c ON c.id = f.cliente
  LEFT JOIN pagamentos p ON p.fatura = f.id
 WHERE f.documento IN (SELECT value FROM json_each(?1))
   AND (?2 = '' OR CAST(f.id AS TEXT) = ?2)
   AND (?3 = '' OR CAST(f.contrato AS TEXT) = ?3)
 ORDER BY f.vencimento, f.id, p.data, p.id`

// invoiceFilter names the invoices wanted: those of the documents and, where
// not empty, only the one with the id and those of the contract.
type invoiceFilter struct {
	documents    []string
	id, contract string
}

// findInvoices reads with a prepared selectInvoices.
func findInvoices(ctx context.Context, query *sql.Stmt, f invoiceFilter) ([]*invoice, error) {
	documents, err := json.Marshal(f.documents)
	if err != nil {
		return nil, err
	}
	rows, err := query.QueryContext(ctx, string(documents), f.id, f.contract)
	if err != nil {
		return nil, err
	}
	return scanInvoices(rows)
}

// findInvoice is the invoice with the id, or nil when there is none or it is
// another customer's.
func findInvoice(ctx context.Context, query *sql.Stmt, id, document string) (*invoice, error) {
	if id == "" {
		return nil, nil
	}
	found, err := findInvoices(ctx, query, invoiceFilter{documents: []string{document}, id: id})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// scanInvoices folds the rows of one invoice, which follow each other, into it.
func scanInvoices(rows *sql.Rows) ([]*invoice, error) {
	defer rows.Close()
	var all []*invoice
	for rows.Next() {
		one, paid, err := scanInvoice(rows)
		if err != nil {
			return nil, fmt.Errorf("read invoice: %w", err)
		}
		if len(all) == 0 || all[len(all)-1].id != one.id {
			all = append(all, one)
		}
		if last := all[len(all)-1]; !paid.on.IsZero() {
			last.payments = append(last.payments, paid)
		}
	}
	return all, rows.Err()
}

func scanInvoice(rows *sql.Rows) (*invoice, payment, error) {
	i, p := &invoice{}, payment{}
	var issued, due, settled, paid dateColumn
	err := rows.Scan(&i.id, &i.contract, &i.customer, &i.document, &i.name, &i.amount, &i.discount,
		&issued, &due, &settled, &i.cancelled, &paid, &p.reference, &p.method, &p.amount)
	i.issued, i.due, i.settledOn, p.on = issued.Date, due.Date, settled.Date, paid.Date
	return i, p, err
}

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read row: %w", err)
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
