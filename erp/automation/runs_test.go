package automation_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/br"
)

// twoReads asks for a customer and, if that can be had, for the address.
const twoReads = `
steps:
  found: {get: /customer, take: answer.row}
  address: {get: /address, optional: true}
output: {name: found.name, active: true, address: {city: address.city}}
`

func remembering(origin func(context.Context) automation.Origin) (*automation.Runs, func(*automation.Options)) {
	runs := automation.NewRuns(noon, origin)
	return runs, func(o *automation.Options) { o.Runs = runs }
}

type line struct {
	Step             string
	Requests, Status int
	Outcome          automation.Outcome
}

func linesOf(r automation.Run) []line {
	var lines []line
	for _, s := range r.Steps {
		lines = append(lines, line{s.Unit + "." + s.Step, s.Requests, s.Status, s.Outcome})
	}
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.Step, b.Step) })
	return lines
}

func TestRunsAreRemembered(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/address":
			w.WriteHeader(http.StatusForbidden)
		case r.Header.Get("Broken") != "":
		default:
			reply(w, object{"row": object{"name": "Maria da Silva"}})
		}
	})
	runs, remember := remembering(func(context.Context) automation.Origin { return automation.Origin{RequestID: "r-1"} })
	c := connect(t, load(t, files{"get_customer.yaml": twoReads}), server.URL, remember)
	if _, _, err := customer(t, c, maria); err != nil {
		t.Fatal(err)
	}
	list := runs.List("")
	if len(list) != 1 {
		t.Fatalf("%d runs", len(list))
	}
	got := list[0]
	if got.Function != "get_customer" || got.Outcome != automation.RunOK || got.Inputs != 1 || got.Manual || got.Error != "" ||
		got.Origin.RequestID != "r-1" || !got.At.Equal(noon) || got.Took <= 0 {
		t.Errorf("got %+v", got)
	}
	want := []line{{"get_customer.address", 1, 403, "unauthenticated"}, {"get_customer.found", 1, 200, automation.RunOK}}
	if lines := linesOf(got); !slices.Equal(lines, want) {
		t.Errorf("steps %v, want %v", lines, want)
	}
	for _, s := range got.Steps {
		if s.Took <= 0 || s.Begun < 0 || s.Begun+s.Took > got.Took {
			t.Errorf("%s began after %s and took %s of %s", s.Step, s.Begun, s.Took, got.Took)
		}
	}
}

// What an operator looks for is what failed, however much went well since.
func TestFailedRunsOutlastTheOthers(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, string(joao)) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		reply(w, object{"name": "Maria"})
	})
	const byDocument = `
steps:
  found: {get: /customer, query: {q: $(input.document)}}
output: {name: found.name, active: true}
`
	runs, remember := remembering(nil)
	c := connect(t, load(t, files{"get_customer.yaml": byDocument}), server.URL, remember)
	_, _, err := customer(t, c, joao)
	wantKind(t, err, erp.Refused)
	for range 150 {
		if _, _, err := customer(t, c, maria); err != nil {
			t.Fatal(err)
		}
	}
	all := runs.List("")
	if len(all) != 101 || all[0].Seq != 151 || all[100].Seq != 1 || all[100].Outcome != "refused" {
		t.Errorf("%d runs, from %d to %d, %s", len(all), all[0].Seq, all[len(all)-1].Seq, all[len(all)-1].Outcome)
	}
	if got := runs.List("get_customer", "refused"); len(got) != 1 || !strings.Contains(got[0].Error, "HTTP status 400") {
		t.Errorf("refused: %+v", got)
	}
	if got := runs.List("list_plans"); len(got) != 0 {
		t.Errorf("of another function: %d", len(got))
	}
	s := runs.Of("get_customer")
	if s.Counts[automation.RunOK] != 150 || s.Counts["refused"] != 1 || s.Last.Seq != 151 {
		t.Errorf("counts %v, the last is %d", s.Counts, s.Last.Seq)
	}
	if runs.Of("list_plans") != nil {
		t.Error("a function that never ran has a summary")
	}
}

