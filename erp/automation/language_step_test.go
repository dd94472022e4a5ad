package automation_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

const reply1 = `, answer: {json: {v: "1"}}}`

// method is a step that sends with a method.
func method(name string) feature {
	return played("step/"+name, "a: {"+name+": /x}", said, "- {"+name+": /x"+reply1, well)
}

// sent is a step whose request must hold what the exchange says.
func sent(name, step, exchange string, more ...files) feature {
	return played(name, "a: {"+step+"}", said, "- {"+exchange+reply1, well, more...)
}

// rows is a server's list of things.
const (
	rowsStep     = `rows: {get: /rows, take: answer.rows}`
	rowsExchange = `- {get: /rows, answer: {json: {rows: [{id: 1}, {id: 2}, {id: 3}]}}}`
)

var stepFeatures = []feature{
	method("get"), method("post"), method("put"), method("patch"), method("delete"),
	{"step/download", downloaded},
	{"step/from", func(t *testing.T) {
		pack := load(t, files{"list_pendency_texts.yaml": probe("l: {get: /x}\na: {download: l.v, expect: text, from: [\"*.balcao.example\"]}", "a")})
		server := serve(t, answer(object{"v": "http://files.balcao.example/f"}))
		ctx, cancel := contextFor(t, 400*time.Millisecond)
		defer cancel()
		_, _, err := erp.ListPendencyTexts.Call(ctx, connect(t, pack, server.URL), erp.CustomerInput{Document: maria})
		wantKind(t, err, erp.Unavailable) // it is asked for, and there is no such host
	}},
	played("step/call", `a: {call: part}`, `a`, one, well, ofPart("steps:\n  p: {get: /x}\noutput: p.v\n")),
	played("step/with", `a: {call: part, with: {x: "5"}}`, `a`, `[]`, `output: ["5"]`, ofPart("input: {x: text}\noutput: input.x\n")),
	played("step/value", `a: {value: '"1"'}`, `a`, `[]`, well),
	played("step/fail", `a: {fail: refused}`, `"1"`, `[]`, "error: {kind: refused}"),
	played("step/message", `a: {fail: refused, message: "Não."}`, `"1"`, `[]`, "error: {kind: refused, message: Não.}"),
	played("step/host", `a: {get: /x, host: second}`, said, `- {get: /v2/x`+reply1, well, secondHost()),
	sent("step/query", `get: /x, query: {q: a}`, `get: /x, query: {q: a}`),
	sent("step/headers", `get: /x, headers: {X-A: a}`, `get: /x, headers: {X-A: a}`),
	sent("step/json", `post: /x, json: {a: [1]}`, `post: /x, json: {a: [1]}`),
	sent("step/form", `post: /x, form: {a: b}`, `post: /x, form: {a: b}`),
	{"step/multipart", func(t *testing.T) {
		parts := receivedParts(t, `multipart: {a: b}`)
		if parts["a"] != "b" {
			t.Errorf("got %v", parts)
		}
	}},
	sent("step/text", `post: /x, text: some words`, `post: /x, text: some words`),
	played("step/expect", `a: {get: /x, expect: text}`, `a`, `- {get: /x, answer: {text: "plain"}}`, "output: [plain]"),
	played("step/if", "a: {if: 1 > 2, get: /never}\nb: {get: /x}", `first_of(a.v, "skipped")`, one, `output: [skipped]`),
	played("step/answers", `a: {get: /x, answers: [{ok: status == 500}]}`, said, `- {get: /x, answer: {status: 500, json: {v: "1"}}}`, well),
	played("step/take", `a: {get: /x, take: answer.v}`, `a`, one, well),
	played("step/optional", "a: {get: /x, optional: true}", `first_of(a.v, "none")`, `- {get: /x, answer: {status: 404}}`, `output: [none]`),
	{"step/keep", func(t *testing.T) {
		server := serve(t, answer(object{"v": "1"}))
		c := connect(t, load(t, files{"list_pendency_texts.yaml": probe(`a: {get: /x, keep: 1h}`, said)}), server.URL)
		for range 2 {
			if _, err := texts(t, c); err != nil {
				t.Error(err)
			}
		}
		if n := server.count("/x"); n != 1 {
			t.Errorf("asked %d times", n)
		}
	}},
	{"step/timeout", func(t *testing.T) {
		givesUp(t, nil, ", timeout: 50ms")
	}},
	{"effect/read", func(t *testing.T) {
		var n atomic.Int32
		if got, err := texts(t, failsOnce(t, &n, ", effect: read")); err != nil || !slices.Equal(got, []string{"2"}) {
			t.Errorf("got %v, %v", got, err)
		}
	}},
	{"step/repeatable", func(t *testing.T) {
		var n atomic.Int32
		if _, err := texts(t, failsOnce(t, &n, ", repeatable: false")); erp.KindOf(err) != erp.Unavailable || n.Load() != 1 {
			t.Errorf("error %v after %d requests", err, n.Load())
		}
	}},
}

// failsOnce is an ERP that is not there at the first request.
func failsOnce(t *testing.T, n *atomic.Int32, keys string) *automation.Connection {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		reply(w, object{"v": "2"})
	})
	return connect(t, load(t, files{"list_pendency_texts.yaml": probe("a: {get: /x"+keys+"}", said)}), server.URL)
}

