package cache

import (
	"context"
	"slices"

	"balcao/erp"
	"balcao/internal/br"
)

// Keeps tells whether answers of a function are kept at all.
func Keeps(f *erp.Info) bool {
	_, cached := policies[f]
	return cached
}

// Forgotten is what an invalidation has made old.
type Forgotten struct {
	// Entries is how many answers this process had in its memory.
	Entries int
	// Everywhere is true if Redis tells all other nodes. It is false without
	// Redis, and while Redis is away: others then notice by time alone.
	Everywhere bool
}

// Forget makes old what is kept of one function, or of one customer, or, with
// neither, of the whole tenant, and says how much that was. An admin does so who
// has changed something in the ERP and wants to see it.
func (r *Reads) Forget(ctx context.Context, f *erp.Info, customer br.Document) Forgotten {
	var n int
	switch {
	case f != nil:
		n = r.store.count(r.tenant.functionTag(f.Name))
		r.Clear(ctx, f)
	case customer != "":
		n = r.store.count(r.tenant.customerTag(customer))
		r.Invalidate(ctx, customer)
	default:
		n = r.store.count(r.tenant.epoch)
		r.Clear(ctx)
	}
	return Forgotten{Entries: n, Everywhere: r.store.link != nil && r.store.Connected()}
}

// count is how many valid answers in memory have a tag.
func (s *Store) count(tag digest) int {
	n := 0
	for e := range s.near.cache.Values() {
		if slices.Contains(e.tags[:], tag) && s.generations.valid(e.tags, e.stamp) {
			n++
		}
	}
	return n
}
