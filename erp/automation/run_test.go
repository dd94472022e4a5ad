package automation_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

const getCustomer = `
steps:
  person:
    get: /people
    query: {cpf: $(input.document)}
    take: first(answer.people)
output:
  name: person.name
  active: person.active
`

func TestStepsBringACustomer(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"people": []any{object{"name": "Maria da Silva", "active": true}}}))
	c := connect(t, load(t, files{"get_customer.yaml": getCustomer}), server.URL)
	got, meta, err := customer(t, c, maria)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "Maria da Silva" || !got.Active || got.Document != maria || meta.Incomplete || !meta.FetchedAt.Equal(noon) {
		t.Errorf("got %+v, %+v", got, meta)
	}
}

func TestNothingFoundIsNotFound(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"people": []any{}}))
	c := connect(t, load(t, files{"get_customer.yaml": getCustomer, "list_invoices.yaml": invoices}), server.URL)
	_, _, err := customer(t, c, maria)
	wantKind(t, err, erp.NotFound)
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	if err != nil || list == nil || len(list) != 0 {
		t.Errorf("got %v, %v, want an empty list", list, err)
	}
}

const invoices = `
steps:
  rows:
    get: /invoices
    query: {cpf: $(input.document)}
    take: answer.rows
output:
  each: rows
  fields:
    id: it.id
    document_number: it.cpf
    original_amount: it.amount
    current_amount: it.amount
    open_amount: it.amount
    due_on: it.due
    status: it.status
`

func TestOpenInvoicesPastTheirDayAreOverdue(t *testing.T) {
	t.Parallel()
	row := func(id, due, status string) object {
		return object{"id": id, "amount": "26.00", "due": due, "status": status}
	}
	server := serve(t, answer(object{"rows": []any{
		row("1", "2026-11-23", "OPEN"), row("2", "2026-11-24", "OPEN"), row("3", "2026-11-23", "PAID"), row("4", "2026-11-23", "PARTIALLY_PAID"),
	}}))
	c := connect(t, load(t, files{"list_invoices.yaml": invoices}), server.URL)
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	if err != nil {
		t.Fatal(err)
	}
	want := []erp.InvoiceStatus{erp.Overdue, erp.Open, erp.Paid, erp.PartiallyPaid}
	for i, invoice := range list {
		if invoice.Status != want[i] || invoice.DocumentNumber != maria || invoice.OpenAmount != 2600 {
			t.Errorf("invoice %s: %+v", invoice.ID, invoice)
		}
	}
}

func TestRowsOfOthersAreDropped(t *testing.T) {
	t.Parallel()
	row := func(id string, document br.Document) object {
		return object{"id": id, "cpf": document, "amount": "26.00", "due": "2026-12-01", "status": "OPEN"}
	}
	server := serve(t, answer(object{"rows": []any{row("1", joao), row("2", maria)}}))
	c := connect(t, load(t, files{"list_invoices.yaml": invoices}), server.URL)
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	if err != nil || len(list) != 1 || list[0].ID != "2" {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestWithoutBatchAtMostAtOnceAreInFlight(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(2 * time.Millisecond)
		reply(w, object{"people": []any{object{"name": "Cliente " + r.URL.Query().Get("cpf"), "active": true}}})
	})
	pack := load(t, files{"pack.yaml": packYAML + "limits: {at_once: 8}\n", "get_customer.yaml": getCustomer})
	c := connect(t, pack, server.URL)
	inputs := make([]erp.CustomerInput, 50)
	for i := range inputs {
		inputs[i].Document = br.Document(fmt.Sprintf("%011d", i))
	}
	for i, got := range erp.GetCustomer.CallMany(t.Context(), c, inputs) {
		if got.Err != nil || got.Value.Name != "Cliente "+string(inputs[i].Document) {
			t.Errorf("input %d: %v, %v", i, got.Value, got.Err)
		}
	}
	if n := len(server.got()); n != 50 {
		t.Errorf("%d calls", n)
	}
	if m := most.Load(); m > 8 || m < 2 {
		t.Errorf("at most %d were in flight, want 2 to 8", m)
	}
}

