package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// fiscalNotes gives a page of a customer's fiscal notes, the latest first.
func fiscalNotes(ctx context.Context, document br.Document, first int, cursor *string) (*model.FiscalNoteConnection, error) {
	req := requestOf(ctx)
	l := listing[erp.FiscalNote]{
		scope: []string{"fiscalNotes", string(document)},
		place: func(n *erp.FiscalNote) place { return place{dayOf(n.IssuedOn), n.ID} },
		order: latestFirst,
	}
	after, err := l.after(req, first, cursor)
	if err != nil {
		return nil, err
	}
	all, meta, err := erp.ListFiscalNotes.Call(ctx, req.Loader, erp.CustomerInput{Document: document})
	if err != nil {
		return nil, err
	}
	p := l.cut(req, pointers(all), after, first)
	return &model.FiscalNoteConnection{
		Edges: edges(p, func(cursor string, node *erp.FiscalNote) *model.FiscalNoteEdge {
			return &model.FiscalNoteEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		FetchedAt: meta.FetchedAt.In(req.Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}, nil
}

// readFiscalNote finds a note in its customer's list: ERPs have no call for one.
func readFiscalNote(ctx context.Context, id string, document br.Document) (*erp.FiscalNote, error) {
	all, _, err := erp.ListFiscalNotes.Call(ctx, requestOf(ctx).Loader, erp.CustomerInput{Document: document})
	for i := range all {
		if all[i].ID == id {
			return &all[i], err
		}
	}
	return nil, err
}

func fiscalNoteID(req *Request, n *erp.FiscalNote) string {
	return req.Tenant.IDs.Encode(req.Tenant.ID, globalid.FiscalNote, n.ID, string(n.Document))
}

func fiscalNoteURL(req *Request, n *erp.FiscalNote) string {
	return req.Tenant.Links.ViewURL(req.Tenant.ID, erp.FiscalNoteInput{NoteID: n.ID, Document: n.Document}, req.Now)
}

func externalNoteURL(req *Request, n *erp.FiscalNote) *string { return externalLink(req, n.URL) }
