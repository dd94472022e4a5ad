package erptest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
)

// Run runs every scenario that the pack can be tried with, side by side. It
// fails if one of them was left out, and says what does not apply.
func Run(t *testing.T, target Target) {
	rows := Plan(Load(t, target.Pack))
	ran := &ledger{}
	for _, f := range erp.Functions {
		mine := slices.DeleteFunc(scenarios(), func(s scenario) bool { return s.f != f || s.lacks(Load(t, target.Pack)) != "" })
		if len(mine) == 0 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			for _, s := range mine {
				s.start(t, target, ran)
			}
		})
	}
	t.Cleanup(func() { ran.compare(t, target.Pack, rows) })
}

// start runs the scenario in parallel with a desk of its own.
func (s scenario) start(t *testing.T, target Target, ran *ledger) {
	t.Run(strings.TrimSuffix(string(s.kind)+", "+s.name, ", "), func(t *testing.T) {
		t.Parallel()
		if target.OneWriter && s.f.Effect == erp.Write {
			ran.writer.Lock()
			defer ran.writer.Unlock()
		}
		ran.add(s)
		s.run(t, open(t, target))
		if t.Skipped() {
			t.Error("a scenario was skipped")
		}
	})
}

// ledger counts the scenarios that ran.
type ledger struct {
	lock sync.Mutex
	ran  map[string]int
	// writer is held by the one that writes, where only one may.
	writer sync.Mutex
}

func (l *ledger) add(s scenario) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.ran == nil {
		l.ran = map[string]int{}
	}
	l.ran[s.f.Name+" "+string(s.kind)]++
}

// compare fails the test where fewer scenarios ran than apply, unless the test
// was asked for some by -run.
func (l *ledger) compare(t *testing.T, pack string, rows []Row) {
	applied, not, ran := 0, 0, 0
	for _, row := range rows {
		applied, not = applied+row.Applies, not+len(row.Lacks)
		ran += l.ran[row.Function.Name+" "+string(row.Kind)]
	}
	t.Logf("%s: %d scenarios ran, %d do not apply", pack, ran, not)
	if ran != applied && !isSelection() {
		t.Errorf("%s: %d scenarios apply, and %d ran", pack, applied, ran)
	}
}

// desk is a connection of its own for one scenario, with its proxy.
type desk struct {
	Target
	pipe  erp.Pipe
	proxy *Proxy
}

func open(t *testing.T, target Target) desk {
	t.Helper()
	proxy := NewProxy(t, target.URL)
	return desk{Target: target, pipe: target.Connect(t, proxy.URL), proxy: proxy}
}

// wantKind fails the test unless err is an [erp.Error] of one of these kinds.
func wantKind(t *testing.T, err error, kinds ...erp.Kind) {
	t.Helper()
	for _, kind := range kinds {
		if erp.IsKind(err, kind) {
			return
		}
	}
	t.Fatalf("got error %v, want one of the kinds %v", err, kinds)
}
