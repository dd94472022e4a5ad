package sandbox_test

import (
	"errors"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/erp/sandbox"
)

func TestFaultsOfASettlement(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		faults  sandbox.Faults
		status  int   // of the answer
		err     error // instead of an answer
		applied string
		paid    bool
	}{
		{"before_apply", sandbox.Faults{BeforeApply: 1}, 0, io.EOF, "no", false},
		{"after_apply", sandbox.Faults{AfterApply: 1}, 0, io.EOF, "yes", true},
		{"never_applied", sandbox.Faults{NeverApplied: 1}, 201, nil, "no", false},
		{"error_500", sandbox.Faults{Error500: 1}, 500, nil, "no", false},
		{"html_200", sandbox.Faults{HTML200: 1}, 200, nil, "no", false},
		{"reset", sandbox.Faults{Reset: 1}, 0, syscall.ECONNRESET, "yes", true},
		{"slow", sandbox.Faults{Slow: 1}, 201, nil, "yes", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := open(t, sandbox.Options{})
			id := e.newInvoice("10.00", "2026-12-01")
			e.switches(sandbox.Switches{Faults: tt.faults, SlowMS: 1, Paths: []string{"/faturas/" + id + "/baixa"}})
			a, err := e.send("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today))
			if !errors.Is(err, tt.err) || err == nil && a.status != tt.status {
				t.Errorf("answer %d %s, error %v", a.status, a.body, err)
			}
			books := e.books()
			if len(books) != 1 || books[0].Applied != tt.applied || books[0].Fault != tt.name {
				t.Errorf("books %+v", books)
			}
			if got := e.invoice(maria, id); (got.Status == "PAID") != tt.paid {
				t.Errorf("invoice %+v", got)
			}
		})
	}
}

func TestNeverAppliedAnswersAnID(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("10.00", "2026-12-01")
	e.switches(sandbox.Switches{Faults: sandbox.Faults{NeverApplied: 1}})
	var made struct{ ID string }
	e.call("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today), 201, &made)
	if made.ID == "" {
		t.Error("no id")
	}
}

func TestLateApplicationIsApplied(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	id := e.newInvoice("10.00", "2026-12-01")
	e.switches(sandbox.Switches{Faults: sandbox.Faults{LateApply: 1}, LateMS: 20})
	if _, err := e.send("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today)); !errors.Is(err, io.EOF) {
		t.Errorf("error %v", err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for len(e.books()) == 0 && time.Now().Before(deadline) {
		time.Sleep(5 * time.Millisecond) // the ERP gives no signal when it applies late
	}
	e.checkBooks("late 201")
	if got := e.invoice(maria, id); got.Status != "PAID" {
		t.Errorf("invoice %+v", got)
	}
}

func TestCloseAppliesWhatIsLate(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "erp.db")
	e := open(t, sandbox.Options{Data: file})
	id := e.newInvoice("10.00", "2026-12-01")
	e.switches(sandbox.Switches{Faults: sandbox.Faults{LateApply: 1}, LateMS: 3_600_000})
	for range 3 {
		if _, err := e.send("POST", "/faturas/"+id+"/baixa", "k1", settlement(maria, "10.00", today)); !errors.Is(err, io.EOF) {
			t.Errorf("error %v", err)
		}
	}
	e.checkBooks()
	e.close()
	again := open(t, sandbox.Options{Data: file})
	if got := again.invoice(maria, id); got.Status != "PAID" || len(got.Payments) != 1 {
		t.Errorf("invoice %+v", got)
	}
	// The same key three times: applied once.
	again.checkBooks("late 201", "no 200", "no 200")
}

func TestFaultsOfReading(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	path := "/faturas?document=" + maria
	e.switches(sandbox.Switches{Faults: sandbox.Faults{Error500: 1}})
	e.call("GET", path, "", nil, 500, nil)
	e.switches(sandbox.Switches{Faults: sandbox.Faults{HTML200: 1}})
	if a := e.call("GET", path, "", nil, 200, nil); !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("Content-Type %q: %s", a.header.Get("Content-Type"), a.body)
	}
	e.switches(sandbox.Switches{Faults: sandbox.Faults{Reset: 1}})
	if a, err := e.send("GET", path, "", nil); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset: %d, %v", a.status, err)
	}
	e.switches(sandbox.Switches{Faults: sandbox.Faults{Slow: 1}, SlowMS: 60})
	start := time.Now()
	if e.call("GET", path, "", nil, 200, nil); time.Since(start) < 60*time.Millisecond {
		t.Errorf("a slow answer came after %s", time.Since(start))
	}
	e.switches(sandbox.Switches{Faults: sandbox.Faults{Error500: 1}, Paths: []string{"/leads"}})
	e.call("GET", path, "", nil, 200, nil)
	e.switches(sandbox.Switches{Faults: sandbox.Faults{BeforeApply: 1}})
	e.call("GET", path, "", nil, 200, nil)
}

func TestSeedRepeatsTheFaults(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	draw := func() string {
		e.switches(sandbox.Switches{Faults: sandbox.Faults{Error500: 0.5}, Seed: 7})
		var drawn strings.Builder
		for range 40 {
			a, err := e.send("GET", "/leads?referencia=x", "", nil)
			if err != nil {
				t.Fatal(err)
			}
			drawn.WriteString(map[int]string{200: ".", 500: "x"}[a.status])
		}
		return drawn.String()
	}
	first := draw()
	if again := draw(); again != first || !strings.Contains(first, ".") || !strings.Contains(first, "x") || len(first) != 40 {
		t.Errorf("drawn %s and %s", first, again)
	}
}

func TestSwitchesRefuse(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, body := range []any{
		"x",
		map[string]any{"latencia": 1},
		map[string]any{"latency_ms": -1},
		map[string]any{"latency_by_path": map[string]int{"/": -1}},
		map[string]any{"double": "maybe"},
		map[string]any{"faults": map[string]any{"reset": 1.5}},
		map[string]any{"faults": map[string]any{"reset": -0.1}},
		map[string]any{"faults": map[string]any{"reset": 0.6, "slow": 0.6}},
		map[string]any{"faults": map[string]any{"unknown": 0.6}},
	} {
		e.call("PUT", "/_sandbox/switches", "", body, 400, nil)
	}
	var got sandbox.Switches
	e.call("PUT", "/_sandbox/switches", "", map[string]any{"latency_ms": 1}, 200, nil)
	if e.get("/_sandbox/switches", &got); got.LatencyMS != 1 || got.Double != sandbox.DoubleRefuse {
		t.Errorf("switches %+v", got)
	}
}
