package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// Format is how log lines are written.
type Format string

// The formats.
const (
	// JSON is for machines: one object a line.
	JSON Format = "json"
	// Text is for people: key=value.
	Text Format = "text"
)

// NewLogger writes log lines of at least this level, with the request's id and
// with everything that looks personal masked.
func NewLogger(w io.Writer, level slog.Leveler, format Format) *slog.Logger {
	opts := &slog.HandlerOptions{Level: level}
	if format == Text {
		return slog.New(handler{slog.NewTextHandler(w, opts)})
	}
	return slog.New(handler{slog.NewJSONHandler(w, opts)})
}

// handler masks records and adds the request's id on their way to the next
// handler.
type handler struct{ next slog.Handler }

// Enabled implements [slog.Handler].
func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle implements [slog.Handler].
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, Mask(r.Message), r.PC)
	if id := RequestID(ctx); id != "" {
		clean.AddAttrs(slog.String(requestIDKey, id))
	}
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(maskAttr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

// WithAttrs implements [slog.Handler].
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.next.WithAttrs(maskAttrs(attrs))}
}

// WithGroup implements [slog.Handler].
func (h handler) WithGroup(name string) slog.Handler { return handler{h.next.WithGroup(name)} }

func maskAttrs(attrs []slog.Attr) []slog.Attr {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = maskAttr(a)
	}
	return clean
}

// requestIDKey is exempt: the id was judged when it came in, and masking a part
// of it would break the search for it.
const requestIDKey = "request_id"

func maskAttr(a slog.Attr) slog.Attr {
	if isSecret(a.Key) {
		return slog.String(a.Key, masked)
	}
	if a.Key != requestIDKey {
		a.Value = maskValue(a.Value.Resolve())
	}
	return a
}

func maskValue(v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindString:
		return slog.StringValue(Mask(v.String()))
	case slog.KindInt64, slog.KindUint64:
		return maskNumber(v)
	case slog.KindGroup:
		return slog.GroupValue(maskAttrs(v.Group())...)
	case slog.KindAny:
		return maskAny(v.Any())
	}
	return v
}

// maskNumber masks whole numbers as long as a document.
func maskNumber(v slog.Value) slog.Value {
	if len(v.String()) > 10 {
		return slog.StringValue(masked)
	}
	return v
}

// maskAny writes values of other types as text: their parts could not be
// judged otherwise.
func maskAny(v any) slog.Value {
	if v == nil {
		return slog.AnyValue(nil)
	}
	return slog.StringValue(Mask(fmt.Sprintf("%+v", v)))
}
