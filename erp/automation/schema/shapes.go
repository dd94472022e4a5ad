package schema

import (
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
)

// What stands behind a key.
var (
	anything   = object{}
	scalar     = object{"type": []any{"string", "number", "boolean"}}
	flag       = object{"type": "boolean"}
	number     = object{"type": "integer", "minimum": 0}
	duration   = object{"type": "string", "pattern": `^[0-9]+(ms|s|m|h|d)$`}
	expression = object{"type": []any{"string", "number", "boolean", "null"}}
	texts      = object{"anyOf": []any{scalar, object{"type": "array", "items": scalar}}}
	// anyOutput is rows where it has each, else one expression, a list of them or
	// the fields of one object.
	anyOutput = object{
		"type": []any{"string", "number", "boolean", "null", "array", "object"},
		"if":   object{"type": "object", "required": []any{"each"}}, "then": ref("output"),
	}
)

func ref(place string) object        { return object{"$ref": "#/definitions/" + place} }
func listOf(item object) object      { return object{"type": "array", "items": item} }
func mapOf(item object) object       { return object{"type": "object", "additionalProperties": item} }
func either(shapes ...object) object { return object{"anyOf": anySlice(shapes)} }
func oneOf(words ...string) object   { return object{"type": "string", "enum": anySlice(words)} }
func anySlice[T any](items []T) []any {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	return list
}

// words are those of an area.
func words(area string) object {
	var list []string
	for _, w := range automation.Words() {
		if w.Area == area {
			list = append(list, w.Name)
		}
	}
	return oneOf(list...)
}

// functions are reasons by the names of functions.
func functions() object {
	properties := object{}
	for _, f := range erp.Functions {
		properties[f.Name] = scalar
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// required are the keys that a place cannot do without.
var required = map[string][]any{
	"pack": {"pack", "title", "language"}, "example": {"function", "input", "exchanges"}, "exchange": {"answer"}, "error": {"kind"},
	"host": {"url"}, "batch": {"key"},
}

// shapeOf is what may stand behind a key; what is in none of the tables is a
// single value: a text or an expression.
func shapeOf(k automation.Key) object {
	if shape, ok := shapes[k.Place+"/"+k.Name]; ok {
		return shape
	}
	return expression
}

// shapes are those of keys that hold more than a single value.
var shapes = map[string]object{
	"pack/language": object{"const": 1}, "pack/settings": mapOf(either(ref("setting"), object{"type": "null"})), "pack/hosts": mapOf(ref("host")),
	"pack/session": ref("session"), "pack/answers": listOf(ref("rule")), "pack/formats": ref("format"), "pack/tables": mapOf(mapOf(expression)),
	"pack/limits": ref("limit"), "pack/evidence": words("evidence"), "pack/settles_within": duration, "pack/partial_payments": flag,
	"pack/not_supported": functions(),

	"setting/type": words("setting_type"), "setting/optional": flag, "setting/choices": listOf(scalar), "setting/default": scalar,

	"host/headers": mapOf(anything), "host/query": mapOf(anything), "host/form": mapOf(anything), "host/json": mapOf(anything),
	"host/charset": words("charset"), "host/timeout": duration,

	"session/steps": mapOf(ref("step")), "session/output": mapOf(expression),

	"format/money": texts, "format/date": texts, "format/instant": texts, "format/yes": texts, "format/no": texts, "format/blank": texts,

	"limit/at_once": number, "limit/per_minute": number, "limit/timeout": duration, "limit/total": duration,

	"unit/steps": mapOf(ref("step")), "unit/output": ref("anyOutput"), "unit/batch": ref("batch"),
	"unit/input": mapOf(either(scalar, ref("input"))), "unit/confidence": object{"type": "string", "pattern": "^(" + pattern("confidence") + ")"},

	"input/optional": flag, "batch/size": number,

	"step/with": mapOf(anything), "step/query": mapOf(anything), "step/headers": mapOf(anything), "step/form": mapOf(anything),
	"step/multipart": mapOf(anything), "step/json": anything, "step/expect": words("expect"), "step/from": texts, "step/fail": words("fail"),
	"step/at_once": number, "step/pages": ref("page"), "step/answers": listOf(ref("rule")), "step/optional": flag, "step/every": duration,
	"step/for": duration, "step/if_never": words("if_never"), "step/effect": words("effect"), "step/repeatable": flag, "step/lookup": ref("step"),
	"step/keep": duration, "step/timeout": duration,

	"page/size": number, "page/at_most": number,

	"output/fields": mapOf(anything),

	"example/settings": mapOf(scalar), "example/input": anything, "example/attempt": number, "example/exchanges": listOf(ref("exchange")),
	"example/output": anything, "example/error": ref("error"),

	"exchange/query": mapOf(anything), "exchange/headers": mapOf(anything), "exchange/form": mapOf(anything), "exchange/json": anything,
	"exchange/answer": ref("answer"),

	"answer/status": number, "answer/headers": mapOf(scalar), "answer/json": anything,
}

func pattern(area string) string {
	var list []string
	for _, w := range automation.Words() {
		if w.Area == area {
			list = append(list, w.Name)
		}
	}
	return strings.Join(list, "|")
}

// Keys are the keys that have a shape of their own, as place/name.
func Keys() []string {
	names := make([]string, 0, len(shapes))
	for name := range shapes {
		names = append(names, name)
	}
	return names
}
