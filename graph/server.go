package graph

import (
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
	// clear error.
	Timeout time.Duration
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
	handler http.Handler
}

// NewServer refuses a schema with a root field that no rule allows.
func NewServer(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg}
	run, err := newExecutor(cfg.Limits)
	if err != nil {
		return nil, err
	}
	s.handler = &transport.Handler{Executor: run, MaxBody: cfg.Limits.MaxBody, Prepare: s.prepare, RequestID: telemetry.RequestID}
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

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
func (s *Server) prepare(r *http.Request) (context.Context, func(), *transport.Refusal) {
	principal, ok := auth.From(r.Context())
	tenant := s.cfg.Tenants[principal.Tenant]
	if !ok || tenant == nil {
		return nil, nil, refusal(http.StatusUnauthorized, Unauthenticated, r)
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.cfg.Timeout)
	req := &Request{
		Principal: principal, Tenant: tenant, Language: languageOf(r.Header.Get("Accept-Language"), tenant.Language), ID: telemetry.RequestID(ctx), Now: s.cfg.Now(),
		countError: s.cfg.CountError, Logger: s.cfg.Logger.With("tenant", tenant.ID, "client", principal.Client.Name),
	}
	req.Loader = loader.New(ctx, tenant.Pipe)
	telemetry.SetCaller(ctx, tenant.ID, principal.Client.Name)
	return WithRequest(ctx, req), cancel, nil
}

// Deny answers a request that has no principal, or that comes from a page of a
// foreign origin; it is a [web.Deny].
func (s *Server) Deny(w http.ResponseWriter, r *http.Request, err error) {
	status, code := http.StatusUnauthorized, Unauthenticated
	if errors.Is(err, web.ErrOrigin) {
		status, code = http.StatusForbidden, Forbidden
	}
	refused := refusal(status, code, r)
	if code == Forbidden {
		refused.Message = web.ErrOrigin.Error()
	}
	transport.Refuse(w, r, telemetry.RequestID(r.Context()), refused)
}

func refusal(status int, code Code, r *http.Request) *transport.Refusal {
	e := &Error{Code: code}
	tag := languageOf(r.Header.Get("Accept-Language"), language.BrazilianPortuguese)
	return &transport.Refusal{Status: status, Code: string(code), Message: e.Text(tag)}
}
