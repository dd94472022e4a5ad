package graph

import (
	"context"
	"fmt"

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

// idOf is the global id of something of a person that the ERP names.
func idOf(req *Request, kind globalid.Kind, remote *string, document br.Document) *string {
	if remote == nil {
		return nil
	}
	id := req.Tenant.IDs.Encode(req.Tenant.ID, kind, *remote, string(document))
	return &id
}

// firstYear is the first year that a declaration can be asked for; what an ERP
// has is for it to say.
const firstYear = 1990

// debtClearance gives the link to a year's declaration. The ERP is asked when it
// is opened.
func debtClearance(ctx context.Context, document br.Document, year int) (*model.DebtClearance, error) {
	req := requestOf(ctx)
	if last := req.Now.In(req.Tenant.Zone).Year() - 1; year < firstYear || year > last {
		return nil, &Error{Code: InvalidInput, Message: fmt.Sprintf("year: this must be %d to %d", firstYear, last)}
	}
	if ok, why := req.Tenant.Supports(erp.GetDebtClearance.Info); !ok {
		return nil, &erp.Error{Kind: erp.NotSupported, Function: erp.GetDebtClearance.Name, Detail: why}
	}
	return &model.DebtClearance{Document: document, Year: year}, nil
}

func clearanceURL(req *Request, c *model.DebtClearance) string {
	return req.Tenant.Links.ViewURL(req.Tenant.ID, erp.ClearanceInput{Document: c.Document, Year: c.Year}, req.Now)
}
