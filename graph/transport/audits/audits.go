// Package audits runs other people's programs against a GraphQL server: the
// audits of GraphQL over HTTP (npm graphql-http), and the clients of Apollo, urql
// and Relay. It is for tests, and needs node and npm.
package audits

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed package.json package-lock.json audits.mjs clients.mjs
var files embed.FS

// Run fails the test unless the server at url passes every audit. The header is
// sent with each request.
func Run(t *testing.T, url string, header http.Header) {
	t.Helper()
	flat := map[string]string{}
	for name := range header {
		flat[name] = header.Get(name)
	}
	text, err := json.Marshal(flat)
	if err != nil {
		t.Fatal(err)
	}
	node(t, "audits.mjs", url, string(text))
}

// Clients fails the test unless the clients can talk to the server at url, which
// has `echo(value: ID): ID` as query and as mutation.
func Clients(t *testing.T, url string) {
	t.Helper()
	node(t, "clients.mjs", url)
}

func node(t *testing.T, script string, args ...string) {
	t.Helper()
	dir, err := install(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := run(t.Context(), dir, "node", append([]string{script}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", out)
}

// install puts the scripts and the packages of the lock file into the user's
// cache, once for every version of them, and gives the directory.
func install(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	version, err := version()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "balcao", "audits-"+version)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	return dir, installInto(ctx, dir)
}

// installInto installs beside dir and renames, so that dir is complete or absent,
// also if several tests do this at once.
func installInto(ctx context.Context, dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "installing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if err := os.CopyFS(temp, files); err != nil {
		return err
	}
	if _, err := run(ctx, temp, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		_, err = os.Stat(dir)
		return err
	}
	return nil
}

// version is a hash over all files.
func version() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

func run(ctx context.Context, dir, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %v: %w (node 20 or newer with npm is needed for this test)\n%s", program, args, err, &out)
	}
	return out.String(), nil
}
