package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Every store passes the same scenarios.
func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		scenarios(t, func(*testing.T) store.Options { return store.Options{} })
	})
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		scenarios(t, func(t *testing.T) store.Options {
			return store.Options{SQLite: filepath.Join(t.TempDir(), "new folder", "50% #1?.db")}
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		cluster := storetest.StartPostgres(t)
		scenarios(t, func(t *testing.T) store.Options { return store.Options{Postgres: cluster.Database(t)} })
	})
}

func scenarios(t *testing.T, options func(*testing.T) store.Options) {
	// Not parallel among themselves: the cluster ends with the parent test.
	for name, scenario := range map[string]func(*testing.T, *store.Store){
		"committed is read":           committedIsRead,
		"failed leaves nothing":       failedLeavesNothing,
		"many writers and readers":    manyWritersAndReaders,
		"a panic leaves nothing":      panicLeavesNothing,
		"a cancelled write is undone": cancelledWriteIsUndone,
	} {
		t.Run(name, func(t *testing.T) { scenario(t, open(t, options(t))) })
	}
	t.Run("opening again keeps rows", func(t *testing.T) { openingAgainKeepsRows(t, options(t)) })
	t.Run("a newer schema is refused", func(t *testing.T) { newerSchemaIsRefused(t, options(t)) })
}

func open(t *testing.T, opts store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func insert(tx *sql.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $5)`, id, "acme", "sealed", "site", store.Micros(time.Now()))
	return err
}

func count(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	if err := s.Read().QueryRow("SELECT count(*) FROM share").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func committedIsRead(t *testing.T, s *store.Store) {
	at := time.Date(2026, 11, 24, 3, 4, 5, 678901000, time.UTC)
	err := s.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6)`, "a", "acme", "sealed", "site", store.Micros(at), store.Micros(at.Add(time.Hour)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var expires int64
	var revoked sql.NullInt64
	row := s.Read().QueryRow("SELECT expires_at, revoked_at FROM share WHERE tenant = $1 AND id = $2", "acme", "a")
	if err := row.Scan(&expires, &revoked); err != nil || !store.Instant(expires).Equal(at.Add(time.Hour)) || revoked.Valid {
		t.Fatalf("read %v, %v, %v", store.Instant(expires), revoked, err)
	}
	if err := s.Ping(context.Background()); err != nil {
		t.Error(err)
	}
}

func failedLeavesNothing(t *testing.T, s *store.Store) {
	failure := errors.New("no")
	err := s.Write(context.Background(), func(tx *sql.Tx) error { return errors.Join(insert(tx, "a"), failure) })
	if !errors.Is(err, failure) || count(t, s) != 0 {
		t.Fatalf("Write = %v, rows %d", err, count(t, s))
	}
}

func panicLeavesNothing(t *testing.T, s *store.Store) {
	func() {
		defer func() { _ = recover() }()
		_ = s.Write(context.Background(), func(tx *sql.Tx) error {
			if err := insert(tx, "a"); err != nil {
				return err
			}
			panic("bug")
		})
	}()
	if n := count(t, s); n != 0 {
		t.Fatalf("%d rows", n)
	}
}

func cancelledWriteIsUndone(t *testing.T, s *store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Write(ctx, func(tx *sql.Tx) error {
		defer cancel()
		return insert(tx, "a")
	})
	if err == nil || count(t, s) != 0 {
		t.Fatalf("Write = %v, rows %d", err, count(t, s))
	}
}

func manyWritersAndReaders(t *testing.T, s *store.Store) {
	const writers, each = 8, 10
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				id := string(rune('a'+w)) + string(rune('a'+i))
				if err := s.Write(context.Background(), func(tx *sql.Tx) error { return insert(tx, id) }); err != nil {
					t.Error(err)
				}
				var n int
				if err := s.Read().QueryRow("SELECT count(*) FROM share WHERE id = $1", id).Scan(&n); err != nil || n != 1 {
					t.Errorf("own row not read back: %d, %v", n, err)
				}
			}
		})
	}
	group.Wait()
	if n := count(t, s); n != writers*each {
		t.Errorf("%d rows", n)
	}
}

