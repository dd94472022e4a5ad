package archive_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balcao/internal/ledger/archive"
	"balcao/internal/store"
)

func backup(t *testing.T, opts store.Options) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := archive.Backup(context.Background(), opts, file, nil); err != nil {
		t.Fatal(err)
	}
	return file
}

func nothingIsOverwritten(t *testing.T, d databases) {
	for kind, source := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := seeded(t, source(t), 3)
			file := filepath.Join(t.TempDir(), "taken")
			if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := archive.Backup(context.Background(), opts, file, nil)
			_, exported := archive.ExportFile(context.Background(), opts, file, archive.ExportOptions{}, nil)
			for _, err := range []error{err, exported} {
				if err == nil || !strings.Contains(err.Error(), "there already") {
					t.Errorf("%v", err)
				}
			}
			if text, err := os.ReadFile(file); err != nil || string(text) != "mine" {
				t.Errorf("%q, %v", text, err)
			}
			alone(t, file)
		})
	}
}

func rowsAreKept(t *testing.T, d databases) {
	source := seeded(t, d.sqlite(t), 3)
	file := backup(t, source)
	for kind, target := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := target(t)
			s := open(t, opts)
			err := s.Write(context.Background(), func(tx *sql.Tx) error {
				_, err := tx.Exec(`INSERT INTO quote (tenant, invoice, day, amount) VALUES ('a', 'b', 'c', 1)`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			shut(t, s)
			before := contents(t, opts)
			if _, err := archive.Restore(context.Background(), file, opts, false, nil); !errors.Is(err, store.ErrNotEmpty) || !strings.Contains(err.Error(), "quote") {
				t.Errorf("%v", err)
			}
			if after := contents(t, opts); len(after["write"]) != 0 || len(after["quote"]) != len(before["quote"]) {
				t.Errorf("%v", after)
			}
			if opts.Postgres == "" {
				return
			}
			if _, err := archive.Import(context.Background(), source.SQLite, opts, nil); !errors.Is(err, store.ErrNotEmpty) {
				t.Errorf("import: %v", err)
			}
		})
	}
}

func storesInUse(t *testing.T, d databases) {
	source := seeded(t, d.sqlite(t), 3)
	file, target, empty := backup(t, source), d.sqlite(t), d.postgres(t)
	open(t, source)
	open(t, target)
	_, imported := archive.Import(context.Background(), source.SQLite, empty, nil)
	_, restored := archive.Restore(context.Background(), file, target, false, nil)
	for _, err := range []error{imported, restored} {
		if err == nil || !strings.Contains(err.Error(), "another running server") {
			t.Errorf("%v", err)
		}
	}
}

func otherFiles(t *testing.T, d databases) {
	opts := seeded(t, d.postgres(t), 5)
	text, err := os.ReadFile(backup(t, opts))
	if err != nil {
		t.Fatal(err)
	}
	var exported bytes.Buffer
	if _, err := archive.WriteExport(context.Background(), opts, &exported, archive.ExportOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	targets := map[string]store.Options{"SQLite": d.sqlite(t), "PostgreSQL": d.postgres(t)}
	lines := bytes.SplitAfter(text, []byte("\n"))
	replaced := func(old, new string) []byte {
		if !bytes.Contains(text, []byte(old)) {
			t.Fatalf("no %q", old)
		}
		return bytes.Replace(text, []byte(old), []byte(new), 1)
	}
	for name, tc := range map[string]struct {
		text []byte
		want string
	}{
		"empty":                {nil, "no backup of Balcão's"},
		"other text":           {[]byte("hello\n"), "no backup of Balcão's"},
		"an export":            {exported.Bytes(), "restore from a backup"},
		"a changed amount":     {replaced(`"amount":400`, `"amount":500`), "checksum"},
		"cut off":              {text[:len(text)-200], "damaged"},
		"a line less":          {bytes.Join(append(append([][]byte{}, lines[:3]...), lines[4:]...), nil), "checksum"},
		"no last line":         {bytes.Join(lines[:len(lines)-2], nil), "damaged"},
		"something after it":   {append(bytes.Clone(text), "x\n"...), "something follows"},
		"a newer format":       {replaced(`"version":1,`, `"version":2,`), "use the newer binary"},
		"a newer schema":       {resealed(regexp.MustCompile(`"schema":\d+`).ReplaceAll(text, []byte(`"schema":99999`))), "newer version"},
		"a table of its own":   {resealed(bytes.ReplaceAll(text, []byte(`"table":"quote"`), []byte(`"table":"goose_db_version; DROP TABLE write"`))), "damaged"},
		"a column of its own":  {resealed(replaced(`"day":`, `"day) VALUES (1); DROP TABLE write; --":`)), "damaged"},
		"a fraction":           {resealed(replaced(`"amount":400`, `"amount":4.5`)), "no integer"},
		"a payment is missing": {resealed(replaced(`"payment":"pw00001"`, `"payment":"p"`)), "write"},
	} {
		for kind, to := range targets {
			t.Run(name+", "+kind, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "backup")
				if err := os.WriteFile(file, tc.text, 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := archive.Restore(context.Background(), file, to, false, nil); err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Fatalf("%v; want %q", err, tc.want)
				}
				if all := contents(t, to); len(all["write"])+len(all["payment"])+len(all["share"]) > 0 {
					t.Errorf("rows were kept: %v", all)
				}
			})
		}
	}
}

