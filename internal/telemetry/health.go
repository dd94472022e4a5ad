package telemetry

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Check is one thing that must work before requests should come: the store,
// the packs. ERPs and Redis are none: without them Balcão still answers.
type Check struct {
	// Name is shown to whoever asks.
	Name string
	// Run returns an error, for the log, if it does not work. It honours ctx.
	Run func(ctx context.Context) error
}

// Healthz answers 200 as long as the process does; a supervisor restarts it
// otherwise.
func Healthz() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write([]byte("ok\n"))
	})
}

// Readyz answers 200 if all checks pass within timeout, else 503, naming those
// that do not; a load balancer sends requests elsewhere meanwhile.
func Readyz(logger *slog.Logger, timeout time.Duration, checks ...Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		status, results := http.StatusOK, make(map[string]string, len(checks))
		for i, err := range runChecks(ctx, checks) {
			results[checks[i].Name] = "ok"
			if err != nil {
				status, results[checks[i].Name] = http.StatusServiceUnavailable, "failed"
				logger.WarnContext(r.Context(), "not ready", "check", checks[i].Name, "error", err)
			}
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"ready": status == http.StatusOK, "checks": results})
	})
}

func runChecks(ctx context.Context, checks []Check) []error {
	errs := make([]error, len(checks))
	var group sync.WaitGroup
	for i, c := range checks {
		group.Go(func() { errs[i] = c.Run(ctx) })
	}
	group.Wait()
	return errs
}
