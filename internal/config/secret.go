package config

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

const hidden = "[hidden]"

// Secret is a value that is kept out of the config: the file says where it is,
// {env: NAME} or {file: /path}. However it is printed, it does not show itself;
// [Secret.Reveal] does.
type Secret struct {
	env, file string
	value     string
	// literal is true if the value stands in the config file itself.
	literal bool
}

// NewSecret makes a secret of a value in memory.
func NewSecret(value string) Secret { return Secret{value: value} }

// Reveal is the value itself. It must not be logged or put into an error.
func (s Secret) Reveal() string { return s.value }

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.value != "" }

// String hides the value.
func (s Secret) String() string { return hidden }

// GoString hides the value from %#v.
func (s Secret) GoString() string { return hidden }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the value from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// UnmarshalYAML implements [yaml.NodeUnmarshaler].
func (s *Secret) UnmarshalYAML(node ast.Node) error {
	if text, ok := scalarText(node); ok {
		*s = Secret{value: text, literal: true}
		return nil
	}
	const want = "want {env: NAME} or {file: /path}"
	values := mapValues(node)
	if len(values) != 1 {
		return badScalar(node, want)
	}
	name, _ := scalarText(values[0].Key)
	text, ok := scalarText(values[0].Value)
	if !ok || text == "" || name != "env" && name != "file" {
		return badScalar(values[0].Key, want)
	}
	*s = Secret{}
	if name == "env" {
		s.env = text
	} else {
		s.file = text
	}
	return nil
}

func mapValues(node ast.Node) []*ast.MappingValueNode {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// resolve fetches the value that is referred to. The line break at the end of
// a file is no part of it.
func (s *Secret) resolve(env map[string]string, folder string) error {
	switch {
	case s.env != "":
		s.value = env[s.env]
		if s.value == "" {
			return fmt.Errorf("the environment variable %s is not set", s.env)
		}
	case s.file != "":
		content, err := os.ReadFile(inFolder(folder, s.file))
		if err != nil {
			return err
		}
		s.value = strings.TrimRight(string(content), "\r\n")
		if s.value == "" {
			return fmt.Errorf("%s is empty", s.file)
		}
	}
	return nil
}

func inFolder(folder, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}

// Setting is a value for a pack: a text, number or flag, or a secret that is
// referred to. It prints as a secret does, because only the pack knows which.
type Setting struct{ Secret }

// ErrLiteral means that a secret stands in the config file.
var ErrLiteral = errors.New("a secret does not stand in the config: put it into a file or variable and refer to it with {file: /path} or {env: NAME}")

// NewSetting makes a setting of a value in memory.
func NewSetting(value string) Setting { return Setting{NewSecret(value)} }

// CheckSecret refuses a setting that the pack says is a secret and that stands
// in the config file itself.
func (s Setting) CheckSecret() error {
	if s.literal {
		return ErrLiteral
	}
	return nil
}
