package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"balcao/e2e/mutation"
)

// program is the engine's tests with every mutant asleep in them.
type program struct {
	folder, binary string
	quirks         bool
}

// compile lays the mutants over the tree (go test -overlay), which is never
// changed. Whoever calls it removes the folder.
func compile(ctx context.Context, table []Mutant, quirks bool) (*program, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	contents, err := sources(filepath.Join(root, engine), table)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return nil, err
	}
	p := &program{folder: folder, binary: filepath.Join(folder, "mutants.test"), quirks: quirks}
	overlay, err := mutation.WriteOverlay(folder, contents)
	if err != nil {
		return p, err
	}
	// Mutants are not vetted: some leave conditions that vet would rather not see.
	output, err := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-vet=off", "-c", "-o", p.binary, "./"+engine).CombinedOutput()
	if err != nil {
		return p, fmt.Errorf("a mutant does not compile: %w\n%s", err, output)
	}
	return p, nil
}

// engine is where the mutants' files are, and the tests.
const engine = "erp/automation"

// sources are the files with the mutants woven in, and the helpers. A mutant's
// number is its place in the table, from 1.
func sources(engine string, table []Mutant) (map[string]string, error) {
	contents := map[string]string{}
	for name, text := range helpers {
		contents[filepath.Join(engine, name)] = text
	}
	mutants, files := map[int]Mutant{}, map[string][]int{}
	for i, m := range table {
		if m.None == "" {
			mutants[i+1], files[m.File] = m, append(files[m.File], i+1)
		}
	}
	for name, numbers := range files {
		path := filepath.Join(engine, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if contents[path], err = woven(string(text), mutants, numbers); err != nil {
			return nil, err
		}
	}
	return contents, nil
}

// try runs the tests of the language with one mutant awake; number 0 wakes none.
func (p *program) try(ctx context.Context, m Mutant, number int) verdict {
	begun := time.Now()
	tests := "^TestLanguage$"
	if p.quirks {
		tests = "^(TestLanguage|TestQuirk)$"
	}
	command := exec.CommandContext(ctx, p.binary, "-test.run", tests, "-test.v", "-test.timeout=60s")
	command.Dir, command.Env = engine, append(os.Environ(), fmt.Sprint("MUTANT=", number))
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	_ = command.Run() // what failed is in the output
	failed, ran := failures(output.Bytes(), "TestLanguage/", 1)
	v := verdict{mutant: m, failed: failed, took: time.Since(begun)}
	v.quirks, _ = failures(output.Bytes(), "TestQuirk/", 0)
	switch {
	case ran == 0 || crashed(output.Bytes()): // who failed says nothing then
		v.wrong, v.failed = "CRASHED", []string{lastLines(output.Bytes())}
	case number > 0 && !slices.Contains(failed, m.Feature):
		v.wrong = "SURVIVED"
	case slices.ContainsFunc(failed, func(f string) bool { return !m.expects(f) }):
		v.wrong = "SPREADS"
	}
	return v
}

// crashed tells whether a panic, or the time being over, ended the process.
func crashed(output []byte) bool {
	return bytes.HasPrefix(output, []byte("panic:")) || bytes.Contains(output, []byte("\npanic:")) || bytes.Contains(output, []byte("\nfatal error:"))
}

// failures are the subtests of a test that failed; ran is how many were begun.
// Those whose names have another number of slashes are no subtests of their own.
func failures(output []byte, test string, slashes int) (failed []string, ran int) {
	open := map[string]bool{}
	for line := range bytes.Lines(output) {
		words := strings.Fields(string(line))
		if len(words) < 3 {
			continue
		}
		name, ok := strings.CutPrefix(words[2], test)
		if !ok || strings.Count(name, "/") != slashes {
			continue
		}
		switch words[0] + " " + words[1] {
		case "=== RUN":
			ran++
			open[name] = true
		case "--- PASS:":
			delete(open, name)
		}
	}
	for name := range open {
		failed = append(failed, name)
	}
	slices.Sort(failed)
	return failed, ran
}

// lastLines are the last words of a process that tried nothing.
func lastLines(output []byte) string {
	var said []string
	for line := range bytes.Lines(output) {
		if text := strings.TrimSpace(string(line)); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said[max(0, len(said)-6):], " | ")
}
