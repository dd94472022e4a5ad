package config_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/internal/config"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Each testdata/errors/*.yaml is a config with a mistake; the .txt beside it is
// what the operator reads.
func TestErrors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/errors/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(file, []string{"SHORT=hunter2", "KEY=" + strings.Repeat("k", 32), "FTP=ftp://user:hunter2@host"})
			if err == nil {
				t.Fatal("no error")
			}
			got := err.Error() + "\n"
			if strings.Contains(got, "hunter2") {
				t.Errorf("the error shows a secret:\n%s", got)
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", got)
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s(-update rewrites %s)", got, want, file)
	}
}
