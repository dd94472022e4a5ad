package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// mutant is a rule that is taken away.
type mutant struct {
	name  string
	edits []edit
	// test is what has to fail: the arguments of go test.
	test []string
}

// edit puts something else in the place of a text that stands in a file once.
type edit struct{ file, old, new string }

// verdict is what a test made of a mutant.
type verdict struct {
	noticed bool
	says    string // the first thing that the test complained of
}

func (m mutant) try(ctx context.Context) (verdict, error) {
	folder, err := os.MkdirTemp("", "balcao-mutant")
	if err != nil {
		return verdict{}, err
	}
	defer os.RemoveAll(folder)
	overlay, err := m.overlay(folder)
	if err != nil {
		return verdict{}, err
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-count=1", "-vet=off"}, m.test...)...)
	// The variable reaches the builds that the tests begin, too.
	cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+overlay)
	output, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return verdict{says: strings.Join(m.test, " ") + " passes"}, nil
	case !errors.As(err, &failed) || !bytes.Contains(output, []byte("--- FAIL")):
		return verdict{}, fmt.Errorf("the test did not come to an end: %w\n%s", err, tail(output, 3000))
	}
	return verdict{noticed: true, says: complaint(string(output))}, nil
}

// overlay writes the changed files, and the file that tells go of them.
func (m mutant) overlay(folder string) (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, e := range m.edits {
		path := filepath.Join(root, e.file)
		from := path
		if before, ok := replace[path]; ok {
			from = before
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		if n := strings.Count(string(text), e.old); n != 1 {
			return "", fmt.Errorf("%s: what is to be changed stands in it %d times, not once:\n%s", e.file, n, e.old)
		}
		to := filepath.Join(folder, strings.ReplaceAll(e.file, "/", "_"))
		if err := os.WriteFile(to, []byte(strings.Replace(string(text), e.old, e.new, 1)), 0o600); err != nil {
			return "", err
		}
		replace[path] = to
	}
	index, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "overlay.json")
	return path, os.WriteFile(path, index, 0o600)
}

// complaint is the first line that tells what a test found wrong.
func complaint(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		place, said, ok := strings.Cut(line, ": ")
		if ok && strings.Contains(place, "_test.go:") && !strings.HasPrefix(said, "seed") && said != "" {
			return said[:min(len(said), 160)]
		}
	}
	return "failed"
}

func tail(text []byte, n int) []byte { return text[max(0, len(text)-n):] }
