package store

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite", in Go alone
)

const (
	// readers bounds the connections that read a SQLite file at once.
	readers = 4
	// busyMillis is how long a connection waits for another process that holds
	// the file, such as a backup.
	busyMillis = "5000"
)

// openSQLite opens a file with one connection that writes and a pool that
// reads: SQLite has one writer at a time, and waiting in Go is fair where
// SQLite's own waiting is not.
func openSQLite(path string) (*Store, error) {
	lock, err := prepareFile(path)
	if err != nil {
		return nil, err
	}
	writer, err := openFile(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(" + busyMillis + ")", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"},
	}, 1)
	if err != nil {
		return nil, err
	}
	reader, err := openFile(path, url.Values{
		"_pragma": {"busy_timeout(" + busyMillis + ")", "query_only(1)"},
	}, readers)
	if err != nil {
		return nil, err
	}
	return &Store{writer: writer, reader: reader, dialect: goose.DialectSQLite3, lock: lock}, nil
}

// prepareFile creates the file for its owner's eyes only (SQLite gives its
// journal the same rights) and locks it against a second process.
func prepareFile(path string) (*fileLock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		_ = lock.release()
		return nil, fmt.Errorf("store: %w", err)
	}
	return lock, f.Close()
}

func openFile(path string, query url.Values, connections int) (*sql.DB, error) {
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: query.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// openMemory has one connection for everything, because each connection to
// ":memory:" has a database of its own.
func openMemory() (*Store, error) {
	db, err := sql.Open("sqlite", "file::memory:?_txlock=immediate&_pragma=foreign_keys(1)")
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db.SetMaxOpenConns(1)
	return &Store{writer: db, reader: db, dialect: goose.DialectSQLite3}, nil
}
