// Package bench_test measures Balcão's own binary, built as operators build it,
// against a sandbox ERP and a real Redis. `make bench` runs it; as tests there is
// nothing here, and nothing fails because the machine is slow. What is compared
// is measured in turns within one run, because machines are noisy. Each
// benchmark says in docs/performance.md what it is for.
package bench_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"balcao/e2e/harness"
)

const (
	maria = "52998224725"

	typenameQuery = `{ __typename }`
	nameQuery     = `query($d: Document!) { customer(document: $d) { name } }`
	// readmeQuery is the first one of the README.
	readmeQuery = `{ customer(document: "529.982.247-25") { name boletos { totalCount nodes {
		status dueOn currentAmount digitableLine pixCode pdfUrl } } } }`
	customerQuery = `query($d: Document!) { customer(document: $d) { name invoices { totalCount nodes {
		id status dueOn currentAmount openAmount digitableLine pixCode } } } }`
	customersQuery = `query($d: [Document!]!) { customers(documents: $d) { name invoices { totalCount nodes {
		id status dueOn currentAmount openAmount digitableLine pixCode } } } }`
)

// question is an operation ready to be sent, so that the sender costs little.
type question struct {
	url, key string
	body     []byte
}

func questionFor(b *testing.B, n *harness.Node, query string, variables map[string]any) question {
	b.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	return question{url: n.URL + "/graphql", key: n.Key("site"), body: body}
}

// ask sends a question over a kept connection and gives the time to the last
// byte of the answer, which must have no errors.
func (q question) ask(b *testing.B) time.Duration {
	b.Helper()
	began := time.Now()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, q.url, bytes.NewReader(q.body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+q.key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	took := time.Since(began)
	if err != nil || res.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`"errors"`)) {
		b.Fatalf("%d %v %.500s", res.StatusCode, err, answer)
	}
	return took
}

// sample is what a number of equal requests took.
type sample struct {
	took []time.Duration
	cpu  time.Duration
}

// ask sends a question n times and adds what it took, with the node's CPU time.
func (s *sample) ask(b *testing.B, node *harness.Node, q question, n int) {
	b.Helper()
	before := node.Process.CPU(b)
	for range n {
		s.took = append(s.took, q.ask(b))
	}
	s.cpu += node.Process.CPU(b) - before
}

// median is in milliseconds.
func (s *sample) median() float64 {
	sorted := slices.Sorted(slices.Values(s.took))
	return milliseconds(sorted[len(sorted)/2])
}

// cpuEach is the node's CPU time for one request, in microseconds.
func (s *sample) cpuEach() float64 {
	return float64(s.cpu.Microseconds()) / float64(len(s.took))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// metric is a figure with its unit.
type metric struct {
	value float64
	unit  string
}

// row prints figures that were measured.
func row(b *testing.B, name string, metrics ...metric) {
	b.Run(name, func(b *testing.B) {
		b.ReportMetric(0, "ns/op") // of this function: no figure of interest
		for _, m := range metrics {
			b.ReportMetric(m.value, m.unit)
		}
	})
}

// chunks are the sandbox's customers by n.
func chunks(b *testing.B, s *harness.Sandbox, n int) [][]string {
	b.Helper()
	var whole [][]string
	for chunk := range slices.Chunk(s.Documents(b), n) {
		if len(chunk) == n {
			whole = append(whole, chunk)
		}
	}
	return whole
}
