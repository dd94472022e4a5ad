package archive

import (
	"context"
	"os"
	"time"

	"balcao/internal/store"
)

// Backup writes everything that must survive to a file that does not exist yet,
// beside the server that has the store open: of SQLite a database file, of
// PostgreSQL an archive. The file is on the disk and has been read again when
// Backup returns.
func Backup(ctx context.Context, opts store.Options, to string, tell Progress) (counts []Count, err error) {
	err = create(to, func(f *os.File) error {
		if opts.SQLite == "" {
			counts, err = backupRows(ctx, opts, f, tell)
			return err
		}
		counts, err = backupFile(ctx, opts.SQLite, f.Name(), tell)
		return err
	})
	return counts, err
}

func backupRows(ctx context.Context, opts store.Options, f *os.File, tell Progress) ([]Count, error) {
	snap, err := store.OpenSnapshot(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	d := dump{snap: snap, ask: snap.Query, kind: Full, tell: tell}
	if _, err := d.write(ctx, f); err != nil {
		return nil, err
	}
	h, err := verify(ctx, f, tell)
	return h.Tables, err
}

func backupFile(ctx context.Context, path, to string, tell Progress) ([]Count, error) {
	watched := watch(path, to, tell)
	err := store.CopyFile(ctx, path, to)
	watched()
	if err != nil {
		return nil, err
	}
	snap, err := store.OpenSnapshot(ctx, store.Options{SQLite: to})
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	if err := snap.CheckFile(ctx); err != nil {
		return nil, err
	}
	return count(ctx, snap, everything)
}

// watchEvery is how often the growing of a file is told.
const watchEvery = 200 * time.Millisecond

// watch tells how a copy grows to the size of its original, until the function
// that it returns is called.
func watch(path, to string, tell Progress) (stop func()) {
	if tell == nil {
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				total := size(path)
				tell("bytes", min(size(to), total), total)
			case <-quit:
				return
			}
		}
	}()
	return func() { close(quit); <-done }
}

// size is a file's, 0 where there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
