package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/pressly/goose/v3"
)

// tables hold what must survive, in an order in which rows can be added: what
// others refer to comes first. Not among them are River's jobs (wake-ups, which
// the ledger makes anew), goose's versions and the probe.
var tables = []string{"share", "association", "payment", "write", "write_event", "quote", "pause"}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// gooseTable is where goose keeps which migrations were applied.
const gooseTable = "goose_db_version"

// schemaVersion is the number of the last migration; 0 if there was none.
func schemaVersion(ctx context.Context, q querier, dialect goose.Dialect) (version int64, err error) {
	names, err := tableNames(ctx, q, dialect)
	if err != nil {
		return 0, fmt.Errorf("store: reading the schema's version: %w", err)
	}
	if !slices.Contains(names, gooseTable) {
		return 0, nil
	}
	err = q.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+gooseTable+" WHERE is_applied").Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("store: reading the schema's version: %w", err)
	}
	return version, nil
}

// tableNames are all tables of a database's schema.
func tableNames(ctx context.Context, q querier, dialect goose.Dialect) (names []string, err error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if dialect == goose.DialectPostgres {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// present are those of [tables] that a database has.
func present(ctx context.Context, q querier, dialect goose.Dialect) ([]string, error) {
	names, err := tableNames(ctx, q, dialect)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return slices.DeleteFunc(slices.Clone(tables), func(t string) bool { return !slices.Contains(names, t) }), nil
}
