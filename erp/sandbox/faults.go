package sandbox

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"
)

// faultKey carries the fault that was drawn for a call in its context.
type faultKey struct{}

func withFault(ctx context.Context, fault string) context.Context {
	return context.WithValue(ctx, faultKey{}, fault)
}

func faultIn(ctx context.Context) string {
	fault, _ := ctx.Value(faultKey{}).(string)
	return fault
}

// reading is a call that changes nothing: of the faults, those that spoil the
// answer befall it.
func (s *Sandbox) reading(handle func(*http.Request) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		switch fault := faultIn(r.Context()); fault {
		case faultError500, faultHTML200:
			return brokenAnswer(fault)
		}
		return handle(r)
	}
}

const maintenancePage = `<!DOCTYPE html><html lang="pt-BR"><head><title>Sistema em manutenção</title></head>` +
	`<body><h1>Sistema em manutenção</h1><p>Tente novamente mais tarde.</p></body></html>`

func brokenAnswer(fault string) reply {
	if fault == faultHTML200 {
		return reply{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: []byte(maintenancePage)}
	}
	return refusal(http.StatusInternalServerError, "Erro interno do sistema.")
}

// deliver sends an answer, or what the fault leaves of it.
func (s *Sandbox) deliver(w http.ResponseWriter, r *http.Request, answer reply, fault string) {
	switch {
	case answer.cut:
	case fault == faultReset:
		s.resetMidway(w, answer)
		return
	case fault == faultSlow:
		pause := time.Duration(s.switches.current().SlowMS) * time.Millisecond
		answer.cut = !s.wait(r.Context(), pause)
	}
	answer.write(w)
}

// resetMidway sends the head and half of the body and then a TCP reset.
func (s *Sandbox) resetMidway(w http.ResponseWriter, answer reply) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil { // HTTP/2 has no connection to give: its stream is reset
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	fmt.Fprintf(buffer, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		answer.status, http.StatusText(answer.status), answer.contentType, len(answer.body))
	// The caller may be gone already, which is what was wanted.
	_, _ = buffer.Write(answer.body[:len(answer.body)/2])
	_ = buffer.Flush()
	if tcp, ok := plainConn(conn).(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // close with RST instead of FIN
	}
}

func plainConn(conn net.Conn) net.Conn {
	if secure, ok := conn.(*tls.Conn); ok {
		return secure.NetConn()
	}
	return conn
}
