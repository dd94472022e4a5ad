package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/internal/cli"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
)

// configured writes a config file with a store and says where it is.
func configured(t *testing.T, text string) (config, folder string) {
	t.Helper()
	folder = t.TempDir()
	config = filepath.Join(folder, "balcao.yaml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config, folder
}

// balcao runs a command that has to end with a code, and gives its two outputs.
func balcao(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if got := cli.Main(args, nil, &out, &errs); got != code {
		t.Fatalf("balcao %s: code %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

func contains(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("want %q in:\n%s", w, text)
		}
	}
}

// oldStore is a store of before the ledger in the folder of a config.
func oldStore(t *testing.T, folder string) {
	t.Helper()
	text, err := os.ReadFile("../store/testdata/schema2.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "old.db"), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestHelpOfTheLedgersCommands(t *testing.T) {
	t.Parallel()
	for args, want := range map[string][]string{
		"--help":                {"migrate", "ledger export", "ledger backup", "ledger restore", "ledger import"},
		"migrate --help":        {"--config", "migrate: false", "no way back"},
		"ledger --help":         {"export", "personal data"},
		"ledger export --help":  {"PERSONAL DATA", "--to", "--since", "cannot be restored"},
		"ledger backup --help":  {"PERSONAL DATA", "--to", "running"},
		"ledger restore --help": {"--from", "empty", "--[no-]pause"},
		"ledger import --help":  {"--from", "sqlite:PATH", "Stop the server"},
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			out, _ := balcao(t, 0, strings.Fields(args)...)
			for _, w := range want {
				contains(t, strings.Join(strings.Fields(out), " "), w)
			}
		})
	}
}

// Who may not change tables serves with an old schema only after somebody who
// may has migrated it.
func TestMigrate(t *testing.T) {
	t.Parallel()
	const rest = `
keys: {ids: {current: {file: key}}, cache: {current: {file: key}}, files: {current: {file: key}}}
tenants: {acme: {connection: {pack: standard, settings: {url: "http://127.0.0.1:1", token: {file: key}}}}}
`
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	config, folder := configured(t, "store: {sqlite: old.db, migrate: false}\nlisten: "+taken.Addr().String()+rest)
	oldStore(t, folder)
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte(strings.Repeat("k", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, refused := balcao(t, 1, "serve", "--config", config)
	contains(t, refused, "older than this binary", "version is 2", "balcao migrate")
	out, _ := balcao(t, 0, "migrate", "--config", config)
	contains(t, out, "from version 2 to ")
	out, _ = balcao(t, 0, "migrate", "--config", config)
	contains(t, out, "up to date: version ")
	_, served := balcao(t, 1, "serve", "--config", config)
	contains(t, served, "address already in use") // the next thing that is wrong
}

// The same way as an operator's, from a file to PostgreSQL.
func TestTheLedgersDataByCommands(t *testing.T) {
	t.Parallel()
	config, folder := configured(t, "store: {sqlite: old.db}")
	oldStore(t, folder)
	url := storetest.StartPostgres(t).Database(t)
	there, _ := configured(t, fmt.Sprintf("store: {postgres: %q}", url))
	again, _ := configured(t, "store: {sqlite: again.db}")
	file := filepath.Join(folder, "backup")
	balcao(t, 0, "migrate", "--config", config)

	out, errs := balcao(t, 0, "ledger", "export", "--config", config, "--since", "2026-11-01")
	contains(t, out, `{"format":"balcao-ledger","version":1,"kind":"export"`, `"since":"2026-11-01T00:00:00-03:00"`, `{"sha256":"`)
	contains(t, errs, "Exported: nothing")
	out, _ = balcao(t, 0, "ledger", "backup", "--config", config, "--to", file)
	contains(t, out, "Backed up: 2 share, 2 association.")
	_, errs = balcao(t, 1, "ledger", "backup", "--config", config, "--to", file)
	contains(t, errs, "there already")
	out, _ = balcao(t, 0, "ledger", "import", "--config", there, "--from", "sqlite:"+filepath.Join(folder, "old.db"))
	contains(t, out, "Imported: 2 share, 2 association.")
	_, errs = balcao(t, 1, "ledger", "import", "--config", there, "--from", "sqlite:"+filepath.Join(folder, "old.db"))
	contains(t, errs, "not empty", "share")
	out, _ = balcao(t, 0, "ledger", "restore", "--config", again, "--from", file)
	contains(t, out, "Restored: 2 share, 2 association.")
}

func TestWrongUsesOfTheLedgersCommands(t *testing.T) {
	t.Parallel()
	config, folder := configured(t, "store: {sqlite: none.db}")
	for args, want := range map[string]string{
		"ledger export":                                         "in memory",
		"ledger export --config CONFIG":                         "there is no file",
		"ledger export --config CONFIG --since yesterday":       "2026-11-01",
		"ledger backup --config CONFIG --to FOLDER/x":           "there is no file",
		"ledger backup --config CONFIG --to FOLDER/none/x":      "no such file or directory",
		"ledger restore --config CONFIG --from FOLDER/key.yaml": "no such file",
		"ledger import --config CONFIG --from FOLDER/a.db":      "sqlite:",
		"ledger import --config CONFIG --from sqlite:a.db":      "store.postgres",
		"migrate": "in memory",
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			words := strings.Fields(strings.NewReplacer("CONFIG", config, "FOLDER", folder).Replace(args))
			if code := cli.Main(words, nil, &out, &out); code == 0 {
				t.Errorf("code %d", code)
			}
			contains(t, out.String(), want)
		})
	}
}

// A backup that waits for a lock is interrupted: it ends at once and leaves
// nothing behind.
func TestCtrlCLeavesNoHalfFile(t *testing.T) {
	t.Parallel()
	url := storetest.StartPostgres(t).Database(t)
	s, err := store.Open(context.Background(), store.Options{Postgres: url})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	config, _ := configured(t, fmt.Sprintf("store: {postgres: %q}", url))
	folder := t.TempDir()
	err = s.Write(context.Background(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("LOCK TABLE write IN ACCESS EXCLUSIVE MODE"); err != nil {
			return err
		}
		interrupt(t, folder, "ledger", "backup", "--config", config, "--to", filepath.Join(folder, "backup"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// interrupt starts a command, sends it a Ctrl-C when it has begun to write into
// a folder, and wants it to say so.
func interrupt(t *testing.T, folder string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out bytes.Buffer
	command := exec.CommandContext(ctx, os.Args[0], args...)
	command.Env, command.Stdout, command.Stderr = append(os.Environ(), asProgram+"=1"), &out, &out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for {
		entries, err := os.ReadDir(folder)
		if err != nil || ctx.Err() != nil {
			t.Fatalf("it did not begin: %v, %v", err, ctx.Err())
		}
		if len(entries) > 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); command.ProcessState.ExitCode() != 1 {
		t.Errorf("%v", err)
	}
	contains(t, out.String(), "interrupted")
}
