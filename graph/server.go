package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/text/language"

	"balcao/graph/exec"
	"balcao/graph/loader"
	"balcao/graph/rights"
	"balcao/graph/transport"
	"balcao/internal/auth"
	"balcao/internal/telemetry"
	"balcao/internal/web"
)

// Config is what a [Server] is made of.
type Config struct {
	// Tenants by id.
	Tenants map[string]*Tenant
	// Limits bound what one request may ask for.
	Limits Limits
	// Timeout bounds a whole request; within it every client has an answer or a
	// clear error. Subscriptions live longer.
	Timeout time.Duration
	// DeskTime bounds what admins check and try, which takes longer;
	// [DefaultDeskTime] if zero.
	DeskTime time.Duration
	// CountError is told of every error that a client is shown; GraphQL answers
	// most of them with HTTP 200, so nothing else can be alerted on. Nil counts
	// nothing.
	CountError func(tenant string, code Code)
	Logger     *slog.Logger
	Now        func() time.Time
}

// Server answers GraphQL over HTTP for all tenants.
type Server struct {
	cfg     Config
	handler *transport.Handler
	// turns are each tenant's.
	turns map[string]*turns
}

// NewServer refuses a schema with a root field that no rule allows.
func NewServer(cfg Config) (*Server, error) {
	cfg.DeskTime = cmp.Or(cfg.DeskTime, DefaultDeskTime)
	s := &Server{cfg: cfg, turns: map[string]*turns{}}
	for id := range cfg.Tenants {
		s.turns[id] = newTurns()
	}
	run, err := newExecutor(cfg.Limits)
	if err != nil {
		return nil, err
	}
	s.handler = &transport.Handler{
		Executor: run, MaxBody: cfg.Limits.MaxBody, Timeout: cfg.Timeout, Patience: s.patience, Prepare: s.prepare, RequestID: telemetry.RequestID,
		Subscriptions: &transport.Subscriptions{Identify: identify},
	}
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// StopStreams ends all subscriptions, so that their clients come again elsewhere;
// see [web.Options].
func (s *Server) StopStreams(ctx context.Context) error { return s.handler.Subscriptions.Stop(ctx) }

// newExecutor sets gqlgen's executor up.
func newExecutor(limits Limits) (*executor.Executor, error) {
	schema := exec.NewExecutableSchema(exec.Config{Resolvers: &Resolver{}, Complexity: complexity()})
	rules, err := rights.Read(schema.Schema())
	if err != nil {
		return nil, err
	}
	run := executor.New(schema)
	run.SetErrorPresenter(present)
	run.SetRecoverFunc(recovered)
	limits.apply(run)
	run.Use(rightsExtension{rules})
	return run, nil
}

// recovered turns a panic of a resolver into an error that the log has in full.
func recovered(_ context.Context, fault any) error {
	return &Error{Code: Internal, Cause: fmt.Errorf("panic: %v\n%s", fault, debug.Stack())}
}

// rightsExtension decides rights between validation and execution.
type rightsExtension struct{ rights.Rules }

func (rightsExtension) ExtensionName() string                   { return "Rights" }
func (rightsExtension) Validate(graphql.ExecutableSchema) error { return nil }
func (e rightsExtension) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	denied := e.Check(op.Operation, op.Variables, requestOf(ctx).Principal.Client)
	if denied == nil {
		return nil
	}
	return refuse(Forbidden, denied.Field+" "+denied.Why)
}

// prepare gives a request what its principal may reach.
func (s *Server) prepare(r *http.Request) (context.Context, *transport.Refusal) {
	principal, ok := auth.From(r.Context())
	tenant := s.cfg.Tenants[principal.Tenant]
	if !ok || tenant == nil {
		return nil, refusal(http.StatusUnauthorized, Unauthenticated, r)
	}
	ctx := r.Context()
	req := &Request{
		Principal: principal, Tenant: tenant, Language: languageOf(r.Header.Get("Accept-Language"), tenant.Language), ID: telemetry.RequestID(ctx), Now: s.cfg.Now(),
		countError: s.cfg.CountError, turns: s.turns[tenant.ID], deskTime: s.cfg.DeskTime, Logger: s.cfg.Logger.With("tenant", tenant.ID, "client", principal.Client.Name),
	}
	req.Loader = loader.New(ctx, tenant.Pipe)
	return WithRequest(ctx, req), nil
}

// identify judges the key that a WebSocket sends in a message.
func identify(r *http.Request, authorization string) (*http.Request, *transport.Refusal) {
	identified, err := web.Identify(r, authorization)
	if err != nil {
		return nil, denial(r, err)
	}
	return identified, nil
}

// Deny answers a request that has no principal, or that comes from a page of a
// foreign origin; it is a [web.Deny].
func (s *Server) Deny(w http.ResponseWriter, r *http.Request, err error) {
	transport.Refuse(w, r, telemetry.RequestID(r.Context()), denial(r, err))
}

// denial is the refusal for an error of a [web.Deny].
func denial(r *http.Request, err error) *transport.Refusal {
	if !errors.Is(err, web.ErrOrigin) {
		return refusal(http.StatusUnauthorized, Unauthenticated, r)
	}
	refused := refusal(http.StatusForbidden, Forbidden, r)
	refused.Message = web.ErrOrigin.Error()
	return refused
}

func refusal(status int, code Code, r *http.Request) *transport.Refusal {
	e := &Error{Code: code}
	tag := languageOf(r.Header.Get("Accept-Language"), language.BrazilianPortuguese)
	return &transport.Refusal{Status: status, Code: string(code), Message: e.Text(tag)}
}
