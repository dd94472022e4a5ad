package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/pressly/goose/v3"
)

// Options tell where the store is. Set one of SQLite and Postgres, or neither:
// then everything is in memory and gone with the process.
type Options struct {
	// SQLite is the path of the database file. It is created, readable by its
	// owner only, with its folder; one process may have it open.
	SQLite string
	// Postgres is a connection URL: "postgres://user:password@host/database".
	Postgres string
	// Logger is told of migrations that are applied.
	Logger *slog.Logger
	// KeepSchema makes [Open] refuse an old schema ([ErrOlderSchema]) where it
	// would bring it up to date, for a user who may not change tables.
	KeepSchema bool
}

// Store is an open store. It is safe for concurrent use.
type Store struct {
	// writer and reader are the same pool except for a SQLite file.
	writer, reader *sql.DB
	dialect        goose.Dialect
	lock           *fileLock
	// group commits what waits together; nil on PostgreSQL, which does so itself.
	group *grouping
}

// Open opens the store and brings its schema up to date, unless
// [Options.KeepSchema] is set. A schema newer than this binary is refused
// ([ErrNewerSchema]). Errors never show a password.
func Open(ctx context.Context, opts Options) (*Store, error) {
	s, err := open(opts)
	if err != nil {
		return nil, err
	}
	if s.dialect == goose.DialectSQLite3 {
		s.group = newGrouping(s)
	}
	if err := s.ready(ctx, opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func open(opts Options) (*Store, error) {
	switch {
	case opts.SQLite != "" && opts.Postgres != "":
		return nil, errors.New("store: both a SQLite path and a PostgreSQL URL are set; set one")
	case opts.Postgres != "":
		return openPostgres(opts.Postgres)
	case opts.SQLite != "":
		return openSQLite(opts.SQLite)
	}
	return openMemory()
}

// Read gives the connections for statements that change nothing. Inside
// [Store.Write] read through the transaction instead.
func (s *Store) Read() *sql.DB { return s.reader }

// Write runs fn in a transaction and commits it unless fn fails. On SQLite
// writers wait for each other; when Write returns nil the change is on disk.
func (s *Store) Write(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	// After a commit the rollback does nothing.
	defer func() { _ = tx.Rollback() }()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Writer gives the connections that write, for libraries that keep tables of
// their own here. On SQLite it is one connection: whoever holds it stops all
// others.
func (s *Store) Writer() *sql.DB { return s.writer }

// IsPostgres tells which of the two databases it is.
func (s *Store) IsPostgres() bool { return s.dialect == goose.DialectPostgres }

// Clock is the SQL of the database's own present instant as [Micros] has it.
// What nodes with different clocks have to agree on is judged by it.
func (s *Store) Clock() string {
	if s.IsPostgres() {
		return "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
	}
	return "CAST(unixepoch('subsec') * 1000000 AS INTEGER)"
}

// Ping tells whether the store answers; a readiness check.
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.writer.ExecContext(ctx, "SELECT 1"); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Close ends all connections and lets another process open the file.
func (s *Store) Close() error {
	if s.group != nil {
		s.group.close()
	}
	err := s.writer.Close()
	if s.reader != s.writer {
		err = errors.Join(err, s.reader.Close())
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.release())
	}
	return err
}

// Micros is an instant as the store keeps it: microseconds since 1970 UTC,
// which is PostgreSQL's own precision.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Instant reads what [Micros] wrote, in UTC.
func Instant(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
