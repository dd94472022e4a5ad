package telemetry_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// WebSockets and streams of events pass through the middleware, and how long they
// are open is no time of a request.
func TestStreamsPass(t *testing.T) {
	t.Parallel()
	srv, out, metrics := server(t, map[string]http.HandlerFunc{
		"GET /socket": func(w http.ResponseWriter, r *http.Request) {
			conn, err := websocket.Accept(w, r, nil)
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close(websocket.StatusNormalClosure, "")
		},
		"GET /events": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
			_, _ = io.WriteString(w, ":\n\n")
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
		},
	})
	conn, _, err := websocket.Dial(t.Context(), srv.URL+"/socket", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Error(err)
	}
	_ = conn.CloseNow()
	get(t, srv, "/events", nil)
	srv.Close()
	// A hijacked connection is none of the server's any more: its line may come late.
	waitFor(t, out, `"status":101`)
	w := httptest.NewRecorder()
	metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`balcao_http_stream_duration_seconds_count{method="GET",route="/socket",status="101"} 1`,
		`balcao_http_stream_duration_seconds_count{method="GET",route="/events",status="200"} 1`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if strings.Contains(w.Body.String(), "balcao_http_request_duration_seconds_count") {
		t.Error("a stream counts as a request")
	}
}

func waitFor(t *testing.T, out *logs, text string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(out.String(), text); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no %s in %s", text, out)
		}
	}
}
