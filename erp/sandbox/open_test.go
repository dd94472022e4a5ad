package sandbox_test

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"balcao/erp/sandbox"
)

func TestOpenTiming(t *testing.T) {
	for range 3 {
		start := time.Now()
		e := open(t, sandbox.Options{})
		t.Logf("memory: %s", time.Since(start))
		start = time.Now()
		open(t, sandbox.Options{Data: filepath.Join(t.TempDir(), "x.db")})
		t.Logf("file: %s", time.Since(start))
		_ = e
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Log(m.HeapAlloc>>20, m.Sys>>20)
	e := open(t, sandbox.Options{})
	for _, d := range []string{maria, joao, aurora, padaria, antonio} {
		count := map[string]int{}
		for _, i := range e.invoices(d) {
			count[i.Status]++
		}
		t.Log(d, count)
	}
	t.Log(string(e.call("GET", "/faturas?document="+joao, "", nil, 200, nil).body))
	t.Log(string(e.call("GET", "/clientes?cnpj_cpf="+antonio+"&cnpj_cpf="+maria, "", nil, 200, nil).body))
}
