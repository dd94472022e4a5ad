// Package npm runs other people's JavaScript in tests. Start at [Install].
package npm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// Install puts files, which hold package.json and package-lock.json, and the
// packages of the lock file into the user's cache, once for every version of
// them, and gives the directory. Nothing may be written there. The name tells
// such directories apart.
func Install(ctx context.Context, name string, files fs.FS) (dir string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	version, err := version(files)
	if err != nil {
		return "", err
	}
	dir = filepath.Join(cache, "balcao", name+"-"+version)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	return dir, installInto(ctx, dir, files)
}

// installInto installs beside dir and renames, so that dir is complete or absent,
// also if several tests do this at once.
func installInto(ctx context.Context, dir string, files fs.FS) error {
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
	if _, err := Run(ctx, temp, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		_, err = os.Stat(dir)
		return err
	}
	return nil
}

// version is a hash over all files.
func version(files fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// Run runs a program in a directory and gives what it prints. Its output is
// part of the error.
func Run(ctx context.Context, dir, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %v: %w (node 20 or newer with npm is needed for this test)\n%s", program, args, err, &out)
	}
	return out.String(), nil
}