func secondHost() files {
	return changed("formats:", "  second: {url: $(settings.url)/v2}\nformats:")
}

// downloaded fetches a link to the ERP's own host, which carries nothing of the
// host's.
func downloaded(t *testing.T) {
	var server *recorder
	server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/x" {
			reply(w, object{"v": server.URL + "/file"})
			return
		}
		w.Write([]byte("the file"))
	})
	pack := load(t, merge(changed("api: {", "api: {headers: {X-Token: t}, "), files{
		"list_pendency_texts.yaml": probe("l: {get: /x}\na: {download: l.v, expect: text}", "a")}))
	got, err := texts(t, connect(t, pack, server.URL))
	if err != nil || !slices.Equal(got, []string{"the file"}) {
		t.Fatal(got, err)
	}
	if r := server.got()[1]; r.Header.Get("X-Token") != "" {
		t.Error("the link was asked for with the host's header")
	}
}

var loopFeatures = []feature{
	played("step/each", rowsStep+"\na: {each: rows, value: it.id}", `comma(a)`, rowsExchange, `output: ["1,2,3"]`),
	played("step/each_of_nothing", "rows: {get: /rows, take: answer.rows}\na: {each: rows, value: it.v}", `as_text(len(a))`, `- {get: /rows, answer: {json: {rows: ""}}}`, `output: ["0"]`),
	played("step/each_of_one", "rows: {get: /rows, take: answer.rows}\na: {each: rows, value: it.v}", `comma(a)`, `- {get: /rows, answer: {json: {rows: {v: 1}}}}`, `output: ["1"]`),
	{"step/at_once", func(t *testing.T) {
		if most := mostInFlight(t, "", "at_once: 1, "); most != 1 {
			t.Errorf("%d were in flight", most)
		}
	}},
	paged("step/pages", "{size: 1}", [][2]string{{"1", "[1]"}, {"2", "[]"}}, "1"),
	paged("page/first", "{first: 5}", [][2]string{{"5", "[1]"}, {"6", "[]"}}, "1"),
	paged("page/step", "{step: 10}", [][2]string{{"1", "[1]"}, {"11", "[]"}}, "1"),
	paged("page/size", "{size: 2}", [][2]string{{"1", "[1, 2]"}, {"2", "[3]"}}, "1,2,3"),
	paged("page/next", "{next: answer.next}", [][2]string{{"1", "[1], next: 7"}, {"7", "[2], next: null"}}, "1,2"),
	paged("page/at_most", "{at_most: 2}", [][2]string{{"1", "[1]"}, {"2", "[2]"}}, ""),
	paged("name/page", "{size: 1}", [][2]string{{"1", "[1]"}, {"2", "[]"}}, "1"),
	paged("name/taken", "{next: 'len(taken) < 2 ? len(taken) + 10 : null'}", [][2]string{{"1", "[1]"}, {"11", "[2]"}}, "1,2"),
	waited("step/until", "until: a.v == \"3\", every: 1ms, for: 1s", []string{"3"}, ""),
	waited("step/every", "until: a.v == \"2\", every: 1ms, for: 600ms", []string{"2"}, ""),
	waited("step/for", "until: a.v == \"-\", every: 1ms, for: 5ms", nil, erp.NotDone),
	waited("step/if_never", "until: a.v == \"-\", every: 1ms, for: 5ms, if_never: unknown", nil, erp.MaybeSent),
	waited("if_never/unknown", "until: a.v == \"-\", every: 1ms, for: 5ms, if_never: unknown", nil, erp.MaybeSent),
	waited("if_never/not_done", "until: a.v == \"-\", every: 1ms, for: 5ms, if_never: not_done", nil, erp.NotDone),
}

// paged is a feature of pages: each is asked for by its number and holds rows; an
// empty want is an error.
func paged(name, keys string, pages [][2]string, want string) feature {
	exchanges, end := "", `output: ["`+want+`"]`
	for _, p := range pages {
		exchanges += "- {get: /x, query: {p: " + p[0] + "}, answer: {json: {rows: " + p[1] + "}}}\n"
	}
	if want == "" {
		end = "error: {kind: bad_answer}"
	}
	return played(name, `a: {get: /x, query: {p: $(page)}, pages: `+keys+`, take: answer.rows}`, `comma(a)`, exchanges, end)
}

// waited is a feature of until; the server counts its requests. It is over long
// before the ten seconds that hold without for.
func waited(name, keys string, want []string, kind erp.Kind) feature {
	return feature{name, func(t *testing.T) {
		var n atomic.Int32
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) { count(w, &n) })
		pack := load(t, files{"list_pendency_texts.yaml": probe("a: {get: /x, "+keys+"}", said)})
		begun := time.Now()
		got, err := texts(t, connect(t, pack, server.URL))
		wantKind(t, err, kind)
		if !slices.Equal(got, want) || time.Since(begun) > 800*time.Millisecond {
			t.Errorf("got %v after %v", got, time.Since(begun))
		}
	}}
}
