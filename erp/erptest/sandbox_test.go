package erptest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/sandbox"
	"balcao/internal/br"
)

const token = "sandbox-token"

// serve serves a sandbox until the test ends.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
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
	return server
}

func TestStandardOnSandbox(t *testing.T) {
	server := serve(t)
	clerk{server.URL}.prepare(t)
	target := erptest.Target{
		Pack: "standard",
		URL:  server.URL,
		Connect: func(t *testing.T, url string) erp.Pipe {
			return erptest.Connect(t, "standard", map[string]string{"url": url, "token": token}, nil)
		},
		Clerk:      clerk{server.URL},
		Facts:      facts(),
		BatchCalls: map[string]int{"get_customer": 1, "list_invoices": 1, "list_plans": 1, "list_contracts": 1, "get_customer_contacts": 1},
		Writes: map[string]erptest.Write{
			"create_lead":                        {Carries: sends("POST /leads")},
			"create_order":                       {Carries: sends("POST /pedidos"), Refused: unknownProduct},
			"create_order_for_existing_customer": {Carries: sends("POST /pedidos/cliente-existente")},
			"create_ticket":                      {Carries: sends("POST /chamados")},
			"unlock_on_trust":                    {Carries: func(r erptest.Request) bool { return strings.HasSuffix(r.Path, "/desbloqueio-confianca") }},
			"update_customer":                    {Carries: func(r erptest.Request) bool { return r.Method == http.MethodPut }},
			"settle_boleto": {Carries: func(r erptest.Request) bool {
				return r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/baixa")
			}},
		},
	}
	erptest.Run(t, target)
	erptest.UnknownCodes(t, target)
}

// unknownProduct is an order of something that the ERP does not sell.
func unknownProduct(in erp.Input) erp.Input {
	order := in.(erp.OrderInput)
	order.Order.Items = slices.Clone(order.Order.Items)
	order.Order.Items[0].ProductCode = "NADA"
	return order
}

func sends(call string) func(erptest.Request) bool {
	return func(r erptest.Request) bool { return r.Method+" "+r.Path == call }
}

// TestADroppedFieldIsNotDone has a sandbox of its own: its switches are for all
// who call it.
func TestADroppedFieldIsNotDone(t *testing.T) {
	t.Parallel()
	server := serve(t)
	text := func(s string) *string { return &s }
	changes := map[string]erp.Changes{
		"nome":              {Name: text("Outro Nome")},
		"email":             {Email: text("b@cliente.example")},
		"celulares":         {Mobiles: []string{"11900001111"}},
		"telefones":         {Phones: []string{"1132220000"}},
		"endereco_cobranca": {BillingAddress: &erp.Address{City: text("Belém")}},
	}
	clerk{server.URL}.do(t, http.MethodPut, "/_sandbox/switches",
		sandbox.Switches{Double: sandbox.DoubleRefuse, Dropped: slices.Collect(maps.Keys(changes))}, nil)
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pipe := erptest.Connect(t, "standard", map[string]string{"url": server.URL, "token": token}, nil)
			_, _, err := erp.UpdateCustomer.Call(t.Context(), pipe,
				erp.UpdateInput{Document: "52998224725", Changes: change, Reference: "c-" + name})
			if !erp.IsKind(err, erp.NotDone) {
				t.Errorf("got %v, want %s", err, erp.NotDone)
			}
		})
	}
}

// facts are those of the customers that the sandbox always has.
func facts() erptest.Facts {
	const maria, joao, aurora = br.Document("52998224725"), br.Document("11144477735"), br.Document("11222333000181")
	const estela, antonio = br.Document("22233344405"), br.Document("39053344705")
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
		Bare: maria, Contracts: estela, Notes: maria,
		Email: "maria.silva@example.com",
		Codes: erptest.Codes{Product: "FIBRA500", DueDate: "10", Reseller: "R02", Origin: "2"},
		Plans: map[erp.PlanStatus]br.Document{
			erp.PlanActive: maria, erp.PlanBlocked: estela, erp.PlanSuspended: estela, erp.PlanPending: estela, erp.PlanCancelled: antonio,
		},
		Unlockable: maria, NeverUnlocked: estela, Changeable: estela,
		Cleared: erp.ClearanceInput{Document: "11444777000161", Year: 2025},
		Owing:   erp.ClearanceInput{Document: maria, Year: br.DateOf(time.Now()).Year},
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

// prepare adds what the sandbox does not have by itself: an invoice that the bank
// does not know yet, and invoices of both of a customer's contracts.
func (c clerk) prepare(t *testing.T) {
	t.Helper()
	bare := c.Bill(t, "52998224725", 9990)
	c.do(t, http.MethodPut, "/_sandbox/switches", sandbox.Switches{Double: sandbox.DoubleRefuse, Unregistered: []string{bare}}, nil)
	var contracts []struct {
		ID string `json:"id_contrato"`
	}
	c.do(t, http.MethodGet, "/contratos?cnpj_cpf=22233344405", nil, &contracts)
	for _, contract := range contracts[:2] {
		c.do(t, http.MethodPost, "/_sandbox/invoices", map[string]any{"document": "22233344405", "amount": "79.90",
			"due_on": br.DateOf(time.Now()).AddDays(10), "contract_id": contract.ID}, nil)
	}
}

func (c clerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	c.do(t, http.MethodPost, "/_sandbox/pay", map[string]any{"invoice_id": invoiceID}, nil)
}

// Records are orders, tickets, releases and leads.
func (c clerk) Records(t *testing.T, reference string) []string {
	t.Helper()
	var found []sandbox.Record
	c.do(t, http.MethodGet, "/_sandbox/records?reference="+url.QueryEscape(reference), nil, &found)
	contents := make([]string, len(found))
	for i, record := range found {
		var texts any
		if err := json.Unmarshal(record.Content, &texts); err != nil {
			t.Fatal(err)
		}
		contents[i] = fmt.Sprintf("%s %v", record.Kind, texts)
	}
	var leads []map[string]any
	c.do(t, http.MethodGet, "/leads?referencia="+url.QueryEscape(reference), nil, &leads)
	for _, lead := range leads {
		contents = append(contents, fmt.Sprintf("lead %v", lead))
	}
	return contents
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
