package openapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"balcao/erp/sandbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// erpToken is the sandbox's in these tests.
const erpToken = "token-of-the-sandbox"

// The sandbox's customers, and nobody.
const (
	maria   = "52998224725"
	joao    = "11144477735"
	aurora  = "11222333000181"
	antonio = "39053344705"
	nobody  = "98765432100"
)

// served is a sandbox behind HTTP, with books of its own.
type served struct {
	url    string
	client *http.Client
}

func serve(t *testing.T) *served {
	t.Helper()
	s, err := sandbox.Open(t.Context(), sandbox.Options{Token: erpToken, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &served{server.URL, &http.Client{Transport: transport}}
}

// request is one call of the API.
type request struct {
	method, path string
	query        url.Values
	key          string // Idempotency-Key
	body         any    // written as JSON, or a text as it stands
	anonymous    bool   // without the token
}

// answered is what came back.
type answered struct {
	status      int
	contentType string
	body        []byte
}

func (s *served) send(t *testing.T, r request) answered {
	t.Helper()
	text, ok := r.body.(string)
	if !ok && r.body != nil {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(encoded)
	}
	req, err := http.NewRequestWithContext(context.Background(), r.method, s.url+r.path+"?"+r.query.Encode(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if !r.anonymous {
		req.Header.Set("Authorization", "Bearer "+erpToken)
	}
	if r.key != "" {
		req.Header.Set("Idempotency-Key", r.key)
	}
	res, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{res.StatusCode, res.Header.Get("Content-Type"), body}
}

// rows sends a GET and decodes a list.
func (s *served) rows(t *testing.T, path string, query url.Values) []map[string]any {
	t.Helper()
	a := s.send(t, request{method: http.MethodGet, path: path, query: query})
	var rows []map[string]any
	if err := json.Unmarshal(a.body, &rows); err != nil || a.status != http.StatusOK {
		t.Fatalf("%s: %d %v %.200s", path, a.status, err, a.body)
	}
	return rows
}

// first is a member of the first row for which want holds.
func (s *served) first(t *testing.T, path string, query url.Values, member string, want func(map[string]any) bool) string {
	t.Helper()
	for _, row := range s.rows(t, path, query) {
		if want(row) {
			text, _ := row[member].(string)
			return text
		}
	}
	t.Fatalf("%s has no such row", path)
	return ""
}

// invoice is the id of an invoice of this status.
func (s *served) invoice(t *testing.T, document, status string) string {
	t.Helper()
	return s.first(t, "/faturas", url.Values{"document": {document}}, "id_fatura",
		func(row map[string]any) bool { return row["status"] == status })
}

// newInvoice makes an invoice of Maria's.
func (s *served) newInvoice(t *testing.T) string {
	t.Helper()
	a := s.send(t, request{method: http.MethodPost, path: "/_sandbox/invoices",
		body: map[string]any{"document": maria, "amount": "129.90", "due_on": "2099-01-05"}})
	var made struct{ ID string }
	if err := json.NewDecoder(bytes.NewReader(a.body)).Decode(&made); err != nil || a.status != http.StatusCreated {
		t.Fatalf("%d %s %v", a.status, a.body, err)
	}
	return made.ID
}
