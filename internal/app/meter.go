package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"balcao/erp"
)

// erpMetrics are about what the ERPs were asked, by tenant and function.
type erpMetrics struct {
	answers  *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

func newERPMetrics(registry prometheus.Registerer) *erpMetrics {
	m := &erpMetrics{
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
	registry.MustRegister(m.answers, m.duration)
	return m
}

// meter is a pipe that counts what passes to the ERP.
type meter struct {
	*erpMetrics
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
