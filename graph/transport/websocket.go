package transport

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// subprotocol is what the npm package graphql-ws speaks:
// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
const subprotocol = "graphql-transport-ws"

// isHandshake tells whether a request asks for a WebSocket (RFC 6455, 4.1).
func isHandshake(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// socket is one WebSocket. Its messages are read on the goroutine of its
// request; each operation has a goroutine of its own, and so have pings and the
// end.
type socket struct {
	handler *Handler
	options *Subscriptions
	conn    *websocket.Conn
	open    *stream
	// request is the handshake, once connection_init has come with who asks.
	request *http.Request
	initDue *time.Timer
	ready   bool

	group sync.WaitGroup
	mu    sync.Mutex
	byID  map[string]*running
	// alive counts operations until they have ended; their ids are free as soon
	// as the client has cancelled them.
	alive int
}

func (h *Handler) serveSocket(w http.ResponseWriter, r *http.Request) {
	// A page of another origin gets nowhere without a key, and whose key may be
	// used from which pages, only Identify can tell.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered.
	}
	defer func() { _ = conn.CloseNow() }()
	if conn.Subprotocol() != subprotocol {
		_ = conn.Close(4406, "Subprotocol not acceptable: "+subprotocol+" is served")
		return
	}
	open, done := h.Subscriptions.open.begin(r.Context(), h.Subscriptions.maxAge())
	if open == nil {
		_ = conn.Close(websocket.StatusCode(stopping.code), stopping.reason)
		return
	}
	defer done()
	conn.SetReadLimit(cmp.Or(h.MaxBody, defaultMaxBody))
	s := &socket{
		handler: h, options: h.Subscriptions, conn: conn, open: open,
		request: r.WithContext(open), byID: map[string]*running{},
	}
	s.serve()
}

// serve returns when the socket is closed and nothing of it runs any more.
func (s *socket) serve() {
	s.initDue = time.AfterFunc(s.options.initTimeout(), func() { s.open.end(initTooLate) })
	defer s.initDue.Stop()
	defer s.group.Wait()
	defer s.open.end(nil)
	s.group.Go(s.closeAtEnd)
	s.group.Go(s.ping)
	s.open.end(s.read())
}

// read handles messages until there are no more, and says why.
func (s *socket) read() error {
	for {
		// What ends the socket closes it, which ends Read: a context would cut it
		// off before the client is told why.
		kind, text, err := s.conn.Read(context.Background())
		if errors.Is(err, websocket.ErrMessageTooBig) {
			return messageTooBig
		}
		if err != nil {
			return err
		}
		if err := s.handle(kind, text); err != nil {
			return err
		}
	}
}

// closeAtEnd closes the socket when it is to end.
func (s *socket) closeAtEnd() {
	<-s.open.Done()
	s.close(context.Cause(s.open))
}

// ping asks the client whether it is still there, until the socket is to end. A
// client that does not answer is gone.
func (s *socket) ping() {
	ticker := time.NewTicker(s.options.ping())
	defer ticker.Stop()
	for {
		select {
		case <-s.open.Done():
			return
		case <-ticker.C:
			if err := s.pingOnce(); err != nil {
				s.open.end(err)
				return
			}
		}
	}
}

// pingOnce is not ended by the socket's end, but by its being closed: a write that
// is broken off would cut the socket before the client is told why.
func (s *socket) pingOnce() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.options.ping())
	defer cancel()
	return s.conn.Ping(ctx)
}

// close tells the client why, unless it is the client that has left.
func (s *socket) close(why error) {
	told, ok := errors.AsType[*ending](why)
	if !ok {
		_ = s.conn.CloseNow()
		return
	}
	_ = s.conn.Close(websocket.StatusCode(told.code), told.reason)
}

// send writes a message. A client that does not take it in time is cut.
func (s *socket) send(message []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.options.writeTimeout())
	defer cancel()
	err := s.conn.Write(ctx, websocket.MessageText, message)
	if err != nil {
		s.open.end(err)
	}
	return err
}