// An ERP that fails has its own words and addresses; none of it is kept.
func TestRunsHoldNoPersonalData(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"erro": "Maria da Silva, %s, nao existe"}`, maria)
	})
	const byPath = `
steps:
  found:
    get: /customer/$(input.document)
    answers:
      - refused: answer.erro != null
        message: $(answer.erro)
output: {name: found.name, active: true}
`
	runs, remember := remembering(nil)
	c := connect(t, load(t, files{"get_customer.yaml": byPath}), server.URL, remember)
	_, _, err := customer(t, c, maria)
	wantKind(t, err, erp.Refused)
	text := fmt.Sprintf("%+v", runs.List(""))
	for _, secret := range []string{"Maria", string(maria), server.URL} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is kept: %s", secret, text)
		}
	}
}

func TestManualRunsAreNotCounted(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"id": 1}))
	runs, remember := remembering(nil)
	c := connect(t, load(t, files{"settle_boleto.yaml": settleOnce}), server.URL, remember)
	tracer := &automation.Tracer{Event: func(automation.Event) {}, StopBeforeEffect: true}
	if _, err := settle(automation.WithTracer(t.Context(), tracer), c); err == nil {
		t.Fatal("it was not stopped")
	}
	s := runs.Of("settle_boleto")
	if s.Last.Outcome != automation.RunStopped || !s.Last.Manual || len(s.Counts) != 0 {
		t.Errorf("got %+v", s)
	}
	if len(server.got()) != 0 {
		t.Error("it was sent")
	}
}

// A batch is one run of many inputs, a log-in is one of its own.
func TestBatchesAndLogInsAreRuns(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	const many = `
batch: {key: document, size: 10}
steps:
  found: {get: /customers, query: {q: $(keys)}}
output:
  each: found
  key: it.document
  fields: {name: it.name, active: true}
`
	runs, remember := remembering(nil)
	pack := load(t, files{"pack.yaml": sessionPack, "get_customer.yaml": many})
	c := connect(t, pack, server.URL, remember, settings(map[string]string{"password": "pass-1234"}))
	erp.GetCustomer.CallMany(t.Context(), c, []erp.CustomerInput{{Document: maria}, {Document: joao}})
	list := runs.List("")
	if len(list) != 2 || list[0].Function != "get_customer" || list[0].Inputs != 2 || list[0].Outcome != "unauthenticated" ||
		list[1].Function != automation.SessionRun || list[1].Outcome != "unauthenticated" || len(list[1].Steps) == 0 {
		t.Errorf("got %+v", list)
	}
}

func TestRunsAreRememberedSideBySide(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"row": object{"name": "Maria"}, "city": "Recife"}))
	runs, remember := remembering(nil)
	c := connect(t, load(t, files{"get_customer.yaml": twoReads}), server.URL, remember)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				_, _, err := erp.GetCustomer.Call(context.Background(), c, erp.CustomerInput{Document: maria})
				if err != nil {
					t.Error(err)
				}
				for _, r := range runs.List("get_customer") {
					if len(r.Steps) != 2 {
						t.Errorf("a run has %d steps", len(r.Steps))
					}
				}
			}
		})
	}
	group.Wait()
	if n := runs.Of("get_customer").Counts[automation.RunOK]; n != 160 {
		t.Errorf("%d runs are counted", n)
	}
}

// What remembering costs a run: two requests to a server on this machine.
func BenchmarkRun(b *testing.B) {
	server := serve(b, answer(object{"row": object{"name": "Maria"}, "city": "Recife"}))
	pack := load(b, files{"get_customer.yaml": twoReads})
	for name, runs := range map[string]*automation.Runs{"alone": nil, "remembered": automation.NewRuns(time.Now(), nil)} {
		b.Run(name, func(b *testing.B) {
			c := connect(b, pack, server.URL, func(o *automation.Options) { o.Runs = runs })
			b.ReportAllocs()
			for b.Loop() {
				call := erp.Call{Function: erp.GetCustomer.Info, Inputs: []erp.Input{erp.CustomerInput{Document: br.Document(maria)}}}
				if r := c.Do(context.Background(), call)[0]; r.Err != nil {
					b.Fatal(r.Err)
				}
			}
		})
	}
}
