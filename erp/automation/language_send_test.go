package automation_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/value"
)

// sendFeatures are how values are written where they go to.
var sendFeatures = []feature{
	refusedAndSent("tag/!filter", `form: {q: "a = '$(rows.id)'"}`, "condition", `form: {q: !filter "a = '$(rows.id)'"}`, `form: {q: "a = '15'"}`),
	sentOf("tag/!json", `form: {q: !json {a: $(rows.id), b: [1]}}`, `form: {q: '{"a":15,"b":[1]}'}`),
	sentOf("tag/!merge", `json: !merge [$(rows.object), {b: 3}]`, `json: {a: 1, b: 3}`),
	sentOf("tag/!text", `json: {q: !text "Sr. $(rows.words)"}`, `json: {q: "Sr. D'Ávila"}`),
	stopped("place/beside_text", `json: {q: "Sr. $(rows.words)"}`),
	sentOf("place/path_alone", `path: "/a/$(rows.slashed)/b"`, `path: /a/x%2Fy/b`),
	stopped("place/path_beside", `path: "/a-$(rows.slashed)"`),
	sentOf("place/query", `query: {q: $(rows.list), r: $(rows.words)}`, `query: {q: [a, b], r: D'Ávila}`),
	sentOf("place/form", `form: {q: $(rows.list), r: $(rows.words)}`, `form: {q: [a, b], r: D'Ávila}`),
	sentOf("place/json", `json: {n: $(rows.price), o: $(rows.object), l: $(rows.list), z: $(rows.none)}`, `json: {n: 10.50, o: {a: 1, b: 2}, l: [a, b], z: null}`),
	sentOf("place/json_key", `json: {"k$(rows.id)": 1}`, `json: {k15: 1}`),
	both(sentOf("place/header", `headers: {X-A: "v $(rows.id)"}`, `headers: {X-A: v 15}`), stopped("place/header", `headers: {X-A: "$(from_base64(\"U8Ojbw==\"))"}`)),
	{"place/multipart", func(t *testing.T) {
		parts := receivedParts(t, `multipart: {a: b, f: "$(from_base64(\"/w==\"))"}`)
		if parts["a"] != "b" || parts["f"] != "f.bin\xff" {
			t.Errorf("got %q", parts)
		}
	}},
	judgedBy("place/message", `{refused: answer.no, message: "Sr. $(answer.who), $(answer.none)não."}`, `{json: {no: true, who: "D'Ávila"}}`, "error: {kind: refused, message: \"Sr. D'Ávila, não.\"}"),
	played("place/with", rowStep+"\na: {call: part, with: {x: $(rows.object)}}", `as_text(a)`, rowAnswer, `output: ["2"]`, ofPart("input: {x: any}\noutput: input.x.b\n")),
	refused("place/url", changed("$(settings.url)", "$(settings.url)/$(input.document)"), "settings-only"),
	both(sentOf("place/optional", `json: {"q?": $(rows.none), r: 1}, query: {"q?": $(rows.none), "p?": $(rows.id)}`, `json: {r: 1}, query: {p: 15}`, `"q"`, "q="),
		sentOf("place/optional", `json: {"q?": !json $(rows.none), "p?": !json $(rows.list)}`, `json: {p: '["a","b"]'}`, `"q"`)),
	stopped("place/null", `query: {q: $(rows.none)}`),
	refused("place/money", files{"create_order.yaml": "steps:\n  a: {effect: write, post: /x, json: {items: $(input.order.items)}}\n"}, "unsendable"),
	{"place/money_written", sendsItems},
	example("place/whole_number", files{"get_debt_clearance.yaml": "steps:\n  a: {get: /clearance/$(input.year), query: {ano: $(input.year)}, expect: pdf}\noutput: {pdf: a}\n"}, `
function: get_debt_clearance
input: {document: "52998224725", year: 2025}
exchanges:
  - {get: /clearance/2025, query: {ano: 2025}, answer: {text: "%PDF-1.7"}}
output: {pdf: JVBERi0xLjc=}
`),
}

