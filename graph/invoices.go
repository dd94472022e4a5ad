package graph

import (
	"cmp"
	"context"
	"slices"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

// invoiceQuery is what both lists of invoices are asked for.
type invoiceQuery struct {
	document   br.Document
	contractID *string
	status     []erp.InvoiceStatus
	first      int
	after      *string
	// payable keeps only what can be paid here and now, oldest first.
	payable bool
}

// list answers a query for invoices.
func (q invoiceQuery) list(ctx context.Context) (*model.InvoiceConnection, error) {
	req := requestOf(ctx)
	place, err := q.place(req)
	if err != nil {
		return nil, err
	}
	in := erp.InvoicesInput{Document: q.document}
	if q.contractID != nil {
		in.ContractID = *q.contractID
	}
	all, meta, err := erp.ListInvoices.Call(ctx, req.Loader, in)
	if err != nil {
		return nil, err
	}
	return newPage(req, q.wanted(req, all), place, q.first, q.order(), meta), nil
}

// wanted picks the invoices asked for. The list is shared with other requests
// and stays as it is.
func (q invoiceQuery) wanted(req *Request, all []erp.Invoice) []*erp.Invoice {
	wanted := make([]*erp.Invoice, 0, len(all))
	for i := range all {
		if q.wants(req, &all[i]) {
			wanted = append(wanted, &all[i])
		}
	}
	order := q.order()
	slices.SortFunc(wanted, func(a, b *erp.Invoice) int { return order(placeOf(a), placeOf(b)) })
	return wanted
}

func (q invoiceQuery) wants(req *Request, i *erp.Invoice) bool {
	if q.payable && notPayable(req, i) != nil {
		return false
	}
	return q.status == nil || slices.Contains(q.status, i.Status)
}

// order is the documented order of the list.
func (q invoiceQuery) order() func(a, b place) int {
	if q.payable {
		return func(a, b place) int { return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.id, b.id)) }
	}
	return func(a, b place) int { return cmp.Or(b.due.Compare(a.due), cmp.Compare(a.id, b.id)) }
}
