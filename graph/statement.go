package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// statement gives a page of a customer's financial statement, the latest first.
func statement(ctx context.Context, document br.Document, first int, cursor *string) (*model.StatementConnection, error) {
	req := requestOf(ctx)
	l := listing[erp.StatementEntry]{
		scope: []string{"statement", string(document)},
		place: func(e *erp.StatementEntry) place { return place{dayOf(e.DueOn), e.ID} },
		order: latestFirst,
	}
	after, err := l.after(req, first, cursor)
	if err != nil {
		return nil, err
	}
	all, meta, err := erp.ListStatement.Call(ctx, req.Loader, erp.CustomerInput{Document: document})
	if err != nil {
		return nil, err
	}
	p := l.cut(req, pointers(all), after, first)
	return &model.StatementConnection{
		Edges: edges(p, func(cursor string, node *erp.StatementEntry) *model.StatementEdge {
			return &model.StatementEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		FetchedAt: meta.FetchedAt.In(req.Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}, nil
}

func statementInvoiceID(req *Request, e *erp.StatementEntry) *string {
	return idOf(req, globalid.Invoice, e.InvoiceID, e.Document)
}

func statementNoteID(req *Request, e *erp.StatementEntry) *string {
	return idOf(req, globalid.FiscalNote, e.FiscalNoteID, e.Document)
}

// statementNote is the ERP's remark in words for people; null if nothing is left.
func statementNote(e *erp.StatementEntry) *string {
	if e.Note == nil {
		return nil
	}
	note := erp.Readable(*e.Note)
	if note == "" {
		return nil
	}
	return &note
}

// idOf is the global id of something of a person that the ERP names.
func idOf(req *Request, kind globalid.Kind, remote *string, document br.Document) *string {
	if remote == nil || *remote == "" {
		return nil
	}
	id := req.Tenant.IDs.Encode(req.Tenant.ID, kind, *remote, string(document))
	return &id
}
