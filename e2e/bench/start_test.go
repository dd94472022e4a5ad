package bench_test

import (
	"testing"
	"time"

	"balcao/e2e/harness"
)

// idle is how long after its first answer a process's memory is looked at.
const idle = 10 * time.Second

// BenchmarkStart starts the sandbox tenant in an empty folder, as somebody does
// who tries Balcão: its time is from the start of the process to the README's
// first answer, the making of the sandbox's books included.
func BenchmarkStart(b *testing.B) {
	var starts sample
	var last *harness.Process
	for range 5 {
		if last != nil {
			last.Stop()
		}
		address := harness.FreeAddress(b)
		began := time.Now()
		last = harness.Start(b, b.TempDir(), []string{"BALCAO_LISTEN=" + address}, harness.TimedBinary(b))
		node := &harness.Node{Process: last, URL: "http://" + address}
		last.WaitFor(b, node.URL+"/readyz")
		q := questionFor(b, node, readmeQuery, nil)
		q.key = "demo-site"
		q.ask(b)
		starts.took = append(starts.took, time.Since(began))
	}
	row(b, "first_answer", metric{starts.median(), "ms"})
	time.Sleep(idle)
	row(b, "memory", metric{megabytes(last.RSS(b)), "MB-RSS"})
}
