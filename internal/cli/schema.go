package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/schema"
	"balcao/internal/scaffold"
)

type schemaCommand struct {
	Name  string `arg:"" optional:"" help:"Which to print: pack, function, part, example, or the name of a function."`
	Write string `help:"Write all of them into the .schema of this pack's folder." type:"existingdir" placeholder:"DIR"`
}

// Run prints one schema, or writes all into a pack's folder; what was there of them
// is replaced.
func (c schemaCommand) Run(e *environment) error {
	switch {
	case c.Write != "":
		return c.write(e)
	case c.Name == "":
		return errors.New("name one: " + strings.Join(schema.Names, ", ") + " or a function; or --write DIR")
	}
	name := c.Name
	if erp.Function(name) != nil {
		name = "functions/" + name
	} else if !slices.Contains(schema.Names, name) {
		return fmt.Errorf("there is no schema %q; there are %s, and one for each function", name, strings.Join(schema.Names, ", "))
	}
	text, err := json.MarshalIndent(schema.All()[name], "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.stdout, string(text))
	return err
}

func (c schemaCommand) write(e *environment) error {
	files, err := scaffold.Schemas()
	if err != nil {
		return err
	}
	for name, data := range files {
		file := filepath.Join(c.Write, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%s in %s. A file names its own in its first line:\n# yaml-language-server: $schema=.schema/pack.schema.json\n",
		plural(len(files), "schema"), filepath.Join(shownPath(c.Write), ".schema"))
	return err
}
