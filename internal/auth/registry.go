package auth

import (
	"fmt"
	"net/http"
)

// Entry is one key of one client, as the config has it.
type Entry struct {
	// Hash is the key's [HashKey].
	Hash string
	// At tells where in the config the key stands, for errors:
	// "balcao.yaml:12:11 (tenants.acme.clients.site)".
	At string
	// Principal is who sends this key.
	Principal Principal
}

// Registry knows all keys of all tenants. It does not change once built and is
// safe for concurrent use.
type Registry struct {
	byHash map[string]Principal
}

// NewRegistry refuses a malformed hash and the same key for two clients,
// naming both places: it would not be known which tenant's data to show.
func NewRegistry(entries []Entry) (*Registry, error) {
	byHash := make(map[string]Principal, len(entries))
	places := make(map[string]string, len(entries))
	for _, e := range entries {
		if err := CheckHash(e.Hash); err != nil {
			return nil, fmt.Errorf("%s: %w", e.At, err)
		}
		if first, taken := places[e.Hash]; taken {
			return nil, fmt.Errorf("%s: this key is also at %s; each client needs keys of its own", e.At, first)
		}
		places[e.Hash], byHash[e.Hash] = e.At, e.Principal
	}
	return &Registry{byHash: byHash}, nil
}

// Lookup finds whose key this is. The time it takes tells nothing of the known
// keys: what is compared is the hash, which a caller cannot steer.
func (r *Registry) Lookup(key string) (Principal, bool) {
	p, ok := r.byHash[HashKey(key)]
	return p, ok
}

// Authenticate finds who sent a request. The error is [ErrNoKey],
// [ErrMalformed] or [ErrUnknown].
func (r *Registry) Authenticate(req *http.Request) (Principal, error) {
	key, err := bearer(req.Header)
	if err != nil {
		return Principal{}, err
	}
	p, ok := r.Lookup(key)
	if !ok {
		return Principal{}, ErrUnknown
	}
	return p, nil
}

// AllowsOrigin tells whether any client of any tenant is used from pages of
// this origin. A browser's preflight carries no key, so it can be asked
// nothing narrower; [Client.AllowsOrigin] judges the request itself.
func (r *Registry) AllowsOrigin(origin string) bool {
	for _, p := range r.byHash {
		if p.Client.AllowsOrigin(origin) {
			return true
		}
	}
	return false
}
