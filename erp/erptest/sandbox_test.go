package erptest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/sandbox"
	"balcao/internal/br"
)

const token = "sandbox-token"

func TestStandardOnSandbox(t *testing.T) {
	box, err := sandbox.Open(t.Context(), sandbox.Options{Token: token})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(box.Handler())
	t.Cleanup(func() {
		server.Close()
		if err := box.Close(); err != nil {
			t.Error(err)
		}
	})
	erptest.Run(t, erptest.Target{
		URL: server.URL,
		Connect: func(t *testing.T, url string) erp.Pipe {
			return erptest.Connect(t, "standard", map[string]string{"url": url, "token": token}, nil)
		},
		Clerk:      clerk{server.URL},
		Facts:      facts(),
		BatchCalls: map[string]int{"get_customer": 1, "list_invoices": 1},
		Settles: func(r erptest.Request) bool {
			return r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/baixa")
		},
		TakesParts: true,
	})
}

// facts are those of the customers that the sandbox always has.
func facts() erptest.Facts {
	const maria, joao, aurora = br.Document("52998224725"), br.Document("11144477735"), br.Document("11222333000181")
	return erptest.Facts{
		Customers: []erptest.Person{
			{Document: maria, Name: "Maria da Silva"},
			{Document: joao, Name: "João D'Ávila Pereira"},
			{Document: "11444777000161", Name: `Padaria Estrela & Filhos "Matriz"`},
		},
		Shared:   erptest.Person{Document: "39053344705", Name: "Antonio Gonçalves de Araújo"},
		Nobody:   "00000000191",
		Debtless: "11444777000161",
		Statuses: map[erp.InvoiceStatus]br.Document{
			erp.Open: maria, erp.Overdue: maria, erp.Paid: maria,
			erp.PartiallyPaid: joao, erp.Cancelled: aurora,
		},
		Many: aurora, ManyCount: 20,
	}
}

// clerk works at the sandbox through its paths for tests.
type clerk struct{ url string }

func (c clerk) Bill(t *testing.T, customer br.Document, amount erp.Money) string {
	t.Helper()
	due := br.DateOf(time.Now()).AddDays(10)
	var made struct {
		ID string `json:"id"`
	}
	c.do(t, http.MethodPost, "/_sandbox/invoices", map[string]any{
		"document": customer, "amount": amount, "due_on": due,
	}, &made)
	return made.ID
}

func (c clerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	c.do(t, http.MethodPost, "/_sandbox/pay", map[string]any{"invoice_id": invoiceID}, nil)
}

func (c clerk) Leads(t *testing.T, reference string) int {
	t.Helper()
	var found []json.RawMessage
	c.do(t, http.MethodGet, "/leads?referencia="+url.QueryEscape(reference), nil, &found)
	return len(found)
}

func (c clerk) do(t *testing.T, method, path string, body, answer any) {
	t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, c.url+path, bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		t.Fatalf("%s %s: status %d", method, path, response.StatusCode)
	}
	if answer == nil {
		return
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
}
