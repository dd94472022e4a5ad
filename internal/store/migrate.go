package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// The migrations, in the order of their numbers, the same for both databases.
// They only go up: going back to an older binary needs a backup.
//
//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewerSchema means that a later version of Balcão has used this store.
var ErrNewerSchema = errors.New("the store was written by a newer version of Balcão")

// migrate brings the schema up to date. Of several nodes that start together
// one does it and the others wait.
func (s *Store) migrate(ctx context.Context, logger *slog.Logger) error {
	provider, err := s.provider(logger)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("store: reading the schema's version: %w", err)
	}
	if have > want {
		return fmt.Errorf("store: %w: its schema has version %d, this binary knows %d; use the newer binary or a backup of before", ErrNewerSchema, have, want)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("store: bringing the schema from version %d to %d: %w", have, want, err)
	}
	return nil
}

func (s *Store) provider(logger *slog.Logger) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithSlog(logger), goose.WithGoMigrations(s.riverTables()...)}
	if s.dialect == goose.DialectPostgres {
		// Every second for five minutes: longer than any migration of ours.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(s.dialect, s.writer, files, opts...)
}
