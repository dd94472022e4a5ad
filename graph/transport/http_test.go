package transport_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"balcao/graph/transport"
)

const (
	plain = "application/json"
	newer = "application/graphql-response+json"
)

type requestIDKey struct{}

func serve(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(sampleHandler())
	t.Cleanup(server.Close)
	return server
}

// sampleHandler lets in whoever sends no key or the right one.
func sampleHandler() http.Handler {
	handler := &transport.Handler{
		Executor:  newExecutor(),
		MaxBody:   4096,
		RequestID: func(ctx context.Context) string { id, _ := ctx.Value(requestIDKey{}).(string); return id },
		Timeout:   time.Minute,
		Prepare: func(r *http.Request) (context.Context, *transport.Refusal) {
			if key := r.Header.Get("Authorization"); key != "" && key != "Bearer right" {
				return nil, &transport.Refusal{
					Status: http.StatusUnauthorized, Code: "UNAUTHENTICATED", Message: "who?",
					Header: http.Header{"Www-Authenticate": {"Bearer"}},
				}
			}
			return r.Context(), nil
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, "req-7")))
	})
}

// scenario is a request and what has to come back.
type scenario struct {
	name   string
	method string
	// query is the address's part behind the question mark.
	query  string
	header map[string]string
	body   string

	status int
	// contains and lacks are pieces of the body.
	contains, lacks []string
	wantHeader      map[string]string
}

