package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/pressly/goose/v3"
)

// Snapshot is a store as it was at one moment. It is read beside a server that
// has the store open, and neither waits for the other.
type Snapshot struct {
	db      *sql.DB
	tx      *sql.Tx
	dialect goose.Dialect
	lock    *fileLock
	version int64
	tables  []string
}

// OpenSnapshot reads a store at this moment. A schema newer than this binary is
// refused ([ErrNewerSchema]); an older one is read as it is.
func OpenSnapshot(ctx context.Context, opts Options) (*Snapshot, error) {
	s, err := openSnapshot(opts)
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenLast is [OpenSnapshot] of a SQLite file that no server has open, nor can
// open before [Snapshot.Close]: what it shows is the last there is.
func OpenLast(ctx context.Context, path string) (*Snapshot, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	s, err := OpenSnapshot(ctx, Options{SQLite: path})
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	s.lock = lock
	return s, nil
}

func openSnapshot(opts Options) (*Snapshot, error) {
	switch {
	case opts.Postgres != "":
		s, err := openPostgres(opts.Postgres)
		if err != nil {
			return nil, err
		}
		return &Snapshot{db: s.reader, dialect: s.dialect}, nil
	case opts.SQLite != "":
		db, err := openReadOnly(opts.SQLite)
		return &Snapshot{db: db, dialect: goose.DialectSQLite3}, err
	}
	return nil, errors.New("store: it is in memory, and ends with its server: there is nothing to read")
}

// openReadOnly opens a SQLite file that has to be there, without its lock.
func openReadOnly(path string) (*sql.DB, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("store: there is no file %s", path)
	case err != nil:
		return nil, fmt.Errorf("store: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("store: %s is no file", path)
	}
	return openFile(path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(" + busyMillis + ")"}}, 1)
}

// begin begins the transaction that everything is read in. SQLite's begins with
// the first statement.
func (s *Snapshot) begin(ctx context.Context) (err error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.dialect == goose.DialectPostgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	if s.tx, err = s.db.BeginTx(ctx, opts); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if s.version, err = schemaVersion(ctx, s.tx, s.dialect); err != nil {
		return err
	}
	if err := (Versions{s.version, newest()}).check(); err != nil {
		return err
	}
	s.tables, err = present(ctx, s.tx, s.dialect)
	return err
}

// Version is that of the schema, the number of its last migration.
func (s *Snapshot) Version() int64 { return s.version }

// IsPostgres tells which of the two databases it is.
func (s *Snapshot) IsPostgres() bool { return s.dialect == goose.DialectPostgres }

// Tables are those with what must survive, in an order in which their rows can
// be added elsewhere.
func (s *Snapshot) Tables() []string { return s.tables }

// Query asks for rows as of the snapshot's moment.
func (s *Snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.tx.QueryContext(ctx, query, args...)
}

// CheckFile goes through a SQLite file and tells what is broken in it.
func (s *Snapshot) CheckFile(ctx context.Context) error {
	var verdict string
	if err := s.tx.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if verdict != "ok" {
		return fmt.Errorf("store: the file is damaged: %s", verdict)
	}
	var orphans int
	if err := s.tx.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&orphans); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if orphans > 0 {
		return fmt.Errorf("store: the file is damaged: %d rows refer to rows that are not there", orphans)
	}
	return nil
}

// Close ends the reading.
func (s *Snapshot) Close() error {
	var errs []error
	if s.tx != nil {
		errs = append(errs, s.tx.Rollback())
	}
	errs = append(errs, s.db.Close())
	if s.lock != nil {
		errs = append(errs, s.lock.release())
	}
	return errors.Join(errs...)
}

// CopyFile writes a SQLite store as it is at this moment into an empty file,
// beside a server that has it open.
func CopyFile(ctx context.Context, path, to string) error {
	db, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", to); err != nil {
		return fmt.Errorf("store: copying %s: %w", path, err)
	}
	return nil
}
