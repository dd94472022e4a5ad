package automation_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

func TestZZ(t *testing.T) {
	var all []*automation.Pack
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f, _ := os.Create("/tmp/cpu.prof")
	pprof.StartCPUProfile(f)
	for i := range 50 {
		name := fmt.Sprintf("p%d", i)
		p, problems := automation.Load(fstest.MapFS{"pack.yaml": {Data: []byte(fmt.Sprintf("pack: %[1]s\ntitle: X\nlanguage: 1\nextends: standard 1.0\nanswers:\n  - refused: answer.mensagem contains \"%[1]s\"\n", name))}}, name, packs.FS)
		if p == nil {
			t.Fatal(problems)
		}
		all = append(all, p)
	}
	pprof.StopCPUProfile()
	f.Close()
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	t.Logf("%d KB each", (after.HeapAlloc-before.HeapAlloc)/50/1024)
	h, _ := os.Create("/tmp/heap.prof")
	pprof.Lookup("heap").WriteTo(h, 0)
	h.Close()
	runtime.KeepAlive(all)
}
