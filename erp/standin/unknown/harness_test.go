package unknown_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/text/encoding/charmap"

	"balcao/erp/standin/unknown"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon of the day on which all tests play.
var noon = time.Date(2026, time.November, 24, 15, 0, 0, 0, time.UTC)

// office is an ERP and somebody who is logged in.
type office struct {
	t      *testing.T
	erp    *unknown.Server
	base   string
	client *http.Client
	ticket string
}

func open(t *testing.T, o unknown.Options) *office {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	erp := unknown.New(o)
	server := httptest.NewServer(erp.Handler())
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
		erp.Close()
	})
	f := &office{t: t, erp: erp, base: server.URL, client: client}
	f.logIn()
	return f
}

func (f *office) logIn() {
	f.t.Helper()
	f.ticket = ""
	a := f.post("/ng/sessao", "usuario", "integracao", "senha", "ng4-senha")
	f.ticket, _ = a.at("sessao", "bilhete").(string)
	if f.ticket == "" {
		f.t.Fatalf("no ticket in %s", a.text)
	}
}

// answer is what came back, as text in UTF-8 and as JSON where it is that.
type answer struct {
	status int
	kind   string
	text   string
	json   any
	err    error
}

// at walks down names and places; nil where there is nothing.
func (a answer) at(path ...any) any {
	v := a.json
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := v.(map[string]any)
			v = object[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		}
	}
	return v
}

func (f *office) get(path string, pairs ...string) answer {
	f.t.Helper()
	if len(pairs) > 0 {
		path += "?" + values(pairs).Encode()
	}
	return f.do(http.MethodGet, path, "", "")
}

func (f *office) post(path string, pairs ...string) answer {
	f.t.Helper()
	return f.do(http.MethodPost, path, "application/x-www-form-urlencoded", values(pairs).Encode())
}

func (f *office) do(method, path, kind, body string) answer {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.base+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if f.ticket != "" {
		r.Header.Set("X-NG-Bilhete", f.ticket)
	}
	response, err := f.client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{err: err}
	}
	return read(f.t, response, raw)
}

func read(t *testing.T, response *http.Response, raw []byte) answer {
	t.Helper()
	a := answer{status: response.StatusCode, kind: response.Header.Get("Content-Type")}
	text, err := charmap.ISO8859_1.NewDecoder().Bytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	a.text = string(text)
	if strings.HasPrefix(a.kind, "application/json") {
		if err := json.Unmarshal(text, &a.json); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	return a
}

func values(pairs []string) url.Values {
	v := url.Values{}
	for at := 0; at+1 < len(pairs); at += 2 {
		v.Set(pairs[at], pairs[at+1])
	}
	return v
}

// refused checks that an answer is the refusal with this code, with HTTP 200.
func (f *office) refused(a answer, code float64) {
	f.t.Helper()
	if a.status != http.StatusOK || a.at("ok") != 0.0 || a.at("erro", "codigo") != code {
		f.t.Errorf("%d %s, want 200 and error %v", a.status, a.text, code)
	}
}

// granted checks that an answer is none.
func (f *office) granted(a answer) answer {
	f.t.Helper()
	if a.err != nil || a.status != http.StatusOK || a.at("ok") != 1.0 {
		f.t.Fatalf("%v %d %s, want what was asked for", a.err, a.status, a.text)
	}
	return a
}
