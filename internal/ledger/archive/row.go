package archive

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// row is a row by its columns: string, int64 or nil.
type row map[string]any

// scanRow reads the next row of a query for all columns.
func scanRow(rows *sql.Rows, columns []string) (row, error) {
	values := make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := rows.Scan(targets...); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	r := make(row, len(columns))
	for i, name := range columns {
		switch v := values[i].(type) {
		case nil, int64:
			r[name] = v
		case string:
			r[name] = portable(v)
		default:
			return nil, fmt.Errorf("archive: column %s has a %T", name, v)
		}
	}
	return r, nil
}

// portable replaces what not every database and no JSON can hold: NUL, and bytes
// that are no UTF-8. SQLite takes both.
func portable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// settle makes a row's values those of a database after they were read as JSON.
func (r row) settle() error {
	for name, value := range r {
		switch v := value.(type) {
		case nil, string:
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return fmt.Errorf("column %s has a number that is no integer", name)
			}
			r[name] = n
		default:
			return fmt.Errorf("column %s has neither a text nor a number", name)
		}
	}
	return nil
}

// digest counts rows and sums them up in a way that their order does not matter
// for.
type digest struct {
	rows int64
	sum  [sha256.Size]byte
}

// digests are those of tables.
type digests map[string]digest

func (d digests) add(l line) error {
	text, err := json.Marshal(l) // columns in the order of their names
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	of := d[l.Table]
	of.rows++
	for i, b := range sha256.Sum256(text) {
		of.sum[i] ^= b
	}
	d[l.Table] = of
	return nil
}

// compare names the table in which two differ.
func (d digests) compare(other digests) error {
	if maps.Equal(d, other) {
		return nil
	}
	for table, of := range d {
		if of != other[table] {
			return fmt.Errorf("archive: table %s has %d rows after the copying where %d were read, or others; nothing was kept", table, other[table].rows, of.rows)
		}
	}
	return fmt.Errorf("archive: there are rows that nobody copied; nothing was kept")
}

// querier is a snapshot or a transaction, as far as asking goes.
type querier func(ctx context.Context, query string, args ...any) (*sql.Rows, error)

// each gives every row of a query to fn.
func (ask querier) each(ctx context.Context, fn func(row) error, query string, args ...any) error {
	rows, err := ask(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	for rows.Next() {
		r, err := scanRow(rows, columns)
		if err == nil {
			err = fn(r)
		}
		if err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}
