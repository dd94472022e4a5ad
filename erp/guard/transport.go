package guard

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	dialTimeout = 5 * time.Second
	// idleTimeout is short: ERPs drop idle connections without a word, and a
	// request on a dying one costs a round trip.
	idleTimeout = 20 * time.Second
)

// transports are a connection's ways to the network. No one follows redirects
// (the guard uses them below http.Client) or heeds HTTP_PROXY: what a request
// carries is for the configured host alone.
type transports struct {
	// safe keeps connections open; for requests that may be sent twice.
	safe *http.Transport
	// effect makes a new connection for each request and speaks HTTP/1.1 only:
	// Go's transport repeats requests by itself on connections that were used
	// before and in HTTP/2, never here.
	effect *http.Transport
	// link is effect for links outside the ERP's hosts: the system's
	// authorities, public addresses only.
	link *http.Transport
}

func newTransports(secure *tls.Config) *transports {
	own := &net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}
	careful := &net.Dialer{Timeout: dialTimeout, Control: publicOnly}
	safe := base(own, secure)
	safe.MaxIdleConnsPerHost = 16
	safe.IdleConnTimeout = idleTimeout
	return &transports{
		safe:   safe,
		effect: once(base(own, secure)),
		link:   once(base(careful, &tls.Config{MinVersion: tls.VersionTLS12})),
	}
}

func once(t *http.Transport) *http.Transport {
	t.DisableKeepAlives = true
	return t
}

// base dials through wires, so that every request can tell whether it left.
// A TLS connection dialled by ourselves speaks HTTP/1.1.
func base(d *net.Dialer, secure *tls.Config) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := d.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return &wire{Conn: conn}, nil
		},
		DialTLSContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := d.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return handshake(ctx, conn, addr, secure)
		},
		MaxResponseHeaderBytes: 256 << 10,
	}
}

func handshake(ctx context.Context, conn net.Conn, addr string, secure *tls.Config) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		conn.Close()
		return nil, err
	}
	config := secure.Clone()
	config.ServerName = host
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, &handshakeError{err}
	}
	return &wire{Conn: secured}, nil
}

func (t *transports) close() {
	t.safe.CloseIdleConnections()
	t.effect.CloseIdleConnections()
	t.link.CloseIdleConnections()
}

type handshakeError struct{ err error }

func (e *handshakeError) Error() string { return e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }

// classify names the stage at which a round trip failed. ctx is the request's
// own context; caller is the one it was made from.
func classify(err error, sent bool, ctx, caller context.Context) *Error {
	e := &Error{Sent: sent, Err: err, Reason: Cut}
	switch {
	case caller.Err() != nil && !errors.Is(caller.Err(), context.DeadlineExceeded):
		e.Reason = Cancelled
	case isType[*privateError](err):
		e.Reason = Private
	case isType[*handshakeError](err):
		e.Reason = TLS
	case errors.Is(err, errLate):
		e.Reason, e.brief = Timeout, true
	case ctx.Err() != nil:
		e.Reason = Timeout
	case isDial(err):
		e.Reason = Dial
	case !sent && !isType[*net.OpError](err) && !errors.Is(err, io.EOF):
		e.Reason = BadRequest
	case !isType[*net.OpError](err) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		e.Err = errNotHTTP
	}
	return e
}

// errNotHTTP stands for errors of net/http that quote what the server wrote.
var errNotHTTP = errors.New("the server's answer is not HTTP, or was not whole")

func isType[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isDial(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial" || isType[*net.DNSError](err)
}
