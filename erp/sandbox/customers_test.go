package sandbox_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"balcao/erp/sandbox"
	"balcao/internal/br"
)

type customer struct {
	Document   string  `json:"cnpj_cpf"`
	Name       string  `json:"nome_completo"`
	Birthday   *string `json:"aniversario"`
	Registered string  `json:"data_registro"`
	Active     bool    `json:"ativo"`
	RemoteID   string  `json:"id_remoto"`
	Contract   *string `json:"id_contrato"`
	PostalCode string  `json:"cep_endereco"`
	State      string  `json:"estado_endereco"`
}

func TestCustomers(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	var got []customer
	e.get("/clientes?cnpj_cpf=529.982.247-25&cnpj_cpf="+padaria+"&cnpj_cpf=00000000191&cnpj_cpf="+antonio, &got)
	if len(got) != 4 {
		t.Fatalf("%d customers, want 4: %+v", len(got), got)
	}
	if m := got[0]; m.Document != maria || m.Name != "Maria da Silva" || *m.Birthday != "1985-04-12" || !m.Active ||
		m.RemoteID == "" || *m.Contract == "" || len(m.PostalCode) != 8 || m.State != "SP" {
		t.Errorf("Maria is %+v", m)
	}
	if p := got[1]; p.Name != `Padaria Estrela & Filhos "Matriz"` || p.Birthday != nil {
		t.Errorf("the bakery is %+v", p)
	}
	if a, b := got[2], got[3]; a.Document != antonio || b.Document != antonio || a.Active || !b.Active || a.RemoteID == b.RemoteID {
		t.Errorf("the records of one CPF are %+v and %+v", a, b)
	}
}

func TestUnknownCustomersAreAbsent(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, path := range []string{"/clientes?cnpj_cpf=00000000191", "/faturas?document=00000000191", "/faturas?document="} {
		if a := e.call("GET", path, "", nil, 200, nil); string(a.body) != "[]" {
			t.Errorf("GET %s: %s", path, a.body)
		}
	}
}

func TestAtMost100Documents(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for parameter, path := range map[string]string{"cnpj_cpf": "/clientes", "document": "/faturas"} {
		query := path + "?" + parameter + "=" + maria
		e.call("GET", query+strings.Repeat("&"+parameter+"="+joao, 99), "", nil, 200, nil)
		e.call("GET", query+strings.Repeat("&"+parameter+"="+joao, 100), "", nil, 400, nil)
		e.call("GET", path, "", nil, 400, nil)
	}
}

func TestInvoicesOfManyCustomersAndOfAContract(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	byDocument := map[string]int{}
	for _, i := range e.invoices(maria + "&document=" + joao + "&document=" + padaria) {
		byDocument[i.Document]++
	}
	if byDocument[maria] != len(e.invoices(maria)) || byDocument[joao] != len(e.invoices(joao)) || len(byDocument) != 2 {
		t.Errorf("invoices by document: %v", byDocument)
	}
	contract := *e.invoices(maria)[0].Contract
	of := e.invoices(maria + "&id_contrato=" + contract)
	for _, i := range of {
		if *i.Contract != contract {
			t.Errorf("invoice %s is of contract %s, want %s", i.ID, *i.Contract, contract)
		}
	}
	if len(of) == 0 || len(of) == byDocument[maria] {
		t.Errorf("%d of %d invoices are of contract %s", len(of), byDocument[maria], contract)
	}
	if n := len(e.invoices(joao + "&id_contrato=" + contract)); n != 0 {
		t.Errorf("%d invoices of another customer's contract", n)
	}
}

func TestInvoiceIsFoundOnlyByItsOwnIDAndCustomer(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.invoices(maria)[0].ID
	if got := e.invoice("529.982.247-25", id); got.ID != id {
		t.Errorf("invoice %s is %+v", id, got)
	}
	for _, path := range []string{id + "?document=" + joao, id, id + ".0?document=" + maria, "0" + id + "?document=" + maria, "x?document=" + maria} {
		a := e.call("GET", "/faturas/"+path, "", nil, 404, nil)
		if !strings.Contains(string(a.body), `"mensagem":`) {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}

func TestTokenIsNeeded(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, path := range []string{"/clientes?cnpj_cpf=" + maria, "/faturas?document=" + maria, "/nada", "/_sandbox/books", "/_sandbox/switches"} {
		for _, header := range []string{"", "Bearer errado", token, "Bearer " + token + "x"} {
			r, err := http.NewRequestWithContext(t.Context(), "GET", e.server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", header)
			response, err := e.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			if response.Body.Close(); response.StatusCode != 401 {
				t.Errorf("GET %s with %q: %d", path, header, response.StatusCode)
			}
		}
	}
	for _, path := range []string{"/nada", "/_sandbox/nada", "/faturas/1/2/3"} {
		if a := e.call("GET", path, "", nil, 404, nil); !strings.Contains(string(a.body), `"mensagem":`) {
			t.Errorf("GET %s: %s", path, a.body)
		}
	}
}

func TestHundredsOfCustomersOfEveryKind(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	var documents []string
	e.get("/_sandbox/documents", &documents)
	if len(documents) < 300 {
		t.Errorf("%d documents of active customers, want 300", len(documents))
	}
	found := map[string]int{}
	for chunk := range slices.Chunk(documents, 100) {
		var customers []customer
		e.get("/clientes?cnpj_cpf="+strings.Join(chunk, "&cnpj_cpf="), &customers)
		for _, c := range customers {
			for _, kind := range kindsOf(t, c) {
				found[kind]++
			}
		}
	}
	for _, kind := range []string{"CPF", "CNPJ", "CNPJ with letters", "accent", "apostrophe"} {
		if found[kind] < 5 {
			t.Errorf("%d customers with %s, want some: %v", found[kind], kind, found)
		}
	}
}

func kindsOf(t *testing.T, c customer) []string {
	t.Helper()
	document, err := br.ParseDocument(c.Document)
	if err != nil {
		t.Errorf("customer %s: %v", c.RemoteID, err)
	}
	kinds := []string{string(document.Kind())}
	if strings.ContainsAny(c.Document, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		kinds = append(kinds, "CNPJ with letters")
	}
	if strings.ContainsAny(c.Name, "áâãçéêíóôõúü") {
		kinds = append(kinds, "accent")
	}
	if strings.Contains(c.Name, "'") {
		kinds = append(kinds, "apostrophe")
	}
	return kinds
}
