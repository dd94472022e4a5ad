package sandbox_test

import (
	"sync"
	"testing"
	"time"

	"balcao/erp/sandbox"
)

func (e *erp) calls() sandbox.Calls {
	e.t.Helper()
	var c sandbox.Calls
	e.get("/_sandbox/calls", &c)
	return c
}

func TestCallsAreCounted(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.invoices(maria)
	e.invoices(joao)
	e.get("/clientes?cnpj_cpf="+maria, nil)
	e.call("GET", "/faturas/1?document="+maria, "", nil, 404, nil)
	e.call("GET", "/nada", "", nil, 404, nil)
	got := e.calls()
	for pattern, want := range map[string]int{"GET /faturas": 2, "GET /clientes": 1, "GET /faturas/{id}": 1, "/": 1} {
		if got.Paths[pattern].Calls != want {
			t.Errorf("%s was called %d times, want %d", pattern, got.Paths[pattern].Calls, want)
		}
	}
	if got.Calls != 5 || got.AtOnce != 1 || got.Running != 0 {
		t.Errorf("in all %+v", got.CallCount)
	}
	e.call("DELETE", "/_sandbox/calls", "", nil, 200, nil)
	if got := e.calls(); got.Calls != 0 || len(got.Paths) != 0 || got.AtOnce != 0 {
		t.Errorf("after the reset %+v", got)
	}
}

func TestCallsAtOnceAndLatency(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{LatencyMS: 10_000, LatencyByPath: map[string]int{"/": 5000, "/faturas": 400, "/clientes": 1}})
	start := time.Now()
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() { e.invoices(maria) })
	}
	group.Wait()
	if took := time.Since(start); took < 400*time.Millisecond || took > 5*time.Second {
		t.Errorf("five calls took %s", took)
	}
	e.get("/clientes?cnpj_cpf="+maria, nil)
	got := e.calls()
	if got.AtOnce != 5 || got.Paths["GET /faturas"].AtOnce != 5 || got.Paths["GET /clientes"].AtOnce != 1 {
		t.Errorf("calls %+v", got)
	}
}

func TestACallerThatHangsUpWhileWaitingIsLeft(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	e.switches(sandbox.Switches{LatencyMS: 3_600_000})
	e.client.Timeout = 50 * time.Millisecond
	if a, err := e.send("GET", "/clientes?cnpj_cpf="+maria, "", nil); err == nil {
		t.Errorf("answer %d", a.status)
	}
	// Closing the server waits for the handler: it must have gone.
}
