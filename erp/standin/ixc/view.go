package ixc

import (
	"net/http"
	"strconv"
	"strings"

	"balcao/erp/standin"
)

// viewReply is the page of a "view" resource: rows of positional cells, with
// comma decimals (ixc.md, Transport facts, "list answer", "money"). Which cells
// view_vd_contratos_produtos_gen has, and what is in
// tot, is not documented;
// chosen: id, description, quantity and price, and nothing.
func viewReply(t *table, page, total int, rows []*record) standin.Reply {
	type cells struct {
		ID    string   `json:"id"`
		Cells []string `json:"cell"`
	}
	answered := []cells{}
	for _, row := range rows {
		c := cells{ID: row.get("id")}
		for _, name := range t.cells {
			c.Cells = append(c.Cells, t.cell(*row, name))
		}
		answered = append(answered, c)
	}
	return standin.Reply{Status: http.StatusOK, ContentType: listType, Body: encode(struct {
		Page  string   `json:"page"`
		Total string   `json:"total"`
		Rows  []cells  `json:"rows"`
		Sums  []string `json:"tot"`
	}{strconv.Itoa(page), strconv.Itoa(total), answered, []string{}})}
}

func (t *table) cell(row record, name string) string {
	value := row.get(name)
	if c, _ := t.column(name); c.kind == price || c.kind == money {
		value, _ = fixed(value, 2)
		return strings.Replace(value, ".", ",", 1)
	}
	return value
}
