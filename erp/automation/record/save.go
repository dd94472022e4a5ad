package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Unready is the ending of an example that does not play yet: nothing reads the
// file until it is renamed.
const Unready = ".todo"

// Save writes an example into a pack's folder and gives the paths of its files. It
// overwrites nothing. One that does not play gets the ending [Unready].
func (m Made) Save(folder string) ([]string, error) {
	var written []string
	for name, data := range m.Files {
		if m.Problem != nil && strings.HasSuffix(name, ".yaml") {
			name += Unready
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return written, err
		}
		if err := writeNew(path, data); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	slices.Sort(written)
	return written, nil
}

func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already: give another name, or remove it", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// FreeName is name, or name_2 and so on, of which the pack's folder has no example
// of the function yet.
func FreeName(folder, function, name string) string {
	free := name
	for n := 2; exists(folder, function, free); n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	return free
}

func exists(folder, function, name string) bool {
	path := filepath.Join(folder, "examples", function, name+".yaml")
	for _, p := range []string{path, path + Unready} {
		if _, err := os.Stat(p); err == nil {
			return true
		}
	}
	return false
}
