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

// try compiles a mutant and runs the tests of the language on it.
func try(ctx context.Context, m Mutant) verdict {
	begun := time.Now()
	v := verdict{mutant: m}
	output, err := run(ctx, m)
	v.took = time.Since(begun)
	if err != nil {
		v.wrong, v.failed = "BROKEN", []string{err.Error()}
		return v
	}
	ran := 0
	v.failed, ran = failures(output)
	switch {
	case ran == 0: // it does not compile, or panicked before anything was tried
		v.wrong, v.failed = "BROKEN", []string{strings.TrimSpace(lastLines(output))}
	case !slices.Contains(v.failed, m.Feature):
		v.wrong = "SURVIVED"
	case slices.ContainsFunc(v.failed, func(f string) bool { return !m.expects(f) }):
		v.wrong = "SPREADS"
	}
	return v
}

// run gives the events of go test -json. That tests fail is no error.
func run(ctx context.Context, m Mutant) ([]byte, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	path, changed, err := m.source(root)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file, overlay := filepath.Join(folder, filepath.Base(path)), filepath.Join(folder, "overlay.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {path: file}})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
		return nil, err
	}
	if err := os.WriteFile(overlay, text, 0o644); err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-vet=off", "-count=1", "-timeout=60s", "-json",
		"-run", "^TestLanguage$", "./erp/automation")
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	_ = command.Run() // what failed is in the events
	return output.Bytes(), nil
}

// event is what go test -json tells.
type event struct{ Action, Test, Output string }

// failures are the features whose tests failed, or were under way when a mutant
// brought the process down; ran is how many tests came to an end.
func failures(output []byte) (failed []string, ran int) {
	open := map[string]bool{}
	for line := range bytes.Lines(output) {
		var e event
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		feature, ok := featureOf(e.Test)
		if !ok {
			continue
		}
		switch e.Action {
		case "run":
			open[feature] = true
		case "pass", "fail":
			ran++
			delete(open, feature)
			if e.Action == "fail" {
				failed = append(failed, feature)
			}
		}
	}
	for feature := range open {
		failed = append(failed, feature)
	}
	slices.Sort(failed)
	return failed, ran
}

// featureOf is "step/optional" of "TestLanguage/step/optional".
func featureOf(test string) (string, bool) {
	feature, ok := strings.CutPrefix(test, "TestLanguage/")
	return feature, ok && strings.Count(feature, "/") == 1
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
