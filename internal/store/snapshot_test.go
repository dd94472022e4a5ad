package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

// old is a file of the second schema.
func old(t *testing.T) store.Options {
	t.Helper()
	text, err := os.ReadFile("testdata/schema2.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	opts := store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
	if err := os.WriteFile(opts.SQLite, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return opts
}

func TestAnOldSchemaIsKeptWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]store.Options{"SQLite": old(t), "PostgreSQL": {Postgres: storetest.StartPostgres(t).Database(t)}} {
		t.Run(name, func(t *testing.T) {
			kept := opts
			kept.KeepSchema = true
			if s, err := store.Open(context.Background(), kept); !errors.Is(err, store.ErrOlderSchema) || !strings.Contains(err.Error(), "balcao migrate") {
				t.Fatalf("Open = %v, %v", s, err)
			}
			v, err := store.Migrate(context.Background(), opts)
			if err != nil || v.From >= v.To || opts.SQLite != "" && v.From != 2 || opts.Postgres != "" && v.From != 0 {
				t.Fatalf("%v, %v", v, err)
			}
			again, err := store.Migrate(context.Background(), opts)
			if err != nil || again.From != v.To || again.To != v.To {
				t.Errorf("%v, %v", again, err)
			}
			open(t, kept)
		})
	}
}

func TestASnapshotShowsOneMoment(t *testing.T) {
	t.Parallel()
	cluster := storetest.StartPostgres(t)
	for name, opts := range map[string]store.Options{
		"SQLite": {SQLite: filepath.Join(t.TempDir(), "balcao.db")}, "PostgreSQL": {Postgres: cluster.Database(t)},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, opts)
			add := func(id string) {
				if err := s.Write(context.Background(), func(tx *sql.Tx) error { return insert(tx, id) }); err != nil {
					t.Fatal(err)
				}
			}
			add("a")
			snap, err := store.OpenSnapshot(context.Background(), opts)
			if err != nil {
				t.Fatal(err)
			}
			add("b")
			if n := shares(t, snap); n != 1 {
				t.Errorf("%d rows in the snapshot", n)
			}
			if _, err := snap.Query(context.Background(), "DELETE FROM share RETURNING id"); err == nil {
				t.Error("a snapshot writes")
			}
			if err := snap.Close(); err != nil {
				t.Error(err)
			}
			if n := count(t, s); n != 2 {
				t.Errorf("%d rows in the store", n)
			}
		})
	}
}

func shares(t *testing.T, snap *store.Snapshot) (n int) {
	t.Helper()
	rows, err := snap.Query(context.Background(), "SELECT id FROM share")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		n++
	}
	return n
}

func TestTheLastOfAFileKeepsServersAway(t *testing.T) {
	t.Parallel()
	opts := old(t)
	last, err := store.OpenLast(context.Background(), opts.SQLite)
	if err != nil || last.Version() != 2 {
		t.Fatalf("%v, %v", last, err)
	}
	if _, err := store.Open(context.Background(), opts); err == nil || !strings.Contains(err.Error(), "another running server") {
		t.Errorf("Open = %v", err)
	}
	if err := last.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, opts)
	if _, err := store.OpenLast(context.Background(), opts.SQLite); err == nil {
		t.Error("a file in use was taken")
	}
	if _, err := store.OpenLast(context.Background(), opts.SQLite+"x"); err == nil {
		t.Error("a file that is not there was opened")
	}
}

// What fails leaves an empty store that can be filled once more.
func TestFillIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	opts := store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
	failure := errors.New("no")
	fill := func(fail error) error {
		return store.Fill(context.Background(), opts, 1, func(_ context.Context, tx *sql.Tx) error { return errors.Join(insert(tx, "a"), fail) })
	}
	if err := fill(failure); !errors.Is(err, failure) {
		t.Fatal(err)
	}
	if err := fill(nil); err != nil {
		t.Fatal(err)
	}
	if err := fill(nil); !errors.Is(err, store.ErrNotEmpty) {
		t.Fatal(err)
	}
	if n := count(t, open(t, opts)); n != 1 {
		t.Errorf("%d rows", n)
	}
	newer := store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
	if err := store.Fill(context.Background(), newer, 99999, nil); !errors.Is(err, store.ErrNewerSchema) {
		t.Error(err)
	}
	open(t, newer) // it is new, and has the newest schema now
	if err := store.Fill(context.Background(), newer, 1, nil); err == nil || !strings.Contains(err.Error(), "another running server") {
		t.Error(err)
	}
	if err := store.Fill(context.Background(), store.Options{}, 1, nil); err == nil {
		t.Error("a store in memory was filled")
	}
}
