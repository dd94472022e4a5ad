package value_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// Each fuzzer sends a value that a person could type to one place, reads what
// arrives with the parser that a server of that place has, and demands that it
// is the value, the whole value and nothing else; or that the run was refused.

var hostile = []string{
	"Maria da Silva", "D'Ávila", `"`, `'`, "''", "`", `\`, `\'`, "a\nb", "a\r\nX-Admin: 1", "\x00", "a\x00b", "$(settings.token)", "${jndi:ldap://x}", "{{7*7}}",
	"..", ".", "../..", "..%2f..", "%2e%2e", "%2f", "%", "%zz", "a/b", "a?b=c", "a#b", "a&b=c", "a;b", "a=b", "a+b", "a b", " ", "", "a,b",
	"' or '1'='1", "1; drop table x", "--", "/*", "1 OR 1=1", "x:=:y", "ʼ", "＇", "\u2028", "\u202e", "😀", "\xff\xfe", "\xc0\xaf", "ﬁ", "İ", "-1", "1e5", "null", "true", "<b>", "@", "//evil.example", "\ufeff",
}

func seed(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
}

// send evaluates a text with the value as it.v; sent is false if it was refused.
func send(t *testing.T, place value.Place, text, v string) (sent any, ok bool) {
	t.Helper()
	s := value.NewScope(nil, saoPaulo)
	s.Set("it", map[string]any{"v": v})
	sent, err := compileText(t, place, text).Eval(s)
	if err == nil {
		return sent, true
	}
	if !erp.IsKind(err, erp.InvalidInput) {
		t.Fatalf("%q: %v", v, err)
	}
	return nil, false
}

func FuzzPath(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		path, ok := send(t, value.PlacePath, "/a/$(it.v)/b", v)
		if !ok {
			mustCarry(t, v, v == "" || v == "." || v == ".." || !utf8.ValidString(v) || strings.Contains(v, "\x00"))
			return
		}
		u, err := url.Parse("https://erp.example" + path.(string) + "?q=1")
		if err != nil {
			t.Fatalf("%q: %v", v, err)
		}
		segments := strings.Split(u.EscapedPath(), "/")
		got, _ := url.PathUnescape(segments[min(2, len(segments)-1)])
		if len(segments) != 4 || segments[3] != "b" || got != v || u.Host != "erp.example" || u.RawQuery != "q=1" || u.Fragment != "" {
			t.Fatalf("%q arrived as %q in %s", v, got, u)
		}
		if clean := u.JoinPath().EscapedPath(); clean != u.EscapedPath() {
			t.Fatalf("%q: a server cleans %s to %s", v, u.EscapedPath(), clean)
		}
	})
}

// mustCarry fails if a refusal has no reason.
func mustCarry(t *testing.T, v string, reason bool) {
	t.Helper()
	if !reason {
		t.Fatalf("%q was refused and could have been sent", v)
	}
}

func notText(v string) bool { return !utf8.ValidString(v) || strings.Contains(v, "\x00") }

func FuzzPathBeside(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		path, ok := send(t, value.PlacePath, "/a/x-$(it.v)/b", v)
		if ok && (path != "/a/x-"+strings.NewReplacer("@", "%40", "+", "%2B").Replace(v)+"/b" || !plain(v)) {
			t.Fatalf("%q arrived as %v", v, path)
		}
	})
}

func FuzzQuery(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceQuery, "$(it.v)", v)
		if !ok {
			mustCarry(t, v, notText(v))
			return
		}
		query := string(value.AppendPair(value.AppendPair([]byte("a=1"), "n[]", sent), "z", "2"))
		u, err := url.Parse("https://erp.example/x?" + query)
		if err != nil {
			t.Fatalf("%q: %v", v, err)
		}
		got, err := url.ParseQuery(u.RawQuery)
		if err != nil || len(got) != 3 || !slices.Equal(got["n[]"], []string{v}) || u.Fragment != "" {
			t.Fatalf("%q arrived as %q: %v", v, got, err)
		}
	})
}

func FuzzForm(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceForm, "$([it.v, \"second\"])", v)
		if !ok {
			mustCarry(t, v, notText(v))
			return
		}
		r, _ := http.NewRequest(http.MethodPost, "https://erp.example/x", bytes.NewReader(value.AppendPair(nil, "n", sent)))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if err := r.ParseForm(); err != nil || len(r.PostForm) != 1 || !slices.Equal(r.PostForm["n"], []string{v, "second"}) {
			t.Fatalf("%q arrived as %q: %v", v, r.PostForm, err)
		}
	})
}

func FuzzJSON(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceJSON, "$(it.v)", v)
		if !ok {
			mustCarry(t, v, notText(v))
			return
		}
		body, err := value.AppendJSON(nil, map[string]any{"a": []any{sent}, "b": int64(1)})
		var got struct {
			A []string
			B int
		}
		if err == nil {
			err = json.Unmarshal(body, &got)
		}
		if err != nil || len(got.A) != 1 || got.A[0] != v || got.B != 1 {
			t.Fatalf("%q arrived as %s: %v", v, body, err)
		}
	})
}

