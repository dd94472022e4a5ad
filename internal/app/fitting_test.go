package app_test

import (
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/internal/app"
	"balcao/internal/config"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// All tenants' mistakes are told at once, in the order of the file, each where
// it stands, and no setting's value is shown.
func TestConnectionsThatDoNotFitTheirPacks(t *testing.T) {
	t.Parallel()
	cfg, err := config.Load("testdata/unfitting.yaml", []string{"KEY=" + strings.Repeat("k", 32)})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Store.SQLite = filepath.Join(t.TempDir(), "balcao.db")
	_, err = app.New(t.Context(), cfg, app.Options{Logger: slog.New(slog.DiscardHandler)})
	if err == nil || !errors.Is(err, config.ErrLiteral) {
		t.Fatalf("got %v", err)
	}
	got := err.Error() + "\n"
	if strings.Contains(got, "hunter2") {
		t.Errorf("the error shows a secret:\n%s", got)
	}
	const golden = "testdata/unfitting.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s(-update rewrites it)", got, want)
	}
}
