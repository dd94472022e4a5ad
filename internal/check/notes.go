package check

import (
	"context"
	"log/slog"
	"sync"
)

// Notes is a log handler that keeps the warnings of a call: an answer may be
// taken and still hold what it should not.
type Notes struct {
	mu    sync.Mutex
	lines []string
}

// Enabled implements [slog.Handler].
func (n *Notes) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle implements [slog.Handler]. What the log may hold, a note may: no
// personal data and no secrets.
func (n *Notes) Handle(_ context.Context, record slog.Record) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	line := record.Message
	record.Attrs(func(a slog.Attr) bool {
		line += ", " + a.String()
		return true
	})
	n.lines = append(n.lines, line)
	return nil
}

// WithAttrs implements [slog.Handler]; a logger's own attributes are not kept.
func (n *Notes) WithAttrs([]slog.Attr) slog.Handler { return n }

// WithGroup implements [slog.Handler].
func (n *Notes) WithGroup(string) slog.Handler { return n }

// take gives what was noted since the last time.
func (n *Notes) take() []string {
	if n == nil {
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	lines := n.lines
	n.lines = nil
	return lines
}
