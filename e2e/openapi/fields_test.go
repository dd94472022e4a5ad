package openapi_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// fields walks answers along their schemas. A member that is not described
// fails at once; what is described and never seen is asked for at the end.
type fields struct {
	// seen are the described members that had a value, by the schema's place in
	// the document.
	seen map[*openapi3.Schema]map[string]bool
}

func newFields() *fields { return &fields{map[*openapi3.Schema]map[string]bool{}} }

// check validates a decoded body and walks it.
func (f *fields) check(schema *openapi3.Schema, body any) error {
	if err := schema.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.EnableFormatValidation()); err != nil {
		return err
	}
	return f.walk(schema, body, "")
}

func (f *fields) walk(schema *openapi3.Schema, value any, at string) error {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			if err := f.walk(schema.Items.Value, item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		return f.walkObject(object(schema), value, at)
	}
	return nil
}

func (f *fields) walkObject(schema *openapi3.Schema, value map[string]any, at string) error {
	if f.seen[schema] == nil {
		f.seen[schema] = map[string]bool{}
	}
	for name, member := range value {
		described := schema.Properties[name]
		if described == nil {
			return fmt.Errorf("%s.%s is not described", at, name)
		}
		if member != nil {
			f.seen[schema][name] = true
		}
		if err := f.walk(described.Value, member, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

// object is the alternative of a schema that is an object: of "one of these or
// null" the one that is not null.
func object(schema *openapi3.Schema) *openapi3.Schema {
	for _, one := range schema.OneOf {
		if one.Value.Type.Is("object") {
			return one.Value
		}
	}
	return schema
}

// absent are members that the sandbox never has a value of: it links to no notes.
var absent = map[string]bool{"url_nota_fiscal": true}

// complete fails for every member of an answer's schema that no answer had.
func (f *fields) complete(t *testing.T, where string, schema *openapi3.Schema) {
	t.Helper()
	f.completeOnce(t, where, schema, map[*openapi3.Schema]bool{})
}

func (f *fields) completeOnce(t *testing.T, where string, schema *openapi3.Schema, done map[*openapi3.Schema]bool) {
	t.Helper()
	schema = object(schema)
	if schema.Items != nil {
		schema = object(schema.Items.Value)
	}
	if done[schema] {
		return
	}
	done[schema] = true
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		if !f.seen[schema][name] && !absent[name] {
			t.Errorf("%s: no answer of the sandbox had a value of %s", where, name)
		}
		f.completeOnce(t, where+"."+name, schema.Properties[name].Value, done)
	}
}
