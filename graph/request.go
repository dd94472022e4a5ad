package graph

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/text/language"

	"balcao/cache"
	"balcao/erp"
	"balcao/erp/automation"
	"balcao/graph/loader"
	"balcao/internal/association"
	"balcao/internal/auth"
	"balcao/internal/charging"
	"balcao/internal/check"
	"balcao/internal/files"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
)

// Tenant is what a request of one provider's client can reach. Nothing of
// another tenant hangs on it.
type Tenant struct {
	// ID is the tenant's name in the config.
	ID string
	// Zone is where the tenant's days begin and end.
	Zone *time.Location
	// Language is what messages are written in for who asks for none.
	Language language.Tag
	// Pipe leads through cache and guard to the ERP.
	Pipe erp.Pipe
	// Writes takes what changes something in the ERP.
	Writes ledger.Submitter
	// Ledger is asked for what was handed in.
	Ledger *ledger.Tenant
	// Supports tells whether the connection has a function, and if not, why.
	Supports func(*erp.Info) (bool, string)
	// Choices lists what a setting of the connection can be set to.
	Choices func(ctx context.Context, setting string) ([]erp.Choice, error)
	// IDs makes and opens global ids.
	IDs *globalid.Codec
	// Links makes the short-lived links to PDFs, Shares those that last.
	Links  *files.Signer
	Shares *files.Shares
	// Associations say what the front ends' codes stand for in the ERP.
	Associations *association.Store
	// Charging are the rules on what is offered for payment.
	Charging charging.Rules
	// Pendencies are the rules on what is owed by who orders.
	Pendencies ordering.PendencyRules
	// AllowNameChange lets customers change their own names.
	AllowNameChange bool
	// Desk is what only admins reach.
	Desk Desk
}

// Desk is where people look after a tenant's connection.
type Desk struct {
	// Node is the name of this process among several.
	Node string
	// Connection is the ERP's, past cache and ledger; nil while it is switched
	// off in the config. Runs are its last ones.
	Connection *automation.Connection
	Runs       *automation.Runs
	// Check goes through the ERP on a connection of its own, see [check.Run].
	Check func(context.Context, check.Options) (sound bool, err error)
	// Cache is what can be forgotten.
	Cache *cache.Reads
}

// Request is one GraphQL request: who asks, and what may be reached for them.
type Request struct {
	Principal auth.Principal
	Tenant    *Tenant
	// Loader batches the request's reads.
	Loader *loader.Loader
	// Language is what messages for people are written in.
	Language language.Tag
	// ID is the request's id in logs and in error messages.
	ID string
	// Logger already carries the request's id, tenant and client.
	Logger *slog.Logger
	// Now is the instant of the request.
	Now time.Time

	countError func(tenant string, code Code)
	associated associated
	// turns bound what admins do at the same time, deskTime how long it takes.
	turns    *turns
	deskTime time.Duration
}

type requestKey struct{}

// WithRequest puts a request into its context.
func WithRequest(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// requestOf is the request that ctx belongs to. Every operation is run with one
// (see [Server]), so its absence is a fault of the program.
func requestOf(ctx context.Context) *Request {
	return ctx.Value(requestKey{}).(*Request)
}