func (s scenario) run(t *testing.T, server *httptest.Server) {
	t.Helper()
	req, err := http.NewRequest(s.method, server.URL+"/graphql?"+s.query, strings.NewReader(s.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range s.header {
		req.Header.Set(name, value)
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	s.check(t, resp, string(body))
}

func (s scenario) check(t *testing.T, resp *http.Response, body string) {
	t.Helper()
	if resp.StatusCode != s.status {
		t.Errorf("status %d, want %d: %s", resp.StatusCode, s.status, body)
	}
	for _, want := range s.contains {
		if !strings.Contains(body, want) {
			t.Errorf("%q lacks %q", body, want)
		}
	}
	for _, bad := range s.lacks {
		if strings.Contains(body, bad) {
			t.Errorf("%q has %q", body, bad)
		}
	}
	for name, want := range s.wantHeader {
		if got := strings.Join(resp.Header.Values(name), ", "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if resp.Request.Method != http.MethodHead && !json.Valid([]byte(body)) {
		t.Errorf("not JSON: %q", body)
	}
}

func runScenarios(t *testing.T, scenarios []scenario) {
	t.Helper()
	server := serve(t)
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.run(t, server)
		})
	}
}

func post(name, body string, status int, contains ...string) scenario {
	return scenario{
		name: name, method: "POST", header: map[string]string{"Content-Type": plain}, body: body,
		status: status, contains: contains,
	}
}

func get(name string, params url.Values, status int, contains ...string) scenario {
	return scenario{name: name, method: "GET", query: params.Encode(), status: status, contains: contains}
}

func (s scenario) with(header ...string) scenario {
	merged := map[string]string{}
	for name, value := range s.header {
		merged[name] = value
	}
	for i := 0; i < len(header); i += 2 {
		merged[header[i]] = header[i+1]
	}
	s.header = merged
	return s
}

func (s scenario) answers(header ...string) scenario {
	s.wantHeader = map[string]string{}
	for i := 0; i < len(header); i += 2 {
		s.wantHeader[header[i]] = header[i+1]
	}
	return s
}

func (s scenario) without(bad ...string) scenario {
	s.lacks = bad
	return s
}

const refused = `"extensions":{"code":"BAD_REQUEST","requestId":"req-7"}`

func TestOperations(t *testing.T) {
	t.Parallel()
	runScenarios(t, []scenario{
		post("query", `{"query":"{__typename}"}`, 200, `{"data":{"__typename":"Query"}}`).answers(
			"Content-Type", plain+"; charset=utf-8", "Cache-Control", "no-store", "Vary", "Accept, Accept-Encoding"),
		post("mutation", `{"query":"mutation{echo(value:\"a\")}"}`, 200, `{"data":{"echo":"a"}}`),
		post("variables", `{"query":"query($v:ID){echo(value:$v)}","variables":{"v":"ção"}}`, 200, `{"echo":"ção"}`),
		post("numbers stay exact", `{"query":"query($v:ID){echo(value:$v)}","variables":{"v":12345678901234567890}}`,
			200, `12345678901234567890`),
		post("chosen by name", `{"query":"query a{echo} query b{b:echo}","operationName":"b"}`, 200, `{"data":{"b":null}}`),
		post("nulls are nothing", `{"query":"{echo}","operationName":null,"variables":null,"extensions":null}`, 200, `{"echo":null}`),
		post("unknown members are ignored", `{"query":"{echo}","doc_id":"1"}`, 200, `{"echo":null}`),
		post("a failed field", `{"query":"{fail echo(value:\"1\")}"}`, 200,
			`{"errors":[{"message":"it failed","path":["fail"]}],"data":{"fail":null,"echo":"1"}}`),
		post("a failed field under the newer type", `{"query":"{fail}"}`, 200, `"data":{"fail":null}`).with("Accept", newer),
		get("query by GET", url.Values{"query": {"query($v:ID){echo(value:$v)}"}, "variables": {`{"v":"1"}`}}, 200, `{"data":{"echo":"1"}}`),
		get("empty parameters by GET", url.Values{"query": {"{echo}"}, "variables": {""}, "operationName": {""}}, 200, `{"echo":null}`),
		get("mutation by GET", url.Values{"query": {"mutation{echo}"}}, 405, refused).without(`"data"`).answers("Allow", "POST"),
		post("subscription", `{"query":"subscription{tick}"}`, 400, refused, "subscriptions").without(`"data"`),
		post("defer", `{"query":"{... @defer {echo}}"}`, 400, refused, "@defer"),
		post("defer in a fragment", `{"query":"{...a} fragment a on Query{... on Query{...b @defer}} fragment b on Query{echo}"}`, 400, refused, "@defer"),
		post("the word defer", `{"query":"{defer:echo}"}`, 200, `"defer":null`),
	})
}

func TestBadDocuments(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"syntax":                  `{"query":"{"}`,
		"unknown field":           `{"query":"{nothing}"}`,
		"unknown operation":       `{"query":"{echo}","operationName":"x"}`,
		"missing variable":        `{"query":"query($s:Int!){long(size:$s)}"}`,
		"variable of a bad type":  `{"query":"query($s:Int!){long(size:$s)}","variables":{"s":"x"}}`,
		"unknown persisted query": `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}`,
	}
	var scenarios []scenario
	for name, body := range tests {
		scenarios = append(scenarios,
			post(name, body, 200, `{"errors":[`).without(`"data"`).answers("Content-Type", plain+"; charset=utf-8"),
			post(name+" under the newer type", body, 400, `{"errors":[`).without(`"data"`).
				with("Accept", newer).answers("Content-Type", newer+"; charset=utf-8"))
	}
	runScenarios(t, scenarios)
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, why string }{
		{"empty", ``, "ends too early"},
		{"not JSON", `secret`, "syntax error"},
		{"cut off", `{"query":"{echo}"`, "ends too early"},
		{"trailing text", `{"query":"{echo}"} secret`, "something follows"},
		{"two values", `{"query":"{echo}"}{"query":"{secret}"}`, "something follows"},
		{"name twice", `{"query":"{echo}","query":"{secret}"}`, "a name is there twice"},
		{"name twice in the variables", `{"query":"{echo}","variables":{"secret":1,"secret":2}}`, "a name is there twice"},
		{"name in another case", `{"Query":"{secret}"}`, "query is missing"},
		{"bad UTF-8", "{\"query\":\"{echo(value:\\\"secret\xff\\\")}\"}", "syntax error"},
		{"half a surrogate", `{"query":"{echo(value:\"secret\ud800\")}"}`, "syntax error"},
		{"batch", `[{"query":"{secret}"}]`, "one operation a request"},
		{"a text", `"{secret}"`, "has to be an object"},
		{"no query", `{"variables":{}}`, "query is missing"},
		{"query of a bad type", `{"query":{"secret":1}}`, "query has to be a text"},
		{"operationName of a bad type", `{"query":"{echo}","operationName":1}`, "operationName has to be a text"},
		{"variables of a bad type", `{"query":"{echo}","variables":["secret"]}`, "variables has to be an object"},
		{"extensions of a bad type", `{"query":"{echo}","extensions":"secret"}`, "extensions has to be an object"},
		{"deep", `{"query":"{echo}","variables":{"a":` + strings.Repeat("[", 20000/8) + `}}`, "syntax error"},
	}
	var scenarios []scenario
	for _, test := range tests {
		for _, accept := range []string{plain, newer} {
			scenarios = append(scenarios, post(test.name+" under "+accept, test.body, 400, refused, test.why).
				with("Accept", accept).without("secret", `"data"`))
		}
	}
	runScenarios(t, scenarios)
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	runScenarios(t, []scenario{
		get("no query", nil, 400, refused, "query is missing"),
		get("query twice", url.Values{"query": {"{echo}", "{echo}"}}, 400, refused, "query is there twice"),
		get("bad UTF-8", url.Values{"query": {"{echo}\xff"}}, 400, refused, "UTF-8"),
		get("variables are no JSON", url.Values{"query": {"{echo}"}, "variables": {"secret"}}, 400, refused, "variables is not valid JSON").without("secret"),
		get("variables are a list", url.Values{"query": {"{echo}"}, "variables": {"[]"}}, 400, refused, "variables has to be an object"),
		{name: "bad escapes", method: "GET", query: "query=%zz", status: 400, contains: []string{refused}},
	})
}

