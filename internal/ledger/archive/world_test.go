package archive_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// All scenarios share a PostgreSQL, in databases of their own.
func TestArchive(t *testing.T) {
	t.Parallel()
	d := databases{storetest.StartPostgres(t)}
	for name, scenario := range map[string]func(*testing.T, databases){
		"a backup restores every row of every table": backupRestoresEverything,
		"import of ten thousand writes":              importOfManyWrites,
		"texts that one database cannot hold":        portableTexts,
		"backups of earlier schemas":                 earlierSchemas,
		"export":                                     exports,
		"nothing is overwritten":                     nothingIsOverwritten,
		"a store with rows is not filled":            rowsAreKept,
		"a store in use is not touched":              storesInUse,
		"other files are refused":                    otherFiles,
		"a damaged file is refused":                  damagedFile,
		"newer schemas are refused":                  newerSchemas,
		"interrupted leaves nothing":                 interrupted,
		"a backup during load is consistent":         backupDuringLoad,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, d)
		})
	}
}

// databases makes empty stores of both kinds.
type databases struct{ cluster *storetest.Cluster }

func (d databases) postgres(t *testing.T) store.Options {
	return store.Options{Postgres: d.cluster.Database(t)}
}

func (databases) sqlite(t *testing.T) store.Options {
	return store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
}

// kinds are both, by their names.
func (d databases) kinds() map[string]func(*testing.T) store.Options {
	return map[string]func(*testing.T) store.Options{"SQLite": d.sqlite, "PostgreSQL": d.postgres}
}

func open(t *testing.T, opts store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func shut(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// seeded is a store with n writes and something in every table, not open.
func seeded(t *testing.T, opts store.Options, n int) store.Options {
	t.Helper()
	s := open(t, opts)
	err := s.Write(context.Background(), func(tx *sql.Tx) error { return seed(tx, n) })
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	return opts
}

// hour is the unit of the seeds' times, in microseconds.
const hour = int64(3600 * 1e6)

// first is when the first write was handed in: 2026-11-24 at midnight in São Paulo.
const first = int64(1795489200) * 1e6

func seed(tx *sql.Tx, n int) error {
	var err error
	do := func(query string, args ...any) {
		if err == nil {
			_, err = tx.Exec(query, args...)
		}
	}
	do(`INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at) VALUES ('s1', 'acme', 'sealed', 'site', 1, 2)`)
	do(`INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at, revoked_at) VALUES ('s2', 'acme', 'sealed', 'site', 1, 2, 3)`)
	do(`INSERT INTO association (tenant, kind, local_code, code, name, updated_at) VALUES ('acme', 'plan', 'p', '1', 'São João "500" <mega>', 4)`)
	do(`INSERT INTO quote (tenant, invoice, day, amount) VALUES ('acme', 'i1', '2026-11-24', 12345)`)
	do(`INSERT INTO pause (tenant, client, note, created_at) VALUES ('norte', 'admin', 'ERP em manutenção', 5)`)
	for i := range n {
		id, at := fmt.Sprintf("w%05d", i), first+int64(i)*hour
		var payment, object any
		if i%3 != 0 {
			payment, object = "p"+id, "i"+id
			do(`INSERT INTO payment (id, tenant, method, reference, amount, created_at) VALUES ($1, 'acme', 'PIX', $1, $2, $3)`, payment, i*100, at)
		}
		do(`INSERT INTO write (id, tenant, client, function, object, payment, substance, input, state, version, opened_at, created_at, updated_at, steps)
			VALUES ($1, 'acme', 'site', 'settle_boleto', $2, $3, 'x', '{"name":"Maria da Silva \u0026 José"}', 'CONFIRMED', 2, $4, $4, $5, $6)`,
			id, object, payment, at, at+1, strings.Repeat("é", i%7))
		do(`INSERT INTO write_event (write, seq, at, from_state, to_state, reason, attempt, node, cause, actor, note)
			VALUES ($1, 1, $2, '', 'SENDING', '', 1, 'n', 'handed in', '', ''), ($1, 2, $2, 'SENDING', 'CONFIRMED', '', 1, 'n', '', 'admin', 'a
line')`, id, at)
	}
	return err
}

// bookkeeping are tables that are no data: wake-ups, versions, and the probe.
func bookkeeping(table string) bool {
	return strings.HasPrefix(table, "river_") || strings.HasPrefix(table, "sqlite_") || table == "goose_db_version" || table == "probe"
}

// contents are all rows of all tables there are, as texts, in an order of their own.
func contents(t *testing.T, opts store.Options) map[string][]string {
	t.Helper()
	s := open(t, opts)
	defer shut(t, s)
	list := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if s.IsPostgres() {
		list = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	}
	all := map[string][]string{}
	for _, name := range texts(t, s, list) {
		_, table, _ := strings.Cut(strings.TrimSuffix(name, ";"), "=")
		if !bookkeeping(table) {
			all[table] = texts(t, s, "SELECT * FROM "+table)
			slices.Sort(all[table])
		}
	}
	return all
}

// texts are the rows of a query as "column=value;…".
func texts(t *testing.T, s *store.Store, query string) (list []string) {
	t.Helper()
	rows, err := s.Read().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, c := range columns {
			fmt.Fprintf(&b, "%s=%v;", c, values[i])
		}
		list = append(list, b.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// same compares two stores' rows; want has to have something in every table.
func same(t *testing.T, got, want map[string][]string) {
	t.Helper()
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("other rows:\n%.2000s\nwant\n%.2000s", fmt.Sprint(got), fmt.Sprint(want))
	}
	for table, rows := range want {
		if len(rows) == 0 {
			t.Errorf("nothing in table %s: is it new? Add it to store's tables, and here", table)
		}
	}
}