func FuzzHeader(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceHeader, "Key $(it.v)", v)
		if !ok {
			return
		}
		r, _ := http.NewRequest(http.MethodGet, "http://erp.example/x", nil)
		r.Header.Set("Authorization", sent.(string))
		var wire bytes.Buffer
		if err := r.Write(&wire); err != nil {
			t.Fatalf("%q: %v", v, err)
		}
		got, err := http.ReadRequest(bufio.NewReader(&wire))
		if err != nil || got.Header.Get("Authorization") != "Key "+v || len(got.Header) != len(r.Header)+1 {
			t.Fatalf("%q arrived as %q: %v", v, got.Header, err)
		}
	})
}

func FuzzMultipart(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceMultipart, "$(it.v)", v)
		if !ok {
			mustCarry(t, v, notText(v))
			return
		}
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		if err := w.WriteField("n", sent.(string)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := multipart.NewReader(&body, w.Boundary())
		part, err := r.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(part)
		if _, end := r.NextPart(); string(got) != v || err != nil || end != io.EOF {
			t.Fatalf("%q arrived as %q: %v, %v", v, got, err, end)
		}
	})
}

// plain is the rule of the design, written once more and otherwise.
func plain(v string) bool {
	for _, r := range v {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_/@+", r) {
			return false
		}
	}
	return v != "" && !strings.Contains(v, "..") && !strings.Contains(v, "--")
}

// A condition is what it was written to be: in quotes the value has no quote, no
// space and no sign; outside of them it is digits.
func FuzzFilter(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceFilter, "NAME = '$(it.v)'", v)
		if ok != plain(v) || ok && sent != "NAME = '"+v+"'" {
			t.Fatalf("%q: sent %v, %v", v, sent, ok)
		}
		sent, ok = send(t, value.PlaceFilter, "ID = $(it.v) AND X = 'y'", v)
		digits := v != "" && strings.Trim(v, "0123456789") == ""
		if ok != digits || ok && sent != "ID = "+v+" AND X = 'y'" {
			t.Fatalf("%q: sent %v, %v", v, sent, ok)
		}
	})
}

// Beside other text, and as a part of a key, only plain characters arrive.
func FuzzBeside(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		for _, place := range []value.Place{value.PlaceQuery, value.PlaceForm, value.PlaceJSON, value.PlaceJSONKey, value.PlaceWith, value.PlaceBody} {
			sent, ok := send(t, place, "a $(it.v) b", v)
			if ok != plain(v) || ok && sent != "a "+v+" b" {
				t.Fatalf("%q in place %d: sent %v, %v", v, place, sent, ok)
			}
		}
	})
}

// Words for people keep every visible character and no control character.
func FuzzFreeText(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, v string) {
		sent, ok := send(t, value.PlaceFreeText, "Nota: $(it.v)", v)
		if !ok {
			t.Fatalf("%q was refused", v)
		}
		got := strings.TrimPrefix(sent.(string), "Nota: ")
		if strings.ContainsFunc(got, unicode.IsControl) || !utf8.ValidString(got) {
			t.Fatalf("%q arrived as %q", v, got)
		}
		visible := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) && r != utf8.RuneError {
					return r
				}
				return -1
			}, s)
		}
		if visible(got) != visible(v) {
			t.Fatalf("%q arrived as %q", v, got)
		}
	})
}

// A value is never read as an expression, and no name comes from one.
func TestValuesAreNotExpressions(t *testing.T) {
	t.Parallel()
	for _, place := range []value.Place{value.PlaceQuery, value.PlaceJSON, value.PlaceFreeText, value.PlaceMultipart} {
		sent, ok := send(t, place, "$(it.v)", "$(settings.token)")
		if !ok || sent != "$(settings.token)" {
			t.Errorf("place %d: sent %v, %v", place, sent, ok)
		}
	}
}

// No text makes the compiler panic or the machine hang.
func FuzzCompile(f *testing.F) {
	for _, s := range append(slices.Clone(hostile), "find(answer, .id == it.id).x", `money_text(money(it.v), "1234,56")`, "a $(it.v) b", "map(it.v, [#])", "sortBy(it, .x)[0]", "not yes(it.v) ? 1 : -0.5") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := scope(t, answer)
		if e, problems := value.CompileExpr(value.Source{Text: text}, env(t), nil); e != nil {
			if _, err := e.Eval(s); err != nil && erp.KindOf(err) == erp.Internal {
				t.Fatalf("%q: %v", text, err)
			}
		} else if len(problems) == 0 {
			t.Fatalf("%q is refused without a reason", text)
		}
		if compiled, problems := value.CompileText(value.Source{Text: text}, env(t), value.PlaceJSON); compiled == nil && len(problems) == 0 {
			t.Fatalf("%q is refused without a reason", text)
		}
	})
}
