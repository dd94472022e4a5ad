package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// The server's bounds. A client that is slower than these is cut.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	// writeTimeout covers the handler too: the longest, a file, may wait for a
	// slot and for the ERP.
	writeTimeout   = 60 * time.Second
	idleTimeout    = 90 * time.Second
	maxHeaderBytes = 16 << 10
)

// Defaults of [Options].
const defaultStop = 20 * time.Second

// Options are what a [Server] is started with.
type Options struct {
	Handler http.Handler
	// Logger gets what net/http complains about.
	Logger *slog.Logger
	// Drain is how long requests are still taken after the stop has begun, so
	// that load balancers notice by /readyz. Defaults to none.
	Drain time.Duration
	// Stop is how long requests under way may take after that before they are
	// cut. Defaults to 20 s.
	Stop time.Duration
	// StopStreams ends the answers that go on until somebody ends them
	// (subscriptions), and returns when they have ended or ctx is done. It is
	// called when no more connections are taken, so that those who come again
	// come to another server. Nil if there are none.
	StopStreams func(ctx context.Context) error
}

// Server serves HTTP until it is told to stop.
type Server struct {
	http     *http.Server
	opts     Options
	stopping atomic.Bool
}

// NewServer makes a server; [Server.Serve] starts it.
func NewServer(opts Options) *Server {
	if opts.Stop <= 0 {
		opts.Stop = defaultStop
	}
	return &Server{opts: opts, http: &http.Server{
		Handler:           opts.Handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(opts.Logger.Handler(), slog.LevelWarn),
	}}
}

// Serve answers requests until ctx is done, then stops in order: it reports
// itself not ready, takes requests for a last while, closes the listener, lets
// requests under way end, and cuts those that do not. A stop in order returns
// nil; requests that had to be cut are an error.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- s.http.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("web: %w", err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	s.drain()
	err := s.shutdown()
	<-ended
	return err
}

func (s *Server) drain() {
	if s.opts.Drain > 0 {
		<-time.After(s.opts.Drain)
	}
}

func (s *Server) shutdown() error {
	// The context that asked for the stop is done; this one bounds the stop.
	ctx, cancel := context.WithTimeout(context.Background(), s.opts.Stop)
	defer cancel()
	streams := s.stopStreams(ctx)
	err := s.http.Shutdown(ctx)
	if err = errors.Join(err, <-streams); err != nil {
		return fmt.Errorf("web: requests did not end within %v and were cut: %w", s.opts.Stop, errors.Join(err, s.http.Close()))
	}
	return nil
}

// stopStreams begins to end the streams as soon as the listener is closed:
// Shutdown waits for those of HTTP and knows nothing of WebSockets.
func (s *Server) stopStreams(ctx context.Context) <-chan error {
	ended := make(chan error, 1)
	if s.opts.StopStreams == nil {
		ended <- nil
		return ended
	}
	s.http.RegisterOnShutdown(func() { ended <- s.opts.StopStreams(ctx) })
	return ended
}

// Ready is a readiness check: it fails once the stop has begun.
func (s *Server) Ready(context.Context) error {
	if s.stopping.Load() {
		return errors.New("the server is stopping")
	}
	return nil
}
