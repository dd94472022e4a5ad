package archive

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"balcao/internal/store"
)

// Progress is told how much of something is done. It is called often.
type Progress func(what string, done, total int64)

// ExportOptions pick what is exported.
type ExportOptions struct {
	// Since leaves out writes that have not changed since then, with their events
	// and payments; zero for everything.
	Since time.Time
}

// WriteExport writes payments, writes and their events as an archive, beside the
// server that has the store open.
func WriteExport(ctx context.Context, opts store.Options, w io.Writer, o ExportOptions, tell Progress) ([]Count, error) {
	snap, err := store.OpenSnapshot(ctx, opts)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }()
	d := dump{snap: snap, ask: snap.Query, kind: Export, since: o.Since, tell: tell}
	return d.write(ctx, w)
}

// ExportFile is [WriteExport] to a file that does not exist yet.
func ExportFile(ctx context.Context, opts store.Options, to string, o ExportOptions, tell Progress) (counts []Count, err error) {
	err = create(to, func(f *os.File) error {
		counts, err = WriteExport(ctx, opts, f, o, tell)
		return err
	})
	return counts, err
}

// dump writes a snapshot as an archive.
type dump struct {
	snap  *store.Snapshot
	ask   querier
	kind  Kind
	since time.Time
	tell  Progress
}

func (d dump) write(ctx context.Context, w io.Writer) ([]Count, error) {
	h := Header{Format: Format, Version: Version, Kind: d.kind, Schema: d.snap.Version(), At: time.Now().UTC()}
	if !d.since.IsZero() {
		h.Since = &d.since
	}
	var err error
	if h.Tables, err = count(ctx, d.snap, d.picked); err != nil {
		return nil, err
	}
	out := newEncoder(w)
	if err := out.write(h); err != nil {
		return nil, err
	}
	for _, c := range h.Tables {
		if err := d.table(ctx, out, c); err != nil {
			return nil, err
		}
	}
	return h.Tables, out.close()
}

func (d dump) table(ctx context.Context, out *encoder, c Count) error {
	progress := counter{tell: d.tell, what: c.Table, total: c.Rows}
	where, args := d.picked(c.Table)
	return d.ask.each(ctx, func(r row) error {
		progress.step()
		return out.write(line{c.Table, r})
	}, "SELECT * FROM "+c.Table+where, args...)
}

// late are the conditions of what has changed since a time.
var late = map[string]string{
	"write":       " WHERE updated_at >= $1",
	"write_event": " WHERE write IN (SELECT id FROM write WHERE updated_at >= $1)",
	"payment":     " WHERE id IN (SELECT payment FROM write WHERE updated_at >= $1)",
}

// picked is what of a table is written.
func (d dump) picked(table string) (where string, args []any) {
	if d.kind == Export && late[table] == "" {
		return " WHERE 1 = 0", nil
	}
	if d.since.IsZero() {
		return "", nil
	}
	return late[table], []any{store.Micros(d.since)}
}

// everything picks all rows.
func everything(string) (string, []any) { return "", nil }

// count counts the rows that are picked of each table; tables without any are
// left out.
func count(ctx context.Context, snap *store.Snapshot, picked func(string) (string, []any)) (counts []Count, err error) {
	for _, table := range snap.Tables() {
		where, args := picked(table)
		c := Count{Table: table}
		err := querier(snap.Query).each(ctx, func(r row) error {
			c.Rows = r["n"].(int64)
			return nil
		}, "SELECT count(*) AS n FROM "+table+where, args...)
		if err != nil {
			return nil, err
		}
		counts = append(counts, c)
	}
	return slices.DeleteFunc(counts, func(c Count) bool { return c.Rows == 0 }), nil
}

// counter counts for a [Progress].
type counter struct {
	tell        Progress
	what        string
	done, total int64
}

func (s *counter) step() {
	s.done++
	if s.tell != nil {
		s.tell(s.what, s.done, s.total)
	}
}

// String is "12 write".
func (c Count) String() string { return fmt.Sprintf("%d %s", c.Rows, c.Table) }
