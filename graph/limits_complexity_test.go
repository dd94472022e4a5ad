package graph

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// A list that nobody has given a length would cost as much as one of its
// elements.
func TestEveryListHasALength(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	lengths := reflect.ValueOf(complexity())
	lists := 0
	for _, object := range schema.Types {
		if object.BuiltIn || object.Kind != ast.Object || isOfTheEnvelope(object.Name) {
			continue
		}
		for _, field := range object.Fields {
			if strings.HasPrefix(field.Name, "__") || !isList(schema, field.Type) {
				continue
			}
			lists++
			length := lengths.FieldByName(object.Name).FieldByName(strings.ToUpper(field.Name[:1]) + field.Name[1:])
			if !length.IsValid() || length.IsNil() {
				t.Errorf("%s.%s has no length in complexity", object.Name, field.Name)
			}
		}
	}
	if lists < 20 {
		t.Errorf("only %d lists were found", lists)
	}
}

// isOfTheEnvelope tells types whose lists are as long as what stands around
// them: a connection's field has the length of its page, and a payload lists
// what is wrong with its own input.
func isOfTheEnvelope(object string) bool {
	return strings.HasSuffix(object, "Connection") || strings.HasSuffix(object, "Payload")
}

func isList(schema *ast.Schema, t *ast.Type) bool {
	if strings.HasSuffix(t.Name(), "Connection") {
		return true
	}
	return t.Elem != nil && schema.Types[t.Name()].IsCompositeType()
}
