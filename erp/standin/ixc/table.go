package ixc

import (
	"strconv"
	"strings"
)

// kind says how a column is read, compared and written.
type kind string

const (
	text   kind = ""
	number kind = "number"
	money  kind = "money" // two decimals, with a dot
	price  kind = "price" // nine decimals: "139.900000000" (ixc.md, Transport facts, "money")
	day    kind = "day"   // YYYY-MM-DD, 0000-00-00 for none
	moment kind = "time"  // YYYY-MM-DD HH:MM:SS
)

const (
	noDay    = "0000-00-00"
	noMoment = "0000-00-00 00:00:00"
)

// empty is what a column holds of which nothing is known (ixc.md, Transport
// facts, "dates": null is "0000-00-00" or "").
func (k kind) empty() string {
	switch k {
	case money:
		return "0.00"
	case price:
		return "0.000000000"
	case day:
		return noDay
	case moment:
		return noMoment
	}
	return ""
}

type column struct {
	name string
	kind kind
}

// columns reads "id status data_emissao:day": a name and its kind, id being a number.
func columns(spec string) []column {
	var all []column
	for _, word := range strings.Fields(spec) {
		name, k, _ := strings.Cut(word, ":")
		if name == "id" {
			k = string(number)
		}
		all = append(all, column{name, kind(k)})
	}
	return all
}

// table is a resource that can be listed.
type table struct {
	name string
	// prefix is the table of "table.field" where it is another than the name.
	prefix  string
	columns []column
	// required are the columns without which an insert or an edit fails.
	required []string
	// fixed are columns that the form sends with one value only.
	fixed map[string]string
	// reach are columns of which one at least must be filled: a way to reach somebody.
	reach []string
	// readOnly are columns that writes silently do not change.
	readOnly []string
	// numericTotal: this list's total is a number, as numericID says of an insert's id.
	numericTotal, numericID bool
	// kind is the word for an insert in the books.
	kind string

	// cells are the columns of a view's rows, and view the table that it shows.
	cells []string
	view  string

	rows []*record
	next *sequence
}

// sequence gives ids. Customers and prospects share one, so that a deal's
// id_cliente is never ambiguous.
type sequence struct{ last int }

func (s *sequence) peek() string { return strconv.Itoa(s.last + 1) }

func (s *sequence) take() string {
	s.last++
	return strconv.Itoa(s.last)
}

func (t *table) column(name string) (column, bool) {
	for _, c := range t.columns {
		if c.name == name {
			return c, true
		}
	}
	return column{}, false
}

func (t *table) find(id string) *record {
	for _, row := range t.rows {
		if row.get("id") == id {
			return row
		}
	}
	return nil
}

// where are the rows whose column has the value.
func (t *table) where(name, value string) []*record {
	var found []*record
	for _, row := range t.rows {
		if row.get(name) == value {
			found = append(found, row)
		}
	}
	return found
}

// blank is a row with nothing in it.
func (t *table) blank(id string) *record {
	row := make(record, 0, len(t.columns))
	for _, c := range t.columns {
		row = append(row, field{c.name, c.kind.empty()})
	}
	row.set("id", id)
	return &row
}

// add puts in a row of the seed, by names and values in turn.
func (t *table) add(namesAndValues ...string) *record {
	row := t.blank(t.next.take())
	row.setAll(namesAndValues...)
	t.rows = append(t.rows, row)
	return row
}

func (t *table) remove(id string) {
	for n, row := range t.rows {
		if row.get("id") == id {
			t.rows = append(t.rows[:n:n], t.rows[n+1:]...)
			return
		}
	}
}
