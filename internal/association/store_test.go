package association_test

import (
	"path/filepath"
	"testing"
	"time"

	"balcao/internal/association"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]func(*testing.T) store.Options{
		"sqlite": func(t *testing.T) store.Options { return store.Options{SQLite: filepath.Join(t.TempDir(), "db")} },
		"postgres": func(t *testing.T) store.Options {
			return store.Options{Postgres: storetest.StartPostgres(t).Database(t)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := store.Open(t.Context(), options(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			scenario(t, association.NewStore(db))
		})
	}
}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 5000, time.UTC)

func scenario(t *testing.T, s *association.Store) {
	ctx := t.Context()
	fibra := association.Association{Kind: association.Product, LocalCode: "fibra", Code: "17", Name: "Fibra D'Ouro", UpdatedAt: noon}
	must(t, s.Put(ctx, "acme", fibra))
	want(t, s, "acme", association.Product, fibra)
	want(t, s, "acme", association.DueDate)
	want(t, s, "other", association.Product)

	moved := fibra
	moved.Code, moved.UpdatedAt = "18", noon.Add(time.Hour)
	must(t, s.Put(ctx, "acme", moved))
	want(t, s, "acme", association.Product, moved)

	antena := association.Association{Kind: association.Product, LocalCode: "antena", Code: "18", Name: "Antena", UpdatedAt: noon}
	added, err := s.Add(ctx, "acme", []association.Association{fibra, antena})
	must(t, err)
	if len(added) != 1 || added[0] != antena {
		t.Errorf("added %v, want the one that was not there", added)
	}
	want(t, s, "acme", association.Product, antena, moved)

	must(t, s.Delete(ctx, "other", association.Product, "fibra"))
	must(t, s.Delete(ctx, "acme", association.Product, "no such"))
	want(t, s, "acme", association.Product, antena, moved)
	must(t, s.Delete(ctx, "acme", association.Product, "fibra"))
	want(t, s, "acme", association.Product, antena)
}

// want compares the whole list, and what is found by each local code.
func want(t *testing.T, s *association.Store, tenant string, kind association.Kind, all ...association.Association) {
	t.Helper()
	list, err := s.List(t.Context(), tenant, kind)
	must(t, err)
	codes := []string{"nobody's"}
	for _, a := range all {
		codes = append(codes, a.LocalCode, a.LocalCode)
	}
	found, err := s.Find(t.Context(), tenant, kind, codes...)
	must(t, err)
	if len(list) != len(all) || len(found) != len(all) {
		t.Fatalf("%s of %s: the list is %v, found are %v, want %v", kind, tenant, list, found, all)
	}
	for i, a := range all {
		if list[i] != a || found[a.LocalCode] != a {
			t.Errorf("got %v and %v, want %v", list[i], found[a.LocalCode], a)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
