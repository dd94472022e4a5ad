package automation_test

import (
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// get is the simplest step, said its text.
const (
	get  = `a: {get: /x}`
	said = `a.v`
	well = `output: ["1"]`
)

// also gives a feature a second name: a verdict is a key of a rule and a word.
func also(f feature, name string) feature { return feature{name, f.test} }

func judgedBy(name, rule, answer, want string) feature {
	return played(name, `a: {get: /x, answers: [`+rule+`]}`, said, `- {get: /x, answer: `+answer+`}`, want)
}

var (
	ruleOK      = judgedBy("rule/ok", "{ok: status == 500}", `{status: 500, json: {v: "1"}}`, well)
	ruleEmpty   = judgedBy("rule/empty", "{empty: status == 404}", `{status: 404}`, "output: []")
	ruleRefused = judgedBy("rule/refused", "{refused: answer.no}", `{json: {v: "1", no: true}}`, "error: {kind: refused}")
	ruleNotDone = example("rule/not_done", files{"settle_boleto.yaml": `
steps:
  a: {effect: write, post: /x, answers: [{not_done: answer.later}]}
`}, settled(`- {post: /x, answer: {json: {later: true}}}`, "error: {kind: not_done}"))
	ruleUnauthenticated = feature{"rule/unauthenticated", func(t *testing.T) {
		b := &bank{}
		server := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/people" && b.loggedIn() < 2 {
				reply(w, object{"code": "log in"})
				return
			}
			b.ServeHTTP(w, r)
		})
		pack := load(t, files{"pack.yaml": sessionPack + "answers: [{unauthenticated: answer.code == \"log in\"}]\n", "get_customer.yaml": getCustomer})
		_, _, err := customer(t, connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"})), maria)
		// The ERP logs in and does not let the session in: no third log-in.
		wantKind(t, err, erp.Unauthenticated)
		if b.loggedIn() != 1 {
			t.Errorf("%d log-ins", b.loggedIn())
		}
	}}
	ruleUnavailable = feature{"rule/unavailable", func(t *testing.T) {
		var n atomic.Int32
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) { count(w, &n) })
		pack := load(t, files{"list_pendency_texts.yaml": probe(`a: {get: /x, answers: [{unavailable: answer.v == "1"}]}`, said)})
		if got, err := texts(t, connect(t, pack, server.URL)); err != nil || !slices.Equal(got, []string{"2"}) {
			t.Errorf("got %v, %v", got, err)
		}
	}}
)

// settled is an example of settle_boleto.
func settled(exchanges, want string) string {
	return `
function: settle_boleto
input: {invoice_id: "7", document: "52998224725", reference: E1, settlement: {amount: "26.00", paid_at: "2026-11-24T12:00:00-03:00", method: PIX}}
exchanges:
` + indented(exchanges) + want
}

func bytesAnswer(name, charset string, body []byte, want string) feature {
	return feature{name, func(t *testing.T) {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
		pack := load(t, merge(changed("api: {", "api: {"+charset), files{"list_pendency_texts.yaml": probe(get, said)}))
		if got, err := texts(t, connect(t, pack, server.URL)); err != nil || !slices.Equal(got, []string{want}) {
			t.Errorf("got %v, %v, want %q", got, err, want)
		}
	}}
}

var latin = []byte("{\"v\":\"S\xe3o\"}")

