package automation_test

import (
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"balcao/erp"
)

// hostile are texts that mean something to some language on the way.
var hostile = []string{
	`Maria "da" Silva`, `D'Ávila`, `a/b`, `../../etc/passwd`, "two\nlines", "cr\r\nX-Evil: 1", `$(input.document)`, `${HOME}`, `{{.}}`,
	`' OR '1'='1`, `"; DROP TABLE x; --`, `x' -- `, `{"$gt":""}`, `[1,2]`, `\u0000`, "\x00", `a&b=c`, `a=b`, `a?b#c`, `%2e%2e%2f`, `%00`,
	`:=:`, `<script>`, `*)(uid=*`, `a;b|c`, "`id`", `..`, `.`, ` `, "ação 漢字 🙂", `\`, `\"`, `a+b`, "\u2028", `null`, `0`, `true`,
}

// Every kind of place a value can go to. got takes the value out of a request
// again, as a server would.
var places = map[string]struct {
	step string
	got  func(t *testing.T, s seen) string
	// plain places refuse whatever is not plain.
	plain bool
}{
	"path": {"post: /name/$(input.lead.name)/x", func(t *testing.T, s seen) string {
		rest, ok := strings.CutPrefix(s.Path, "/name/")
		name, ok2 := strings.CutSuffix(rest, "/x")
		if !ok || !ok2 || strings.Contains(name, "/") {
			t.Errorf("the path became %s", s.Path)
		}
		plain, err := url.PathUnescape(name)
		if err != nil {
			t.Error(err)
		}
		return plain
	}, false},
	"query": {"post: /x\n    query: {name: $(input.lead.name), last: z}", func(t *testing.T, s seen) string {
		return only(t, s.Query)
	}, false},
	"form": {"post: /x\n    form: {name: $(input.lead.name), last: z}", func(t *testing.T, s seen) string {
		return only(t, s.Body)
	}, false},
	"json": {"post: /x\n    json: {name: $(input.lead.name), last: z}", func(t *testing.T, s seen) string {
		return decoded(t, s.Body)
	}, false},
	"json in a text": {"post: /x\n    form: {last: z, name: !json {name: $(input.lead.name), last: z}}", func(t *testing.T, s seen) string {
		return decoded(t, only(t, s.Body))
	}, false},
	"multipart": {"post: /x\n    multipart: {name: $(input.lead.name), last: z}", parts, false},
	"header":    {"post: /x\n    headers: {X-Name: $(input.lead.name)}", func(t *testing.T, s seen) string { return s.Header.Get("X-Name") }, false},
	"words": {"post: /x\n    json: {name: !text \"$(input.lead.name)\", last: z}", func(t *testing.T, s seen) string {
		return decoded(t, s.Body)
	}, false},
	"filter": {"post: /x\n    form: {last: z, name: !filter \"name = '$(input.reference)'\"}", func(t *testing.T, s seen) string {
		value := only(t, s.Body)
		inner, ok := strings.CutPrefix(value, "name = '")
		inner, ok2 := strings.CutSuffix(inner, "'")
		if !ok || !ok2 || strings.ContainsAny(inner, `'"\;`) {
			t.Errorf("the filter became %s", value)
		}
		return inner
	}, true},
	"beside text in JSON": {"post: /x\n    json: {name: \"id $(input.reference)\", last: z}", func(t *testing.T, s seen) string {
		return strings.TrimPrefix(decoded(t, s.Body), "id ")
	}, true},
	"beside text in a path": {"post: /x-$(input.reference)", func(t *testing.T, s seen) string {
		plain, err := url.PathUnescape(s.Path)
		if err != nil || strings.Count(s.Path, "/") != 1 {
			t.Errorf("the path became %s", s.Path)
		}
		return strings.TrimPrefix(plain, "/x-")
	}, true},
	"a key in JSON": {"post: /x\n    json: {\"$(input.reference)\": z}", func(t *testing.T, s seen) string {
		var all map[string]string
		if err := json.Unmarshal([]byte(s.Body), &all); err != nil || len(all) != 1 {
			t.Errorf("the body became %s", s.Body)
		}
		for name := range all {
			return name
		}
		return ""
	}, true},
}

func only(t *testing.T, pairs string) string {
	t.Helper()
	values, err := url.ParseQuery(pairs)
	if err != nil || len(values) != 2 || len(values["name"]) != 1 || values.Get("last") != "z" {
		t.Errorf("the parameters became %s", pairs)
	}
	return values.Get("name")
}

func decoded(t *testing.T, text string) string {
	t.Helper()
	var body map[string]string
	if err := json.Unmarshal([]byte(text), &body); err != nil || len(body) != 2 || body["last"] != "z" {
		t.Errorf("the JSON became %s", text)
	}
	return body["name"]
}

func parts(t *testing.T, s seen) string {
	_, params, err := mime.ParseMediaType(s.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader(s.Body), params["boundary"]).ReadForm(1 << 20)
	if err != nil || len(form.Value) != 2 || form.Value["last"][0] != "z" {
		t.Fatalf("the body became %q: %v", s.Body, err)
	}
	return form.Value["name"][0]
}

// Texts that persons type arrive as data only, or nothing is sent.
func TestValuesArriveAsDataOrNotAtAll(t *testing.T) {
	t.Parallel()
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, object{"id": 1}) })
			c := connect(t, load(t, files{"create_lead.yaml": "steps:\n  lead:\n    effect: write\n    " + place.step + "\n"}), server.URL)
			arrived := 0
			for _, text := range append([]string{"Maria-1"}, hostile...) {
				before := len(server.got())
				_, _, err := erp.CreateLead.Call(t.Context(), c, erp.LeadInput{Lead: erp.Lead{Name: text}, Reference: text})
				sent := server.got()[before:]
				if err != nil {
					wantKind(t, err, erp.InvalidInput)
					if len(sent) != 0 {
						t.Errorf("%q was refused and sent", text)
					}
					if strings.Contains(err.Error(), text) && len(text) > 4 {
						t.Errorf("the error tells the value: %v", err)
					}
					continue
				}
				arrived++
				if got := place.got(t, sent[0]); got != text && !(name == "words" && sameWords(got, text)) {
					t.Errorf("%q arrived as %q", text, got)
				}
				if evil := sent[0].Header.Get("X-Evil"); evil != "" {
					t.Errorf("%q made a header", text)
				}
			}
			if arrived == 0 {
				t.Error("nothing arrived at all")
			}
			if !place.plain && name != "header" && arrived < len(hostile)-3 {
				t.Errorf("only %d of %d texts arrived", arrived, len(hostile)+1)
			}
		})
	}
}

// sameWords allows for the control characters that !text makes blanks of.
func sameWords(got, text string) bool {
	clean := func(s string) string {
		return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == '\u2028' }), " ")
	}
	return clean(got) == clean(text)
}
