package ixc

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"balcao/erp/standin"
)

// defaultRows is the rp of a call without one. Not documented; chosen: 20.
const defaultRows = 20

// list answers one page of a table (ixc.md, Transport facts, "list body",
// "pagination", "list answer").
func (s *Server) list(t *table, f form) standin.Reply {
	page, pageOK := natural(f["page"], 1)
	rows, rowsOK := natural(f["rp"], defaultRows)
	if !pageOK || !rowsOK { // not documented; chosen: as a bad field
		return redBox()
	}
	if s.quirks.MaxRows > 0 && rows > s.quirks.MaxRows {
		return status(http.StatusGatewayTimeout) // ixc.md, Transport facts, "errors": too much data
	}
	found, reply := s.search(t, f)
	if reply != nil {
		return *reply
	}
	from := min((page-1)*rows, len(found))
	if t.view != "" {
		return viewReply(t, page, len(found), found[from:min(from+rows, len(found))])
	}
	return listReply(t, page, len(found), found[from:min(from+rows, len(found))])
}

// natural reads a number from 1 on, which may come as a string or a number.
func natural(text string, absent int) (int, bool) {
	if text == "" {
		return absent, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && n < 1_000_000
}

// search gives all rows that are asked for, in the order that is asked for.
func (s *Server) search(t *table, f form) ([]*record, *standin.Reply) {
	conditions, reply := s.conditions(t, f)
	if reply != nil {
		return nil, reply
	}
	order, reply := orderOf(t, f["sortname"], f["sortorder"])
	if reply != nil {
		return nil, reply
	}
	var found []*record
	for _, row := range s.rowsOf(t) {
		if !slices.ContainsFunc(conditions, func(c condition) bool { return !c.holds(*row) }) {
			found = append(found, row)
		}
	}
	slices.SortStableFunc(found, order)
	return found, nil
}

func (s *Server) rowsOf(t *table) []*record {
	if t.view != "" {
		return s.tables[t.view].rows
	}
	return t.rows
}

// orderOf reads sortname, which is "table.field" too, and sortorder (ixc.md,
// Transport facts, "list body"). Without them: not documented; chosen: by id,
// upwards. The order of equals is not documented; chosen: that of their making.
func orderOf(t *table, name, order string) (func(a, b *record) int, *standin.Reply) {
	if name == "" {
		name = t.tablePrefix() + ".id"
	}
	op, reply := operandOf(t, name)
	if reply != nil {
		return nil, reply
	}
	sign := 1
	if order == "desc" {
		sign = -1
	}
	return func(a, b *record) int { return sign * compare(op.kind, op.of(*a), op.of(*b)) }, nil
}

// listReply writes a page. Page is a string; total a string or a number, by the
// resource (ixc.md, Transport facts, "pagination", "types"). Which has which is
// not documented beside fn_areceber's string. "registros" is missing where
// nothing is found (ixc.md, Transport facts, "list answer"); beyond the last
// page: not documented; chosen: the same.
func listReply(t *table, page, total int, rows []*record) standin.Reply {
	var count any = strconv.Itoa(total)
	if t.numericTotal {
		count = total
	}
	return standin.Reply{Status: http.StatusOK, ContentType: listType, Body: encode(struct {
		Page  string    `json:"page"`
		Total any       `json:"total"`
		Rows  []*record `json:"registros,omitempty"`
	}{strconv.Itoa(page), count, rows})}
}

// compare compares as the database does: numbers as numbers, the rest by bytes
// (days and times are written so that this is their order).
func compare(k kind, a, b string) int {
	if k != number && k != money && k != price {
		return cmp.Compare(a, b)
	}
	if x, y, ok := wholes(a, b); ok {
		return cmp.Compare(x, y)
	}
	x, xOK := decimal(a)
	y, yOK := decimal(b)
	if xOK && yOK {
		return x.Cmp(y)
	}
	return cmp.Compare(a, b)
}

// wholes is the short way for ids, of which there are many.
func wholes(a, b string) (x, y int64, ok bool) {
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	return x, y, errX == nil && errY == nil
}
