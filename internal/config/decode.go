package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// decode reads the file's text strictly: no key that is not known.
func decode(name string, text []byte) (*Config, error) {
	src := newSource(name, text)
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, src.translate(err)
	}
	if len(file.Docs) > 1 {
		return nil, fmt.Errorf("%s: several YAML documents (---); the config is one", name)
	}
	if len(file.Docs) == 1 {
		src.index("", file.Docs[0].Body)
	}
	cfg := &Config{}
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(cfg)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, src.translate(err)
	}
	cfg.source = src
	return cfg, nil
}

// translate says in the reader's words what the decoder found.
func (s *source) translate(err error) error {
	var found yaml.Error
	if !errors.As(err, &found) || found.GetToken() == nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	tok, message := found.GetToken(), found.GetMessage()
	var unknown *yaml.UnknownFieldError
	var wrong *yaml.TypeError
	var shape *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(err, &unknown):
		if all := s.unknownKeys(); len(all) > 0 {
			return joined(all)
		}
		message = fmt.Sprintf("unknown key %q", tok.Value)
	case errors.As(err, &wrong):
		message = "want " + inWords(wrong.DstType)
	case errors.As(err, &shape) && shape.Expected == ast.MappingType:
		message = "want keys with values"
	}
	return joined([]problem{s.at(tok, "", message, "")})
}

// unknownKeys are all of them; the decoder tells of any one.
func (s *source) unknownKeys() (problems []problem) {
	byOffset := func(a, b string) int { return cmp.Compare(s.keys[a].Position.Offset, s.keys[b].Position.Offset) }
	for _, path := range slices.SortedFunc(maps.Keys(s.keys), byOffset) {
		key, known := s.keys[path].Value, keysAt(parent(path))
		if len(known) > 0 && !slices.Contains(known, key) {
			problems = append(problems, s.at(s.keys[path], "", fmt.Sprintf("unknown key %q", key), didYouMean(key, known)))
		}
	}
	return problems
}

// keysAt are the keys that the config knows below a path.
func keysAt(path string) []string {
	t := reflect.TypeFor[Config]()
	for _, step := range strings.Split(path, ".") {
		if step != "" {
			t = below(t, step)
		}
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for f := range t.Fields() {
		if key := f.Tag.Get("yaml"); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

// below is the type of what stands under a key, nil if nothing does.
func below(t reflect.Type, key string) reflect.Type {
	if t == nil {
		return nil
	}
	if t.Kind() == reflect.Map {
		return bare(t.Elem())
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range t.Fields() {
		if f.Tag.Get("yaml") == key {
			return bare(f.Type)
		}
	}
	return nil
}

func bare(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

func inWords(t reflect.Type) string {
	switch bare(t).Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	}
	return "keys with values"
}
