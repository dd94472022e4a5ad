package ixc_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"

	"balcao/erp/standin/ixc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// now is a Tuesday afternoon in Brazil.
var now = time.Date(2026, time.November, 24, 15, 4, 5, 0, time.UTC)

// install is a stand-in that is served, and a client with its token.
type install struct {
	t      *testing.T
	server *ixc.Server
	url    string
	client *http.Client
	token  string
}

func open(t *testing.T) *install { return openAt(t, now) }

func openAt(t *testing.T, now time.Time) *install {
	t.Helper()
	s := ixc.New(ixc.Options{Now: func() time.Time { return now }})
	served := httptest.NewServer(s.Handler())
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	t.Cleanup(func() { served.Close(); s.Close() })
	return &install{t: t, server: s, url: served.URL, client: client, token: ixc.DefaultToken}
}

// answer is what came back.
type answer struct {
	status  int
	content string
	body    string
}

// send sends a call with headers by name and value in turn.
func (i *install) send(method, resource, body string, headers ...string) (answer, error) {
	i.t.Helper()
	r, err := http.NewRequestWithContext(i.t.Context(), method, i.url+"/webservice/v1/"+resource, strings.NewReader(body))
	if err != nil {
		i.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(i.token)))
	r.Header.Set("Content-Type", "application/json")
	for n := 0; n+1 < len(headers); n += 2 {
		if r.Header.Del(headers[n]); headers[n+1] != "" {
			r.Header.Set(headers[n], headers[n+1])
		}
	}
	response, err := i.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header.Get("Content-Type"), string(got)}, err
}

func (i *install) call(method, resource, body string, headers ...string) answer {
	i.t.Helper()
	a, err := i.send(method, resource, body, headers...)
	if err != nil {
		i.t.Fatalf("%s %s: %v", method, resource, err)
	}
	return a
}

// post writes; list reads.
func (i *install) post(resource string, body map[string]string) answer {
	i.t.Helper()
	return i.call("POST", resource, object(body))
}

type listing struct {
	Page  string              `json:"page"`
	Total any                 `json:"total"`
	Rows  []map[string]string `json:"registros"`
}

func (i *install) list(resource string, body map[string]string) listing {
	i.t.Helper()
	a := i.call("POST", resource, object(body), "ixcsoft", "listar")
	if a.status != 200 || a.content != "text/x-json; charset=utf-8" {
		i.t.Fatalf("list %s: %d %s: %s", resource, a.status, a.content, a.body)
	}
	return parse[listing](i.t, a.body)
}

// where lists the rows whose field has the value.
func (i *install) where(field, value string) []map[string]string {
	i.t.Helper()
	resource, _, _ := strings.Cut(field, ".")
	return i.list(resource, map[string]string{"qtype": field, "query": value, "oper": "=", "rp": "1000"}).Rows
}

func (i *install) one(resource, id string) map[string]string {
	i.t.Helper()
	rows := i.where(resource+".id", id)
	if len(rows) != 1 {
		i.t.Fatalf("%s %s: %d rows", resource, id, len(rows))
	}
	return rows[0]
}

func object(body map[string]string) string {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func parse[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func with(body map[string]string, namesAndValues ...string) map[string]string {
	all := map[string]string{}
	for name, value := range body {
		all[name] = value
	}
	for n := 0; n+1 < len(namesAndValues); n += 2 {
		all[namesAndValues[n]] = namesAndValues[n+1]
	}
	return all
}

func without(body map[string]string, name string) map[string]string {
	all := with(body)
	delete(all, name)
	return all
}

func isRedBox(a answer) bool {
	return a.status == 200 && strings.Contains(a.body, "background:#FF0000") && strings.Contains(a.body, "Contate o suporte IXC Soft.")
}

func succeeded(a answer) bool {
	return a.status == 200 && strings.HasPrefix(a.body, `{"type":"success",`)
}
