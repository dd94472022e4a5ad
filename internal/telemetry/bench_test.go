package telemetry_test

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"balcao/internal/telemetry"
)

// An access line is written for every request, so masking has to be cheap.
func BenchmarkAccessLine(b *testing.B) {
	log := telemetry.NewLogger(io.Discard, slog.LevelInfo, telemetry.JSON)
	for b.Loop() {
		log.LogAttrs(context.Background(), slog.LevelInfo, "request",
			slog.String("method", "POST"), slog.String("route", "/graphql"), slog.Int("status", 200),
			slog.Float64("duration_ms", 1.25), slog.Int64("bytes", 4711),
			slog.String("tenant", "acme"), slog.String("client", "site"))
	}
}

func BenchmarkMaskLongText(b *testing.B) {
	text := "packs/standard/list_invoices.yaml:12:5 unavailable in list_invoices, step \"customer\": dial tcp 127.0.0.1:8080: connection refused"
	for b.Loop() {
		telemetry.Mask(text)
	}
}
