package graph

import (
	"slices"

	"balcao/graph/model"
	"balcao/internal/globalid"
)

// mostPerPage bounds `first`.
const mostPerPage = 100

// place is where an element stands in its list: the texts that the list is
// ordered by. It stays good when the element itself is gone.
type place []string

// listing is an ordered list of which pages are cut.
type listing[T any] struct {
	// scope tells its cursors from those of other lists, and of the same list
	// with other arguments.
	scope []string
	place func(*T) place
	order func(a, b place) int
}

// page is a piece of an ordered list.
type page[T any] struct {
	nodes   []*T
	cursors []string
	info    *model.PageInfo
	total   int
}

// after opens the arguments of a page; the place is nil for the first one.
func (l listing[T]) after(req *Request, first int, cursor *string) (place, error) {
	if first < 1 || first > mostPerPage {
		return nil, &Error{Code: InvalidInput, Message: "first: this must be 1 to 100"}
	}
	if cursor == nil {
		return nil, nil
	}
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, *cursor)
	n := len(l.scope)
	if err != nil || kind != globalid.Cursor || len(parts) <= n || !slices.Equal(parts[:n], l.scope) {
		return nil, &Error{Code: InvalidInput, Message: "after: this is not a cursor of this list"}
	}
	return place(parts[n:]), nil
}

// cut orders the list and cuts a page out of it.
func (l listing[T]) cut(req *Request, all []*T, after place, first int) page[T] {
	rows := l.ordered(all)
	start := 0
	for after != nil && start < len(rows) && l.order(rows[start].place, after) <= 0 {
		start++
	}
	rows = rows[start:min(start+first, len(rows))]
	p := page[T]{nodes: make([]*T, len(rows)), cursors: make([]string, len(rows)), total: len(all), info: &model.PageInfo{
		HasPreviousPage: start > 0, HasNextPage: start+len(rows) < len(all),
	}}
	for i, r := range rows {
		p.nodes[i] = r.node
		p.cursors[i] = req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Cursor, append(slices.Clone(l.scope), r.place...)...)
	}
	if len(rows) > 0 {
		p.info.StartCursor, p.info.EndCursor = &p.cursors[0], &p.cursors[len(rows)-1]
	}
	return p
}

// row is an element with its place, which is costly to find out.
type row[T any] struct {
	place place
	node  *T
}

func (l listing[T]) ordered(all []*T) []row[T] {
	rows := make([]row[T], len(all))
	for i, node := range all {
		rows[i] = row[T]{l.place(node), node}
	}
	slices.SortStableFunc(rows, func(a, b row[T]) int { return l.order(a.place, b.place) })
	return rows
}

// edges makes the edges of a connection, each by edge.
func edges[T, E any](p page[T], edge func(cursor string, node *T) *E) []*E {
	list := make([]*E, len(p.nodes))
	for i, node := range p.nodes {
		list[i] = edge(p.cursors[i], node)
	}
	return list
}

// pointers are to the elements of a list, which is shared with other requests
// and stays as it is.
func pointers[T any](all []T) []*T {
	list := make([]*T, len(all))
	for i := range all {
		list[i] = &all[i]
	}
	return list
}
