package hubsoft_test

import (
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp/standin/hubsoft"
)

var update = flag.Bool("update", false, "write the golden answers anew")

func TestMain(m *testing.M) {
	flag.Parse()
	goleak.VerifyTestMain(m)
}

// start is a Tuesday at noon in São Paulo.
var start = time.Date(2026, time.November, 24, 15, 4, 5, 0, time.UTC)

const root = "/api/v1/integracao/"

// erp is a stand-in that is served, and a client that is logged in.
type erp struct {
	*hubsoft.Server
	t      testing.TB
	served *httptest.Server
	client *http.Client
	token  string
	late   atomic.Int64 // nanoseconds that the clock has gone on
}

// open serves an ERP whose clock stands until tick is called.
func open(t testing.TB) *erp {
	t.Helper()
	e := &erp{t: t, client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	e.Server = hubsoft.New(hubsoft.Options{Now: func() time.Time { return start.Add(time.Duration(e.late.Load())) }})
	e.served = httptest.NewServer(e.Handler())
	t.Cleanup(func() {
		e.served.Close()
		e.Close()
	})
	e.logIn()
	return e
}

func (e *erp) tick(d time.Duration) { e.late.Add(int64(d)) }

func (e *erp) logIn() {
	e.t.Helper()
	var made struct {
		AccessToken string `json:"access_token"`
	}
	a := e.send("POST", "/oauth/token", loginBody())
	if err := json.Unmarshal([]byte(a.body), &made); err != nil || a.status != 200 || made.AccessToken == "" {
		e.t.Fatalf("log in: %d %s", a.status, a.body)
	}
	e.token = made.AccessToken
}

func loginBody() map[string]any {
	o := hubsoft.DefaultOptions
	return map[string]any{"grant_type": "password", "client_id": o.ClientID, "client_secret": o.ClientSecret,
		"username": o.Username, "password": o.Password}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// try sends a body as JSON, or a string as it is.
func (e *erp) try(method, path string, body any) (answer, error) {
	e.t.Helper()
	text, plain := body.(string)
	if !plain && body != nil {
		content, err := json.Marshal(body)
		if err != nil {
			e.t.Fatal(err)
		}
		text = string(content)
	}
	r, err := http.NewRequestWithContext(e.t.Context(), method, e.served.URL+path, strings.NewReader(text))
	if err != nil {
		e.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+e.token)
	response, err := e.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(content)}, err
}

func (e *erp) send(method, path string, body any) answer {
	e.t.Helper()
	a, err := e.try(method, path, body)
	if err != nil {
		e.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// get reads an answer of the API into the fields of into.
func (e *erp) get(path string, into any) answer {
	e.t.Helper()
	return e.read(e.send("GET", root+path, nil), into)
}

func (e *erp) post(path string, body, into any) answer {
	e.t.Helper()
	return e.read(e.send("POST", root+path, body), into)
}

func (e *erp) read(a answer, into any) answer {
	e.t.Helper()
	if a.status != http.StatusOK {
		e.t.Fatalf("status %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		e.t.Fatalf("%v: %s", err, a.body)
	}
	return a
}

// envelope is what tests look at in an answer.
type envelope struct {
	Status  string
	Msg     string
	Errors  []string
	Faturas []fatura
}

type fatura struct {
	ID     int64       `json:"id_fatura"`
	Amount json.Number `json:"valor"`
	Due    string      `json:"data_vencimento"`
	Issued string      `json:"data_cadastro"`
	PaidOn *string     `json:"data_pagamento"`
	Line   *string     `json:"linha_digitavel"`
	PIX    *string     `json:"pix_copia_cola"`
	Link   string      `json:"link"`
}

func (e *erp) invoices(document, more string) []fatura {
	e.t.Helper()
	var all envelope
	e.get("cliente/financeiro?busca=cpf_cnpj&termo_busca="+document+more, &all)
	return all.Faturas
}

// isGolden holds a body to the bytes of a file.
func isGolden(t *testing.T, name, body string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(body+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if body+"\n" != string(want) {
		t.Errorf("%s\n got %s\nwant %s", name, body, want)
	}
}
