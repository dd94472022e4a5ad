// Package scaffold begins a pack for an ERP that has none: settings, hosts and
// log-in to choose from, and for every function a stub in which its inputs and its
// output stand field by field.
//
// A stub ends in .yaml.todo, which nothing reads: its function is not supported
// until somebody has written it and taken the ending off. So a new pack is sound
// from its first minute, and `balcao lint` counts what is left.
//
// Start reading at [Pack]; logins.go has the variants of a log-in, stub.go the
// functions.
package scaffold

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/record"
	"balcao/erp/automation/schema"
	"balcao/erp/manual"
)

// Unwritten is the ending of a file that nothing reads yet.
const Unwritten = record.Unready

// Options say what a new pack is like.
type Options struct {
	// Name is the pack's: small letters, digits, - and _.
	Name string
	// Login is one of [Logins].
	Login string
	// Functions get a stub; all if it is empty.
	Functions []*erp.Info
}

var names = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// Pack is a new pack's files by their path in its folder.
func Pack(o Options) (map[string][]byte, error) {
	if !names.MatchString(o.Name) {
		return nil, fmt.Errorf("%q is no name of a pack: small letters, digits, - and _, a letter first", o.Name)
	}
	login := loginOf(o.Login)
	if login == nil {
		return nil, fmt.Errorf("there is no log-in %q; there are %s", o.Login, strings.Join(Logins(), ", "))
	}
	if len(o.Functions) == 0 {
		o.Functions = erp.Functions
	}
	files := map[string][]byte{"pack.yaml": []byte(packFile(o.Name, login)), "examples/example.yaml" + Unwritten: []byte(exampleFile(login))}
	for _, f := range o.Functions {
		files[f.Name+".yaml"+Unwritten] = []byte(Stub(manual.Of(f)))
	}
	schemas, err := Schemas()
	maps.Copy(files, schemas)
	return files, err
}

// schemaFolder is where editors find the schemas of a pack's files.
const schemaFolder = ".schema"

// Schemas are the files of package schema, by their path in a pack's folder.
func Schemas() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, s := range schema.All() {
		text, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		files[path.Join(schemaFolder, name+".schema.json")] = append(text, '\n')
	}
	return files, nil
}

// modeline tells an editor which schema a file has; folder is "../" once for each
// folder that the file stands in.
func modeline(folder, name string) string {
	return "# yaml-language-server: $schema=" + folder + schemaFolder + "/" + name + ".schema.json\n"
}

// Copy is an embedded pack under another name.
func Copy(from fs.FS, name string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(from, ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[p], err = fs.ReadFile(from, p)
		return err
	})
	if !names.MatchString(name) {
		err = errors.Join(err, fmt.Errorf("%q is no name of a pack: small letters, digits, - and _, a letter first", name))
	}
	files["pack.yaml"] = regexp.MustCompile(`(?m)^pack: .*$`).ReplaceAll(files["pack.yaml"], []byte("pack: "+name))
	return files, err
}

// Write writes files into a new folder. It overwrites nothing: the folder must not
// exist, or be empty.
func Write(dir string, files map[string][]byte) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is there already and not empty: nothing was written", dir)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}