const (
	rowStep   = `rows: {get: /rows}`
	rowAnswer = `- {get: /rows, answer: {json: {id: 15, words: "D'Ávila", slashed: x/y, list: [a, b], price: 10.50, object: {a: 1, b: 2}}}}`
)

// request is a step that sends what stands in its keys, or gets a path.
func request(keys string) string {
	if path, ok := strings.CutPrefix(keys, "path: "); ok {
		return "a: {post: " + path + "}"
	}
	return "a: {post: /x, " + keys + "}"
}

// sentOf is a feature of a request that is made of the row above; without are
// pieces that must not be in it.
func sentOf(name, keys, exchange string, without ...string) feature {
	if path, ok := strings.CutPrefix(exchange, "path: "); ok {
		exchange = "post: " + path
	} else {
		exchange = "post: /x, " + exchange
	}
	f := played(name, rowStep+"\n"+request(keys), said, rowAnswer+"\n- {"+exchange+reply1, well)
	if len(without) == 0 {
		return f
	}
	return feature{name, func(t *testing.T) {
		f.test(t)
		server := serve(t, answer(object{"id": 15, "v": "1"}))
		pack := load(t, files{"list_pendency_texts.yaml": probe(rowStep+"\n"+request(keys), said)})
		if _, err := texts(t, connect(t, pack, server.URL)); err != nil {
			t.Fatal(err)
		}
		last := server.got()[1]
		for _, w := range without {
			if strings.Contains(last.Body+last.Query, w) {
				t.Errorf("sent %s and %s, with %s", last.Query, last.Body, w)
			}
		}
	}}
}

// stopped is a value that its place cannot carry: nothing is sent.
func stopped(name, keys string) feature {
	return played(name, rowStep+"\n"+request(keys), said, rowAnswer, "error: {kind: invalid_input}")
}

// both is a feature with two sides.
func both(one, other feature) feature {
	return feature{one.name, func(t *testing.T) { one.test(t); other.test(t) }}
}

// refusedAndSent is refused one way when the pack is loaded, and sent another way.
func refusedAndSent(name, wrong, rule, right, exchange string) feature {
	return both(refused(name, files{"list_pendency_texts.yaml": probe(rowStep+"\n"+request(wrong), said)}, value.Rule(rule)), sentOf(name, right, exchange))
}

// sendsItems writes a list of the contract's things that hold money.
func sendsItems(t *testing.T) {
	server := serve(t, answer(object{"id": 1}))
	c := connect(t, load(t, files{"create_order.yaml": `
steps:
  a:
    effect: write
    post: /x
    json:
      items: '$(map(input.order.items, ({"code": .product_code, "price": money_text(.monthly_price, "1234,56")})))'
`}), server.URL)
	in := erp.OrderInput{Reference: "R1"}
	in.Order.Items = []erp.OrderItem{{ProductCode: "7", MonthlyPrice: 9990, Quantity: 1}}
	if _, _, err := erp.CreateOrder.Call(t.Context(), c, in); err != nil {
		t.Fatal(err)
	}
	if got := server.got()[0].Body; got != `{"items":[{"code":"7","price":"99,90"}]}` {
		t.Errorf("sent %s", got)
	}
}

// nameFeatures are what expressions may mention.
var nameFeatures = []feature{
	judgedBy("name/answer", "{refused: answer.no}", `{json: {no: true}}`, "error: {kind: refused}"),
	judgedBy("name/status", "{refused: status == 202}", `{status: 202, json: {}}`, "error: {kind: refused}"),
	judgedBy("name/headers", `{refused: 'headers["x-code"] == "7"'}`, `{headers: {X-Code: "7"}, json: {}}`, "error: {kind: refused}"),
	judgedBy("name/text", `{refused: text contains "Erro"}`, `{text: "Erro 5"}`, "error: {kind: refused}"),
	judgedBy("name/html", "{refused: html}", `{text: "<p>no</p>"}`, "error: {kind: refused}"),
	played("name/input", `a: {get: /x, query: {q: $(input.document)}}`, said, `- {get: /x, query: {q: "52998224725"}, answer: {json: {v: "1"}}}`, well),
	played("name/it", rowsStep+"\na: {each: rows, get: /x/$(it.id)}", `a[2].v`, rowsExchange+pagesOf3, `output: [c]`),
	played("name/position", rowsStep+"\na: {each: rows, value: position}", `comma(a)`, rowsExchange, `output: ["0,1,2"]`),
	played("name/settings", `a: {get: /x, query: {q: $(settings.url)}}`, said, `- {get: /x, query: {q: "https://erp.example"}, answer: {json: {v: "1"}}}`, well),
	played("name/tables", get0, `tables.words[a.v]`, one, `output: [eins]`, with("tables: {words: {1: eins}}\n")),
	{"name/session", sessionIsOpened},
}

