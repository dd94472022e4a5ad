package value_test

import (
	"reflect"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation/value"
)

var places = map[string]value.Place{
	"path": value.PlacePath, "query": value.PlaceQuery, "form": value.PlaceForm, "json": value.PlaceJSON, "jsonkey": value.PlaceJSONKey,
	"header": value.PlaceHeader, "multipart": value.PlaceMultipart, "filter": value.PlaceFilter, "freetext": value.PlaceFreeText,
	"message": value.PlaceMessage, "url": value.PlaceURL, "with": value.PlaceWith, "name": value.PlaceName, "body": value.PlaceBody,
}

func TestTextProblems(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, line := range lines(t, "texts.txt") {
		place, text, _ := strings.Cut(line, " ")
		text = strings.TrimSpace(text)
		compiled, problems := value.CompileText(value.Source{Text: text, Name: "table"}, env(t), places[place])
		if compiled == nil && len(problems) == 0 {
			t.Errorf("%s: refused without a reason", line)
		}
		b.WriteString(place + "\n")
		show(&b, text, problems)
	}
	golden(t, "texts.golden", b.String())
}

func compileText(t testing.TB, place value.Place, text string) *value.Text {
	t.Helper()
	compiled, problems := value.CompileText(value.Source{Text: text}, env(t), place)
	if compiled == nil {
		t.Fatalf("%s: %+v", text, problems)
	}
	return compiled
}

func TestTextEval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		place value.Place
		text  string
		want  any
	}{
		{value.PlacePath, "/a/$(it.odd)/b", "/a/D%27%C3%81vila%2F%3Fx%3D1%26/b"},
		{value.PlacePath, "/a/x-$(it.id)", "/a/x-15"},
		{value.PlacePath, "/a/$(it.id)", "/a/15"},
		{value.PlacePath, "/a", "/a"},
		{value.PlaceQuery, "$(it.odd)", "D'Ávila/?x=1&"},
		{value.PlaceQuery, "$(it.list)", []string{"a", "7"}},
		{value.PlaceQuery, "$(it.id)", "15"},
		{value.PlaceQuery, "$(it.yes)", "true"},
		{value.PlaceQuery, "n-$(it.mail)", "n-a.b+c@x.org"},
		{value.PlaceQuery, `$(money_text(money("5"), "1234,56")) BRL`, "5,00 BRL"},
		{value.PlaceJSON, "$(it.id)", int64(15)},
		{value.PlaceJSON, "$(it.none)", nil},
		{value.PlaceJSON, "$(it.list)", []any{"a", int64(7)}},
		{value.PlaceJSON, "n $(it.id)", "n 15"},
		{value.PlaceHeader, "Bearer $(settings.token)", "Bearer t0ken"},
		{value.PlaceHeader, "$(it.base)", "YTpi+/=="},
		{value.PlaceFilter, "A = '$(it.mail)' AND B = $(it.id)", "A = 'a.b+c@x.org' AND B = 15"},
		{value.PlaceFreeText, "Nota: $(it.lines), $(it.none).", "Nota: a bc, ."},
		{value.PlaceFreeText, "$(it.none)", nil},
		{value.PlaceMessage, "$(it.object)", ""},
		{value.PlaceURL, "$(settings.url)/$(settings.database)/", "https://erp.example/api/erp"},
		{value.PlaceWith, "$(input.settlement.amount)", erp.Money(12990)},
		{value.PlaceMultipart, "$(it.odd)", "D'Ávila/?x=1&"},
	} {
		got, err := compileText(t, c.place, c.text).Eval(scope(t, odd))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s = %#v, %v; want %#v", c.text, got, err, c.want)
		}
	}
}

const odd = `{"odd": "D'Ávila/?x=1&", "id": 15, "none": null, "list": ["a", 7], "yes": true, "mail": "a.b+c@x.org", "base": "YTpi+/==",
	"lines": "a\nb\u0000\u001bc", "object": {"a": 1}, "empty": "", "dots": "..", "dot": ".", "nul": "a\u0000b", "quote": "x' or 'a'='a",
	"dashes": "a--b", "up": "a..b", "slash": "a/b", "crlf": "a\r\nX: y", "wide": "ação", "space": " a", "listnull": [null], "letters": "12a"}`

// Whatever a place cannot carry stops the run before anything is sent, and the
// error does not repeat the value.
func TestTextRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		place value.Place
		texts []string
	}{
		{value.PlacePath, []string{"/a/$(it.none)", "/a/$(it.empty)/b", "/a/$(it.dots)", "/a/$(it.dot)/b", "/a/x$(it.up)", "/a/x$(it.slash)", "/a/.$(it.dot)", "/a/$(it.nul)", "/a/$(it.list)", "/a/$(it.dot)$(it.dot)"}},
		{value.PlaceQuery, []string{"$(it.none)", "$(it.object)", "$(it.nul)", "a $(it.quote)", "a $(it.dashes)", "a $(it.wide)", "a $(it.empty)", "$(it.listnull)", "a $(it.list)", "$(today())x"}[:9]},
		{value.PlaceForm, []string{"$(it.none)", "a $(it.space)"}},
		{value.PlaceJSON, []string{"a $(it.none)", "a $(it.quote)", "$(money_text(it.none, \"1234,56\")) x", "$({\"a\": it.crlf})x"}[:3]},
		{value.PlaceJSONKey, []string{"$(it.quote)", "$(it.none)", "$(it.wide)"}},
		{value.PlaceHeader, []string{"$(it.crlf)", "$(it.wide)", "$(it.none)", "$(it.empty)", "$(it.space)", "a $(it.nul)"}},
		{value.PlaceFilter, []string{"A = '$(it.quote)'", "A = $(it.letters)", "A = '$(it.empty)'", "A = $(it.none)", "A = '$(it.dashes)'", "A = '$(it.wide)'", "A = '$(it.list)'"}},
		{value.PlaceBody, []string{"$(it.quote)", "a $(it.crlf)"}},
		{value.PlaceMultipart, []string{"$(it.none)", "$(it.object)"}},
	} {
		for _, text := range c.texts {
			got, err := compileText(t, c.place, text).Eval(scope(t, odd))
			if !erp.IsKind(err, erp.InvalidInput) {
				t.Errorf("%s in place %d = %#v, %v; want it refused", text, c.place, got, err)
			}
		}
	}
}

func TestTextOptional(t *testing.T) {
	t.Parallel()
	s := scope(t, odd)
	for text, left := range map[string]bool{"$(it.none)": true, "x $(it.none)": true, "$(it.id)": false, "x": false} {
		_, ok, err := compileText(t, value.PlaceQuery, text).EvalOptional(s)
		if err != nil || ok == left {
			t.Errorf("%s: in %v, %v", text, ok, err)
		}
	}
	if _, ok, _ := compileText(t, value.PlaceFreeText, "a $(it.none)").EvalOptional(s); !ok {
		t.Error("words for people with a gap were left out")
	}
}

func TestTextTells(t *testing.T) {
	t.Parallel()
	text := compileText(t, value.PlaceJSON, "$(input.document)")
	if !text.Alone() || !reflect.DeepEqual(text.Mentions(), []string{"input"}) {
		t.Errorf("alone %v, mentions %v", text.Alone(), text.Mentions())
	}
	if _, ok := text.Constant(); ok {
		t.Error("a value is no constant")
	}
	if got, ok := compileText(t, value.PlaceJSON, "abc").Constant(); !ok || got != "abc" {
		t.Errorf("constant %q, %v", got, ok)
	}
}
