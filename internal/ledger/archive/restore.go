package archive

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"balcao/internal/store"
)

// Restore fills an empty store from a backup, of SQLite or of PostgreSQL, which
// is checked first. It compares what it has written with what it has read before
// it commits.
func Restore(ctx context.Context, from string, opts store.Options, tell Progress) ([]Count, error) {
	f, err := os.Open(from)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	defer func() { _ = f.Close() }()
	if isSQLite(f) {
		return restoreFile(ctx, from, opts, tell)
	}
	h, err := verify(ctx, f, tell)
	if err != nil {
		return nil, err
	}
	if h.Kind != Full {
		return nil, errors.New("archive: this is an export, which is for reading and lacks tables; restore from a backup")
	}
	err = store.Fill(ctx, opts, h.Schema, func(ctx context.Context, tx *sql.Tx) error {
		return newFiller(ctx, tx, h.Tables, tell).run(func(add func(line) error) error { return rows(ctx, f, add) })
	})
	return h.Tables, err
}

// Import fills an empty PostgreSQL from a SQLite file that no server has open.
func Import(ctx context.Context, path string, opts store.Options, tell Progress) ([]Count, error) {
	if opts.Postgres == "" {
		return nil, errors.New("archive: the config's store is no PostgreSQL; set store.postgres to where the file's rows are to go")
	}
	snap, err := store.OpenLast(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	return copyFrom(ctx, snap, opts, tell)
}

func restoreFile(ctx context.Context, path string, opts store.Options, tell Progress) ([]Count, error) {
	snap, err := store.OpenSnapshot(ctx, store.Options{SQLite: path})
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	return copyFrom(ctx, snap, opts, tell)
}

// copyFrom fills a store with the rows of a SQLite file.
func copyFrom(ctx context.Context, snap *store.Snapshot, opts store.Options, tell Progress) ([]Count, error) {
	if err := snap.CheckFile(ctx); err != nil {
		return nil, err
	}
	if snap.Version() == 0 {
		return nil, errors.New("archive: the file is no store of Balcão's")
	}
	counts, err := count(ctx, snap, everything)
	if err != nil {
		return nil, err
	}
	err = store.Fill(ctx, opts, snap.Version(), func(ctx context.Context, tx *sql.Tx) error {
		return newFiller(ctx, tx, counts, tell).run(func(add func(line) error) error {
			for _, c := range counts {
				put := func(r row) error { return add(line{c.Table, r}) }
				if err := querier(snap.Query).each(ctx, put, "SELECT * FROM "+c.Table); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return counts, err
}

// isSQLite tells the two kinds of backups apart.
func isSQLite(f *os.File) bool {
	magic := []byte("SQLite format 3\x00")
	head := make([]byte, len(magic))
	_, err := f.ReadAt(head, 0)
	return err == nil && bytes.Equal(head, magic)
}

// verify reads an archive from its beginning to its footer.
func verify(ctx context.Context, f io.ReadSeeker, tell Progress) (Header, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Header{}, fmt.Errorf("archive: %w", err)
	}
	d, h, err := newDecoder(f)
	if err != nil {
		return h, err
	}
	progress := counter{tell: tell, what: "checking"}
	left := map[string]int64{}
	for _, c := range h.Tables {
		left[c.Table] = c.Rows
		progress.total += c.Rows
	}
	for ctx.Err() == nil {
		l, err := d.next()
		if err != nil {
			return h, err
		}
		if l == nil {
			return h, complete(left)
		}
		left[l.Table]--
		progress.step()
	}
	return h, ctx.Err()
}

// complete refuses an archive that has not the rows of which its header speaks.
func complete(left map[string]int64) error {
	for table, n := range left {
		if n != 0 {
			return fmt.Errorf("archive: %w: its rows of table %s are not those of its first line", errDamaged, table)
		}
	}
	return nil
}

// rows gives every row of an archive to add.
func rows(ctx context.Context, f io.ReadSeeker, add func(line) error) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	d, _, err := newDecoder(f)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		l, err := d.next()
		if err != nil || l == nil {
			return err
		}
		if err := add(*l); err != nil {
			return err
		}
	}
	return ctx.Err()
}
