package openapi_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "write the guide's reference anew")

const (
	guideFile   = "../../docs/standard-erp-api.md"
	guideMarker = "<!-- Made from standard-erp-api.openapi.yaml: go test ./e2e/openapi -run Guide -update -->\n"
)

// TestTheGuideHasTheDocumentsReference compares the last part of the page for
// people, which is made of the document, with what it would be today.
func TestTheGuideHasTheDocumentsReference(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	written, reference, found := strings.Cut(string(page), guideMarker)
	if !found {
		t.Fatalf("%s has no line %s", guideFile, guideMarker)
	}
	g := &guide{doc: load(t), order: orderOf(t)}
	g.write()
	if g.out.String() == reference {
		return
	}
	if !*update {
		t.Fatalf("the guide's reference is not that of the document: go test ./e2e/openapi -run Guide -update")
	}
	if err := os.WriteFile(guideFile, []byte(written+guideMarker+g.out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// guide writes the document for people.
type guide struct {
	doc   *openapi3.T
	order yaml.MapSlice
	out   strings.Builder
}

// orderOf is the document with its members in their order, which maps lose.
func orderOf(t *testing.T) yaml.MapSlice {
	t.Helper()
	var order yaml.MapSlice
	if err := yaml.UnmarshalWithOptions([]byte(readDocument(t)), &order, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	return order
}

// names are the members at a place of the document, in its order.
func (g *guide) names(place ...string) []string {
	at := g.order
	for _, name := range place {
		i := slices.IndexFunc(at, func(item yaml.MapItem) bool { return item.Key == name })
		if i < 0 {
			return nil
		}
		at, _ = at[i].Value.(yaml.MapSlice)
	}
	names := make([]string, len(at))
	for i, item := range at {
		names[i], _ = item.Key.(string)
	}
	return names
}

func (g *guide) printf(format string, args ...any) { fmt.Fprintf(&g.out, format, args...) }

func (g *guide) write() {
	g.printf("\n## Operations\n")
	for _, tag := range g.doc.Tags {
		g.printf("\n### %s\n\n%s\n", strings.ToUpper(tag.Name[:1])+tag.Name[1:], tag.Description)
		for _, path := range g.names("paths") {
			for _, method := range g.names("paths", path) {
				if o := g.doc.Paths.Find(path).GetOperation(strings.ToUpper(method)); method != "parameters" && o.Tags[0] == tag.Name {
					g.operation(operation{o, strings.ToUpper(method), path, g.doc.Paths.Find(path).Parameters})
				}
			}
		}
	}
	g.printf("\n## Fields\n\nRequired fields are marked `*`; others may be left out, or null where that is said.\n")
	for _, name := range g.names("components", "schemas") {
		g.schema(name, g.doc.Components.Schemas[name].Value)
	}
}

func (g *guide) operation(o operation) {
	functions, _ := o.Extensions["x-balcao-functions"].([]any)
	g.printf("\n**`%s %s`** %s For `%s`.\n", o.method, o.path, o.Summary, strings.ReplaceAll(strings.Trim(fmt.Sprint(functions), "[]"), " ", "`, `"))
	if o.Description != "" {
		g.printf("%s\n", o.Description)
	}
	g.printf("\n")
	for _, p := range append(slices.Clone(o.shared), o.Parameters...) {
		if p.Value.Name == "Idempotency-Key" {
			g.printf("- header `Idempotency-Key`*\n")
			continue
		}
		g.printf("- %s `%s`%s (%s): %s\n", p.Value.In, p.Value.Name, star(p.Value.Required), kindOf(p.Value.Schema), p.Value.Description)
	}
	if o.RequestBody != nil {
		g.printf("- body: %s\n", kindOf(o.RequestBody.Value.Content["application/json"].Schema))
	}
	g.answers(o)
}

// answers writes an operation's, those that all have in one line.
func (g *guide) answers(o operation) {
	var common []string
	for _, status := range o.statuses() {
		if status >= "400" && o.Responses.Map()[status].Ref != "" {
			common = append(common, status)
			continue
		}
		answer := o.answer(status)
		g.printf("- **%s** %s%s\n", status, contentOf(answer), *answer.Description)
	}
	g.printf("- errors: %s\n", strings.Join(common, ", "))
}

// contentOf is what an answer holds, with a colon.
func contentOf(r *openapi3.Response) string {
	for kind, media := range r.Content {
		if kind == "application/pdf" {
			return "PDF: "
		}
		return kindOf(media.Schema) + ": "
	}
	return ""
}

// schema writes what is an object; simple types stand where they are used.
func (g *guide) schema(name string, s *openapi3.Schema) {
	if !s.Type.Is("object") && len(s.AllOf) == 0 {
		return
	}
	g.printf("\n### %s\n\n", name)
	if s.Description != "" {
		g.printf("%s\n\n", s.Description)
	}
	place := []string{"components", "schemas", name}
	for _, part := range s.AllOf {
		if part.Ref != "" {
			g.printf("All fields of %s, and:\n\n", kindOf(part))
			continue
		}
		s = part.Value
	}
	g.printf("| field | type | meaning |\n| --- | --- | --- |\n")
	for _, field := range g.fieldNames(s, place) {
		member := s.Properties[field]
		g.printf("| `%s`%s | %s | %s |\n", field, star(slices.Contains(s.Required, field)), kindOf(member), member.Value.Description)
	}
}

// fieldNames are in the document's order; those of a part in that of names.
func (g *guide) fieldNames(s *openapi3.Schema, place []string) []string {
	if names := g.names(append(place, "properties")...); names != nil {
		return names
	}
	var names []string
	for name := range s.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func star(required bool) string {
	if required {
		return "*"
	}
	return ""
}

// simple are the document's types that the page explains at its beginning.
var simple = map[string]string{
	"Document": "document", "Amount": "amount", "OptionalAmount": "amount or null", "Day": "day",
	"OptionalDay": "day or null", "OptionalText": "text or null",
}

// kindOf is a type in words.
func kindOf(ref *openapi3.SchemaRef) string {
	name := ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:]
	s := ref.Value
	switch {
	case simple[name] != "":
		return simple[name]
	case name != "" && s.Enum == nil:
		return fmt.Sprintf("[%s](#%s)", name, strings.ToLower(name))
	case len(s.OneOf) == 2:
		return kindOf(s.OneOf[0]) + " or null"
	case s.Enum != nil:
		return strings.Trim(strings.ReplaceAll(fmt.Sprint(s.Enum), " ", ", "), "[]")
	case s.Type.Is("array"):
		return "list of " + kindOf(s.Items)
	case s.Format == "date-time":
		return "instant"
	case s.Type.Includes("null"):
		return plain(s) + " or null"
	}
	return plain(s)
}

func plain(s *openapi3.Schema) string {
	switch {
	case s.Type.Includes("boolean"):
		return "true or false"
	case s.Type.Includes("integer"):
		return "whole number"
	}
	return "text"
}
