package automation_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/br"
)

// unitFeatures are those of functions' and parts' files, and of what a pack stands
// over.
var unitFeatures = []feature{
	{"pack/extends", isExtended},
	about("unit/about", "about: What it does.", "What it does.", func(u *automation.Unit) string { return u.About }),
	about("unit/source", "source: page 7", "page 7", func(u *automation.Unit) string { return u.Source }),
	about("unit/tested", "tested: 2026-11-24", "2026-11-24", func(u *automation.Unit) string { return u.Tested }),
	about("unit/confidence", "confidence: seen in a client", "seen in a client", func(u *automation.Unit) string { return u.Confidence }),
	confidence("documented"), confidence("seen"), confidence("inferred"), confidence("measured"), confidence("ours"),
	played("unit/steps", "a: {get: /x}\nb: {get: /y/$(a.v)}", `b.v`, one+"\n"+`- {get: /y/1, answer: {json: {v: "2"}}}`, `output: ["2"]`),
	played("unit/output", get, `'"a"'`, one, `output: [a]`),
	played("unit/input", `a: {call: part, with: {x: "5"}}`, `a`, `[]`, `output: ["5"]`, ofPart("input: {x: text}\noutput: input.x\n")),
	played("unit/returns", `a: {call: part}`, `as_text(a.active)`, `[]`, `output: ["true"]`, ofPart("returns: customer\noutput: {name: '\"Maria\"', active: '\"Sim\"'}\n"), changed("formats: {", "formats: {yes: Sim, ")),
	played("input/type", `a: {call: part, with: {x: "5,00"}}`, `a`, `[]`, `output: ["6.00"]`,
		changed(`"1234.56"`, `"1234,56"`), ofPart("input: {x: {type: money}}\noutput: money_text(input.x + money(\"1,00\"), \"1234.56\")\n")),
	played("input/optional", `a: {call: part}`, `a`, `[]`, `output: [none]`, ofPart("input: {x: {type: text, optional: true}}\noutput: first_of(input.x, \"none\")\n")),
	batched("unit/batch", "batch: {key: document}", 1),
	batched("batch/key", "batch: {key: document}", 1),
	batched("batch/size", "batch: {key: document, size: 1}", 2),
	batched("output/key", "batch: {key: document}", 1),
	batched("name/keys", "batch: {key: document}", 1),
}

