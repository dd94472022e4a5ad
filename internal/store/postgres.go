package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

const (
	// postgresConnections bounds a node's connections; several nodes share the
	// server's 100 (its default).
	postgresConnections = 16
	// idleTime is after how long an unused connection is closed.
	idleTime = 5 * time.Minute
	// connectTimeout holds unless the URL has a connect_timeout.
	connectTimeout = 5 * time.Second
)

// guards end what a node holds that was frozen, or cut off, within a transaction:
// its locks stop all others. A URL that has them goes first.
var guards = map[string]string{"idle_in_transaction_session_timeout": "10s", "lock_timeout": "10s"}

func openPostgres(url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	for name, value := range guards {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	db.SetConnMaxIdleTime(idleTime)
	return &Store{writer: db, reader: db, dialect: goose.DialectPostgres}, nil
}

// uniqueViolation is PostgreSQL's code for it.
const uniqueViolation = "23505"

// IsConflict tells whether a change was refused because another one of the same
// moment has taken what is unique. On SQLite, where changes wait for each other,
// there is no such moment.
func IsConflict(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == uniqueViolation
}
