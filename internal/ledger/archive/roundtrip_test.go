package archive_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/internal/ledger/archive"
	"balcao/internal/store"
)

func backupRestoresEverything(t *testing.T, d databases) {
	for from, source := range d.kinds() {
		for to, target := range d.kinds() {
			t.Run(from+" to "+to, func(t *testing.T) {
				opts := seeded(t, source(t), 300)
				server := open(t, opts) // it does not stop the backup
				file := filepath.Join(t.TempDir(), "backup")
				counts, err := archive.Backup(context.Background(), opts, file, nil)
				if err != nil || len(counts) != 7 {
					t.Fatalf("%v, %v", counts, err)
				}
				shut(t, server)
				alone(t, file)
				restored := target(t)
				done, err := archive.Restore(context.Background(), file, restored, true, nil)
				if err != nil || len(done.Tables) != 7 || len(done.Paused) != 0 {
					t.Fatalf("%v, %v", done, err)
				}
				same(t, contents(t, restored), contents(t, opts))
			})
		}
	}
}

// alone wants a file in its folder with nothing beside it, for its owner only.
func alone(t *testing.T, file string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func importOfManyWrites(t *testing.T, d databases) {
	const n = 10_000
	from, to := seeded(t, d.sqlite(t), n), d.postgres(t)
	told := map[string]int64{}
	counts, err := archive.Import(context.Background(), from.SQLite, to, func(what string, done, total int64) {
		if done > total {
			t.Errorf("%s: %d of %d", what, done, total)
		}
		told[what] = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if told["write"] != n || told["write_event"] != 2*n || told["comparing write"] != n || len(counts) != 7 {
		t.Errorf("told %v, counts %v", told, counts)
	}
	same(t, contents(t, to), contents(t, from))
}

// SQLite takes texts that PostgreSQL does not.
func portableTexts(t *testing.T, d databases) {
	from, to := seeded(t, d.sqlite(t), 3), d.postgres(t)
	s := open(t, from)
	err := s.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE write SET message = $1 WHERE id = 'w00000'`, "a\x00b\xe7o")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	if _, err := archive.Import(context.Background(), from.SQLite, to, nil); err != nil {
		t.Fatal(err)
	}
	target := open(t, to)
	if got := texts(t, target, `SELECT message FROM write WHERE id = 'w00000'`); got[0] != "message=a\uFFFDb\uFFFDo;" {
		t.Errorf("%q", got)
	}
}

// A file of before the ledger is restored, and has its tables then.
func earlierSchemas(t *testing.T, d databases) {
	for to, target := range d.kinds() {
		t.Run(to, func(t *testing.T) {
			opts := target(t)
			old := copied(t, "../../store/testdata/schema2.sqlite")
			if _, err := archive.Restore(context.Background(), old, opts, false, nil); err != nil {
				t.Fatal(err)
			}
			if all := contents(t, opts); len(all["share"]) != 2 || len(all["association"]) != 2 || all["write"] != nil {
				t.Errorf("%v", all)
			}
		})
	}
}

// copied is a file's copy that may be opened.
func copied(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), filepath.Base(path))
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

func exports(t *testing.T, d databases) {
	for kind, source := range d.kinds() {
		t.Run(kind, func(t *testing.T) {
			opts := seeded(t, source(t), 30)
			server := open(t, opts)
			defer shut(t, server)
			all := export(t, opts, time.Time{})
			if len(all["write"]) != 30 || len(all["write_event"]) != 60 || len(all["payment"]) != 20 || len(all) != 3 {
				t.Errorf("%d writes, %d events, %d payments", len(all["write"]), len(all["write_event"]), len(all["payment"]))
			}
			late := export(t, opts, store.Instant(first+27*hour))
			if len(late["write"]) != 3 || len(late["write_event"]) != 6 || len(late["payment"]) != 2 {
				t.Errorf("%v", late)
			}
			row := late["write"][0]
			if row["id"] != "w00027" || row["payment"] != nil || row["version"] != 2.0 || !strings.Contains(row["input"].(string), "Maria da Silva") {
				t.Errorf("%v", row)
			}
		})
	}
}

// export reads an export as anybody would, by its documented format.
func export(t *testing.T, opts store.Options, since time.Time) map[string][]map[string]any {
	t.Helper()
	var out bytes.Buffer
	if _, err := archive.WriteExport(context.Background(), opts, &out, archive.ExportOptions{Since: since}, nil); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if !strings.HasPrefix(lines[0], `{"format":"balcao-ledger","version":1,"kind":"export","schema":`) || !strings.HasPrefix(lines[len(lines)-1], `{"sha256":"`) {
		t.Errorf("%s … %s", lines[0], lines[len(lines)-1])
	}
	all := map[string][]map[string]any{}
	for _, text := range lines[1 : len(lines)-1] {
		var l struct {
			Table string
			Row   map[string]any
		}
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		all[l.Table] = append(all[l.Table], l.Row)
	}
	return all
}
