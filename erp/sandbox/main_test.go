package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"

	"balcao/erp/sandbox"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

const token = "segredo-de-teste"

// now is a Tuesday afternoon in Brazil.
var now = time.Date(2026, time.November, 24, 15, 4, 5, 0, time.UTC)

// erp is a sandbox that is served, and the client that calls it.
type erp struct {
	t       testing.TB
	sandbox *sandbox.Sandbox
	server  *httptest.Server
	client  *http.Client
}

// seeded is the file of a new sandbox on the day of now: making the books anew
// for every test would take minutes with the race detector.
var seeded = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "sandbox")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "erp.db")
	s, err := sandbox.Open(context.Background(), sandbox.Options{Data: file, Token: token, Now: atNow})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func atNow() time.Time { return now }

// open serves a sandbox: on a file of its own that was seeded before, unless
// the options name a file or a clock.
func open(t testing.TB, o sandbox.Options) *erp {
	t.Helper()
	if o.Data == "" && o.Now == nil {
		content, err := seeded()
		if err != nil {
			t.Fatal(err)
		}
		o.Data = filepath.Join(t.TempDir(), "erp.db")
		if err := os.WriteFile(o.Data, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if o.Token == "" {
		o.Token = token
	}
	if o.Now == nil {
		o.Now = atNow
	}
	o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	s, err := sandbox.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	e := &erp{t: t, sandbox: s, server: httptest.NewServer(s.Handler())}
	// A connection for each call: with a used one net/http sends again a
	// request with an Idempotency-Key whose connection was cut.
	e.client = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	t.Cleanup(e.close)
	return e
}

func (e *erp) close() {
	e.server.Close()
	if err := e.sandbox.Close(); err != nil {
		e.t.Errorf("Close: %v", err)
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (e *erp) send(method, path, key string, body any) (answer, error) {
	e.t.Helper()
	content, err := json.Marshal(body)
	if err != nil {
		e.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, e.server.URL+path, bytes.NewReader(content))
	if err != nil {
		e.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	response, err := e.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, got}, err
}

// call sends and wants the status; it reads the answer into what is given.
func (e *erp) call(method, path, key string, body any, status int, into any) answer {
	e.t.Helper()
	a, err := e.send(method, path, key, body)
	if err != nil {
		e.t.Fatalf("%s %s: %v", method, path, err)
	}
	if a.status != status {
		e.t.Fatalf("%s %s: status %d, want %d: %s", method, path, a.status, status, a.body)
	}
	if into != nil {
		if err := json.Unmarshal(a.body, into); err != nil {
			e.t.Fatalf("%s %s: %v: %s", method, path, err, a.body)
		}
	}
	return a
}

func (e *erp) get(path string, into any) { e.t.Helper(); e.call("GET", path, "", nil, 200, into) }

func (e *erp) invoices(document string) []invoice {
	e.t.Helper()
	var all []invoice
	e.get("/faturas?document="+document, &all)
	return all
}

func (e *erp) invoice(document, id string) invoice {
	e.t.Helper()
	var one invoice
	e.get("/faturas/"+id+"?document="+document, &one)
	return one
}

// newInvoice makes an invoice of Maria's.
func (e *erp) newInvoice(amount, due string) string {
	e.t.Helper()
	var made struct{ ID string }
	e.call("POST", "/_sandbox/invoices", "", map[string]any{"document": maria, "amount": amount, "due_on": due}, 201, &made)
	return made.ID
}

func (e *erp) books() []sandbox.Entry {
	e.t.Helper()
	var entries []sandbox.Entry
	e.get("/_sandbox/books", &entries)
	return entries
}

func (e *erp) switches(s sandbox.Switches) {
	e.t.Helper()
	if s.Double == "" {
		s.Double = sandbox.DoubleRefuse
	}
	e.call("PUT", "/_sandbox/switches", "", s, 200, nil)
}

const (
	maria   = "52998224725"
	joao    = "11144477735"
	aurora  = "11222333000181"
	padaria = "11444777000161"
	antonio = "39053344705"
)

// invoice is the part of an answer that tests look at.
type invoice struct {
	ID       string  `json:"id_fatura"`
	Document string  `json:"document_number"`
	Contract *string `json:"id_contrato"`
	Name     string  `json:"nome_cliente"`
	Original string  `json:"valor_inicial"`
	Current  string  `json:"valor_atual"`
	Open     string  `json:"valor_em_aberto"`
	Interest string  `json:"juros"`
	Fine     string  `json:"multa"`
	Discount string  `json:"desconto"`
	Due      string  `json:"data_vencimento"`
	Status   string  `json:"status"`
	Line     string  `json:"linha_digitavel"`
	Barcode  string  `json:"codigo_barras"`
	PIX      string  `json:"pix_copia_cola"`
	URL      string  `json:"url_boleto"`
	Payments []struct {
		Reference string `json:"referencia"`
		Amount    string `json:"valor"`
		PaidOn    string `json:"data"`
		Method    string `json:"metodo"`
	} `json:"pagamentos"`
}
