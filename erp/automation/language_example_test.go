package automation_test

import (
	"strings"
	"testing"
)

// The whole example, of which each feature leaves something out or changes it.
const (
	wholeExample = `
function: list_pendency_texts
about: What is owed.
now: 2026-11-30T10:00:00-03:00
settings: {url: "https://erp.example"}
input: {document: "52998224725"}
exchanges:
  - post: /x
    query: {a: "1"}
    headers: {X-H: h}
    json: {b: [1, {c: d}]}
    answer: {status: 200, headers: {X-A: "7"}, json: {v: "1"}}
output: ["1", "2026-11-30", "7"]
`
	exampleStep = `a: {post: /x, query: {a: 1}, headers: {X-H: h}, json: {b: [1, {c: d, e: f}], g: h}, take: '({"v": answer.v, "h": headers["X-A"]})'}`
)

var exampleProbe = files{"list_pendency_texts.yaml": probe(exampleStep, "a.v\ndate_text(today(), \"YYYY-MM-DD\")\na.h")}

// ofExample is a feature of an example: the whole comes out, and with this change
// it does not, for a reason that the message holds.
func ofExample(name, old, with, want string) feature {
	return feature{name, func(t *testing.T) {
		if err := play(t, exampleProbe, wholeExample); err != nil {
			t.Fatal(err)
		}
		if strings.Count(wholeExample, old) != 1 {
			t.Fatalf("%q does not stand there once", old)
		}
		if err := play(t, exampleProbe, strings.Replace(wholeExample, old, with, 1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}}
}

var exampleFeatures = []feature{
	{"example/about", func(t *testing.T) {
		all := merge(exampleProbe, files{"examples/one.yaml": wholeExample})
		if got := load(t, all).Examples[0]; got.About != "What is owed." || got.Name != "one" {
			t.Errorf("got %q, %q", got.About, got.Name)
		}
	}},
	refused("example/function", merge(exampleProbe, files{"examples/one.yaml": strings.Replace(wholeExample, "list_pendency_texts", "list_plans", 1)}), "example"),
	ofExample("example/now", "2026-11-30T10", "2026-11-29T10", "output[1]"),
	ofExample("example/settings", `settings: {url: "https://erp.example"}`, `settings: {url: ""}`, "it failed"),
	ofExample("example/input", `document: "52998224725"`, `document: "123"`, "document"),
	ofExample("example/exchanges", "exchanges:\n", "exchanges:\n  - {get: /never, answer: {}}\n", "was never sent"),
	ofExample("example/output", `output: ["1"`, `output: ["2"`, "output[0]"),
	ofExample("example/error", "output: [\"1\", \"2026-11-30\", \"7\"]", "error: {kind: refused}", "did not fail"),
	example("example/attempt", files{"create_lead.yaml": "steps:\n  a: {effect: write, post: /x, lookup: {get: /find}}\noutput: {remote_id: a.id}\n"}, `
function: create_lead
attempt: 2
input: {reference: R1, lead: {name: Maria}}
exchanges:
  - {get: /find, answer: {json: {id: "9"}}}
output: {remote_id: "9"}
`),
	exchanged("get"), exchanged("post"), exchanged("put"), exchanged("patch"), exchanged("delete"),
	ofExample("exchange/query", `query: {a: "1"}`, `query: {a: "2"}`, `differs in the parameter "a"`),
	ofExample("exchange/headers", "X-H: h", "X-H: i", "differs in the header X-H"),
	ofExample("exchange/json", "{c: d}", "{c: e}", "differs in json.b[1].c"),
	unlike("exchange/form", files{"list_pendency_texts.yaml": probe(`a: {post: /x, form: {a: b}}`, said)}, asked(`- {post: /x, form: {a: c}`+reply1, well), `differs in the field "a"`),
	unlike("exchange/text", files{"list_pendency_texts.yaml": probe(`a: {post: /x, text: one}`, said)}, asked(`- {post: /x, text: two`+reply1, well), "differs in its body"),
	ofExample("exchange/answer", `json: {v: "1"}`, `json: {v: "3"}`, "output[0]"),
	ofExample("answer/status", "status: 200", "status: 503", "it failed"),
	ofExample("answer/headers", `X-A: "7"`, `X-A: "8"`, "output[2]"),
	ofExample("answer/json", `json: {v: "1"}`, `json: {v: [1]}`, "a text is due"),
	played("answer/text", `a: {get: /x, expect: text}`, `a`, `- {get: /x, answer: {text: "plain"}}`, "output: [plain]"),
	example("answer/file", merge(files{"list_pendency_texts.yaml": probe(get0, said)}, files{"examples/answer.json": `{"v": "of a file"}`}),
		asked(`- {get: /x, answer: {file: answer.json}}`, "output: [of a file]")),
	unlike("error/kind", files{"list_pendency_texts.yaml": probe(`a: {fail: refused}`, `"1"`)}, asked(`[]`, "error: {kind: unavailable}"), `and not with "unavailable"`),
	unlike("error/message", files{"list_pendency_texts.yaml": probe(`a: {fail: refused, message: Não.}`, `"1"`)}, asked(`[]`, "error: {kind: refused, message: Sim.}"), "its message is"),
}

// exchanged is an exchange of a method, which no other one fits.
func exchanged(method string) feature {
	return feature{"exchange/" + method, func(t *testing.T) {
		f := files{"list_pendency_texts.yaml": probe("a: {"+method+": /x}", said)}
		if err := play(t, f, asked("- {"+method+": /x"+reply1, well)); err != nil {
			t.Error(err)
		}
		other := map[bool]string{true: "post", false: "get"}[method == "get"]
		if err := play(t, f, asked("- {"+other+": /x"+reply1, well)); err == nil || !strings.Contains(err.Error(), "is not listed") {
			t.Errorf("another method: %v", err)
		}
	}}
}