func openingAgainKeepsRows(t *testing.T, opts store.Options) {
	first := open(t, opts)
	if err := first.Write(context.Background(), func(tx *sql.Tx) error { return insert(tx, "a") }); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	want := 1
	if opts == (store.Options{}) {
		want = 0
	}
	if n := count(t, open(t, opts)); n != want {
		t.Errorf("%d rows after opening again, want %d", n, want)
	}
}

func newerSchemaIsRefused(t *testing.T, opts store.Options) {
	if opts == (store.Options{}) {
		return // memory is never older or newer than the binary
	}
	s := open(t, opts)
	err := s.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
		return err
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err := store.Open(context.Background(), opts); !errors.Is(err, store.ErrNewerSchema) || !strings.Contains(err.Error(), "99999") {
		t.Errorf("Open = %v, %v", s, err)
	}
}

func TestSeveralNodesMigrateTogether(t *testing.T) {
	t.Parallel()
	url := storetest.StartPostgres(t).Database(t)
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			s, err := store.Open(context.Background(), store.Options{Postgres: url})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
}

func TestSQLiteFileIsPrivateAndDurable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "balcao.db")
	s := open(t, store.Options{SQLite: path})
	for _, name := range []string{path, path + "-wal", path + "-shm", path + ".lock"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(name), info.Mode())
		}
	}
	err := s.Write(context.Background(), func(tx *sql.Tx) error {
		var mode, synchronous string
		if err := tx.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil {
			return err
		}
		if err := tx.QueryRow("PRAGMA synchronous").Scan(&synchronous); err != nil {
			return err
		}
		const full = "2"
		if mode != "wal" || synchronous != full {
			t.Errorf("journal_mode %s, synchronous %s", mode, synchronous)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read().Exec("DELETE FROM share"); err == nil {
		t.Error("the read pool writes")
	}
}

func TestOneProcessForAFile(t *testing.T) {
	t.Parallel()
	opts := store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
	first := open(t, opts)
	if _, err := store.Open(context.Background(), opts); err == nil || !strings.Contains(err.Error(), "another running server") {
		t.Fatalf("a second Open = %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, opts)
}

func TestOpenErrorsShowNoPassword(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]store.Options{
		"nobody listens":   {Postgres: "postgres://balcao:s3gredo@/x?host=" + t.TempDir()},
		"malformed port":   {Postgres: "postgres://balcao:s3gredo@localhost:none/x"},
		"malformed escape": {Postgres: "postgres://balcao:s3gredo%zz@localhost/x"},
		"malformed option": {Postgres: "postgres://balcao:s3gredo@localhost/x?sslmode=perhaps"},
		"both":             {Postgres: "postgres://balcao:s3gredo@localhost/x", SQLite: "x.db"},
		"a folder":         {SQLite: t.TempDir()},
	} {
		s, err := store.Open(context.Background(), opts)
		if err == nil || strings.Contains(err.Error(), "s3gredo") {
			t.Errorf("%s: Open = %v, %v", name, s, err)
		}
	}
}

// Databases of before the ledger are carried over with every row.
func TestFilesOfEarlierSchemas(t *testing.T) {
	t.Parallel()
	for name, associations := range map[string]int{"schema1.sqlite": 0, "schema2.sqlite": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "balcao.db")
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, store.Options{SQLite: path})
			var shares, rows, jobs, revoked int
			err = s.Read().QueryRow(`SELECT (SELECT count(*) FROM share WHERE tenant = 'acme' AND boleto LIKE 'sealed-%'),
				(SELECT count(*) FROM share WHERE revoked_at IS NOT NULL),
				(SELECT count(*) FROM association), (SELECT count(*) FROM river_job) + (SELECT count(*) FROM write)`).Scan(&shares, &revoked, &rows, &jobs)
			if err != nil || shares != 2 || revoked != 1 || rows != associations || jobs != 0 {
				t.Errorf("%d shares, %d revoked, %d associations, %d jobs and writes: %v", shares, revoked, rows, jobs, err)
			}
		})
	}
}
