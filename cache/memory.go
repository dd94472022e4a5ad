package cache

import (
	"fmt"
	"time"

	"github.com/maypok86/otter/v2"
)

// near keeps decoded answers in this process, bounded by their weight. Whether
// an entry is still valid is for generations and its span to say; what is not
// goes when its span ends or room is needed.
type near struct{ cache *otter.Cache[digest, *entry] }

func newNear(maxBytes int) (*near, error) {
	cache, err := otter.New(&otter.Options[digest, *entry]{
		MaximumWeight: uint64(maxBytes),
		Weigher:       func(_ digest, e *entry) uint32 { return e.weight() },
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[digest, *entry]) time.Duration {
			return max(e.Value.life, time.Millisecond)
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("cache: make the near cache: %w", err)
	}
	return &near{cache: cache}, nil
}

func (n *near) get(key digest) *entry {
	e, _ := n.cache.GetIfPresent(key)
	return e
}

func (n *near) put(key digest, e *entry) { n.cache.Set(key, e) }

func (n *near) clear() { n.cache.InvalidateAll() }

func (n *near) entries() int { return n.cache.EstimatedSize() }

func (n *near) bytes() uint64 { return n.cache.WeightedSize() }

func (n *near) close() {
	n.cache.InvalidateAll()
	n.cache.StopAllGoroutines()
}
