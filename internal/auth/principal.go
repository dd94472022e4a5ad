package auth

import (
	"context"
	"slices"
)

// Kind is what sort of front end a client is. Rights in the schema are given
// to kinds.
type Kind string

// The kinds of client.
const (
	// Site is the provider's web site or customer area.
	Site Kind = "SITE"
	// App is the provider's mobile application.
	App Kind = "APP"
	// Totem is a self-service terminal, which takes payments.
	Totem Kind = "TOTEM"
	// Payments is a server that takes payments and has them settled.
	Payments Kind = "PAYMENTS"
	// Admin is the provider's staff and its operators.
	Admin Kind = "ADMIN"
)

// Kinds are all kinds of client.
var Kinds = []Kind{Site, App, Totem, Payments, Admin}

// Client is one front end of a tenant.
type Client struct {
	// Name is the client's name in the config, unique within its tenant. It
	// may stand in logs and metrics.
	Name string
	// Kind decides which root fields the client may use.
	Kind Kind
	// OnBehalf is true for a server side that has itself made sure who the
	// person is. Only such a client may see or change a person's contacts.
	OnBehalf bool
	// ExternalLinks lets the client see the ERP's own link to a boleto beside
	// ours.
	ExternalLinks bool
	// Origins are the web origins ("https://www.example.com.br") from whose
	// pages a browser may use this client's keys. None for servers.
	Origins []string
}

// AllowsOrigin tells whether pages of this origin may use the client's keys.
// "http://localhost:*" in Origins stands for every port.
func (c Client) AllowsOrigin(origin string) bool {
	return slices.ContainsFunc(c.Origins, func(allowed string) bool { return originMatches(allowed, origin) })
}

// Principal is who a request acts for. It travels with the request's context
// from the HTTP handler to every resolver.
type Principal struct {
	// Tenant is the provider's id in the config. Nothing of another tenant can
	// be reached with it.
	Tenant string
	// Client is the front end that sent the key.
	Client Client
}

type principalKey struct{}

// WithPrincipal puts the principal into a context.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From takes the principal out of a context; false if nobody was
// authenticated.
func From(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(principalKey{}).(Principal)
	return p, ok
}
