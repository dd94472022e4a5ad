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

// ErrOlderSchema means that the store has to be migrated before it is used.
var ErrOlderSchema = errors.New("the store's schema is older than this binary")

// Versions are those of a schema before and after a migration: the number of
// its last step, 0 for a database that has none.
type Versions struct{ From, To int64 }

// Migrate brings a store's schema up to date and does nothing else. A SQLite
// file must not be open elsewhere; servers on PostgreSQL may run meanwhile.
func Migrate(ctx context.Context, opts Options) (Versions, error) {
	s, err := open(opts)
	if err != nil {
		return Versions{}, err
	}
	v, err := s.migrate(ctx, opts.Logger, 0)
	return v, errors.Join(err, s.Close())
}

// ready makes a store's schema the one that this binary needs, or refuses.
func (s *Store) ready(ctx context.Context, opts Options) error {
	if !opts.KeepSchema {
		_, err := s.migrate(ctx, opts.Logger, 0)
		return err
	}
	v, err := s.versions(ctx)
	if err == nil && v.From < v.To {
		err = fmt.Errorf("store: %w: its version is %d, and %d is needed; run `balcao migrate` as a user that may change tables", ErrOlderSchema, v.From, v.To)
	}
	return err
}

// migrate brings the schema up to a version, 0 for the newest. Of several nodes
// that start together one does it and the others wait.
func (s *Store) migrate(ctx context.Context, logger *slog.Logger, to int64) (Versions, error) {
	v, err := s.versions(ctx)
	if err != nil {
		return v, err
	}
	if to == 0 {
		to = v.To
	}
	provider, err := s.provider(logger)
	if err != nil {
		return v, fmt.Errorf("store: %w", err)
	}
	if _, err := provider.UpTo(ctx, to); err != nil {
		return v, fmt.Errorf("store: bringing the schema from version %d to %d: %w", v.From, to, err)
	}
	return Versions{v.From, to}, nil
}

// versions are the schema's own and the newest that this binary knows. It
// writes nothing.
func (s *Store) versions(ctx context.Context) (Versions, error) {
	have, err := schemaVersion(ctx, s.writer, s.dialect)
	if err != nil {
		return Versions{}, err
	}
	v := Versions{have, newest()}
	return v, v.check()
}

// newest is the number of the last migration, ours or River's.
func newest() (last int64) {
	for number := range riverVersions {
		last = max(last, number)
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		panic("store: " + err.Error()) // the pattern is right
	}
	for _, name := range files {
		number, err := goose.NumericComponent(name)
		if err != nil {
			panic("store: " + err.Error()) // goose itself would refuse the file
		}
		last = max(last, number)
	}
	return last
}

func (v Versions) check() error {
	if v.From > v.To {
		return fmt.Errorf("store: %w: its schema has version %d, this binary knows %d; use the newer binary or a backup of before", ErrNewerSchema, v.From, v.To)
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
