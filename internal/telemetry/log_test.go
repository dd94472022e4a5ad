package telemetry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"balcao/internal/telemetry"
)

func TestMask(t *testing.T) {
	t.Parallel()
	hidden := []string{
		"52998224725", "529.982.247-25", "11222333000181", "11.222.333/0001-81", "12ABC34501DE35", "12.ABC.345/01DE-35",
		"maria.silva+boleto@example.com.br", "maria%40example.com", "11987654321", "(11) 98765-4321", "+5511987654321",
		"Bearer abc.def-ghi", "basic dXNlcjpwYXNz", "balcao_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		"00190500954014481606906809350314337370000000100",
	}
	for _, secret := range hidden {
		for _, text := range []string{"%s", "a %s b", "x=%s&y=1", `{"document":"%s"}`, "doc_%s/"} {
			in := fmt.Sprintf(text, secret)
			if got := telemetry.Mask(in); strings.Contains(got, secret) || !strings.Contains(got, "[masked]") {
				t.Errorf("Mask(%q) = %q", in, got)
			}
		}
	}
	if got := telemetry.Mask("postgres://balcao:s3gredo@db/x"); strings.Contains(got, "s3gredo") {
		t.Errorf("Mask of a URL's password = %q", got)
	}
	for _, harmless := range []string{
		"", "invoice 4711 of 2026-11-24T10:00:00Z", "list_invoices, step \"customer\": 503", "R$ 1.234,56",
		"packs/standard/list_invoices.yaml:12:5", "PALAVRASGRAND10", "127.0.0.1:8080",
	} {
		if got := telemetry.Mask(harmless); got != harmless {
			t.Errorf("Mask(%q) = %q", harmless, got)
		}
	}
}

type customer struct{ Document, City string }

func TestLoggerMasksWhereverAValueStands(t *testing.T) {
	t.Parallel()
	const document = "52998224725"
	for _, format := range []telemetry.Format{telemetry.JSON, telemetry.Text} {
		var out bytes.Buffer
		log := telemetry.NewLogger(&out, slog.LevelInfo, format)
		log = log.With("with", document, slog.Group("group", "inner", document)).WithGroup("later")
		log.Info("message "+document, "text", document, "number", 52998224725, "unsigned", uint64(52998224725),
			"error", fmt.Errorf("wrapped: %w", errors.New(document)), "struct", customer{document, "Franca"}, "pointer", &customer{document, ""},
			"list", []string{document}, "map", map[string]string{"a": document}, "bytes", []byte("x"), "nothing", nil,
			"name", "Maria da Silva", "Key", "curta", slog.Group("g", "document", "1"))
		log.Debug("below the level")
		got := out.String()
		for _, secret := range []string{document, "Maria", "curta", "below"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s: the log has %q:\n%s", format, secret, got)
			}
		}
		if !strings.Contains(got, "Franca") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: the log lost what it should keep:\n%s", format, got)
		}
	}
}

func TestLoggerKeepsOtherValues(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	telemetry.NewLogger(&out, slog.LevelInfo, telemetry.JSON).InfoContext(context.Background(), "m",
		"count", 4711, "address", "127.0.0.1:8080", "took", 90*time.Second, "ok", true, "at", time.Unix(1, 0).UTC(), "ratio", 0.5)
	for _, want := range []string{`"count":4711`, `"address":"127.0.0.1:8080"`, `"took":90000000000`, `"ok":true`, `"at":"1970-01-01T00:00:01Z"`, `"ratio":0.5`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s lacks %s", out.String(), want)
		}
	}
}
