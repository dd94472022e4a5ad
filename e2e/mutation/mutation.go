// Package mutation tries mutants: pieces of the source, each with what stands
// there instead, and the test that has to notice. The tree itself is never
// changed: the compiler is told of other files (go build -overlay).
//
// Start reading at [Run]. The tables are those of its users: e2e/chaos/mutants
// and erp/standin/mutants. e2e/mutants weaves hundreds of mutants into one
// program instead, and takes only [WriteOverlay].
package mutation

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

// Mutant is a rule or a habit that is taken away or made worse.
type Mutant struct {
	Name  string
	Edits []Edit
	// Test is what has to fail: the arguments of go test.
	Test []string
}

// Edit puts something else in the place of a text that stands in a file once.
// The file is named from the module's folder.
type Edit struct{ File, Old, New string }

// In is an edit of a file.
func In(file, old, replacement string) Edit { return Edit{file, old, replacement} }

// Verdict is what a test made of a mutant.
type Verdict struct {
	Noticed bool
	Says    string // the first thing that the test complained of
}

// Try runs the mutant's test over it. The error tells of a mutant that cannot be
// made or compiled, or of a test that came to no end: that is no verdict.
func (m Mutant) Try(ctx context.Context) (Verdict, error) {
	folder, err := os.MkdirTemp("", "balcao-mutant")
	if err != nil {
		return Verdict{}, err
	}
	defer os.RemoveAll(folder)
	root, err := os.Getwd()
	if err != nil {
		return Verdict{}, err
	}
	contents, err := m.Sources(root)
	if err != nil {
		return Verdict{}, err
	}
	overlay, err := WriteOverlay(folder, contents)
	if err != nil {
		return Verdict{}, err
	}
	output, err := GoTest(ctx, overlay, m.Test)
	var failed *exec.ExitError
	switch {
	case err == nil:
		return Verdict{Says: strings.Join(m.Test, " ") + " passes"}, nil
	case !errors.As(err, &failed) || !bytes.Contains(output, []byte("--- FAIL")):
		return Verdict{}, fmt.Errorf("the test did not come to an end: %w\n%s", err, output[max(0, len(output)-3000):])
	}
	return Verdict{Noticed: true, Says: complaint(string(output))}, nil
}

// GoTest runs tests of the tree as the overlay's file shows it; an empty name
// leaves it as it is.
func GoTest(ctx context.Context, overlay string, arguments []string) (output []byte, err error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-count=1", "-vet=off"}, arguments...)...)
	if overlay != "" { // the variable reaches the builds that the tests begin, too
		cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+overlay)
	}
	return cmd.CombinedOutput()
}

// Sources are the changed files' texts by their paths. The error tells of a text
// that does not stand in its file once.
func (m Mutant) Sources(root string) (map[string]string, error) {
	contents := map[string]string{}
	for _, e := range m.Edits {
		path := filepath.Join(root, e.File)
		text, changed := contents[path]
		if !changed {
			read, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			text = string(read)
		}
		if n := strings.Count(text, e.Old); n != 1 || e.Old == e.New {
			return nil, fmt.Errorf("%s: %s: what is to be changed stands in it %d times, not once, or does not change:\n%s", m.Name, e.File, n, e.Old)
		}
		contents[path] = strings.Replace(text, e.Old, e.New, 1)
	}
	return contents, nil
}

// WriteOverlay writes files that stand over others, or are new, by their paths,
// and the file that tells go of them.
func WriteOverlay(folder string, contents map[string]string) (string, error) {
	replace := map[string]string{}
	for path, text := range contents {
		to := filepath.Join(folder, strings.ReplaceAll(path, string(filepath.Separator), "_"))
		replace[path] = to
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	index, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, index, 0o600)
}

// complaint is the first line that tells what a test found wrong.
func complaint(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		place, said, ok := strings.Cut(line, ": ")
		if ok && strings.HasSuffix(strings.TrimRight(place, "0123456789"), ".go:") && !strings.HasPrefix(said, "seed") && said != "" {
			return said[:min(len(said), 160)]
		}
	}
	return "failed"
}
