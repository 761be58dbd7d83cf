package app

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"movingcities/internal/cache"
)

// measured gives what counts and times the requests of a handler, and the page
// on which Prometheus reads them together with the state of the cache and of
// the process. The labels are bounded: no path, no client.
func measured(c *cache.Cache) (measure func(http.Handler) http.Handler, page http.Handler) {
	registry := prometheus.NewRegistry()
	requests := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "movingcities_request_seconds",
		Help:    "Time to answer a request that was not answered from memory, by method and status.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8),
	}, []string{"method", "code"})
	registry.MustRegister(requests, kept{c}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	measure = func(next http.Handler) http.Handler { return promhttp.InstrumentHandlerDuration(requests, next) }
	return measure, promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// kept shows Prometheus the counts of a cache, all of one moment.
type kept struct{ *cache.Cache }

// Describe leaves it to Collect, whose metrics never change.
func (k kept) Describe(to chan<- *prometheus.Desc) { prometheus.DescribeByCollect(k, to) }

// Collect reads the counts.
func (k kept) Collect(to chan<- prometheus.Metric) {
	s := k.Stats()
	for _, m := range []struct {
		name, help string
		kind       prometheus.ValueType
		value      float64
	}{
		{"hits_total", "Requests answered from memory.", prometheus.CounterValue, float64(s.Hits)},
		{"misses_total", "Answers that were made to be kept.", prometheus.CounterValue, float64(s.Misses)},
		{"evictions_total", "Answers that gave way to others.", prometheus.CounterValue, float64(s.Evictions)},
		{"bytes", "Memory that kept answers take.", prometheus.GaugeValue, float64(s.Bytes)},
		{"entries", "Answers that are kept.", prometheus.GaugeValue, float64(s.Entries)},
		{"generation", "Number of the last publication that is known; 0 while none is.", prometheus.GaugeValue, float64(s.Generation)},
	} {
		to <- prometheus.MustNewConstMetric(prometheus.NewDesc("movingcities_cache_"+m.name, m.help, nil, nil), m.kind, m.value)
	}
}
