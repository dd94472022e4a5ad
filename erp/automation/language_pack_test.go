package automation_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

const one = `- {get: /x, answer: {json: {v: "1"}}}`

func setting(line string) files { return changed("hosts:", "  s: "+line+"\nhosts:") }

// filled plays a pack whose setting s is filled in, or not, and sent.
func filled(name, line, fill, sent string) feature {
	f := setting(line)
	f["list_pendency_texts.yaml"] = probe(`a: {post: /x, json: {s: $(settings.s)}}`, `a.v`)
	return example(name, f, `
function: list_pendency_texts
input: {document: "52998224725"}
settings: {url: "https://erp.example"`+fill+`}
exchanges:
  - {post: /x, json: {s: `+sent+`}, answer: {json: {v: "1"}}}
output: ["1"]
`)
}

var packFeatures = []feature{
	read("pack/pack", changed("pack: test", "pack: other"), "other", func(p *automation.Pack) string { return p.Name }),
	read("pack/title", changed("title: Test", "title: Other ERP"), "Other ERP", func(p *automation.Pack) string { return p.Title }),
	read("pack/version", with("version: 2.10\n"), "2.10", func(p *automation.Pack) string { return p.Version }),
	refused("pack/language", changed("language: 1", "language: 2"), "language"),
	read("pack/settings", nil, "url", func(p *automation.Pack) string { return p.Settings[0].Name }),
	played("pack/hosts", `a: {get: /x}`, `a.v`, one, `output: ["1"]`, changed("api:", "first: {url: $(settings.url), query: {q: 1}}\n  api:"),
		files{"list_pendency_texts.yaml": probe(`a: {get: /x, query: {q: 1}}`, `a.v`)}),
	{"pack/session", sessionIsOpened},
	played("pack/answers", `a: {get: /x}`, `a.v`, `- {get: /x, answer: {json: {e: no}}}`, `error: {kind: refused}`, with("answers: [{refused: answer.e == \"no\"}]\n")),
	played("pack/formats", `a: {post: /x, json: {m: '$(money_text(money("1,50"), "1234.56"))'}}`, `a.v`, `- {post: /x, json: {m: "1.50"}, answer: {json: {v: "1"}}}`, `output: ["1"]`, changed(`"1234.56"`, `"1234,56"`)),
	played("pack/tables", `a: {get: /x}`, `tables.words[a.v]`, one, `output: [eins]`, with("tables: {words: {1: eins}}\n")),
	{"pack/limits", func(t *testing.T) {
		g := connect(t, load(t, with("limits: {at_once: 3}\n")), "http://127.0.0.1:1")
		if got := g.Pack().Limits.AtOnce; got != 3 {
			t.Errorf("got %d", got)
		}
	}},
	read("pack/evidence", with("evidence: reference\n"), "reference", func(p *automation.Pack) string { return string(p.Evidence) }),
	read("evidence/reference", with("evidence: reference\n"), "reference", func(p *automation.Pack) string { return string(p.Evidence) }),
	read("evidence/amount_and_date", with("evidence: amount_and_date\n"), "amount_and_date", func(p *automation.Pack) string { return string(p.Evidence) }),
	read("evidence/none", with("evidence: none\n"), "none", func(p *automation.Pack) string { return string(p.Evidence) }),
	read("pack/settles_within", with("settles_within: 5m\n"), "5m0s", func(p *automation.Pack) string { return p.SettlesWithin.String() }),
	read("pack/partial_payments", with("partial_payments: false\n"), "false", func(p *automation.Pack) string { return strconv.FormatBool(p.PartialPayments) }),
	{"pack/not_supported", func(t *testing.T) {
		c := connect(t, load(t, with("not_supported: {create_lead: It has no leads.}\n")), "http://127.0.0.1:1")
		if ok, why := c.Supports(erp.CreateLead.Info); ok || !strings.Contains(why, "It has no leads.") {
			t.Errorf("got %v, %q", ok, why)
		}
	}},

	filled("setting/type", "{type: number, label: S}", ", s: 15", "15"),
	filled("setting_type/text", "{type: text, label: S}", ", s: 15", `"15"`),
	refused("setting_type/secret", merge(setting("{type: secret, label: S}"), files{"list_pendency_texts.yaml": probe(`a: {get: /x}`, `settings.s`)}), "secret-shown"),
	{"setting_type/url", wrongSetting("url", "ftp://erp.example", "https://erp.example")},
	filled("setting_type/number", "{type: number, label: S}", ", s: 0.5", "0.5"),
	filled("setting_type/flag", "{type: flag, label: S}", `, s: "true"`, "true"),
	{"setting_type/choice", wrongSetting("choice, choices: [a, b]", "c", "a")},
	read("setting/label", setting("{label: Till}"), "Till", func(p *automation.Pack) string { return p.Setting("s").Label }),
	read("setting/example", setting(`{label: S, example: "7"}`), "7", func(p *automation.Pack) string { return p.Setting("s").Example }),
	filled("setting/default", "{label: S, default: d}", "", "d"),
	filled("setting/optional", "{label: S, optional: true}", "", "null"),
	{"setting/choices", wrongSetting("choice, choices: [a, b]", "c", "b")},
	{"setting/pick", func(t *testing.T) {
		server := serve(t, answer(object{"rows": []any{object{"id": 3, "title": "Sicoob"}}}))
		c := connect(t, load(t, files{"pack.yaml": picking("accounts"), "parts/accounts.yaml": accounts}), server.URL)
		if got, err := c.Choices(t.Context(), "account"); err != nil || len(got) != 1 || got[0] != (erp.Choice{Code: "3", Name: "Sicoob"}) {
			t.Errorf("got %v, %v", got, err)
		}
	}},

	{"limit/at_once", func(t *testing.T) {
		if most := mostInFlight(t, "limits: {at_once: 2}\n", ""); most != 1 { // one place is kept for writes
			t.Errorf("%d were in flight", most)
		}
	}},
	{"limit/per_minute", func(t *testing.T) {
		server := serve(t, answer(object{"v": "1"}))
		pack := load(t, merge(with("limits: {per_minute: 1}\n"), files{"get_customer.yaml": "steps:\n  a: {get: /x}\n  b: {get: \"/x/$(a.v)\"}\noutput: {name: b.v, active: true}\n"}))
		ctx, cancel := contextFor(t, 300*time.Millisecond)
		defer cancel()
		erp.GetCustomer.Call(ctx, connect(t, pack, server.URL), erp.CustomerInput{Document: maria})
		if n := len(server.got()); n != 1 {
			t.Errorf("%d requests were sent", n)
		}
	}},
	{"limit/timeout", func(t *testing.T) {
		givesUp(t, with("limits: {timeout: 50ms}\n"), "")
	}},
	{"limit/total", func(t *testing.T) { givesUp(t, with("limits: {total: 60ms}\n"), "") }},
	{"limit/answer_size", func(t *testing.T) {
		server := serve(t, answer(object{"v": strings.Repeat("x", 3000)}))
		pack := load(t, merge(with("limits: {answer_size: 2KB}\n"), files{"list_pendency_texts.yaml": probe(`a: {get: /x}`, `a.v`)}))
		_, err := texts(t, connect(t, pack, server.URL))
		wantKind(t, err, erp.BadAnswer)
	}},
}

// wrongSetting tells that a value is refused, and another one taken.
func wrongSetting(kind, bad, good string) func(t *testing.T) {
	return func(t *testing.T) {
		pack := load(t, setting("{label: S, type: "+kind+"}"))
		if len(pack.CheckSettings(map[string]string{"s": bad})) != 1 || len(pack.CheckSettings(map[string]string{"s": good})) != 0 {
			t.Errorf("%q is taken, or %q is not", bad, good)
		}
	}
}
