package cache

import (
	"github.com/prometheus/client_golang/prometheus"
)

// How a read was answered, as the label "by" of balcao_cache_reads_total.
const (
	byNear     = "near"
	byRedis    = "redis"
	byERP      = "erp"
	byJoining  = "joined"
	byNode     = "followed"
	byStale    = "stale"
	byNoAnswer = "failed"
)

// metrics of a store. Labels are function names and the constants above.
type metrics struct {
	reads       *prometheus.CounterVec
	refreshes   prometheus.Counter
	skipped     prometheus.Counter
	invalidated prometheus.Counter
	moved       prometheus.Counter
	takeovers   prometheus.Counter
	redisErrors *prometheus.CounterVec
	connected   prometheus.Gauge
}

// newMetrics registers the metrics, with none if the registerer is nil.
func newMetrics(r prometheus.Registerer, near *near) *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: "balcao_cache_" + name, Help: help})
	}
	m := &metrics{
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_cache_reads_total", Help: "Keys read, by function and by what answered them.",
		}, []string{"function", "by"}),
		refreshes:   counter("refreshes_total", "Keys asked again behind a reader's back."),
		skipped:     counter("refreshes_skipped_total", "Refreshes not begun because too many were under way."),
		invalidated: counter("invalidations_total", "Invalidations of customers, functions and tenants."),
		moved:       counter("fills_dropped_total", "Answers not kept because something was written meanwhile."),
		takeovers:   counter("takeovers_total", "Keys led by this node after it had followed another one."),
		redisErrors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_cache_redis_errors_total", Help: "Commands that Redis did not answer, by what they were for.",
		}, []string{"command"}),
		connected: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "balcao_cache_redis_connected", Help: "1 while there is a session with Redis.",
		}),
	}
	if r != nil {
		r.MustRegister(m.reads, m.refreshes, m.skipped, m.invalidated, m.moved, m.takeovers, m.redisErrors, m.connected,
			gauge("near_entries", "Answers kept in this process.", func() float64 { return float64(near.entries()) }),
			gauge("near_bytes", "About how much memory they take.", func() float64 { return float64(near.bytes()) }))
	}
	return m
}

func gauge(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "balcao_cache_" + name, Help: help}, value)
}
