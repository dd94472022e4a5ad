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

// Restored is what a restore has done.
type Restored struct {
	Tables []Count
	// Paused are the tenants to whose ERPs nothing is sent before a person says so.
	Paused []string
}

// Restore fills an empty store from a backup, of SQLite or of PostgreSQL, which
// is checked first. It compares what it has written with what it has read before
// it commits. With pause, tenants with open writes are paused: a backup does not
// know what has been sent since it was made.
func Restore(ctx context.Context, from string, opts store.Options, pause bool, tell Progress) (Restored, error) {
	f, err := os.Open(from)
	if err != nil {
		return Restored{}, fmt.Errorf("archive: %w", err)
	}
	defer func() { _ = f.Close() }()
	r := restoring{opts: opts, pause: pause, tell: tell}
	if isSQLite(f) {
		err = r.file(ctx, from)
	} else {
		err = r.archive(ctx, f)
	}
	return r.done, err
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
	r := restoring{opts: opts, tell: tell}
	err = r.snapshot(ctx, snap)
	return r.done.Tables, err
}

// restoring fills a store.
type restoring struct {
	opts  store.Options
	pause bool
	tell  Progress
	done  Restored
}

// fill adds what source gives.
func (r *restoring) fill(ctx context.Context, version int64, counts []Count, source func(add func(line) error) error) error {
	return store.Fill(ctx, r.opts, version, func(ctx context.Context, tx *sql.Tx) (err error) {
		if err := newFiller(ctx, tx, counts, r.tell).run(source); err != nil {
			return err
		}
		r.done.Tables = counts
		if r.pause {
			r.done.Paused, err = pauseOpen(ctx, tx, counts)
		}
		return err
	})
}

// archive adds the rows of an archive.
func (r *restoring) archive(ctx context.Context, f io.ReadSeeker) error {
	h, err := verify(ctx, f, r.tell)
	if err != nil {
		return err
	}
	if h.Kind != Full {
		return errors.New("archive: this is an export, which is for reading and lacks tables; restore from a backup")
	}
	return r.fill(ctx, h.Schema, h.Tables, func(add func(line) error) error { return rows(ctx, f, add) })
}

// file adds the rows of a SQLite file.
func (r *restoring) file(ctx context.Context, path string) error {
	snap, err := store.OpenSnapshot(ctx, store.Options{SQLite: path})
	if err != nil {
		return err
	}
	defer func() { _ = snap.Close() }()
	return r.snapshot(ctx, snap)
}

func (r *restoring) snapshot(ctx context.Context, snap *store.Snapshot) error {
	if err := snap.CheckFile(ctx); err != nil {
		return err
	}
	if snap.Version() == 0 {
		return errors.New("archive: the file is no store of Balcão's")
	}
	counts, err := count(ctx, snap, everything)
	if err != nil {
		return err
	}
	return r.fill(ctx, snap.Version(), counts, func(add func(line) error) error {
		for _, c := range counts {
			put := func(r row) error { return add(line{c.Table, r}) }
			if err := querier(snap.Query).each(ctx, put, "SELECT * FROM "+c.Table); err != nil {
				return err
			}
		}
		return nil
	})
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