const pagesOf3 = "\n- {get: /x/1, answer: {json: {v: a}}}\n- {get: /x/2, answer: {json: {v: b}}}\n- {get: /x/3, answer: {json: {v: c}}}"

// effectFeatures are steps that change something.
var effectFeatures = []feature{
	{"step/effect", isSentOnce("effect: write, ", 1)},
	{"effect/write", isSentOnce("effect: write, ", 1)},
	{"step/lookup", looksUp},
	{"effect/forgets", func(t *testing.T) {
		server := serve(t, answer(object{"id": 1}))
		c := connect(t, load(t, files{"settle_boleto.yaml": "steps:\n  before: {get: /i}\n  a: {effect: write, post: /x}\n  after: {get: /i}\noutput: {remote_id: after.id}\n"}), server.URL)
		if _, err := settle(t.Context(), c); err != nil || server.count("/i") != 2 {
			t.Errorf("error %v; read %d times", err, server.count("/i"))
		}
	}},
	refused("effect/in_a_read", files{"list_pendency_texts.yaml": probe(`a: {effect: write, post: /x}`, said)}, "write-in-read"),
	refused("effect/none_in_a_write", files{"settle_boleto.yaml": "steps:\n  a: {post: /x}\n"}, "no-write"),
	read("effect/two_repeatable", files{"create_lead.yaml": "steps:\n  a: {effect: write, repeatable: true, post: /x}\n  b: {effect: write, repeatable: true, post: /y}\n"}, "write",
		func(p *automation.Pack) string { return string(p.Functions["create_lead"].Effect) }),
	refused("effect/two_without_lookup", files{"create_lead.yaml": "steps:\n  a: {effect: write, post: /x}\n  b: {effect: write, post: /y}\n"}, "no-lookup"),
}

// isSentOnce shows that a write is not tried again after an answer that says
// nothing.
func isSentOnce(keys string, times int) func(t *testing.T) {
	return func(t *testing.T) {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
		c := connect(t, load(t, files{"settle_boleto.yaml": "steps:\n  a: {" + keys + "post: /x}\n"}), server.URL)
		_, err := settle(t.Context(), c)
		wantKind(t, err, erp.MaybeSent)
		if n := len(server.got()); n != times {
			t.Errorf("sent %d times", n)
		}
	}
}

// looksUp shows that a second attempt asks first, and takes what it finds.
func looksUp(t *testing.T) {
	for attempt, want := range map[int][]string{1: {"/x"}, 2: {"/find"}} {
		server := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, object{"id": r.URL.Path}) })
		c := connect(t, load(t, files{"create_lead.yaml": "steps:\n  a: {effect: write, post: /x, lookup: {get: /find}}\noutput: {remote_id: a.id}\n"}), server.URL)
		ctx := automation.WithAttempt(t.Context(), automation.Attempt{Number: attempt})
		got, _, err := erp.CreateLead.Call(ctx, c, erp.LeadInput{Lead: erp.Lead{Name: "Maria"}, Reference: "R1"})
		var asked []string
		for _, s := range server.got() {
			asked = append(asked, s.Path)
		}
		if err != nil || !slices.Equal(asked, want) || got.RemoteID == nil || fmt.Sprint(*got.RemoteID) != want[0] {
			t.Errorf("attempt %d: asked %v, got %v, %v", attempt, asked, got, err)
		}
	}
}
