package automation_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

// Every example of the packs, made anew of what a recorded run of it was
// answered, and taken through its files, is one that passes.
func TestRehearsedExamplesPlay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"standard", "tryton"} {
		folder, _ := packs.FS(name)
		pack, problems := automation.Load(folder, name, packs.FS)
		if pack == nil {
			t.Fatal(problems)
		}
		all, want := files{}, map[string]*automation.Example{}
		for _, e := range pack.Examples {
			written, err := rehearsed(t, pack, e).Files()
			if err != nil {
				t.Fatal(err)
			}
			for path, data := range written {
				all[path] = string(data)
			}
			want[e.Name] = e
		}
		for _, e := range examplesOver(t, pack, all) {
			t.Run(name+"/"+e.Name, func(t *testing.T) {
				t.Parallel()
				if err := automation.RunExample(t.Context(), pack, e); err != nil {
					t.Error(err)
				}
				if w := want[e.Name]; w.HasOutput && automation.FlowOf(e.Output) != automation.FlowOf(w.Output) {
					t.Errorf("another output: %v and not %v", automation.FlowOf(e.Output), automation.FlowOf(w.Output))
				}
			})
		}
	}
}

// rehearsed makes an example of the answers that another one gives to a recorded
// run.
func rehearsed(t *testing.T, pack *automation.Pack, e *automation.Example) *automation.Example {
	t.Helper()
	made := &automation.Example{Name: e.Name, Function: e.Function, Now: e.Now, Settings: e.Settings, Attempt: e.Attempt, Input: e.Input}
	heard := &automation.Tracer{Event: func(automation.Event) {}, Plain: true, Answered: func(r automation.Recorded) {
		made.Exchanges = append(made.Exchanges, &automation.Exchange{Answer: r.ExampleAnswer})
	}}
	if err := automation.RunExample(automation.WithTracer(t.Context(), heard), pack, e); err != nil {
		t.Fatal(err)
	}
	if err := automation.Rehearse(t.Context(), pack, made); err != nil {
		t.Fatalf("%s: %v", e.Name, err)
	}
	return made
}

// examplesOver reads written examples as those of a folder over a pack.
func examplesOver(t *testing.T, pack *automation.Pack, written files) []*automation.Example {
	t.Helper()
	all := fstest.MapFS{"pack.yaml": {Data: []byte("pack: over\ntitle: T\nlanguage: 1\nextends: " + pack.Name + " " + pack.Version + "\n")}}
	for name, text := range written {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	over, problems := automation.Load(all, "over", packs.FS)
	if over == nil {
		t.Fatal(problems)
	}
	if len(over.Examples) != len(pack.Examples) {
		t.Fatalf("%d examples of %d", len(over.Examples), len(pack.Examples))
	}
	return over.Examples
}

func TestRehearsalsThatGoAnotherWay(t *testing.T) {
	t.Parallel()
	pack := load(t, files{"get_customer.yaml": getCustomer})
	for name, c := range map[string]struct {
		answers []any
		want    string
	}{
		"too few":  {nil, "also asks GET /people"},
		"too many": {[]any{map[string]any{"people": []any{}}, nil}, "ends after 1 of 2"},
	} {
		e := &automation.Example{Name: "x", Function: "get_customer", Settings: map[string]string{"url": "https://erp.example"}, Input: map[string]any{"document": "52998224725"}}
		for _, a := range c.answers {
			e.Exchanges = append(e.Exchanges, &automation.Exchange{Answer: automation.ExampleAnswer{JSON: a, HasJSON: true}})
		}
		if err := automation.Rehearse(t.Context(), pack, e); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A recording hears every answer whole, and asks nothing twice.
func TestRecordedAnswers(t *testing.T) {
	t.Parallel()
	pack := load(t, files{"get_customer.yaml": getCustomer})
	calls := 0
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.Header().Set("X-Total", "1")
		if calls > 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(`{"people": [{"name": "Maria da Silva", "active": true}]}`))
	})
	var heard []automation.Recorded
	tracer := &automation.Tracer{Event: func(automation.Event) {}, Answered: func(r automation.Recorded) { heard = append(heard, r) }}
	c := connect(t, pack, server.URL)
	call := erp.Call{Function: erp.GetCustomer.Info, Inputs: []erp.Input{erp.CustomerInput{Document: maria}}}
	for range 2 {
		c.Do(automation.WithTracer(t.Context(), tracer), call)
	}
	if len(heard) != 2 || calls != 2 {
		t.Fatalf("%d answers of %d calls", len(heard), calls)
	}
	r := heard[0]
	if r.Method != "GET" || r.Path != "/people" || r.Status != 200 || !r.HasJSON || r.Headers["X-Total"] != "1" || !strings.Contains(automation.FlowOf(r.JSON), "Maria da Silva") {
		t.Errorf("%+v", r)
	}
}

// An example is UTF-8, also where the ERP's host is not.
func TestExamplesOfAnotherCharset(t *testing.T) {
	t.Parallel()
	host := strings.Replace(packYAML, "url: $(settings.url)}", "url: $(settings.url), charset: latin-1}", 1)
	pack := load(t, files{"pack.yaml": host, "get_customer.yaml": getCustomer, "examples/one.yaml": strings.Replace(playedExample, "name: Maria da Silva", "name: João Araújo", 2)})
	if err := automation.RunExample(t.Context(), pack, pack.Examples[0]); err != nil {
		t.Error(err)
	}
}