func damagedFile(t *testing.T, d databases) {
	file := backup(t, seeded(t, d.sqlite(t), 500))
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(text) / 2; i < len(text)/2+3*4096; i++ {
		text[i] ^= 0x5a
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Restore(context.Background(), file, d.postgres(t), false, nil); err == nil {
		t.Fatal("a damaged file was restored")
	}
	if _, err := archive.Restore(context.Background(), copied(t, "../../../LICENSE"), d.postgres(t), false, nil); err == nil {
		t.Fatal("a licence was restored")
	}
}

func newerSchemas(t *testing.T, d databases) {
	for kind, source := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := seeded(t, source(t), 3)
			s := open(t, opts)
			err := s.Write(context.Background(), func(tx *sql.Tx) error {
				_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			shut(t, s)
			file := filepath.Join(t.TempDir(), "out")
			_, backedUp := archive.Backup(context.Background(), opts, file, nil)
			_, exported := archive.ExportFile(context.Background(), opts, file, archive.ExportOptions{}, nil)
			_, restored := archive.Restore(context.Background(), backup(t, seeded(t, d.sqlite(t), 1)), opts, false, nil)
			_, migrated := store.Migrate(context.Background(), opts)
			for name, err := range map[string]error{"backup": backedUp, "export": exported, "restore": restored, "migrate": migrated} {
				if !errors.Is(err, store.ErrNewerSchema) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if _, err := os.Stat(file); !os.IsNotExist(err) {
				t.Errorf("a file was left: %v", err)
			}
		})
	}
}

func interrupted(t *testing.T, d databases) {
	for kind, source := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := seeded(t, source(t), 2000)
			folder := t.TempDir()
			file := filepath.Join(folder, "out")
			// It is interrupted in the middle of the writes.
			interrupt := func(do func(context.Context, archive.Progress) error) {
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				err := do(ctx, func(what string, done, _ int64) {
					if what == "write" && done == 1000 {
						cancel()
					}
				})
				if !errors.Is(err, context.Canceled) && (err == nil || ctx.Err() == nil) {
					t.Errorf("%v", err)
				}
			}
			interrupt(func(ctx context.Context, tell archive.Progress) error {
				_, err := archive.ExportFile(ctx, opts, file, archive.ExportOptions{}, tell)
				return err
			})
			if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
				t.Errorf("left behind: %v, %v", entries, err)
			}
			saved, target := backup(t, opts), source(t)
			interrupt(func(ctx context.Context, tell archive.Progress) error {
				_, err := archive.Restore(ctx, saved, target, false, tell)
				return err
			})
			if all := contents(t, target); len(all["write"])+len(all["share"]) != 0 {
				t.Error("half of a backup was restored")
			}
			if _, err := archive.Restore(context.Background(), saved, target, false, nil); err != nil {
				t.Errorf("once more: %v", err)
			}
		})
	}
}

// resealed gives an archive that was changed the checksum that fits it.
func resealed(text []byte) []byte {
	at := bytes.LastIndex(text, []byte(`{"sha256"`))
	return fmt.Appendf(bytes.Clone(text[:at]), "{\"sha256\":\"%x\"}\n", sha256.Sum256(text[:at]))
}
