package guard

import (
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
)

var (
	errSealed = errors.New("the request was given up before its first byte")
	errLate   = errors.New("the request's time was over before it was written")
)

// wire is a network connection, secured already if it is to be, that knows
// whether a byte of a request was given to it. TLS handshakes pass below it and
// do not count.
type wire struct {
	net.Conn
	mu            sync.Mutex
	wrote, sealed bool
	until         deadline
}

func (w *wire) Write(p []byte) (int, error) {
	if err := w.opening(); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

// opening marks the wire as written to before the first byte leaves. Each write
// looks at the clock itself: in a process that was frozen and goes on, the timer
// that would cancel the request comes after the goroutine that writes it.
func (w *wire) opening() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sealed {
		return errSealed
	}
	if w.until.passed() {
		return errLate
	}
	w.wrote = true
	return nil
}

// seal tells whether a byte may have left. If none has, none ever will: the
// transport's writer may still be on its way to Write when the caller's time
// is over.
func (w *wire) seal() (wrote bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sealed = !w.wrote
	return w.wrote
}

// serve gives the wire the deadline of the request that it is to carry next.
func (w *wire) serve(until deadline) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.until = until
}

// watch remembers the wire a request was given.
type watch struct {
	until deadline
	mu    sync.Mutex
	wire  *wire
	over  bool
}

func (w *watch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.wire, _ = info.Conn.(*wire)
		if w.wire == nil {
			return
		}
		w.wire.serve(w.until)
		if w.over {
			w.wire.seal()
		}
	}}
}

// sent ends the watch and tells whether a byte of the request may have left.
func (w *watch) sent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	return w.wire != nil && w.wire.seal()
}
