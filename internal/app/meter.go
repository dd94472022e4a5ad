package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"balcao/erp"
	"balcao/graph"
	"balcao/internal/ledger"
)

// counters are about what the ERPs were asked, what became of writes, and which
// errors clients were shown.
type counters struct {
	answers  *prometheus.CounterVec
	duration *prometheus.HistogramVec
	writes   *prometheus.CounterVec
	errors   *prometheus.CounterVec
}

func newCounters(registry prometheus.Registerer) *counters {
	m := &counters{
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_writes_total",
			Help: "Writes that were handed in, by the state they were answered with; not_taken is an error, to be repeated.",
		}, []string{"tenant", "function", "state", "reason"}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_graphql_errors_total",
			Help: "GraphQL errors that clients were shown, by code.",
		}, []string{"tenant", "code"}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_erp_answers_total",
			Help: "Answers of the ERP to the questions it was asked, by outcome: ok, or the kind of the failure.",
		}, []string{"tenant", "function", "outcome"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "balcao_erp_call_duration_seconds",
			Help:    "Time of a call to the ERP, from the first request to the mapped answer. A call may ask for many.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2, 4, 8, 15, 30, 60},
		}, []string{"tenant", "function"}),
	}
	registry.MustRegister(m.answers, m.duration, m.writes, m.errors)
	return m
}

// meter is a pipe that counts what passes to the ERP.
type meter struct {
	*counters
	tenant string
	next   erp.Pipe
}

func (m meter) Do(ctx context.Context, call erp.Call) []erp.Result {
	began := time.Now()
	results := m.next.Do(ctx, call)
	m.duration.WithLabelValues(m.tenant, call.Function.Name).Observe(time.Since(began).Seconds())
	for _, r := range results {
		outcome := "ok"
		if r.Err != nil {
			outcome = string(erp.KindOf(r.Err))
		}
		m.answers.WithLabelValues(m.tenant, call.Function.Name, outcome).Inc()
	}
	return results
}

// countedWrites counts what becomes of writes.
type countedWrites struct {
	*counters
	next ledger.Submitter
}

func (c countedWrites) Submit(ctx context.Context, w ledger.Write) (ledger.Row, error) {
	row, err := c.next.Submit(ctx, w)
	state := string(row.State)
	if err != nil {
		state = "not_taken"
	}
	c.writes.WithLabelValues(w.Tenant, w.Function.Name, state, string(row.Reason)).Inc()
	return row, err
}

// countError is the [graph.Config]'s.
func (m *counters) countError(tenant string, code graph.Code) {
	m.errors.WithLabelValues(tenant, string(code)).Inc()
}
