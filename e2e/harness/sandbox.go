package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
)

// Sandbox is `balcao sandbox`: an ERP as a process of its own.
type Sandbox struct {
	Process    *Process
	URL, Token string

	dir  string
	args []string
}

// StartSandbox starts an ERP with fresh books.
func StartSandbox(t testing.TB) *Sandbox {
	t.Helper()
	return startSandbox(t)
}

// StartSandboxOnDisk starts an ERP with fresh books in a file, so that it knows
// them after a [Sandbox.Restart].
func StartSandboxOnDisk(t testing.TB) *Sandbox {
	t.Helper()
	return startSandbox(t, "--data", filepath.Join(t.TempDir(), "books.db"))
}

func startSandbox(t testing.TB, args ...string) *Sandbox {
	t.Helper()
	address := FreeAddress(t)
	s := &Sandbox{URL: "http://" + address, Token: "token-of-the-sandbox", dir: t.TempDir()}
	s.args = append([]string{"sandbox", "--listen", address}, args...)
	s.Restart(t)
	return s
}

// Restart starts an ERP that has ended once more, at the same address.
func (s *Sandbox) Restart(t testing.TB) {
	t.Helper()
	s.Process = Start(t, s.dir, []string{"BALCAO_SANDBOX_TOKEN=" + s.Token}, binary(t, false), s.args...)
	s.Process.WaitFor(t, s.URL+"/healthz")
}

// Calls counts what the ERP was asked, by path pattern.
type Calls struct {
	Calls  int `json:"calls"`
	AtOnce int `json:"at_once"`
	Paths  map[string]struct {
		Calls  int `json:"calls"`
		AtOnce int `json:"at_once"`
	} `json:"paths"`
}

// Count gives the calls since the last Reset.
func (s *Sandbox) Count(t testing.TB) Calls {
	t.Helper()
	var c Calls
	s.control(t, http.MethodGet, "/_sandbox/calls", nil, &c)
	return c
}

// Reset begins to count anew.
func (s *Sandbox) Reset(t testing.TB) {
	t.Helper()
	s.control(t, http.MethodDelete, "/_sandbox/calls", nil, nil)
}

// Switch sets the ERP's faults; see package sandbox for their names. What is
// not named goes back to its default.
func (s *Sandbox) Switch(t testing.TB, switches map[string]any) {
	t.Helper()
	s.control(t, http.MethodPut, "/_sandbox/switches", switches, nil)
}

// Bill makes an invoice for a customer of the ERP: "document", "amount",
// "due_on".
func (s *Sandbox) Bill(t testing.TB, invoice map[string]any) {
	t.Helper()
	s.control(t, http.MethodPost, "/_sandbox/invoices", invoice, nil)
}

// Pay registers a payment at the bank, past Balcão.
func (s *Sandbox) Pay(t testing.TB, payment map[string]any) {
	t.Helper()
	s.control(t, http.MethodPost, "/_sandbox/pay", payment, nil)
}

// Entry is a row of the ERP's books.
type Entry struct {
	Seq                                          int64
	Kind, Invoice, Document, Key, Applied, Fault string
	Amount                                       int64
	Status                                       int
}

// Books are all writes that the ERP has received.
func (s *Sandbox) Books(t testing.TB) []Entry {
	t.Helper()
	var entries []Entry
	s.control(t, http.MethodGet, "/_sandbox/books", nil, &entries)
	return entries
}

// Record is an order, a ticket or an unlock that the ERP has taken in.
type Record struct {
	Kind    string
	Content map[string]any
}

// Records are what the ERP has taken in under a reference.
func (s *Sandbox) Records(t testing.TB, reference string) []Record {
	t.Helper()
	var records []Record
	s.control(t, http.MethodGet, "/_sandbox/records?reference="+url.QueryEscape(reference), nil, &records)
	return records
}

// Documents are those of all its customers, in a fixed order.
func (s *Sandbox) Documents(t testing.TB) []string {
	t.Helper()
	var documents []string
	s.control(t, http.MethodGet, "/_sandbox/documents", nil, &documents)
	return documents
}

func (s *Sandbox) control(t testing.TB, method, path string, body, answer any) {
	t.Helper()
	if _, err := s.Control(t.Context(), method, path, body, answer); err != nil {
		t.Fatal(err)
	}
}

// Control calls one of the ERP's paths for tests and reads its answer. It can be
// used from any goroutine; a refusal is an error, and its HTTP status is told.
func (s *Sandbox) Control(ctx context.Context, method, path string, body, answer any) (status int, err error) {
	content, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.URL+path, bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= http.StatusMultipleChoices {
		return res.StatusCode, fmt.Errorf("%s %s: %s %s %v", method, path, res.Status, text, err)
	}
	if answer == nil {
		return res.StatusCode, nil
	}
	return res.StatusCode, json.Unmarshal(text, answer)
}
