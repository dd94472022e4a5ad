package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"balcao/erp/sandbox"
	"balcao/internal/telemetry"
)

type sandboxCommand struct {
	Listen string `help:"Address and port." default:"127.0.0.1:8090"`
	Data   string `help:"SQLite file for its books. Without one they are in memory." type:"path"`
	Token  string `help:"Token that callers must send; made up and printed if empty." env:"BALCAO_SANDBOX_TOKEN"`
}

// Run serves the sandbox's ERP until it is interrupted.
func (c sandboxCommand) Run(e *environment) error {
	logger := telemetry.NewLogger(e.stderr, slog.LevelInfo, telemetry.Text)
	if c.Token == "" {
		c.Token = rand.Text()
		fmt.Fprintln(e.stdout, "token:", c.Token)
	}
	erp, err := sandbox.Open(e.ctx, sandbox.Options{Data: c.Data, Token: c.Token, Logger: logger})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return errors.Join(err, erp.Close())
	}
	fmt.Fprintf(e.stdout, "sandbox ERP on http://%s\n", listener.Addr())
	return errors.Join(serveERP(e.ctx, listener, erp.Handler()), erp.Close())
}

// serveERP serves until ctx is done.
func serveERP(ctx context.Context, listener net.Listener, handler http.Handler) error {
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		// Faults may hold calls for long; they are cut, as an ERP's restart does.
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if err := server.Shutdown(ending); err != nil {
			_ = server.Close()
		}
		stopped <- nil
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
