package archive

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// mostParameters is how many values one INSERT has: enough to make little of a
// network's delay, and few because SQLite's driver compares each value's name
// with every other's.
const mostParameters = 400

// filler adds rows, many with each statement: over a network every statement is
// a wait.
type filler struct {
	ctx    context.Context
	tx     *sql.Tx
	counts []Count
	tell   Progress

	// table and columns are those of the rows that wait.
	table   string
	columns []string
	waiting []row
	steps   counter
	// read is what was given.
	read digests
}

func newFiller(ctx context.Context, tx *sql.Tx, counts []Count, tell Progress) *filler {
	return &filler{ctx: ctx, tx: tx, counts: counts, tell: tell, read: digests{}}
}

// run adds what source gives, and compares it with what is there afterwards.
func (f *filler) run(source func(add func(line) error) error) error {
	if err := source(f.add); err != nil {
		return err
	}
	if err := f.flush(); err != nil {
		return err
	}
	return f.compare()
}

func (f *filler) add(l line) error {
	if l.Table != f.table {
		if err := f.begin(l); err != nil {
			return err
		}
	}
	if len(l.Row) != len(f.columns) {
		return fmt.Errorf("archive: the rows of table %s have different columns", l.Table)
	}
	if err := f.read.add(l); err != nil {
		return err
	}
	f.waiting = append(f.waiting, l.Row)
	f.steps.step()
	if (len(f.waiting)+1)*len(f.columns) > mostParameters {
		return f.flush()
	}
	return nil
}

// plain is what becomes part of a statement.
var plain = regexp.MustCompile(`^[a-z_]+$`)

// begin goes on with another table.
func (f *filler) begin(l line) error {
	if err := f.flush(); err != nil {
		return err
	}
	at := slices.IndexFunc(f.counts, func(c Count) bool { return c.Table == l.Table })
	columns := slices.Sorted(maps.Keys(l.Row))
	if at < 0 || !plain.MatchString(l.Table) || len(columns) == 0 || slices.ContainsFunc(columns, func(c string) bool { return !plain.MatchString(c) }) {
		return fmt.Errorf("archive: %w: there is no table of that kind", errDamaged)
	}
	f.table, f.columns = l.Table, columns
	f.steps = counter{tell: f.tell, what: l.Table, total: f.counts[at].Rows}
	return nil
}

// flush adds the rows that wait.
func (f *filler) flush() error {
	if len(f.waiting) == 0 {
		return nil
	}
	var query strings.Builder
	fmt.Fprintf(&query, "INSERT INTO %s (%s) VALUES ", f.table, strings.Join(f.columns, ", "))
	var args []any
	for i, r := range f.waiting {
		if i > 0 {
			query.WriteString(", ")
		}
		for j, column := range f.columns {
			query.WriteString([]string{"(", ", "}[min(j, 1)])
			args = append(args, r[column])
			fmt.Fprintf(&query, "$%d", len(args))
		}
		query.WriteString(")")
	}
	if _, err := f.tx.ExecContext(f.ctx, query.String(), args...); err != nil {
		return fmt.Errorf("archive: adding rows to table %s: %w", f.table, err)
	}
	f.waiting = f.waiting[:0]
	return nil
}

// compare reads everything back.
func (f *filler) compare() error {
	written := digests{}
	for _, c := range f.counts {
		progress := counter{tell: f.tell, what: "comparing " + c.Table, total: c.Rows}
		err := querier(f.tx.QueryContext).each(f.ctx, func(r row) error {
			progress.step()
			return written.add(line{c.Table, r})
		}, "SELECT * FROM "+c.Table)
		if err != nil {
			return err
		}
	}
	return f.read.compare(written)
}
