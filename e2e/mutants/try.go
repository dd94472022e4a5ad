package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// try compiles mutants together and runs the tests of the language on them. Where
// not all is as it should be, each half of them is tried again, down to one alone:
// the answer of a good many good mutants costs one compilation. Mutants that share
// nothing may stand together, see [batches].
func try(ctx context.Context, mutants []Mutant, quirks bool) []verdict {
	verdicts := tryOnce(ctx, mutants, quirks)
	well := !slices.ContainsFunc(verdicts, func(v verdict) bool { return v.wrong != "" })
	if well || len(mutants) == 1 || ctx.Err() != nil {
		return verdicts
	}
	half := len(mutants) / 2
	return append(try(ctx, mutants[:half], quirks), try(ctx, mutants[half:], quirks)...)
}

func tryOnce(ctx context.Context, mutants []Mutant, quirks bool) []verdict {
	begun := time.Now()
	output, err := run(ctx, mutants, quirks)
	failed, ran := failures(output, "TestLanguage/", 1)
	noticed, _ := failures(output, "TestQuirk/", 0)
	if err != nil {
		output = []byte(err.Error())
	}
	stray := slices.ContainsFunc(failed, func(f string) bool {
		return !slices.ContainsFunc(mutants, func(m Mutant) bool { return m.expects(f) })
	})
	var verdicts []verdict
	for _, m := range mutants {
		v := verdict{mutant: m, failed: failed, quirks: noticed, took: time.Since(begun) / time.Duration(len(mutants))}
		switch {
		case ran == 0: // it does not compile, or panicked before anything was tried
			v.wrong, v.failed = "BROKEN", []string{lastLines(output)}
		case !slices.Contains(failed, m.Feature):
			v.wrong = "SURVIVED"
		case stray:
			v.wrong = "SPREADS"
		case len(mutants) > 1:
			v.failed = []string{m.Feature}
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// run gives the events of go test -json. That tests fail is no error.
func run(ctx context.Context, mutants []Mutant, quirks bool) ([]byte, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	contents, err := sources(root+"/erp/automation/", mutants)
	if err != nil {
		return nil, err
	}
	var gone []string
	if !quirks {
		if gone, err = filepath.Glob(root + "/erp/automation/quirk*_test.go"); err != nil {
			return nil, err
		}
	}
	folder, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	overlay, err := writeOverlay(folder, contents, gone)
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-vet=off", "-count=1", "-timeout=60s", "-json",
		// what is compiled once and run once is not worth being made fast
		"-ldflags=-s -w", "-gcflags=-N -l", "-run", "^(TestLanguage|TestQuirk)$", "./erp/automation")
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	_ = command.Run() // what failed is in the events
	return output.Bytes(), nil
}

// sources are the files that the mutants change, and the helpers.
func sources(engine string, mutants []Mutant) (map[string]string, error) {
	contents := map[string]string{}
	for name, text := range helpers {
		contents[engine+name] = text
	}
	for _, m := range mutants {
		text, changed := contents[engine+m.File]
		if !changed {
			original, err := os.ReadFile(engine + m.File)
			if err != nil {
				return nil, err
			}
			text = string(original)
		}
		text, err := m.applied(text)
		if err != nil {
			return nil, err
		}
		contents[engine+m.File] = text
	}
	return contents, nil
}

// helpers are files that are added: what mutants put in the place of readers and
// functions.
var helpers = map[string]string{
	"mutant.go":       "package automation\n\nfunc off(*yamlMember) {}\n",
	"value/mutant.go": valueHelpers,
}

const valueHelpers = `package value

import "fmt"

// off gives its first argument back.
func off(args ...any) (any, error) {
	if _, scoped := args[0].(*Scope); scoped && len(args) > 1 {
		return args[1], nil
	}
	return args[0], nil
}

func no(...any) (any, error) { return false, nil }

// textless is equal without the kinds that ERPs mix.
func textless(a, b any) bool { return fmt.Sprintf("%T%v", a, a) == fmt.Sprintf("%T%v", b, b) }
`

// writeOverlay writes files that stand over others, or are new, and the file that
// tells go of them, and of files that are gone.
func writeOverlay(folder string, contents map[string]string, gone []string) (string, error) {
	replace := map[string]string{}
	for _, path := range gone {
		replace[path] = ""
	}
	for path, text := range contents {
		to := filepath.Join(folder, strings.ReplaceAll(path, "/", "_"))
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

// event is what go test -json tells.
type event struct{ Action, Test, Output string }

// failures are the subtests of a test that failed, or were under way when a mutant
// brought the process down; ran is how many came to an end. Those whose names have
// another number of slashes are no subtests of their own.
func failures(output []byte, test string, slashes int) (failed []string, ran int) {
	open := map[string]bool{}
	for line := range bytes.Lines(output) {
		var e event
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		name, ok := strings.CutPrefix(e.Test, test)
		if !ok || strings.Count(name, "/") != slashes {
			continue
		}
		switch e.Action {
		case "run":
			open[name] = true
		case "pass", "fail":
			ran++
			delete(open, name)
			if e.Action == "fail" {
				failed = append(failed, name)
			}
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
		var e event
		if json.Unmarshal(line, &e) == nil {
			line = []byte(e.Output)
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said[max(0, len(said)-6):], " | ")
}
