package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// JobDriver is River's way to this store's tables of jobs.
func (s *Store) JobDriver() riverdriver.Driver[*sql.Tx] {
	if s.IsPostgres() {
		return riverdatabasesql.New(s.writer)
	}
	return riversqlite.New(s.writer)
}

// riverVersions are River's schemas (of its line "main") by the number of our
// migration that makes them. A later version of River with another schema gets a
// number of its own. Two steps, because PostgreSQL does not use the new words of
// an enumeration in the transaction that adds them.
var riverVersions = map[int64]int{4: 5, 5: 8}

// riverTables makes River's tables by migrations of our own: so they come under
// the same lock, and a binary that does not know them refuses the store.
func (s *Store) riverTables() (migrations []*goose.Migration) {
	for number, version := range riverVersions {
		up := func(ctx context.Context, tx *sql.Tx) error {
			migrator, err := rivermigrate.New(s.JobDriver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				return fmt.Errorf("store: %w", err)
			}
			//lint:ignore SA1019 It is deprecated because some of its steps cannot share a transaction: these do not.
			_, err = migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: version})
			return err
		}
		migrations = append(migrations, goose.NewGoMigration(number, &goose.GoFunc{RunTx: up}, nil))
	}
	return migrations
}
