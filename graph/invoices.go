package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

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
	in := erp.InvoicesInput{Document: q.document}
	if q.contractID != nil {
		in.ContractID = *q.contractID
	}
	if q.contractID != nil && in.ContractID == "" {
		return nil, &Error{Code: InvalidInput, Message: "contractId: this must not be empty; leave it out for all contracts"}
	}
	listing := q.listing(in)
	after, err := listing.after(req, q.first, q.after)
	if err != nil {
		return nil, err
	}
	all, meta, err := erp.ListInvoices.Call(ctx, req.Loader, in)
	if err != nil {
		return nil, err
	}
	p := listing.cut(req, q.wanted(req, all), after, q.first)
	return &model.InvoiceConnection{
		Edges: edges(p, func(cursor string, node *erp.Invoice) *model.InvoiceEdge {
			return &model.InvoiceEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		FetchedAt: meta.FetchedAt.In(req.Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}, nil
}

// wanted picks the invoices asked for.
func (q invoiceQuery) wanted(req *Request, all []erp.Invoice) []*erp.Invoice {
	wanted := make([]*erp.Invoice, 0, len(all))
	for i := range all {
		if q.wants(req, &all[i]) {
			wanted = append(wanted, &all[i])
		}
	}
	return wanted
}

func (q invoiceQuery) wants(req *Request, i *erp.Invoice) bool {
	if q.payable && notPayable(req, i) != nil {
		return false
	}
	return q.status == nil || slices.Contains(q.status, i.Status)
}

// listing is the documented order: what is to be paid comes with the oldest
// first, a list of all with the latest.
func (q invoiceQuery) listing(in erp.InvoicesInput) listing[erp.Invoice] {
	states := make([]string, len(q.status))
	for i, s := range q.status {
		states[i] = string(s)
	}
	l := listing[erp.Invoice]{
		scope: []string{"invoices", string(in.Document), in.ContractID, strings.Join(states, " "), strconv.FormatBool(q.payable)},
		place: func(i *erp.Invoice) place { return place{i.DueOn.String(), i.ID} },
		order: latestFirst,
	}
	if q.payable {
		l.order = slices.Compare[place]
	}
	return l
}

// latestFirst orders by a day, the latest first, and then by id.
func latestFirst(a, b place) int { return cmp.Or(cmp.Compare(b[0], a[0]), cmp.Compare(a[1], b[1])) }

// dayOf is a day as a place holds it; none comes behind all days.
func dayOf(d *br.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
