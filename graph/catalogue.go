package graph

import (
	"context"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"balcao/erp"
	"balcao/graph/model"
)

// byName orders a catalogue by its names as a Brazilian dictionary does (Água
// stands between Abc and Azul, and case is nothing), then by code. The listing is
// for one goroutine.
func byName[T any](scope string, name, code func(*T) string) listing[T] {
	alphabet, key := collate.New(language.BrazilianPortuguese, collate.IgnoreCase), &collate.Buffer{}
	return listing[T]{
		scope: []string{scope},
		place: func(row *T) place {
			key.Reset()
			return place{string(alphabet.KeyFromString(key, name(row))), code(row)}
		},
		order: slices.Compare[place],
	}
}

// catalogue reads one of the lists that are the same for everybody and cuts a
// page out of it.
func catalogue[T any](ctx context.Context, f erp.Func[erp.CatalogueInput, []T], l listing[T], first int, cursor *string) (page[T], erp.Meta, error) {
	req := requestOf(ctx)
	after, err := l.after(req, first, cursor)
	if err != nil {
		return page[T]{}, erp.Meta{}, err
	}
	all, meta, err := f.Call(ctx, req.Loader, erp.CatalogueInput{})
	if err != nil {
		return page[T]{}, meta, err
	}
	return l.cut(req, pointers(all), after, first), meta, nil
}

func products(ctx context.Context, first int, after *string) (*model.ProductConnection, error) {
	l := byName("products", func(p *erp.Product) string { return p.Name }, func(p *erp.Product) string { return p.Code })
	p, meta, err := catalogue(ctx, erp.ListProducts, l, first, after)
	if err != nil {
		return nil, err
	}
	return &model.ProductConnection{
		Edges: edges(p, func(cursor string, node *erp.Product) *model.ProductEdge {
			return &model.ProductEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		FetchedAt: meta.FetchedAt.In(requestOf(ctx).Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}, nil
}

func resellers(ctx context.Context, first int, after *string) (*model.ResellerConnection, error) {
	l := byName("resellers", func(r *erp.Reseller) string { return r.Name }, func(r *erp.Reseller) string { return r.Code })
	p, meta, err := catalogue(ctx, erp.ListResellers, l, first, after)
	if err != nil {
		return nil, err
	}
	return &model.ResellerConnection{
		Edges: edges(p, func(cursor string, node *erp.Reseller) *model.ResellerEdge {
			return &model.ResellerEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		FetchedAt: meta.FetchedAt.In(requestOf(ctx).Tenant.Zone), Stale: meta.Stale, Incomplete: meta.Incomplete,
	}, nil
}

func dueDates(ctx context.Context) ([]*erp.DueDate, error) {
	all, _, err := erp.ListDueDates.Call(ctx, requestOf(ctx).Loader, erp.CatalogueInput{})
	return pointers(all), err
}

func commercialOrigins(ctx context.Context) ([]*erp.CommercialOrigin, error) {
	all, _, err := erp.ListCommercialOrigins.Call(ctx, requestOf(ctx).Loader, erp.CatalogueInput{})
	return pointers(all), err
}
