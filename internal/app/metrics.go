package app

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// measured counts and times the requests of a handler, and gives the page on
// which Prometheus reads them together with the state of the process. The
// labels are bounded: no path, no client.
func measured(next http.Handler) (handler, page http.Handler) {
	registry := prometheus.NewRegistry()
	requests := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "movingcities_request_seconds",
		Help:    "Time to answer a request, by method and status.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 4, 8),
	}, []string{"method", "code"})
	registry.MustRegister(requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.InstrumentHandlerDuration(requests, next), promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
