package ixc

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"balcao/erp/standin"
)

// condition is one of those that are ANDed; there is no OR (ixc.md, Transport
// facts, "grid_param").
type condition struct {
	operand
	holdsFor func(value string) bool
}

func (c condition) holds(row record) bool { return c.holdsFor(c.of(row)) }

// conditions reads qtype, query and oper, and grid_param. A body without qtype
// has no condition of its own (ixc.md, Functions, "resellers / sellers", and
// Transport facts, "ping").
func (s *Server) conditions(t *table, f form) ([]condition, *standin.Reply) {
	asked, reply := gridOf(f["grid_param"])
	if reply != nil {
		return nil, reply
	}
	if f["qtype"] != "" {
		query, ok := f["query"]
		if !ok { // ixc.md, Transport facts, "errors": a missing field
			return nil, badField()
		}
		asked = append(asked, gridRow{TB: f["qtype"], OP: f["oper"], P: query})
	}
	var all []condition
	for _, row := range asked {
		c, reply := s.condition(t, row)
		if reply != nil {
			return nil, reply
		}
		all = append(all, c)
	}
	return all, nil
}

type gridRow struct{ TB, OP, P, P2 string }

// gridOf reads the array that is written into a string.
func gridOf(text string) ([]gridRow, *standin.Reply) {
	if text == "" {
		return nil, nil
	}
	var rows []map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil { // not documented; chosen: as a bad field
		return nil, badField()
	}
	var all []gridRow
	for _, row := range rows {
		var texts [4]string
		for n, name := range []string{"TB", "OP", "P", "P2"} {
			var err error
			if texts[n], err = scalar(row[name]); err != nil {
				return nil, badField()
			}
		}
		all = append(all, gridRow{texts[0], texts[1], texts[2], texts[3]})
	}
	return all, nil
}

func (s *Server) condition(t *table, row gridRow) (condition, *standin.Reply) {
	if isExpression(row.TB) {
		s.expressions = append(s.expressions, row.TB)
		if orInside(row.TB) {
			return everything, nil
		}
	}
	op, reply := operandOf(t, row.TB)
	if reply != nil {
		return condition{}, reply
	}
	test, ok := operatorOf(op.kind, row, s.quirks.IgnoreBrazilianDates)
	if !ok { // ixc.md, Transport facts, "errors", and quirk 5: GE and LE
		return condition{}, badField()
	}
	return condition{op, test}, nil
}

// badField is the red box for a condition (ixc.md, Transport facts, "errors").
func badField() *standin.Reply {
	reply := redBox()
	return &reply
}

// operand is what stands on the left of a condition, or what rows are ordered by.
type operand struct {
	kind kind
	of   func(record) string
}

var (
	plainName = regexp.MustCompile(`^([A-Za-z_0-9]+)\.([A-Za-z_0-9]+)$`)
	function  = regexp.MustCompile(`^(YEAR|MONTH|DAY)\(([A-Za-z_0-9]+\.[A-Za-z_0-9]+)\)$`)
)

// operandOf reads "table.field". What is not of that form is a 500, a field that
// does not exist a red box (ixc.md, Transport facts, "errors"). Names are
// compared as written: vd_contratos.Ativo has a capital (ixc.md, Functions,
// "products"). Fields of other tables are not documented; chosen: they do not exist.
func operandOf(t *table, name string) (operand, *standin.Reply) {
	if f := function.FindStringSubmatch(name); f != nil {
		return functionOf(t, f[1], f[2])
	}
	m := plainName.FindStringSubmatch(name)
	if m == nil {
		if isExpression(name) { // it is SQL by then, and bad SQL: not documented; chosen: as a bad field
			return operand{}, badField()
		}
		wrong := status(http.StatusInternalServerError)
		return operand{}, &wrong
	}
	c, ok := t.column(m[2])
	if m[1] != t.tablePrefix() || !ok {
		return operand{}, badField()
	}
	return operand{c.kind, func(row record) string { return row.get(c.name) }}, nil
}

func (t *table) tablePrefix() string {
	if t.prefix != "" {
		return t.prefix
	}
	return t.name
}

// functionOf is an expression where a field is due: MONTH(cliente.data_nascimento)
// (ixc.md, quirk 8).
func functionOf(t *table, name, argument string) (operand, *standin.Reply) {
	of, reply := operandOf(t, argument)
	if reply != nil {
		return of, reply
	}
	cut := map[string][2]int{"YEAR": {0, 4}, "MONTH": {5, 7}, "DAY": {8, 10}}[name]
	return operand{number, func(row record) string {
		value := of.of(row)
		if len(value) < cut[1] {
			return ""
		}
		return value[cut[0]:cut[1]]
	}}, nil
}

// isExpression reports a field name that has come through to the database as
// SQL: with a dot, but more than a name.
func isExpression(name string) bool {
	return strings.Contains(name, ".") && !plainName.MatchString(name)
}

// orInside reports an OR among an expression's words. It makes the condition
// hold for every row, as it does in SQL: the field name reaches the database,
// and so would what a person typed into it (ixc.md, quirk 8).
func orInside(name string) bool {
	return slices.Contains(strings.Fields(strings.ToUpper(name)), "OR")
}

// everything holds for every row.
var everything = condition{operand{text, func(record) string { return "" }}, func(string) bool { return true }}
