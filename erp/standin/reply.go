package standin

import (
	"fmt"
	"net"
	"net/http"
)

// Reply is an answer as the ERP gives it.
type Reply struct {
	Status      int
	ContentType string
	Body        []byte
}

func (a Reply) write(w http.ResponseWriter) {
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the caller may be gone
}

// resetMidway sends the head and half of the body, and then a TCP reset.
func (a Reply) resetMidway(w http.ResponseWriter) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil { // HTTP/2 has no connection to give: its stream is reset
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	fmt.Fprintf(buffer, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		a.Status, http.StatusText(a.Status), a.ContentType, len(a.Body))
	_, _ = buffer.Write(a.Body[:len(a.Body)/2])
	_ = buffer.Flush()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // close with RST instead of FIN
	}
}
