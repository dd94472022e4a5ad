package openapi_test

import (
	"encoding/json"
	"go/ast"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestTheSandboxReadsEveryDescribedField sends each request with one member of a
// type that it cannot have: a sandbox that does not mind does not read it, unless
// it gives it back. Members that nobody describes are ignored by both, so
// the other direction is for [TestTheDocumentDescribesEveryFieldOfTheSandbox].
func TestTheSandboxReadsEveryDescribedField(t *testing.T) {
	t.Parallel()
	sandbox, all := serve(t), operations(load(t))
	for name, group := range groups {
		t.Run(name, func(t *testing.T) {
			for id, one := range group(t, sandbox, examples{all}) {
				if o := all[id]; o.RequestBody != nil {
					t.Run(id, func(t *testing.T) {
						readsFields(t, sandbox, one.good[0], o.RequestBody.Value.Content["application/json"].Schema.Value)
					})
				}
			}
		})
	}
}

// readsFields spoils each member of a good request in turn.
func readsFields(t *testing.T, sandbox *served, good request, schema *openapi3.Schema) {
	body := good.body.(map[string]any)
	for n, path := range memberPaths(schema, "") {
		r := good
		reference := "spoiled-" + strconv.Itoa(n) + good.path
		r.key, r.body = reference, spoil(with(body, "referencia", reference), strings.Split(path, "."))
		switch a := sandbox.send(t, r); {
		case a.status == http.StatusBadRequest, a.status == http.StatusUnprocessableEntity:
		case a.status < 300 && path != "referencia" && isGivenBack(t, sandbox, good.path, reference, path, r.body):
		default:
			t.Errorf("%s: of a type that it cannot have, it was answered %d: %.200s", path, a.status, a.body)
		}
	}
}

// isGivenBack is true if what was handed in is found with the spoiled member.
func isGivenBack(t *testing.T, sandbox *served, path, reference, member string, sent any) bool {
	t.Helper()
	a := sandbox.send(t, get(path, "referencia", reference))
	var found []any
	if json.Unmarshal(a.body, &found) != nil || len(found) != 1 {
		return false
	}
	return reflect.DeepEqual(memberAt(found[0], member), memberAt(sent, member))
}

func memberAt(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// memberPaths are all members of a request, those of inner objects and of the
// objects of lists too.
func memberPaths(schema *openapi3.Schema, prefix string) []string {
	var paths []string
	for _, part := range schema.AllOf {
		paths = append(paths, memberPaths(part.Value, prefix)...)
	}
	for name, member := range schema.Properties {
		inner := member.Value
		if inner.Items != nil {
			inner = inner.Items.Value
		}
		paths = append(append(paths, prefix+name), memberPaths(inner, prefix+name+".")...)
	}
	return paths
}

// spoil gives the member at a path an object, which none that is simple can be,
// or a text where an object belongs. Of a list it is the first item's member.
func spoil(value any, path []string) any {
	if len(path) == 0 {
		if _, isObject := value.(map[string]any); isObject {
			return "of another type"
		}
		return map[string]any{"of": "another type"}
	}
	if list, isList := value.([]any); isList && len(list) > 0 {
		return append([]any{spoil(list[0], path)}, list[1:]...)
	}
	object, _ := value.(map[string]any)
	return with(object, path[0], spoil(object[path[0]], path[1:]))
}

// controlTypes are the sandbox's that serve tests, no part of the API.
var controlTypes = map[string]bool{
	"Switches": true, "Faults": true, "Calls": true, "CallCount": true, "Entry": true, "Record": true, "newInvoice": true, "bankPayment": true,
}

// TestTheDocumentDescribesEveryFieldOfTheSandbox looks for the JSON names of the
// sandbox's types among those of the document.
func TestTheDocumentDescribesEveryFieldOfTheSandbox(t *testing.T) {
	t.Parallel()
	described := map[string]bool{}
	for _, schema := range load(t).Components.Schemas {
		for _, path := range memberPaths(schema.Value, "") {
			described[path[strings.LastIndexByte(path, '.')+1:]] = true
		}
	}
	names := jsonNames(t)
	if len(names) < 40 {
		t.Fatalf("only %d JSON names were found in the sandbox's source", len(names))
	}
	for name, where := range names {
		if !described[name] {
			t.Errorf("%s has a field %q, which the document does not describe", where, name)
		}
	}
}

// jsonNames are those of the sandbox's struct types, with the file's name.
func jsonNames(t *testing.T) map[string]string {
	t.Helper()
	names := map[string]string{}
	inspectSandbox(t, func(file string, n ast.Node) bool {
		spec, isType := n.(*ast.TypeSpec)
		if isType && controlTypes[spec.Name.Name] {
			return false
		}
		if field, isField := n.(*ast.Field); isField && field.Tag != nil {
			if name := jsonName(field.Tag.Value); name != "" {
				names[name] = file
			}
		}
		return true
	})
	return names
}

func jsonName(literal string) string {
	tag, err := strconv.Unquote(literal)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return name
}