var answerFeatures = []feature{
	ruleOK, ruleEmpty, ruleRefused, ruleNotDone, ruleUnauthenticated, ruleUnavailable,
	also(ruleOK, "verdict/ok"), also(ruleEmpty, "verdict/empty"), also(ruleRefused, "verdict/refused"), also(ruleNotDone, "verdict/not_done"),
	also(ruleUnauthenticated, "verdict/unauthenticated"), also(ruleUnavailable, "verdict/unavailable"),
	judgedBy("rule/message", `{refused: answer.no, message: "Não: $(answer.why)"}`, `{json: {no: true, why: "<b>hoje</b>"}}`, "error: {kind: refused, message: 'Não: hoje'}"),
	played("fail/empty", `a: {fail: empty}`, `"1"`, `[]`, "output: []"),
	played("fail/refused", `a: {fail: refused}`, `"1"`, `[]`, "error: {kind: refused}"),
	example("fail/not_done", files{"settle_boleto.yaml": "steps:\n  a: {effect: write, post: /x}\n  b: {fail: not_done}\n"}, settled(`- {post: /x, answer: {json: {}}}`, "error: {kind: not_done}")),
	played("expect/json", get, said, `- {get: /x, answer: {text: "no JSON"}}`, "error: {kind: bad_answer}"),
	played("expect/text", `a: {get: /x, expect: text}`, `a`, `- {get: /x, answer: {text: "plain"}}`, "output: [plain]"),
	played("expect/pdf", `a: {get: /x, expect: pdf}`, `as_text(len(to_base64(a)) > 1)`, `- {get: /x, answer: {text: "%PDF-1.7"}}`, `output: ["true"]`),

	bytesAnswer("charset/utf-8", "charset: utf-8, ", []byte(`{"v":"São"}`), "São"),
	bytesAnswer("charset/latin-1", "charset: latin-1, ", latin, "São"),
	bytesAnswer("charset/mk-mixed", "charset: mk-mixed, ", append([]byte(`{"u":"é",`), latin[1:]...), "São"),
	bytesAnswer("host/charset", "charset: latin-1, ", latin, "São"),

	played("host/url", get, said, `- {get: /v2/x, answer: {json: {v: "1"}}}`, well, changed("$(settings.url)}", "$(settings.url)/v2}")),
	carried("headers: {X-A: a}", "host/headers", `get: /x`, `get: /x, headers: {X-A: a}`),
	carried("query: {q: a}", "host/query", `get: /x`, `get: /x, query: {q: a}`),
	both(carried("form: {f: a}", "host/form", `post: /x, form: {g: b}`, `post: /x, form: {f: a, g: b}`),
		carried("form: {f: a}", "host/form", `post: /x, form: {}`, `post: /x, form: {f: a}`)),
	carried("json: {f: a}", "host/json", `post: /x, json: {g: b}`, `post: /x, json: {f: a, g: b}`),
	{"host/timeout", func(t *testing.T) {
		givesUp(t, changed("api: {", "api: {timeout: 50ms, "), "")
	}},

	{"session/steps", sessionIsOpened},
	{"session/output", sessionIsOpened},
	{"session/expires", func(t *testing.T) {
		b := &bank{lasts: 60}
		now := noon
		c := branch(t, b, at(func() time.Time { return now }))
		for i, want := range []int{1, 1, 2} {
			if i == 2 {
				now = now.Add(55 * time.Second)
			}
			if _, _, err := customer(t, c, maria); err != nil || b.loggedIn() != want {
				t.Errorf("call %d: error %v, %d log-ins", i, err, b.loggedIn())
			}
		}
	}},
	{"session/uses", func(t *testing.T) {
		b := &bank{}
		server := serve(t, b.ServeHTTP)
		pack := load(t, files{"pack.yaml": changedIn(files{"pack.yaml": sessionPack}, "  expires:", "  uses: 1\n  expires:")["pack.yaml"], "get_customer.yaml": getCustomer})
		c := connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"}))
		for _, document := range []br.Document{maria, joao} {
			if _, _, err := customer(t, c, document); err != nil {
				t.Error(err)
			}
		}
		if b.loggedIn() != 2 {
			t.Errorf("%d log-ins for two requests", b.loggedIn())
		}
	}},
}

// carried is what a host adds to a request.
func carried(host, name, step, exchange string) feature {
	return played(name, `a: {`+step+`}`, said, `- {`+exchange+`, answer: {json: {v: "1"}}}`, well, changed("api: {", "api: {"+host+", "))
}
