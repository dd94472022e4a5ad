package graph

import (
	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// mostPerPage bounds `first`.
const mostPerPage = 100

// place is where an invoice stands in a list: what its cursor holds. It stays
// good when the invoice itself is gone.
type place struct {
	due br.Date
	id  string
}

func placeOf(i *erp.Invoice) place { return place{i.DueOn, i.ID} }

// place opens the cursor of the query, nil if there is none.
func (q invoiceQuery) place(req *Request) (*place, error) {
	if q.first < 1 || q.first > mostPerPage {
		return nil, &Error{Code: InvalidInput, Message: "first: this must be 1 to 100"}
	}
	if q.after == nil {
		return nil, nil
	}
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, *q.after)
	if err != nil || kind != globalid.Cursor || len(parts) != 2 {
		return nil, &Error{Code: InvalidInput, Message: "after: this is not a cursor of this list"}
	}
	due, err := br.ParseDate(parts[0])
	if err != nil {
		return nil, &Error{Code: InvalidInput, Message: "after: this is not a cursor of this list"}
	}
	return &place{due, parts[1]}, nil
}

func cursor(req *Request, i *erp.Invoice) string {
	return req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Cursor, i.DueOn.String(), i.ID)
}

// newPage cuts a page out of an ordered list.
func newPage(req *Request, all []*erp.Invoice, after *place, first int, order func(a, b place) int, meta erp.Meta) *model.InvoiceConnection {
	start := 0
	if after != nil {
		for start < len(all) && order(placeOf(all[start]), *after) <= 0 {
			start++
		}
	}
	page := all[start:min(start+first, len(all))]
	info := &model.PageInfo{HasPreviousPage: start > 0, HasNextPage: start+len(page) < len(all)}
	c := &model.InvoiceConnection{
		Edges: make([]*model.InvoiceEdge, len(page)), Nodes: page, PageInfo: info, TotalCount: len(all),
		FetchedAt: meta.FetchedAt.In(req.Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}
	for i, invoice := range page {
		c.Edges[i] = &model.InvoiceEdge{Cursor: cursor(req, invoice), Node: invoice}
	}
	if len(page) > 0 {
		info.StartCursor, info.EndCursor = &c.Edges[0].Cursor, &c.Edges[len(page)-1].Cursor
	}
	return c
}