func fsOf(f files) fstest.MapFS {
	fsys := fstest.MapFS{}
	for file, text := range f {
		fsys[file] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func about(name, line, want string, get func(*automation.Unit) string) feature {
	return read(name, files{"list_pendency_texts.yaml": line + "\n" + probe(get0, `"1"`)}, want, func(p *automation.Pack) string { return get(p.Functions["list_pendency_texts"]) })
}

const get0 = `a: {get: /x}`

func confidence(word string) feature {
	return about("confidence/"+word, "confidence: "+word, word, func(u *automation.Unit) string { return u.Confidence })
}

// isExtended lays a folder over a pack: everything that is joined, and a file that
// takes the place of the pack's.
func isExtended(t *testing.T) {
	server := serve(t, answer(object{"v": "B", "e": "no"}))
	base := files{
		"pack.yaml": strings.Replace(packYAML, "title:", "version: 1.4\ntitle:", 1) +
			"tables: {words: {A: eins, B: zwei}, more: {B: drei}}\nlimits: {at_once: 3}\nanswers: [{refused: answer.e == \"no\"}]\n",
		"list_pendency_texts.yaml": probe(get0, `"replaced"`),
		"list_contracts.yaml":      "steps:\n  a: {get: /contracts}\noutput: {each: a, fields: {id: it.v}}\n",
	}
	own := files{
		"pack.yaml":                "extends: base 1.4\nhosts: {api: {headers: {X-Own: a}}}\ntables: {words: {B: dois}}\nlimits: {per_minute: 600}\nanswers: [{ok: answer.e == \"no\"}]\n",
		"list_pendency_texts.yaml": probe(get0, "tables.words[a.v]\ntables.words[\"A\"]\ntables.more[a.v]"),
	}
	pack, problems := automation.Load(fsOf(own), "own", func(string) (fs.FS, bool) { return fsOf(base), true })
	if pack == nil {
		t.Fatal(problems)
	}
	got, err := texts(t, connect(t, pack, server.URL))
	if err != nil || strings.Join(got, " ") != "dois drei" || len(server.got()) == 0 {
		t.Fatalf("got %q, %v", got, err)
	}
	sent := server.got()[0]
	if sent.Header.Get("X-Own") != "a" || pack.Limits.AtOnce != 3 || pack.Limits.PerMinute != 600 || pack.Functions["list_contracts"] == nil || pack.Name != "test" {
		t.Errorf("sent %v; limits %+v", sent.Header, pack.Limits)
	}
}

// batched asks for two keys at once, and counts the requests that it takes.
func batched(name, batch string, requests int) feature {
	return feature{name, func(t *testing.T) {
		server := serve(t, answer(object{"rows": []any{
			object{"cpf": "529.982.247-25", "t": "hers"}, object{"cpf": joao, "t": "his"}, object{"cpf": joao, "t": nil}, object{"cpf": "1", "t": "of nobody"},
		}}))
		c := connect(t, load(t, files{"list_pendency_texts.yaml": batch + `
steps:
  rows: {get: /x, query: {cpf: $(keys)}, take: answer.rows}
output: {each: rows, key: it.cpf, text: it.t}
`}), server.URL)
		got := erp.ListPendencyTexts.CallMany(t.Context(), c, []erp.CustomerInput{{Document: maria}, {Document: joao}})
		for i, want := range []string{"hers", "his"} {
			if got[i].Err != nil || strings.Join(got[i].Value, " ") != want {
				t.Errorf("got %q, %v, want %q", got[i].Value, got[i].Err, want)
			}
		}
		if n := len(server.got()); n != requests {
			t.Errorf("%d requests, want %d", n, requests)
		}
		for _, key := range []br.Document{maria, joao} {
			if !slices.ContainsFunc(server.got(), func(s seen) bool { return strings.Contains(s.Query, string(key)) }) {
				t.Error("a key was not asked for")
			}
		}
	}}
}

// outputFeatures are the shapes of what comes out.
var outputFeatures = []feature{
	invoiced("output/each", "each: rows\n  fields:", `[{id: "1"}, {id: "2"}]`, ""),
	invoiced("output/if", "each: rows\n  if: it.id == 2\n  fields:", `[{id: "2"}]`, ""),
	invoiced("output/fields", "each: rows\n  fields:", `[{id: "1", name: A}, {id: "2", name: B}]`, "    name: it.name\n"),
	example("output/text", files{"list_pendency_texts.yaml": "steps:\n  rows: {get: /x}\noutput: {each: rows, text: it.t}\n"},
		asked(`- {get: /x, answer: {json: [{t: a}, {t: null}, {t: ""}, {t: b}]}}`, `output: [a, b]`)),
	example("output/inner_texts", files{"get_customer_contacts.yaml": "steps:\n  c: {get: /x}\noutput:\n  emails: {each: c.mails, text: it.address}\n  mobiles: [c.phone, c.other]\n"}, `
function: get_customer_contacts
input: {document: "52998224725"}
exchanges: [{get: /x, answer: {json: {mails: [{address: a@b.example}, {address: null}], phone: "11988887777", other: null}}}]
output: {document: "52998224725", emails: [a@b.example], mobiles: ["11988887777"]}
`),
	refused("output/text_or_fields", ofPart("steps:\n  a: {get: /x}\noutput: {each: a, text: it.t, fields: {t: it.t}}\n"), "output-shape"),
	refused("output/fields_of_texts", files{"list_pendency_texts.yaml": "steps:\n  a: {get: /x}\noutput: {each: a, fields: {t: it.t}}\n"}, "unknown-key"),
	{"output/pdf", func(t *testing.T) {
		for body, kind := range map[string]erp.Kind{"JVBERi0xLjc=": "", "no file": erp.BadAnswer} {
			server := serve(t, answer(object{"f": body}))
			c := connect(t, load(t, files{"get_boleto_pdf.yaml": "steps:\n  a: {get: /x}\noutput: {pdf: a.f}\n"}), server.URL)
			got, _, err := erp.GetBoletoPDF.Call(t.Context(), c, erp.BoletoInput{InvoiceID: "7", Document: maria})
			wantKind(t, err, kind)
			if err == nil && string(got) != "%PDF-1.7" {
				t.Errorf("got %q", got)
			}
		}
	}},
	played("output/one_expression", `a: {call: part}`, `a`, one, well, ofPart("steps:\n  p: {get: /x}\noutput: p.v\n")),
	played("output/texts", get0, "a.v\nfirst_of(null)\n'\"b\"'", one, `output: ["1", b]`),
	example("output/null_items", files{
		"list_pendency_texts.yaml": "steps:\n  rows: {get: /x}\n  texts: {each: rows, if: it.v != null, value: it.v}\noutput: {each: texts}\n",
	}, asked(`- {get: /x, answer: {json: [{v: a}, {v: null}, {v: ""}, {v: b}]}}`, "output: [a, b]")),
	example("output/null_rows", files{
		"parts/part.yaml":     "returns: contract\ninput: {id: any}\nsteps:\n  none: {if: input.id == 2, fail: empty}\noutput: {id: input.id}\n",
		"list_contracts.yaml": "steps:\n  rows: {get: /x}\n  found: {each: rows, call: part, with: {id: $(it)}}\noutput: {each: found}\n",
	}, `
function: list_contracts
input: {document: "52998224725"}
exchanges: [{get: /x, answer: {json: [1, 2, 3]}}]
output: [{document: "52998224725", id: "1"}, {document: "52998224725", id: "3"}]
`),
	played("output/nothing", `a: {call: part}`, `as_text(len(keys(a)))`, `[]`, `output: ["0"]`, ofPart("output: {}\n")),
	played("output/inner_object", `a: {call: part}`, `a.in.v`, one, well, ofPart("steps:\n  p: {get: /x}\noutput: {in: {v: p.v}}\n")),
	example("output/inner_list", files{"list_invoices.yaml": invoiceOutput("each: rows\n  fields:", "    payments:\n      each: it.paid\n      if: it.sum != null\n      fields: {amount: it.sum}\n")},
		invoicesOf(`[{id: "1", a: "1.00", due: "2026-12-01", paid: [{sum: "0.50"}, {sum: null}, {sum: "0.25"}]}]`, `[{payments: [{amount: "0.50"}, {amount: "0.25"}], `+invoiceRest+`, id: "1"}]`)),
}

func asked(exchanges, want string) string {
	return "function: list_pendency_texts\ninput: {document: \"52998224725\"}\nexchanges:\n" + indented(exchanges) + want
}

func invoiceOutput(head, more string) string {
	return "steps:\n  rows: {get: /x}\noutput:\n  " + head + "\n    id: it.id\n    status: OPEN\n    due_on: it.due\n    original_amount: it.a\n    current_amount: it.a\n    open_amount: it.a\n" + more
}

const invoiceRest = `document_number: "52998224725", status: OPEN, due_on: 2026-12-01, original_amount: "1.00", current_amount: "1.00", open_amount: "1.00"`

func invoicesOf(rows, want string) string {
	return "function: list_invoices\ninput: {document: \"52998224725\"}\nnow: 2026-11-24T12:00:00-03:00\nexchanges:\n  - {get: /x, answer: {json: " + rows + "}}\noutput: " + want + "\n"
}

// invoiced is a feature of a list of invoices with the numbers 1 and 2.
func invoiced(name, head, want, more string) feature {
	rows := `[{id: 1, name: A, a: "1.00", due: "2026-12-01"}, {id: 2, name: B, a: "1.00", due: "2026-12-01"}]`
	want = strings.ReplaceAll(strings.ReplaceAll(want, "name:", "customer_name:"), "{id", "{"+invoiceRest+", id")
	return example(name, files{"list_invoices.yaml": invoiceOutput(head, strings.ReplaceAll(more, "    name:", "    customer_name:"))}, invoicesOf(rows, want))
}

// formatFeatures are those of formats in pack.yaml.
var formatFeatures = []feature{
	formattedBy("format/money", `money: "1.234,56"`, `money_text(money("1.000,5"), "1234.56")`, "1000.50"),
	formattedBy("format/date", `date: [DD/MM/YYYY, YYYY-MM-DD]`, `date_text(date("30/11/2026"), "YYYYMMDD")`, "20261130"),
	formattedBy("format/instant", `instant: "DD/MM/YYYY hh:mm"`, `date_text(instant("30/11/2026 10:30"), "hh")`, "10"),
	formattedBy("format/zone", "instant: YYYY-MM-DDThh:mmZ, zone: America/Manaus", `date_text(instant("2026-11-30T10:30Z"), "hh")`, "06"),
	formattedBy("format/yes", "yes: [Sim, S]", `as_text(yes("s"))`, "true"),
	formattedBy("format/no", "no: Não", `as_text(yes("NÃO"))`, "false"),
	formattedBy("format/blank", `date: YYYY-MM-DD, blank: "-"`, `first_of(date_text(date("-"), "YYYY"), "nothing")`, "nothing"),
	formattedBy("format/several", `money: ["1234.56", "1234,56"]`, `money_text(money("1,50") + money("1.25"), "1234.56")`, "2.75"),
	refused("format/confusable", changed(`money: "1234.56"`, `money: ["1.234,56", "1234.56"]`), "format-unclear"),
}

func formattedBy(name, line, expression, want string) feature {
	return played(name, get0, expression, one, `output: ["`+want+`"]`, changed(`money: "1234.56", date: YYYY-MM-DD`, line))
}

// typeFeatures are the types of a part's inputs: what is given is converted, or
// refused when the pack is loaded.
var typeFeatures = []feature{
	taken("type/any", "any", `$(answered.row)`, `input.x.v`, "1"),
	taken("type/text", "text", `"007"`, `input.x`, "007"),
	{"type/free_text", func(t *testing.T) {
		for kind, told := range map[string]bool{"text": true, "free_text": false} {
			_, problems := automation.Load(fsOf(files{
				"pack.yaml": packYAML, "parts/part.yaml": "input: {x: " + kind + "}\nsteps:\n  a: {effect: write, post: /x, json: {n: $(input.x)}}\noutput: a\n",
				"create_lead.yaml": "steps:\n  a: {call: part, with: {x: $(input.lead.name)}}\n",
			}), "test", nil)
			if (len(problems.Errors()) > 0) != told {
				t.Errorf("a name for a %s: %v", kind, problems.Errors())
			}
		}
	}},
	taken("type/id", "id", `$(answered.id)`, `as_text(input.x)`, "15"),
	taken("type/document", "document", `$(input.document)`, `masked(input.x)`, "529.982.247-25"),
	refused("type/name", withPart("name", "$(input.document)"), "name-from-value"),
	taken("type/number", "number", `$(answered.text)`, `as_text(input.x + 1)`, "16"),
	taken("type/flag", "flag", `$(answered.flag)`, `choose(input.x, "yes", "no")`, "yes"),
	taken("type/money", "money", `$(answered.sum)`, `money_text(input.x + money("1.00"), "1234.56")`, "3.50"),
	taken("type/list_of_money", "list of money", `[$(answered.sum), "1.00"]`, `money_text(sum(input.x, #), "1234.56")`, "3.50"),
	taken("type/date", "date", `$(answered.day)`, `date_text(add_days(input.x, 1), "DD/MM")`, "01/12"),
	taken("type/instant", "instant", `$(answered.at)`, `date_text(input.x, "hh")`, "07"),
	taken("type/file", "file", `$(from_base64(answered.file))`, `to_base64(input.x)`, "/w=="),
	refused("type/secret", withPart("secret", "$(settings.url)", "input.x"), "output-secret"),
}

// withPart is a pack that gives a value to a part whose input x has a type.
func withPart(kind, given string, output ...string) files {
	out := strings.Join(append(output, `"1"`)[:1], "")
	return files{
		"list_pendency_texts.yaml": probe("answered: {get: /x}\na: {call: part, with: {x: "+given+"}}", `"1"`),
		"parts/part.yaml":          "input: {x: " + kind + "}\noutput: " + quotedExpr(out) + "\n",
	}
}

func quotedExpr(e string) string { return "'" + strings.ReplaceAll(e, "'", "''") + "'" }

func taken(name, kind, given, expression, want string) feature {
	f := withPart(kind, given, expression)
	f["list_pendency_texts.yaml"] = probe("answered: {get: /x}\na: {call: part, with: {x: "+given+"}}", `a`)
	f["pack.yaml"] = strings.Replace(packYAML, "formats: {", "formats: {instant: \"YYYY-MM-DDThh:mm\", yes: S, ", 1)
	return example(name, f, asked(
		`- {get: /x, answer: {json: {row: {v: "1"}, id: 15, text: "15", flag: s, sum: "2.50", day: "2026-11-30", at: "2026-11-30T07:00", file: "/w=="}}}`, `output: ["`+want+`"]`))
}
