package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// ErrNotEmpty is the error of a store that was to be filled and has rows.
var ErrNotEmpty = errors.New("the store is not empty")

// Fill fills an empty store with rows that were written under a version of the
// schema. It brings the schema to that version, runs fn in one transaction, and
// brings the schema up to date. The error of a store with rows is an
// [ErrNotEmpty]; nothing is changed then, nor if fn fails.
func Fill(ctx context.Context, opts Options, version int64, fn func(context.Context, *sql.Tx) error) error {
	if opts.SQLite == "" && opts.Postgres == "" {
		return errors.New("store: it is in memory, and ends with its server: nothing can be kept in it")
	}
	s, err := open(opts)
	if err != nil {
		return err
	}
	return errors.Join(s.fill(ctx, opts, version, fn), s.Close())
}

func (s *Store) fill(ctx context.Context, opts Options, version int64, fn func(context.Context, *sql.Tx) error) error {
	v, err := s.versions(ctx)
	if err != nil {
		return err
	}
	if err := (Versions{version, v.To}).check(); err != nil {
		return err
	}
	if err := s.empty(ctx, s.writer); err != nil {
		return err
	}
	if v.From > version {
		return fmt.Errorf("store: its schema has version %d already, the rows are of version %d; give them a new database", v.From, version)
	}
	if _, err := s.migrate(ctx, opts.Logger, version); err != nil {
		return err
	}
	if err := s.Write(ctx, func(tx *sql.Tx) error { return s.fillAlone(ctx, tx, fn) }); err != nil {
		return err
	}
	_, err = s.migrate(ctx, opts.Logger, 0)
	return err
}

// fillAlone keeps nodes that have been started too early from writing.
func (s *Store) fillAlone(ctx context.Context, tx *sql.Tx, fn func(context.Context, *sql.Tx) error) error {
	if s.IsPostgres() {
		names, err := present(ctx, tx, s.dialect)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "LOCK TABLE "+strings.Join(names, ", ")+" IN EXCLUSIVE MODE"); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	if err := s.empty(ctx, tx); err != nil {
		return err
	}
	return fn(ctx, tx)
}

// empty refuses a store that has rows.
func (s *Store) empty(ctx context.Context, q querier) error {
	names, err := present(ctx, q, s.dialect)
	if err != nil {
		return err
	}
	for _, name := range names {
		var has bool
		if err := q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+name+")").Scan(&has); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if has {
			return fmt.Errorf("store: %w: there are rows in its table %s; only a new one can be filled", ErrNotEmpty, name)
		}
	}
	return nil
}