const batch = `
batch: {key: document, size: 20}
steps:
  rows:
    get: /people
    query: {cpf: $(keys)}
    take: answer.people
output:
  each: rows
  key: it.cpf
  fields:
    name: it.name
    active: it.active
`

func TestBatchesAnswerManyKeysWithFewCalls(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		people := []any{object{"cpf": "999.999.999-99", "name": "nobody asked", "active": true}}
		for _, cpf := range r.URL.Query()["cpf"] {
			if cpf != "00000000007" {
				spelt := cpf[:3] + "." + cpf[3:6] + "." + cpf[6:9] + "-" + cpf[9:]
				people = append(people, object{"cpf": spelt, "name": "Cliente " + cpf, "active": true})
			}
		}
		reply(w, object{"people": people})
	})
	c := connect(t, load(t, files{"get_customer.yaml": batch}), server.URL)
	inputs := make([]erp.CustomerInput, 50)
	for i := range inputs {
		inputs[i].Document = br.Document(fmt.Sprintf("%011d", i))
	}
	for i, got := range erp.GetCustomer.CallMany(t.Context(), c, inputs) {
		if i == 7 {
			wantKind(t, got.Err, erp.NotFound)
			continue
		}
		if got.Err != nil || got.Value.Name != "Cliente "+string(inputs[i].Document) || got.Value.Document != inputs[i].Document {
			t.Errorf("input %d: %+v, %v", i, got.Value, got.Err)
		}
	}
	if n := len(server.got()); n != 3 {
		t.Errorf("%d calls for 50 keys in batches of 20", n)
	}
}

func TestEqualReadsOfARunAreSentOnce(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"name": "Maria da Silva", "active": true}))
	c := connect(t, load(t, files{"get_customer.yaml": `
steps:
  one: {get: /person}
  two: {get: /person}
  three: {get: /person, query: {again: $(one.name)}}
  four: {get: /person, query: {again: $(two.name)}}
output: {name: four.name, active: three.active}
`}), server.URL)
	if _, _, err := customer(t, c, maria); err != nil {
		t.Fatal(err)
	}
	if n := len(server.got()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

// The first step in file order that ends the run decides, whichever was faster.
func TestReadsRunTogetherAndTheFirstInTheFileDecides(t *testing.T) {
	t.Parallel()
	both := make(chan struct{})
	var arrived atomic.Int32
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if arrived.Add(1) == 2 {
			close(both)
		}
		<-both // each waits for the other: in sequence this would never end
		if r.URL.Path == "/slow" {
			time.Sleep(20 * time.Millisecond)
			w.WriteHeader(http.StatusConflict)
			return
		}
		reply(w, nil)
	})
	c := connect(t, load(t, files{"get_customer.yaml": `
steps:
  slow: {get: /slow}
  fast: {get: /fast}
output: {name: slow.name, active: fast.active}
`}), server.URL)
	_, _, err := customer(t, c, maria)
	wantKind(t, err, erp.Refused)
}

func TestTotalTimeIsBounded(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-gone })
	t.Cleanup(func() { close(gone) })
	pack := load(t, files{"pack.yaml": packYAML + "limits: {total: 1s}\n", "get_customer.yaml": getCustomer})
	begin := time.Now()
	_, _, err := customer(t, connect(t, pack, server.URL), maria)
	wantKind(t, err, erp.Unavailable)
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestCancelledCallEnds(t *testing.T) {
	t.Parallel()
	gone, arrived := make(chan struct{}), make(chan struct{})
	var once sync.Once
	server := serve(t, func(http.ResponseWriter, *http.Request) { once.Do(func() { close(arrived) }); <-gone })
	t.Cleanup(func() { close(gone) })
	c := connect(t, load(t, files{"get_customer.yaml": getCustomer}), server.URL)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, _, err := erp.GetCustomer.Call(ctx, c, erp.CustomerInput{Document: maria})
	wantKind(t, err, erp.Unavailable)
}