func TestMethodsAndTypes(t *testing.T) {
	t.Parallel()
	query := `{"query":"{__typename}"}`
	scenarios := []scenario{
		post("charset", query, 200).with("Content-Type", `application/json; charset="UTF-8"`),
		post("another charset", query, 415, refused).with("Content-Type", "application/json; charset=latin1").answers("Accept", plain),
		post("compressed body", query, 415, refused).with("Content-Encoding", "gzip"),
		post("too large", `{"query":"`+strings.Repeat(" ", 5000)+`{__typename}"}`, 413, refused),
		post("unknown key", query, 401, `"code":"UNAUTHENTICATED","requestId":"req-7"`).
			with("Authorization", "Bearer wrong").answers("Www-Authenticate", "Bearer"),
		post("known key", query, 200).with("Authorization", "Bearer right"),
		post("unknown key and bad body", `{`, 401).with("Authorization", "Bearer wrong"),
	}
	for _, csrf := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "application/json, text/plain"} {
		scenarios = append(scenarios, post("body as "+csrf, query, 415, refused).with("Content-Type", csrf).answers("Accept", plain))
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} {
		scenarios = append(scenarios, scenario{
			name: method, method: method, status: 405, contains: []string{refused},
			wantHeader: map[string]string{"Allow": "GET, POST", "Content-Type": plain + "; charset=utf-8"},
		})
	}
	scenarios = append(scenarios, scenario{name: "HEAD", method: "HEAD", status: 405})
	runScenarios(t, scenarios)
}

func TestAccept(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                plain,
		"*/*":                             plain,
		"application/*":                   plain,
		plain:                             plain,
		newer:                             newer,
		strings.ToUpper(newer):            newer,
		newer + "," + plain:               newer,
		plain + ", " + newer:              newer,
		newer + ";q=0.5, " + plain:        plain,
		plain + ";q=0.9, " + newer:        newer,
		newer + ", */*;q=0.1":             newer,
		plain + ", */*":                   plain,
		newer + ";q=0, */*":               plain,
		plain + ";q=0, application/*":     newer,
		plain + "; charset=utf-8":         plain,
		"text/html, */*;q=0.8":            plain,
		"text/event-stream, " + newer:     newer,
		"nonsense;;, " + newer:            newer,
		plain + ";q=2, " + newer + ";q=1": newer,
		"text/html":                       "",
		"nonsense;;":                      "",
		plain + ";q=0":                    "",
		plain + "; charset=utf-16":        "",
	}
	var scenarios []scenario
	for accept, want := range tests {
		s := post(accept, `{"query":"{__typename}"}`, 200).answers("Content-Type", want+"; charset=utf-8")
		if want == "" {
			s = post(accept, `{"query":"{__typename}"}`, 406, refused).answers("Content-Type", plain+"; charset=utf-8")
		}
		scenarios = append(scenarios, s.with("Accept", accept))
	}
	runScenarios(t, scenarios)
}

func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	server := serve(t)
	const hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38" // of {__typename}
	extensions := `{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
	known := `{"data":{"__typename":"Query"}}`
	steps := []scenario{
		get("not known yet", url.Values{"extensions": {extensions}}, 200, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"),
		post("another query under the hash", `{"query":"{echo}","extensions":`+extensions+`}`, 200, "hash does not match"),
		post("told", `{"query":"{__typename}","extensions":`+extensions+`}`, 200, known),
		get("known by GET", url.Values{"extensions": {extensions}}, 200, known),
		post("known by POST", `{"extensions":`+extensions+`}`, 200, known),
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) { s.run(t, server) })
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	server := serve(t)
	tests := []struct {
		name, accept, size string
		want               bool
	}{
		{"long", "gzip", "5000", true},
		{"long, among others", "br, gzip;q=0.5", "5000", true},
		{"long, anything", "*", "5000", true},
		{"long, not wanted", "gzip;q=0, *", "5000", false},
		{"long, only another", "br", "5000", false},
		{"short", "gzip", "10", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			req, _ := http.NewRequest("GET", server.URL+"?query="+url.QueryEscape("{long(size:"+test.size+")}"), nil)
			req.Header.Set("Accept-Encoding", test.accept)
			resp, err := server.Client().Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if got := resp.Header.Get("Content-Encoding") == "gzip"; got != test.want {
				t.Fatalf("compressed: %v, want %v", got, test.want)
			}
			checkLong(t, resp, test.want)
		})
	}
}

func checkLong(t *testing.T, resp *http.Response, compressed bool) {
	t.Helper()
	body := io.Reader(resp.Body)
	if compressed {
		z, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	text, err := io.ReadAll(body)
	if err != nil || !json.Valid(text) || !strings.HasPrefix(string(text), `{"data":{"long":"xxx`) {
		t.Errorf("%q, %v", text, err)
	}
}
