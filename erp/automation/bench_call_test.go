package automation

import (
	"path"
	"slices"
	"testing"

	"balcao/erp/automation/value"
	"balcao/erp/packs"
)

// typicalCalls are the examples whose runs are measured, by pack: a small read, a
// list of invoices, and a payment that shows at the first look, so that no run
// waits.
var typicalCalls = map[string][]string{
	"hubsoft":  {"get_customer/found", "list_invoices/open_paid_overdue", "settle_boleto/pix"},
	"ixc":      {"get_customer/found", "list_invoices/every_status", "settle_boleto/card"},
	"sgp":      {"get_customer/found", "list_invoices/every_status", "settle_boleto/pix"},
	"standard": {"get_customer/found", "list_invoices/paid_partly_open", "settle_boleto/part"},
	"tryton":   {"get_customer/found", "list_invoices/paid_overdue_open", "settle_boleto/pix"},
}

// BenchmarkCall runs functions of the packs against the answers of their examples,
// which come from memory and not over a network, in turns with the mere decoding
// of the same answers: what is above that is the engine's cost, the guard's
// included.
func BenchmarkCall(b *testing.B) {
	for i, pack := range loadAll(b) {
		name := packs.Names()[i]
		if len(typicalCalls[name]) == 0 {
			b.Errorf("no call of the pack %s is measured", name)
		}
		for _, example := range typicalCalls[name] {
			b.Run(path.Join(name, example), func(b *testing.B) {
				at := slices.IndexFunc(pack.Examples, func(e *Example) bool { return e.Name == example })
				if at < 0 {
					b.Fatal("there is no such example")
				}
				rehearse(b, pack, pack.Examples[at]).measure(b)
			})
		}
	}
}

func (c *cannedCall) measure(b *testing.B) {
	const runs, rounds = 100, 9
	var whole, decoding turns
	for range rounds {
		whole.take(runs, func() { c.run(b) })
		decoding.take(10*runs, func() { c.decode(b) })
	}
	b.ReportMetric(0, "ns/op") // of all rounds: no figure of interest
	b.ReportMetric(float64(len(c.erp.given)), "answers")
	b.ReportMetric(decoding.median(), "µs-decoding")
	b.ReportMetric(whole.median(), "µs")
	b.ReportMetric(whole.times(decoding), "times-decoding")
	b.ReportMetric(testing.AllocsPerRun(runs, func() { c.decode(b) }), "allocs-decoding")
	b.ReportMetric(testing.AllocsPerRun(runs, func() { c.run(b) }), "allocs")
}

// decode is the floor: the answers of a run, decoded and nothing else.
func (c *cannedCall) decode(b *testing.B) {
	for _, body := range c.erp.given {
		if _, err := value.DecodeJSON(decodeText(body, ""), value.JSONLimits{}); err != nil {
			b.Fatal(err)
		}
	}
}
