package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// Middleware gives each request an id (its own X-Request-Id if that is sane),
// answers with it, writes one access line, counts, and turns a panic into a
// plain 500. It stands right around the mux, whose pattern it logs: never the
// URL, which may hold a token.
func Middleware(logger *slog.Logger, m *Metrics, mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		req := &request{id: requestIDOf(r)}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, req))
		rec := &recorder{ResponseWriter: w}
		w.Header().Set(requestIDHeader, req.id)
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			aborted := recovered(logger, rec, r, recover())
			took := time.Since(start)
			m.observe(r, rec, took)
			logAccess(logger, r, req, rec, took)
			if aborted {
				panic(http.ErrAbortHandler)
			}
		}()
		mux.ServeHTTP(rec, r)
	})
}

func logAccess(logger *slog.Logger, r *http.Request, req *request, rec *recorder, took time.Duration) {
	logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("method", method(r)), slog.String("route", route(r)), slog.Int("status", rec.status()),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000), slog.Int64("bytes", rec.bytes),
		slog.String("tenant", req.tenant), slog.String("client", req.client))
}

// recovered answers for a handler that has panicked. Where the answer had
// begun, or the handler asked for it, the connection has to be cut so that the
// reader does not take half for the whole.
func recovered(logger *slog.Logger, rec *recorder, r *http.Request, reason any) (abort bool) {
	if reason == nil {
		return false
	}
	if reason == http.ErrAbortHandler {
		return true
	}
	logger.ErrorContext(r.Context(), "panic", "reason", fmt.Sprint(reason), "stack", string(debug.Stack()))
	if rec.code != 0 {
		return true
	}
	writeFault(rec, r)
	return false
}

// recorder remembers status and size of an answer.
type recorder struct {
	http.ResponseWriter
	code  int
	bytes int64
}

// WriteHeader implements [http.ResponseWriter].
func (r *recorder) WriteHeader(code int) {
	// 101 is the last that HTTP says on a connection; other statuses below 200
	// are followed by the answer.
	if r.code == 0 && (code >= http.StatusOK || code == http.StatusSwitchingProtocols) {
		r.code = code
	}
	r.ResponseWriter.WriteHeader(code)
}

// Write implements [http.ResponseWriter].
func (r *recorder) Write(b []byte) (int, error) {
	if r.code == 0 {
		r.code = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Flush lets streams through.
func (r *recorder) Flush() { _ = http.NewResponseController(r.ResponseWriter).Flush() }

// Unwrap lets [http.ResponseController] reach deadlines and hijacking.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// isStream tells whether the answer goes on until somebody ends it: its time says
// nothing of how fast the server is.
func (r *recorder) isStream() bool {
	return r.code == http.StatusSwitchingProtocols || strings.HasPrefix(r.Header().Get("Content-Type"), "text/event-stream")
}

// status is what net/http sends for a handler that writes nothing: 200.
func (r *recorder) status() int {
	if r.code == 0 {
		return http.StatusOK
	}
	return r.code
}