func TestUnavailableReadsAreTriedAgain(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		switch calls.Add(1) {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			w.Write([]byte("<html>login</html>"))
		default:
			reply(w, object{"people": []any{object{"name": "Maria", "active": true}}})
		}
	})
	c := connect(t, load(t, files{"get_customer.yaml": getCustomer}), server.URL)
	if _, _, err := customer(t, c, maria); err != nil || calls.Load() != 3 {
		t.Errorf("error %v after %d calls", err, calls.Load())
	}
}

func TestOptionalStepsMayFail(t *testing.T) {
	t.Parallel()
	for status, incomplete := range map[int]bool{404: false, 503: true} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/extra" {
					w.WriteHeader(status)
					return
				}
				reply(w, object{"name": "Maria", "active": true})
			})
			c := connect(t, load(t, files{"get_customer.yaml": `
steps:
  person: {get: /person}
  extra: {get: /extra, optional: true}
output: {name: person.name, active: person.active, remote_id: extra.id}
`}), server.URL)
			got, meta, err := customer(t, c, maria)
			if err != nil || got.RemoteID != nil || meta.Incomplete != incomplete {
				t.Errorf("got %+v, %+v, %v", got, meta, err)
			}
		})
	}
}

func TestEachRunsForEveryItemInOrder(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/invoices":
			rows := []any{}
			for i := range 6 {
				rows = append(rows, object{"id": i, "amount": "1.00", "due": "2026-12-01", "status": "OPEN"})
			}
			reply(w, object{"rows": rows})
		case strings.HasSuffix(r.URL.Path, "/3"):
			w.WriteHeader(http.StatusNotFound)
		default:
			reply(w, object{"pix": "pix" + r.URL.Path})
		}
	})
	c := connect(t, load(t, files{"list_invoices.yaml": strings.Replace(strings.Replace(invoices, "output:", `
  pix:
    each: rows
    at_once: 3
    if: it.id != 1
    get: /pix/$(it.id)
    answers:
      - empty: status == 404
    take: answer.pix
output:`, 1), "    id: it.id\n", "    id: it.id\n    pix_code: pix[position]\n", 1)}), server.URL)
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	if err != nil || len(list) != 6 {
		t.Fatalf("%v, %v", list, err)
	}
	for i, invoice := range list {
		if absent := i == 1 || i == 3; absent != (invoice.PixCode == nil) || !absent && *invoice.PixCode != fmt.Sprintf("pix/pix/%d", i) {
			t.Errorf("invoice %d has the code %v", i, invoice.PixCode)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	page := func(from, n int) []any {
		var rows []any
		for i := from; i < from+n; i++ {
			rows = append(rows, object{"id": i, "amount": "1.00", "due": "2026-12-01", "status": "OPEN"})
		}
		return rows
	}
	for name, c := range map[string]struct {
		pages       string
		rows        func(n int) []any
		want, calls int
		kind        erp.Kind
	}{
		"a short page is the last":    {"{size: 2}", func(n int) []any { return page(2*n, 2-n/2) }, 3, 2, ""},
		"an empty page is the last":   {"{}", func(n int) []any { return page(2*n, max(0, 2-2*(n/3))) }, 4, 3, ""},
		"a repeated page is the last": {"{size: 2}", func(int) []any { return page(0, 2) }, 2, 2, ""},
		"more than at_most is no cut": {"{size: 2, at_most: 3}", func(n int) []any { return page(2*n, 2) }, 0, 3, erp.BadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				var n int
				fmt.Sscan(r.URL.Query().Get("page"), &n)
				reply(w, object{"rows": c.rows(n)})
			})
			text := strings.Replace(invoices, "    query: {cpf: $(input.document)}\n", "    query: {page: $(page)}\n    pages: "+c.pages+"\n", 1)
			connection := connect(t, load(t, files{"list_invoices.yaml": text}), server.URL)
			list, _, err := erp.ListInvoices.Call(t.Context(), connection, erp.InvoicesInput{Document: maria})
			wantKind(t, err, c.kind)
			if len(list) != c.want || len(server.got()) != c.calls {
				t.Errorf("%d rows by %d calls, want %d by %d", len(list), len(server.got()), c.want, c.calls)
			}
		})
	}
}

