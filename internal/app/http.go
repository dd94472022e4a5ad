package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"balcao/erp"
	"balcao/graph"
	"balcao/internal/config"
	"balcao/internal/files"
	"balcao/internal/telemetry"
	"balcao/internal/web"
	"balcao/internal/web/playground"
)

// readyTimeout bounds the checks of /readyz.
const readyTimeout = 2 * time.Second

func (a *App) makeServer(context.Context) error {
	registry, err := a.cfg.Registry()
	if err != nil {
		return err
	}
	tenants := map[string]*graph.Tenant{}
	for id, t := range a.tenants {
		tenants[id] = t.graph
	}
	a.graphql, err = graph.NewServer(graph.Config{
		Tenants: tenants, Limits: limits(a.cfg.Limits), Timeout: answerTime(a.cfg.Limits),
		CountError: a.counters.countError, Logger: a.opts.Logger, Now: a.opts.Now,
	})
	if err != nil {
		return err
	}
	routes := web.Routes{
		GraphQL:    web.API(registry, a.graphql.Deny, a.graphql),
		Files:      a.filesHandler(),
		Playground: playground.Handler(a.playgroundOptions()),
		Alive:      telemetry.Healthz(),
	}
	if a.cfg.MetricsListen == "" {
		routes.Metrics = a.metrics.Handler()
	}
	ready := []telemetry.Check{{Name: "store", Run: a.store.Ping}, {Name: "ledger", Run: a.ledger.Ready}}
	routes.Ready = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		checks := append(ready, telemetry.Check{Name: "server", Run: a.server.Ready})
		telemetry.Readyz(a.opts.Logger, readyTimeout, checks...).ServeHTTP(w, r)
	})
	https := strings.HasPrefix(a.cfg.PublicURL, "https://")
	a.server = web.NewServer(web.Options{
		Handler: web.Secured(https, telemetry.Middleware(a.opts.Logger, a.metrics, web.Mux(routes))),
		Logger:  a.opts.Logger, Drain: a.cfg.Stop.Drain.Std(), Stop: a.cfg.Stop.Wait.Std(),
		StopStreams: a.graphql.StopStreams,
	})
	return nil
}

// limits are the config's, where it has some, over those of package graph.
func limits(c config.Limits) graph.Limits {
	l := graph.DefaultLimits
	l.MaxBody, l.MaxTokens, l.MaxDepth, l.MaxComplexity = int64(c.Body), c.Tokens, c.Depth, c.Complexity
	return l
}

// answerTime leaves a moment of the whole time for writing the answer: a client
// that waits for just as long still gets it.
func answerTime(c config.Limits) time.Duration { return c.Time.Std() - 200*time.Millisecond }

func (a *App) filesHandler() http.Handler {
	return files.Handler(files.Options{
		Signer: a.links, Shares: a.shares, Logger: a.opts.Logger, Now: a.opts.Now, Timeout: answerTime(a.cfg.Limits),
		Fetch: func(ctx context.Context, id string, in erp.Input) (erp.PDF, error) {
			t, ok := a.tenants[id]
			if !ok {
				return nil, &erp.Error{Kind: erp.NotFound, Detail: "the tenant is not served any more"}
			}
			return fetchPDF(ctx, t.pipe, in)
		},
	})
}

// fetchPDF asks the function that brings the file.
func fetchPDF(ctx context.Context, pipe erp.Pipe, in erp.Input) (pdf erp.PDF, err error) {
	switch in := in.(type) {
	case erp.BoletoInput:
		pdf, _, err = erp.GetBoletoPDF.Call(ctx, pipe, in)
	case erp.FiscalNoteInput:
		pdf, _, err = erp.GetFiscalNotePDF.Call(ctx, pipe, in)
	case erp.ClearanceInput:
		pdf, _, err = erp.GetDebtClearance.Call(ctx, pipe, in)
	default:
		err = &erp.Error{Kind: erp.Internal, Detail: fmt.Sprintf("%T asks for no file", in)}
	}
	return pdf, err
}

// serveMetrics serves /metrics at its own address, where the config has one.
func (a *App) serveMetrics(ctx context.Context) (stop func(), err error) {
	if a.cfg.MetricsListen == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", a.cfg.MetricsListen)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.metrics.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.opts.Logger.Error("metrics ended", "error", err)
		}
	}()
	return func() { _ = server.Close(); <-ended }, nil
}
