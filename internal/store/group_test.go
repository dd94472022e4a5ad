package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

// Short transactions that wait are committed together; for who waits it is as if
// each were alone.
func TestGroup(t *testing.T) {
	t.Parallel()
	run := func(t *testing.T, options func(*testing.T) store.Options) {
		for name, scenario := range map[string]func(*testing.T, *store.Store){
			"one fails, the others do not": oneOfManyFails,
			"a panic is an error":          panicIsAnError,
			"who left before its turn":     whoLeftBeforeItsTurn,
			"who leaves in its turn":       whoLeavesInItsTurn,
			"a closed store":               groupOfAClosedStore,
		} {
			t.Run(name, func(t *testing.T) { scenario(t, open(t, options(t))) })
		}
	}
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		run(t, func(*testing.T) store.Options { return store.Options{} })
	})
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		run(t, func(t *testing.T) store.Options {
			return store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		cluster := storetest.StartPostgres(t)
		run(t, func(t *testing.T) store.Options { return store.Options{Postgres: cluster.Database(t)} })
	})
}

// add puts a row into the store by a transaction of a group.
func add(ctx context.Context, s *store.Store, id string, then error) error {
	return s.Group(ctx, func(_ context.Context, tx *sql.Tx) error { return errors.Join(insert(tx, id), then) })
}

// held stops all writing to a SQLite store until it is let go, so that what comes
// meanwhile waits for one commit.
func held(t *testing.T, s *store.Store) (letGo func()) {
	t.Helper()
	has, quit, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		err := s.Group(context.Background(), func(context.Context, *sql.Tx) error {
			close(has)
			<-quit
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}()
	<-has
	return func() {
		close(quit)
		<-ended
	}
}

func oneOfManyFails(t *testing.T, s *store.Store) {
	letGo := held(t, s)
	failure := errors.New("no")
	errs := make([]error, 300) // more than one group
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			switch {
			case i%10 == 3:
				errs[i] = add(t.Context(), s, strconv.Itoa(i), failure)
			case i%10 == 7: // the same row again: the database says no
				errs[i] = s.Group(t.Context(), func(_ context.Context, tx *sql.Tx) error {
					return errors.Join(insert(tx, strconv.Itoa(i)), insert(tx, strconv.Itoa(i)))
				})
			default:
				errs[i] = add(t.Context(), s, strconv.Itoa(i), nil)
			}
		})
	}
	letGo()
	all.Wait()
	for i, err := range errs {
		if failed := i%10 == 3 || i%10 == 7; failed != (err != nil) || i%10 == 3 && !errors.Is(err, failure) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := count(t, s); n != 240 {
		t.Errorf("%d rows, want 240", n)
	}
}

func panicIsAnError(t *testing.T, s *store.Store) {
	letGo := held(t, s)
	var panicked, good error
	var both sync.WaitGroup
	both.Go(func() {
		panicked = s.Group(t.Context(), func(_ context.Context, tx *sql.Tx) error {
			if err := insert(tx, "a"); err != nil {
				return err
			}
			panic("secret")
		})
	})
	both.Go(func() { good = add(t.Context(), s, "b", nil) })
	letGo()
	both.Wait()
	if panicked == nil || strings.Contains(panicked.Error(), "secret") || good != nil || count(t, s) != 1 {
		t.Errorf("%v, %v, %d rows", panicked, good, count(t, s))
	}
}

func whoLeftBeforeItsTurn(t *testing.T, s *store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := add(ctx, s, "a", nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := add(t.Context(), s, "b", nil); err != nil || count(t, s) != 1 {
		t.Errorf("%v, %d rows", err, count(t, s))
	}
}

// A statement that is cancelled half-way would undo what others of the group
// have done. So on SQLite it is not, and nowhere is another one touched.
func whoLeavesInItsTurn(t *testing.T, s *store.Store) {
	letGo := held(t, s)
	errs := make([]error, 20)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			errs[i] = s.Group(ctx, func(ctx context.Context, tx *sql.Tx) error {
				if i == 10 {
					cancel()
				}
				_, err := tx.ExecContext(ctx, `INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at) VALUES ($1, '', '', '', 0, 0)`, strconv.Itoa(i))
				return err
			})
		})
	}
	letGo()
	all.Wait()
	want := 20
	for i, err := range errs {
		if i == 10 && err != nil {
			want = 19 // told so, and undone
			continue
		}
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := count(t, s); n != want {
		t.Errorf("%d rows, want %d", n, want)
	}
}

func groupOfAClosedStore(t *testing.T, s *store.Store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := add(context.Background(), s, "a", nil); err == nil {
		t.Error("a closed store takes rows")
	}
}

// Everybody who waits when the store is closed is told, one way or the other,
// and whoever was told of success finds the row.
func TestClosingWhileManyWait(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "balcao.db")
	s := open(t, store.Options{SQLite: path})
	letGo := held(t, s)
	var taken atomic.Int64
	var all sync.WaitGroup
	waiting := make(chan struct{}, 200)
	for i := range 200 {
		all.Go(func() {
			waiting <- struct{}{}
			if add(context.Background(), s, strconv.Itoa(i), nil) == nil {
				taken.Add(1)
			}
		})
	}
	for range 200 {
		<-waiting
	}
	all.Go(func() { _ = s.Close() })
	letGo()
	all.Wait()
	if n := count(t, open(t, store.Options{SQLite: path})); int64(n) != taken.Load() {
		t.Errorf("%d were told that their row is stored, there are %d", taken.Load(), n)
	}
}

// A commit that fails is told to all, and none of their rows is there.
func TestACommitThatFails(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")})
	// A deferred key is looked at when the transaction is committed.
	if _, err := s.Writer().Exec(`CREATE TABLE child (id TEXT, parent TEXT REFERENCES share (id) DEFERRABLE INITIALLY DEFERRED)`); err != nil {
		t.Fatal(err)
	}
	letGo := held(t, s)
	errs := make([]error, 20)
	var all sync.WaitGroup
	var together atomic.Int64
	for i := range errs {
		all.Go(func() {
			errs[i] = s.Group(t.Context(), func(ctx context.Context, tx *sql.Tx) error {
				together.Add(1)
				if i == 10 {
					_, err := tx.ExecContext(ctx, `INSERT INTO child VALUES ('a', 'nobody')`)
					return err
				}
				return insert(tx, strconv.Itoa(i))
			})
		})
	}
	for len(errs) > int(store.Waiting(s)) {
		time.Sleep(time.Millisecond)
	}
	letGo()
	all.Wait()
	for i, err := range errs {
		if err == nil {
			t.Errorf("%d was told that it is stored", i)
		}
	}
	if n := count(t, s); n != 0 {
		t.Errorf("%d rows", n)
	}
	// The next ones are not touched by it.
	if err := add(t.Context(), s, "after", nil); err != nil || count(t, s) != 1 {
		t.Errorf("%v, %d rows", err, count(t, s))
	}
}

// Many that wait share their commits: that is what groups are for.
func TestGroupsShareCommits(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")})
	letGo := held(t, s)
	var mu sync.Mutex
	commits := map[string]bool{}
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			err := s.Group(t.Context(), func(_ context.Context, tx *sql.Tx) error {
				mu.Lock()
				defer mu.Unlock()
				commits[fmt.Sprintf("%p", tx)] = true
				return insert(tx, strconv.Itoa(i))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for store.Waiting(s) < 100 {
		time.Sleep(time.Millisecond)
	}
	letGo()
	all.Wait()
	if len(commits) != 1 || count(t, s) != 100 {
		t.Errorf("%d rows in %d commits", count(t, s), len(commits))
	}
}