// "Nothing found" after the last page ends the list, and does not lose it.
func TestAPageThatIsEmptyByARule(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "2" {
			reply(w, object{"code": 44})
			return
		}
		reply(w, object{"rows": []any{object{"id": 1, "amount": "1.00", "due": "2026-12-01", "status": "OPEN"}}})
	})
	text := strings.Replace(invoices, "    query: {cpf: $(input.document)}\n",
		"    query: {page: $(page)}\n    pages: {}\n    answers:\n      - empty: answer.code == 44\n", 1)
	connection := connect(t, load(t, files{"list_invoices.yaml": text}), server.URL)
	list, _, err := erp.ListInvoices.Call(t.Context(), connection, erp.InvoicesInput{Document: maria})
	if err != nil || len(list) != 1 || len(server.got()) != 2 {
		t.Errorf("%d rows by %d calls, %v; want 1 by 2", len(list), len(server.got()), err)
	}
}

func TestFunctionsThatLackSomethingAreNotSupported(t *testing.T) {
	t.Parallel()
	pack := load(t, files{
		"pack.yaml":          strings.Replace(packYAML, "settings:", "not_supported: {create_lead: It has no leads.}\nsettings:\n  till: {label: Till}", 1),
		"get_customer.yaml":  getCustomer,
		"list_invoices.yaml": strings.Replace(invoices, "{cpf: $(input.document)}", "{till: $(settings.till)}", 1),
	})
	c := connect(t, pack, "http://127.0.0.1:1")
	for f, want := range map[*erp.Info]string{
		erp.GetCustomer.Info: "", erp.CreateLead.Info: "It has no leads.", erp.GetInvoice.Info: "no automation", erp.ListInvoices.Info: `"till"`,
	} {
		ok, reason := c.Supports(f)
		if ok != (want == "") || !strings.Contains(reason, want) {
			t.Errorf("%s: %v, %q", f.Name, ok, reason)
		}
	}
	_, _, err := erp.CreateLead.Call(t.Context(), c, erp.LeadInput{})
	wantKind(t, err, erp.NotSupported)
}

func TestABatchIsCalledForOneKey(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cpf") == string(joao) {
			reply(w, object{"people": []any{}})
			return
		}
		reply(w, object{"people": []any{
			object{"cpf": joao, "name": "João", "active": true}, object{"cpf": r.URL.Query().Get("cpf"), "name": "Maria", "active": true},
		}})
	})
	c := connect(t, load(t, files{"get_customer.yaml": batch, "list_invoices.yaml": `
steps:
  person:
    call: get_customer
    with: {document: $(input.document)}
  rows:
    get: /invoices
    query: {name: $(person.name)}
    take: answer.people
output:
  each: rows
  if: it.name == "Maria"
  fields:
    id: person.name
    original_amount: money("1.00", "1234.56")
    current_amount: money("1.00", "1234.56")
    open_amount: money("1.00", "1234.56")
    due_on: date("2026-12-01", "YYYY-MM-DD")
    status: OPEN
`}), server.URL)
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	if err != nil || len(list) != 1 || list[0].ID != "Maria" {
		t.Errorf("got %+v, %v", list, err)
	}
	list, _, err = erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: joao})
	if err != nil || len(list) != 0 || server.count("/invoices") != 1 {
		t.Errorf("of nobody: %+v, %v", list, err)
	}
}

// A day that nobody needs and that is none costs nobody the rest.
func TestOptionalDaysThatAreNoneAreLeftOut(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"name": "Maria", "active": true, "birth": "1990-15-01"}))
	text := "steps:\n  p: {get: /p}\noutput: {name: p.name, active: p.active, birth_date: p.birth}\n"
	got, meta, err := customer(t, connect(t, load(t, files{"get_customer.yaml": text}), server.URL), maria)
	if err != nil || got.Name != "Maria" || got.BirthDate != nil || meta.Incomplete {
		t.Errorf("got %+v, %+v, %v", got, meta, err)
	}
}
