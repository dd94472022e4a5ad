package sgp_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp/standin/sgp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// now is half past noon of a Tuesday in Brazil.
var now = time.Date(2026, time.November, 24, 15, 30, 0, 0, time.UTC)

const (
	maria   = "52998224725"
	joao    = "11144477735"
	padaria = "11444777000161"
	aurora  = "11222333000181"
	antonio = "39053344705"
	nobody  = "00000000191"
)

// install is a stand-in that is served, and the client that calls it.
type install struct {
	t      *testing.T
	sgp    *sgp.Server
	url    string
	client *http.Client
}

func open(t *testing.T, q sgp.Quirks) *install {
	t.Helper()
	i := serve(t, sgp.New(sgp.Options{Now: func() time.Time { return now }}))
	i.sgp.SetQuirks(q)
	return i
}

func serve(t *testing.T, s *sgp.Server) *install {
	t.Helper()
	i := &install{t: t, sgp: s}
	server := httptest.NewServer(i.sgp.Handler())
	i.url, i.client = server.URL, server.Client()
	t.Cleanup(func() { server.Close(); i.sgp.Close() })
	return i
}

// fields of a call. Those of the credentials are added unless they are there.
type fields map[string]string

func withCredentials(f fields) fields {
	all := fields{"token": sgp.DefaultToken, "app": sgp.DefaultApp}
	maps.Copy(all, f)
	return all
}

func (f fields) values() url.Values {
	v := url.Values{}
	for name, value := range f {
		v.Set(name, value)
	}
	return v
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) has(text string) bool { return bytes.Contains(a.body, []byte(text)) }
func (a answer) isHTML() bool {
	return a.status == 200 && bytes.HasPrefix(a.body, []byte("<!DOCTYPE html>"))
}

func (i *install) send(method, path, kind string, body io.Reader) answer {
	i.t.Helper()
	r, err := http.NewRequestWithContext(i.t.Context(), method, i.url+path, body)
	if err != nil {
		i.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return i.do(r)
}

func (i *install) do(r *http.Request) answer {
	i.t.Helper()
	response, err := i.client.Do(r)
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, got}
}

// post sends a form with the credentials.
func (i *install) post(path string, f fields) answer {
	i.t.Helper()
	return i.send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(withCredentials(f).values().Encode()))
}

// get sends the query string with the credentials.
func (i *install) get(path string, f fields) answer {
	i.t.Helper()
	return i.send("GET", path+"?"+withCredentials(f).values().Encode(), "", nil)
}

// postJSON sends a JSON object with the credentials.
func (i *install) postJSON(path string, members map[string]any) answer {
	i.t.Helper()
	all := map[string]any{"token": sgp.DefaultToken, "app": sgp.DefaultApp}
	maps.Copy(all, members)
	body, err := json.Marshal(all)
	if err != nil {
		i.t.Fatal(err)
	}
	return i.send("POST", path, "application/json", bytes.NewReader(body))
}

func (i *install) postMultipart(path string, f fields) answer {
	i.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range withCredentials(f) {
		if err := form.WriteField(name, value); err != nil {
			i.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		i.t.Fatal(err)
	}
	return i.send("POST", path, form.FormDataContentType(), &body)
}

// row is a JSON object as it came; numbers keep their text.
type row map[string]any

// number is a member's text as it was written, "" if it was no number.
func (r row) number(name string) string {
	n, _ := r[name].(json.Number)
	return n.String()
}

func (r row) text(name string) string {
	text, _ := r[name].(string)
	return text
}

func (i *install) object(a answer) row {
	i.t.Helper()
	var o row
	i.read(a, &o)
	return o
}

func (i *install) read(a answer, into any) {
	i.t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		i.t.Fatalf("%v: status %d: %s", err, a.status, a.body)
	}
}

// rows are the list that an object holds under a name.
func (i *install) rows(a answer, name string) []row {
	i.t.Helper()
	var o map[string]json.RawMessage
	i.read(a, &o)
	if o[name] == nil {
		i.t.Fatalf("no %s in %s", name, a.body)
	}
	return i.list(answer{body: o[name]})
}

func (i *install) list(a answer) []row {
	i.t.Helper()
	var rows []row
	i.read(a, &rows)
	return rows
}

func (i *install) titles(f fields) []row {
	i.t.Helper()
	return i.rows(i.post("/api/ura/titulos/", f), "titulos")
}

// title is the one with that id.
func (i *install) title(id string) row {
	i.t.Helper()
	found := i.titles(fields{"titulo_id": id})
	if len(found) != 1 {
		i.t.Fatalf("titles of id %s: %v", id, found)
	}
	return found[0]
}
