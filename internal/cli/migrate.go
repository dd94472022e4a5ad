package cli

import (
	"errors"
	"fmt"

	"balcao/internal/config"
	"balcao/internal/store"
)

// storeFlag is shared by the commands that work on a durable store.
type storeFlag struct {
	Config string `help:"The config file, which says where the store is." type:"path" env:"BALCAO_CONFIG" placeholder:"FILE"`
}

// open reads where the store is. Of the config's secrets only that is needed.
func (c storeFlag) open(e *environment) (store.Options, error) {
	cfg, err := config.LoadStore(c.Config, e.environ)
	if err != nil {
		return store.Options{}, err
	}
	opts := store.Options{SQLite: cfg.Store.SQLite, Postgres: cfg.Store.Postgres.Reveal()}
	if opts.SQLite == "" && opts.Postgres == "" {
		return opts, errors.New("without --config there is only the sandbox, whose store is in memory and ends with its server")
	}
	return opts, nil
}

type migrateCommand struct {
	storeFlag
}

// Help is what --help shows beside the flags.
func (migrateCommand) Help() string {
	return `Serving does it by itself, unless the config says "store: {migrate: false}": then run this, as a user who may
change tables, after each update and before the new version is started. A SQLite file must not be in use; servers on
PostgreSQL may run meanwhile. Make a backup first: there is no way back to an older version.`
}

// Run brings the schema up and says from where to where.
func (c migrateCommand) Run(e *environment) error {
	opts, err := c.open(e)
	if err != nil {
		return err
	}
	v, err := store.Migrate(e.ctx, opts)
	switch {
	case err != nil:
		return err
	case v.From == v.To:
		fmt.Fprintf(e.stdout, "The store's schema is up to date: version %d.\n", v.To)
	default:
		fmt.Fprintf(e.stdout, "The store's schema was brought from version %d to %d.\n", v.From, v.To)
	}
	return nil
}
