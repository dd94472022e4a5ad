package automation_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/internal/br"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	maria = br.Document("52998224725")
	joao  = br.Document("11144477735")
)

// noon is the clock of these tests: 24 November 2026 in São Paulo.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("-03", -3*60*60))

// files is a pack by file name. Every pack has the same pack.yaml unless it
// brings its own.
type files map[string]string

const packYAML = `
pack: test
title: Test
language: 1
settings:
  url: {type: url, label: Address}
hosts:
  api: {url: $(settings.url)}
formats: {money: "1234.56", date: YYYY-MM-DD}
`

func load(t testing.TB, f files) *automation.Pack {
	t.Helper()
	fsys := fstest.MapFS{"pack.yaml": {Data: []byte(packYAML)}}
	for name, text := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(strings.TrimLeft(text, "\n"))}
	}
	pack, problems := automation.Load(fsys, "test", nil)
	if pack == nil {
		t.Fatalf("the pack does not load:\n%v", problems)
	}
	return pack
}

// connect runs a pack against a server.
func connect(t testing.TB, pack *automation.Pack, url string, change ...func(*automation.Options)) *automation.Connection {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	g, err := guard.New(guard.Options{Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	o := automation.Options{
		Name: "test", Pack: func() *automation.Pack { return pack }, Settings: map[string]string{"url": url},
		Zone: noon.Location(), Guard: g, Now: func() time.Time { return noon }, Logger: quiet,
	}
	for _, c := range change {
		c(&o)
	}
	c, err := automation.NewConnection(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func settings(more map[string]string) func(*automation.Options) {
	return func(o *automation.Options) { maps.Copy(o.Settings, more) }
}

// seen is a request as a server of these tests got it.
type seen struct {
	Method, Path, Query string
	Header              http.Header
	Body                string
}

// recorder is an ERP that writes down what it is asked.
type recorder struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seen
}

// serve answers with what answer writes, and records.
func serve(t testing.TB, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		r.mu.Lock()
		r.requests = append(r.requests, seen{request.Method, request.URL.EscapedPath(), request.URL.RawQuery, request.Header, string(body)})
		r.mu.Unlock()
		request.Body = io.NopCloser(strings.NewReader(string(body)))
		answer(w, request)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) got() []seen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]seen(nil), r.requests...)
}

// count is how many requests went to a path.
func (r *recorder) count(path string) int {
	n := 0
	for _, s := range r.got() {
		if s.Path == path {
			n++
		}
	}
	return n
}

func answer(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { reply(w, v) }
}

func reply(w http.ResponseWriter, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Write(text)
}

func customer(t *testing.T, c *automation.Connection, document br.Document) (*erp.Customer, erp.Meta, error) {
	t.Helper()
	return erp.GetCustomer.Call(t.Context(), c, erp.CustomerInput{Document: document})
}

func wantKind(t *testing.T, err error, kind erp.Kind) {
	t.Helper()
	if erp.KindOf(err) != kind {
		t.Errorf("error %v, want kind %q", err, kind)
	}
}

type object = map[string]any
