// Package packs holds the automations that Balcão brings along: one folder per
// ERP, written in the language of docs/automation.md. A provider's own folder
// may extend one of them.
//
// The YAML files are the package; this file only hands them out. Each pack's
// examples are tests, run by packs_test.go.
package packs

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed hubsoft ixc sgp standard tryton
var files embed.FS

// Names are the names of all packs, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("packs: the embedded files cannot be listed: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	slices.Sort(names)
	return names
}

// FS is the folder of the pack with this name: pack.yaml, a file per function,
// parts/ and examples/. It tells false if there is no such pack.
func FS(name string) (fs.FS, bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	folder, err := fs.Sub(files, name)
	return folder, err == nil
}
