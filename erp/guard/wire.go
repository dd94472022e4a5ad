package guard

import (
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
)

var errSealed = errors.New("the request was given up before its first byte")

// wire is a network connection, secured already if it is to be, that knows
// whether a byte of a request was given to it. TLS handshakes pass below it and
// do not count.
type wire struct {
	net.Conn
	mu            sync.Mutex
	wrote, sealed bool
}

func (w *wire) Write(p []byte) (int, error) {
	if err := w.opening(); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

// opening marks the wire as written to before the first byte leaves.
func (w *wire) opening() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sealed {
		return errSealed
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

// watch remembers the wire a request was given.
type watch struct {
	mu   sync.Mutex
	wire *wire
	over bool
}

func (w *watch) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		w.mu.Lock()
		defer w.mu.Unlock()
		got, _ := info.Conn.(*wire)
		if w.over && got != nil {
			got.seal()
		}
		w.wire = got
	}}
}

// sent ends the watch and tells whether a byte of the request may have left.
func (w *watch) sent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	return w.wire != nil && w.wire.seal()
}
