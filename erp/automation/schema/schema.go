// Package schema makes JSON Schemas of a pack's files, from the loader's own
// tables: an editor then completes keys, shows what they mean and underlines what
// does not exist. They say less than `balcao lint`, which also reads expressions.
//
// Start reading at [All]; shapes.go says what may stand behind each key.
package schema

import (
	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/manual"
)

// object is a JSON Schema, or a piece of one.
type object = map[string]any

// Names are the schemas of [All] by what they are for, in the order of a pack.
var Names = []string{"pack", "function", "part", "example"}

// draft is the version of JSON Schema that editors know.
const draft = "http://json-schema.org/draft-07/schema#"

// All are the schemas by name: those of [Names], and "functions/list_invoices"
// and the like, which also know the fields that the function's output may have.
func All() map[string]any {
	all := map[string]any{
		"pack": whole("pack", "A pack's pack.yaml"), "function": whole("function", "A function of a pack"),
		"part": whole("part", "A part of a pack"), "example": whole("example", "An example of a pack"),
	}
	for _, f := range erp.Functions {
		all["functions/"+f.Name] = ofFunction(manual.Of(f))
	}
	return all
}

// whole is the schema of a file: what it begins with, and all that may stand in it.
func whole(begin, title string) object {
	return object{"$schema": draft, "title": title, "$ref": "#/definitions/" + begin, "definitions": definitions()}
}

// definitions are an object for each place of the language, and for the files.
func definitions() object {
	all := object{"function": unit(functionOnly), "part": unit(partOnly)}
	for _, p := range automation.Places() {
		all[p.Name] = place(p)
	}
	all["expression"] = expression
	all["texts"] = texts
	all["anyOutput"] = anyOutput
	return all
}

func place(p automation.Place) object {
	properties := object{}
	for _, k := range automation.Keys() {
		if k.Place == p.Name {
			properties[k.Name] = described(shapeOf(k), k.About)
		}
	}
	out := object{"type": "object", "description": p.About, "properties": properties, "additionalProperties": false}
	if list := required[p.Name]; list != nil {
		out["required"] = list
	}
	return out
}

// described adds a key's meaning to its shape; a reference takes no neighbours.
func described(shape object, about string) object {
	if _, ref := shape["$ref"]; ref {
		shape = object{"allOf": []any{shape}}
	}
	out := object{"description": about}
	for name, v := range shape {
		out[name] = v
	}
	return out
}

// The keys that only a function's file has, or only a part's.
var (
	functionOnly = map[string]bool{"batch": true}
	partOnly     = map[string]bool{"input": true, "returns": true}
)

// unit is the schema of a function or part: of "unit" without the keys that belong
// to the other.
func unit(own map[string]bool) object {
	properties := object{}
	for _, k := range automation.Keys() {
		if k.Place == "unit" && (own[k.Name] || !functionOnly[k.Name] && !partOnly[k.Name]) {
			properties[k.Name] = described(shapeOf(k), k.About)
		}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// ofFunction knows the output's fields.
func ofFunction(m *manual.Function) object {
	out := whole("function", m.Name+" ("+m.Portuguese+") "+m.Purpose)
	if m.Answer == nil {
		return out
	}
	fields := fieldsOf(m.Answer)
	all := out["definitions"].(object)
	if m.List {
		all["output"].(object)["properties"].(object)["fields"] = fields
		return out
	}
	// A batch answers one object in rows, too.
	all["anyOutput"] = object{"anyOf": []any{object{"$ref": "#/definitions/expression"}, fields, object{
		"type": "object", "required": []any{"each"}, "allOf": []any{object{"$ref": "#/definitions/output"}},
	}}}
	return out
}

func fieldsOf(o *manual.Object) object {
	properties := object{}
	required := []any{}
	for _, f := range o.Fields() {
		shape := object{"$ref": "#/definitions/expression"}
		if f.Object != nil || f.List {
			shape = object{}
		}
		properties[f.Name] = described(shape, f.Kind+". "+f.About)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	out := object{"type": "object", "description": o.About, "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}
