package automation

import (
	"sync"
	"time"
)

// maxKept is how many answers a connection keeps for steps that say `keep`.
const maxKept = 256

// kept are answers that outlive their run.
type kept struct {
	mu      sync.Mutex
	entries map[digest]keptReply
}

type keptReply struct {
	reply *reply
	until time.Time
}

func newKept() *kept { return &kept{entries: map[digest]keptReply{}} }

func (k *kept) get(d digest, now time.Time) *reply {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.entries[d]
	if !ok || !now.Before(e.until) {
		delete(k.entries, d)
		return nil
	}
	return e.reply
}

// put keeps an answer. When there is no room, the one that ends first goes.
func (k *kept) put(d digest, r *reply, until time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, there := k.entries[d]; !there && len(k.entries) >= maxKept {
		delete(k.entries, k.first())
	}
	k.entries[d] = keptReply{r, until}
}

func (k *kept) clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.entries)
}

func (k *kept) first() digest {
	var first digest
	var at time.Time
	for d, e := range k.entries {
		if at.IsZero() || e.until.Before(at) {
			first, at = d, e.until
		}
	}
	return first
}
