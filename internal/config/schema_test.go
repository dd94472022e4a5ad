package config_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"balcao/internal/config"
)

const schemaFile = "../../docs/config.schema.json"

// The schema is made from the fields' types, tags and comments; -update writes it.
func TestSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	root := generator{comments(t)}.object(reflect.TypeFor[config.Config]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Balcão config"
	if err := encoder.Encode(root); err != nil {
		t.Fatal(err)
	}
	golden(t, schemaFile, out.String())
}

// generator makes JSON Schema of the config's types.
type generator struct {
	// comments of fields by "Type.Field".
	comments map[string]string
}

func (g generator) object(t reflect.Type) map[string]any {
	properties := map[string]any{}
	for f := range t.Fields() {
		key := f.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		property := g.value(f.Type, f.Tag)
		property["description"] = g.comments[t.Name()+"."+f.Name]
		if text := f.Tag.Get("default"); text != "" {
			property["default"] = literal(f.Type, text)
		}
		properties[key] = property
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

func (g generator) value(t reflect.Type, tag reflect.StructTag) map[string]any {
	switch t {
	case reflect.TypeFor[config.Secret]():
		return referred("string")
	case reflect.TypeFor[config.Setting]():
		return referred("string", "number", "boolean")
	case reflect.TypeFor[config.Duration]():
		return map[string]any{"type": "string", "pattern": `^([0-9.]+(ms|s|m|h))+$`}
	case reflect.TypeFor[config.Size]():
		return map[string]any{"type": []string{"string", "integer"}, "pattern": "^[0-9]+(B|KB|MB)?$"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem(), tag)
	case reflect.Struct:
		return g.object(t)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.value(t.Elem(), "")}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.value(t.Elem(), tag)}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return number(tag)
	}
	return text(tag)
}

func referred(types ...string) map[string]any {
	reference := map[string]any{"type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
		"properties": map[string]any{
			"env":  map[string]any{"type": "string", "description": "Name of an environment variable."},
			"file": map[string]any{"type": "string", "description": "Path of a file; the line break at its end is no part of the secret."},
		}}
	return map[string]any{"anyOf": []any{map[string]any{"type": types}, reference}}
}

func number(tag reflect.StructTag) map[string]any {
	schema := map[string]any{"type": "integer", "minimum": 0}
	for key, name := range map[string]string{"min": "minimum", "max": "maximum"} {
		if n, err := strconv.Atoi(tag.Get(key)); err == nil {
			schema[name] = n
		}
	}
	return schema
}

func text(tag reflect.StructTag) map[string]any {
	schema := map[string]any{"type": "string"}
	if enum := tag.Get("enum"); enum != "" {
		schema["enum"] = strings.Split(enum, ",")
	}
	if pattern := tag.Get("pattern"); pattern != "" {
		schema["pattern"] = pattern
	}
	return schema
}

// literal is a default in its own type.
func literal(t reflect.Type, text string) any {
	switch t.Kind() {
	case reflect.Pointer:
		return text == "true"
	case reflect.Slice:
		return []string{text}
	case reflect.Int:
		n, _ := strconv.Atoi(text)
		return n
	}
	return text
}

// comments reads what is said about fields out of the package's source.
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				fieldComments(spec, found)
			}
			return true
		})
	}
	return found
}

func fieldComments(spec *ast.TypeSpec, found map[string]string) {
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range body.Fields.List {
		for _, name := range f.Names {
			found[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
		}
	}
}

func TestEveryKeyIsDescribed(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), `"description": ""`) {
		t.Error("a field of the config has no comment")
	}
}

// What the decoder takes the schema takes, and the other way round as far as a
// schema can say it.
func TestSchemaAgreesWithTheDecoder(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	good, err := filepath.Glob("../../docs/config*.example.yaml")
	if err != nil || len(good) < 2 {
		t.Fatalf("examples: %v, %v", good, err)
	}
	for _, file := range good {
		if err := schema.Validate(parsed(t, file)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, name := range []string{"unknown-key", "unknown-top-key", "unknown-client-key", "wrong-type", "wrong-flag", "text-for-keys",
		"bad-duration", "bad-size", "bad-secret-reference", "out-of-range", "clients"} {
		if err := schema.Validate(parsed(t, "testdata/errors/"+name+".yaml")); err == nil {
			t.Errorf("%s: the schema takes what the decoder refuses", name)
		}
	}
}

func parsed(t *testing.T, file string) any {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
