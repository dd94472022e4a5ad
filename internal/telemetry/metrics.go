package telemetry

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts requests and collects what other parts register. Labels are
// names from config and code only: routes, methods, tenants, functions.
type Metrics struct {
	// Registry is where other parts register their metrics, named balcao_….
	Registry *prometheus.Registry
	requests *prometheus.HistogramVec
	// streams are WebSockets and streams of events, apart from requests because
	// they last for as long as their clients like.
	streams  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

// NewMetrics makes a registry of its own, with Go's and the process's metrics
// and the version as balcao_build_info.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "balcao_http_request_duration_seconds", Help: "Time to answer HTTP requests.",
			Buckets: []float64{.001, .005, .02, .05, .1, .25, .5, 1, 2, 4, 8, 16},
		}, []string{"route", "method", "status"}),
		streams: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "balcao_http_stream_duration_seconds", Help: "Time that WebSockets and streams of events were open.",
			Buckets: []float64{1, 10, 60, 300, 900, 1800, 3600},
		}, []string{"route", "method", "status"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "balcao_http_requests_in_flight", Help: "HTTP requests being answered now.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "balcao_build_info", Help: "Always 1; the label tells the version.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.Registry.MustRegister(m.requests, m.streams, m.inFlight, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves the metrics to Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.Registry, promhttp.HandlerOpts{})
}

func (m *Metrics) observe(r *http.Request, rec *recorder, took time.Duration) {
	times := m.requests
	if rec.isStream() {
		times = m.streams
	}
	times.WithLabelValues(route(r), method(r), strconv.Itoa(rec.status())).Observe(took.Seconds())
}

// route is the mux's pattern without its method: "/files/{token}". What fits no
// pattern is one route, or scanners would make a metric for each guess.
func route(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		path = r.Pattern
	}
	if path == "" {
		return "none"
	}
	return path
}

// method is the request's method, if it is one: callers may send any word.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}
